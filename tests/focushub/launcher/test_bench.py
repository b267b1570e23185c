from pathlib import Path

import pytest

from focushub.launcher import bench
from focushub.launcher.commands import CHECKOUT
from focushub.launcher.errors import LaunchError
from focushub.launcher.frontend import Frontend


@pytest.fixture
def checkout(tmp_path: Path, environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one benchmark, a `manage.py` that does nothing, and this environment."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    folder = tmp_path / "checkout"
    (folder / "tests" / "benchmarks").mkdir(parents=True)
    for package in ("tests", "tests/benchmarks"):
        (folder / package / "__init__.py").touch()
    (folder / "tests" / "benchmarks" / "one.py").write_text(
        "import os, sys\n\n"
        "def main() -> int:\n"
        f"    with open({str(tmp_path / 'noted')!r}, 'w') as noted:\n"
        "        print(*sys.argv[1:], os.environ['DATABASE_URL'], file=noted)\n"
        "    return 6\n"
    )
    (folder / "manage.py").write_text("")
    (folder / ".venv").symlink_to(environment)
    return folder


def test_a_benchmark_gets_its_options_and_the_servers(checkout: Path, tmp_path: Path) -> None:
    code = bench.bench(checkout=checkout, name="one", options=["--seconds", "2"])

    assert code == 6
    assert (tmp_path / "noted").read_text().split() == [
        "--seconds",
        "2",
        "postgresql://nobody@127.0.0.1:1/none",
    ]


def test_the_pictures_are_taken_by_the_same_way_with_a_browser_at_hand(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "tests" / "pictures.py").symlink_to(checkout / "tests" / "benchmarks" / "one.py")
    tools: list[Path] = []
    monkeypatch.setattr(Frontend, "ensure", lambda self, **how: tools.append(self.folder))

    code = bench.pictures(checkout=checkout, folder=tmp_path)

    assert code == 6
    assert (tmp_path / "noted").read_text().split()[:1] == [str(tmp_path)]
    assert tools == [checkout / "frontend"]


def test_a_database_that_cannot_be_migrated_is_told(checkout: Path) -> None:
    (checkout / "manage.py").write_text("print('no table today'); raise SystemExit(1)")

    with pytest.raises(LaunchError, match=r"`manage\.py migrate` failed:\n  no table today"):
        bench.bench(checkout=checkout, name="one", options=[])


def test_the_benchmarks_of_this_checkout_can_be_listed() -> None:
    assert "schedule" in bench.names(CHECKOUT)
