import os
import sys
from pathlib import Path

import pytest

from focushub.launcher import checks
from focushub.launcher.checks import Check
from focushub.launcher.commands import CHECKOUT
from focushub.launcher.environment import Environment
from focushub.launcher.errors import LaunchError
from focushub.launcher.frontend import Frontend
from focushub.launcher.processes import Family
from focushub.launcher.progress import Progress


@pytest.fixture
def named(monkeypatch):
    """Servers that nobody asks, so that none are started."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")


@pytest.fixture
def tools() -> list[Path]:
    """Where the frontend's tools were brought in step."""
    return []


@pytest.fixture
def replaced(monkeypatch, tools):
    """Checks of our own in the place of the real ones; notes whether the tests were started."""
    started: list[object] = []

    def put(*pairs: tuple[str, int]) -> list[object]:
        made = [
            Check(
                name, group, [sys.executable, "-S", "-c", f"print('said'); raise SystemExit({n})"]
            )
            for (name, n), group in zip(pairs, ("lint", "types"), strict=False)
        ]
        monkeypatch.setattr(checks, "static_checks", lambda environment, frontend: made)
        monkeypatch.setattr(Frontend, "ensure", lambda self, **how: tools.append(self.folder))

        def note(environment, variables, paths, family):
            started.append((variables["DATABASE_URL"], list(paths)))
            return 5

        monkeypatch.setattr(checks, "_pytest", note)
        return started

    return put


@pytest.mark.usefixtures("named")
def test_when_all_pass_the_tests_start_and_theirs_is_the_code(replaced, capsys):
    started = replaced(("quick", 0), ("slow", 0))

    code = checks.run_checks(checkout=CHECKOUT)

    assert code == 5
    assert started == [("postgresql://nobody@127.0.0.1:1/none", [])]
    assert [line.split("s  ")[1] for line in capsys.readouterr().out.splitlines()[-2:]] == [
        "quick",
        "slow",
    ]


@pytest.mark.usefixtures("named")
def test_all_that_is_wrong_is_told_before_it_ends(replaced, capsys):
    started = replaced(("quick", 1), ("slow", 2))

    code = checks.run_checks(checkout=CHECKOUT)

    told = capsys.readouterr()
    assert code == 1
    assert started == []
    assert "quick: FAILED\nsaid" in told.out
    assert "slow: FAILED\nsaid" in told.out
    assert told.err.endswith(
        "failed: quick, slow; the tests were not started (`--only py` starts them alone)\n"
    )


@pytest.mark.usefixtures("named")
def test_one_group_is_checked_alone(replaced, capsys):
    started = replaced(("quick", 0), ("slow", 1))

    code = checks.run_checks(checkout=CHECKOUT, only="lint")

    assert code == 0
    assert started == []
    assert capsys.readouterr().out.endswith("passed: quick\n")


@pytest.mark.usefixtures("named")
def test_paths_are_tested_alone(replaced):
    started = replaced(("quick", 1), ("slow", 1))

    code = checks.run_checks(checkout=CHECKOUT, paths=["tests/organize"])

    assert code == 5
    assert started == [("postgresql://nobody@127.0.0.1:1/none", ["tests/organize"])]


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ({}, True),
        ({"only": "py"}, True),
        ({"paths": ["tests/end_to_end"]}, True),
        ({"only": "lint"}, False),
        ({"only": "deploy"}, False),
    ],
)
def test_the_tests_have_the_frontends_tools_as_well(replaced, tools, asked, needed):
    replaced(("quick", 0))

    checks.run_checks(checkout=CHECKOUT, **asked)

    assert tools == ([CHECKOUT / "frontend"] if needed else [])


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([], ["-n", "2", "-p", "tests.coverage_gate", "--cov", "--cov-report="]),
        (["tests/organize"], ["-n", "2", "tests/organize"]),
    ],
)
def test_only_the_whole_of_the_tests_is_measured(family, tmp_path, paths, expected):
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\nexit 4\n')
    (folder / "python").chmod(0o755)

    code = checks._pytest(Environment(tmp_path), dict(os.environ), paths, family)

    assert code == 4
    assert (tmp_path / "called").read_text().split() == ["-m", "pytest", *expected]


def test_every_group_has_its_checks_and_each_program_is_there():
    found = checks.static_checks(Environment(CHECKOUT), Frontend(CHECKOUT))

    assert {check.group for check in found} | {"py"} == set(checks.GROUPS)
    names = [check.name for check in found]
    assert (names[0], names[-1]) == ("ruff check", "mypy")


@pytest.fixture
def frontend(tmp_path: Path) -> Frontend:
    folder = tmp_path / "frontend"
    folder.mkdir()
    (folder / "package-lock.json").write_text("{}")
    return Frontend(tmp_path)


def npm(folder: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    calls = folder / "calls"
    program = folder / "npm"
    program.write_text(
        f'#!/bin/sh\necho "$1" >> "{calls}"\nmkdir -p node_modules\necho no luck\nexit {code}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return calls


def test_the_frontends_tools_are_installed_once(frontend, family: Family, tmp_path, monkeypatch):
    calls = npm(tmp_path, 0, monkeypatch)

    for _ in range(2):
        frontend.ensure(progress=Progress(), family=family)
    (tmp_path / "frontend" / "package-lock.json").write_text('{"changed": true}')
    frontend.ensure(progress=Progress(), family=family)

    assert calls.read_text().split() == ["ci", "ci"]


def test_an_npm_that_fails_is_told_and_asked_again(frontend, family, tmp_path, monkeypatch):
    calls = npm(tmp_path, 1, monkeypatch)

    for _ in range(2):
        with pytest.raises(LaunchError, match=r"npm could not install the frontend's tools:\n"):
            frontend.ensure(progress=Progress(), family=family)

    assert calls.read_text().split() == ["ci", "ci"]


def test_without_npm_it_says_what_to_install(frontend, family, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(LaunchError, match="apt install nodejs npm"):
        frontend.ensure(progress=Progress(), family=family)
