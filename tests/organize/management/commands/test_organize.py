import io
import json
import os
import pty

import pytest
from django.core.management import CommandError, call_command

from organize.models import Plan, Task
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

DUMP = "call mum (5 min), file my taxes by Friday 5pm"


@pytest.fixture
def demo():
    return UserFactory(username="demo")


def run(*arguments, out=None):
    out = out or io.StringIO()
    call_command("organize", *arguments, stdout=out)
    return out.getvalue()


def test_a_dump_is_shown_as_a_plan_and_nothing_is_taken_on(demo):
    told = run(DUMP, "--minutes", "60", "--energy", "low")

    assert "First: " in told
    assert "Call mum (5 min)" in told
    assert "File my taxes (" in told
    assert "17:00" in told
    assert "\x1b[" not in told
    assert Plan.objects.owned_by(demo).count() == 1
    assert not Task.objects.exists()


def test_as_json_it_is_what_the_api_gives(demo, client_for):
    told = json.loads(run(DUMP, "--json"))

    over_http = client_for(demo).post("/api/v1/organize", {"text": DUMP}).json()
    assert over_http["cached"] is True
    assert {**told, "cached": True} == over_http


def test_a_dash_reads_what_comes_in(demo, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("water the plants"))

    assert "Water the plants" in run("-")


def test_a_terminal_gets_colours(demo):
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as out:
        call_command("organize", DUMP, stdout=out)
    told = os.read(leader, 65536)
    os.close(leader)

    assert b"\x1b[1m" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((DUMP, "--user", "nobody-here"), "Nobody here has the user name"),
        ((DUMP, "--minutes", "2"), "available_minutes: "),
        ((" ",), "text: "),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(demo, arguments, said):
    with pytest.raises(CommandError, match=said):
        run(*arguments)

    assert not Plan.objects.exists()
