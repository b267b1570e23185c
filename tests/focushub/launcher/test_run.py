"""The whole of it: `python3 -m focushub run`, in this process, on servers of its own."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from focushub.launcher import commands, run
from focushub.launcher.datafolder import DataFolder
from focushub.launcher.environment import Environment
from focushub.launcher.errors import LaunchError
from focushub.launcher.processes import Family
from tests.focushub.launcher.conftest import is_alive

PATIENCE_SECONDS = 90


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Visitor:
    """Somebody who looks at a run while it goes, from another thread, and then ends it."""

    data: Path
    port: int
    look: Callable[["Visitor"], None]
    is_welcome: threading.Event = field(default_factory=threading.Event)
    before: frozenset[int] = field(default_factory=lambda: children_of(os.getpid()))
    problem: BaseException | None = None
    children: frozenset[int] = frozenset()

    def visit(self) -> None:
        try:
            assert self.is_welcome.wait(PATIENCE_SECONDS)
            self.children = children_of(os.getpid()) - self.before
            self.look(self)
        except BaseException as error:  # noqa: BLE001 - told by the test itself.
            self.problem = error
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def children_of(pid: int) -> frozenset[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return frozenset(int(child) for child in found)


def run_while(
    data: Path,
    port: int,
    look: Callable[[Visitor], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Visitor:
    visitor = Visitor(data, port, look)
    welcome = run._welcome

    def tell(*parts: Any) -> None:
        welcome(*parts)
        visitor.is_welcome.set()

    monkeypatch.setattr(run, "_welcome", tell)
    # A run that ends at once must not meet a late wish to stop.
    thread = threading.Thread(target=visitor.visit)
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    thread.start()
    try:
        run.run(checkout=commands.CHECKOUT, data=data, port=port)
    finally:
        thread.join()
        signal.signal(signal.SIGTERM, before)
    if visitor.problem is not None:
        raise visitor.problem
    return visitor


@pytest.mark.usefixtures("no_servers_named")
def test_everything_comes_up_is_found_and_goes_again(
    tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data folder"
    monkeypatch.delenv("FOCUSHUB_SECRET_KEY", raising=False)
    monkeypatch.setenv("FOCUSHUB_REDIS_PREFIX", "fh")
    seen: dict[str, object] = {}

    def look(visitor: Visitor) -> None:
        seen["pages"] = [visitor.get(path)[0] for path in ("/health/live", "/api/docs", "/admin/")]
        seen["health"] = json.loads(visitor.get("/health")[1])["parts"]["database"]
        with pytest.raises(LaunchError, match=f"in use by another run.*port {port}"):
            DataFolder(data).__enter__()
        variables = {
            key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
        }
        seen["manage"] = subprocess.run(
            [
                *(sys.executable, "manage.py", "shell", "-v", "0", "-c"),
                "from focushub.accounts.models import User; print(User.objects.count())",
            ],
            cwd=commands.CHECKOUT,
            env={**variables, "FOCUSHUB_DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()

    visitor = run_while(data, port, look, monkeypatch)

    said = capsys.readouterr().out
    assert seen == {"pages": [200, 200, 302], "health": "ok", "manage": "1"}
    # PostgreSQL, Valkey, web, worker.
    assert len(visitor.children) >= 4
    assert [child for child in visitor.children if is_alive(child)] == []
    assert not (data / "running.json").exists()
    for path in ("/api/v1", "/api/docs", "/api/schema", "/admin/", "/health"):
        assert re.search(rf"http://127\.0\.0\.1:{port}{path}\n", said)
    password = re.search(r"password (\S+)", said)
    assert password is not None
    assert re.search(r"\d+\.\d s  all stopped\n$", said)
    for log in (data / "logs").iterdir():
        assert password.group(1) not in log.read_text(errors="replace")


@pytest.mark.usefixtures("no_servers_named")
def test_a_port_in_use_ends_it_before_anything_is_made(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        with pytest.raises(LaunchError, match=f"Port {port} is in use by another program"):
            run.run(checkout=commands.CHECKOUT, data=tmp_path / "data", port=port)

    assert not (tmp_path / "data").exists()


def test_a_named_database_that_does_not_answer_is_told(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children_of(os.getpid())
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")

    with pytest.raises(LaunchError) as refusal:
        run.run(checkout=commands.CHECKOUT, data=tmp_path, port=port)

    assert str(refusal.value).startswith("The database does not answer (")
    assert str(refusal.value).endswith(" Look at DATABASE_URL.")
    assert children_of(os.getpid()) == before


def test_on_a_full_disk_it_says_so_whatever_failed(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*parts: object) -> None:
        raise LaunchError("`manage.py migrate` failed. (nothing)")

    monkeypatch.setattr(run, "_start_and_stay", fail)
    monkeypatch.setattr(run, "is_full", lambda folder: True)

    with pytest.raises(LaunchError) as refusal:
        run.run(checkout=commands.CHECKOUT, data=tmp_path, port=port)

    assert str(refusal.value) == (
        f"The disk is full ({tmp_path}): free some space and start again."
    )


def test_a_command_that_fails_is_told_with_its_last_words(
    family: Family, tmp_path: Path, environment: Path
) -> None:
    (tmp_path / "manage.py").write_text("print('not today'); raise SystemExit(1)")
    made = Environment(tmp_path)
    (tmp_path / ".venv").symlink_to(environment)

    with pytest.raises(LaunchError) as refusal:
        run._manage(family, made, dict(os.environ), "migrate")

    log = family.logs / "migrate.log"
    assert str(refusal.value) == f"`manage.py migrate` failed. The end of {log}:\n  not today"
