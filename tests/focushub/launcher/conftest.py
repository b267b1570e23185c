import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from focushub.launcher.processes import Family


@pytest.fixture
def environment() -> Path:
    """The environment that the tests run in: it holds the servers' wheels."""
    return Path(sys.prefix)


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    logs = tmp_path / "logs"
    logs.mkdir()
    with Family(logs) as family:
        yield family


@pytest.fixture
def no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has collected yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{pid}")
