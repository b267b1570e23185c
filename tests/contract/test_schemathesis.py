"""Every operation, called in every way that its schema allows and in many that it does not."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError
from pytest_django.fixtures import Settings

from focushub.accounts.models import User
from focushub.accounts.services import sessions
from tests.end_to_end.conftest import address as address  # a fixture
from tests.factories import UserFactory
from tests.test_routes import ROWS, WITH_ID

CONFIG = Path(__file__).with_name("schemathesis.toml")
MANY = 1_000_000
# After these the token counts no more, so they have a run of their own.
FAREWELLS = ("/api/v1/auth/logout", "/api/v1/me/sessions/{id}")


def options(name: str) -> list[str]:
    return [option for path in FAREWELLS for option in (f"--{name}-path", path)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "which", [options("exclude"), options("include")], ids=["in a session", "that end it"]
)
def test_no_call_breaks_the_contract(
    which: list[str], address: str, settings: Settings, tmp_path: Path
) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, MANY)
    person = UserFactory.create()
    token = sessions.open_session(person=person, user_agent="contract").access_token
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.read_text() + "".join(rows_for_each_operation(person)))

    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "--config-file", config),
            *("run", f"{address}/api/schema?format=json", "--url", address, *which),
        ],
        cwd=tmp_path,
        env={**os.environ, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-2000:]
    counts = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert counts is not None
    assert counts[1] == counts[2]
    assert int(counts[1]) > 20


def rows_for_each_operation(person: User) -> Iterator[str]:
    """A row of the person's own for each operation with an id: it may delete it."""
    for route in WITH_ID:
        assert route.model is not None
        try:
            row = ROWS[route.model](person)
        except IntegrityError:  # Of some there is one at a time.
            row = route.model._base_manager.filter(owner=person).latest("pk")
        yield f"""
[[operations]]
include-name = "{route.method} {route.path.replace("{pk}", "{id}")}"
parameters = {{ "path.id" = "{row.pk}" }}
"""
