"""Prints how much of the branches the tests take, and fails where it is too little.

A pytest plugin: `python3 -m focushub test` loads it beside pytest-cov, whose own limit knows only
one number for everything, lines and branches together.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest
from coverage.exceptions import CoverageException

LEAST_PERCENT: Mapping[str, float] = {
    "organize/services": 90.0,
    "organize/engine": 90.0,
    "learning/services": 90.0,
    "learning/engine": 90.0,
    "focushub": 90.0,
}
LISTED = 12


@dataclass(frozen=True)
class Taken:
    """How many branches there are under a folder, and how many were taken."""

    folder: str
    branches: int
    taken: int
    # Files with branches that were not taken, the worst first: how many are missing, and where.
    missing: tuple[tuple[int, str], ...]

    @property
    def percent(self) -> float:
        return 100.0 * self.taken / self.branches if self.branches else 100.0

    @property
    def is_enough(self) -> bool:
        return self.percent >= LEAST_PERCENT[self.folder]


def measure(files: Mapping[str, tuple[int, int]]) -> list[Taken]:
    """Adds up by folder; `files` has (branches, taken) for each path."""
    result = []
    for folder in LEAST_PERCENT:
        within = {path: n for path, n in files.items() if path.startswith(f"{folder}/")}
        missing = sorted(
            ((all_ - taken, path) for path, (all_, taken) in within.items() if taken < all_),
            key=lambda one: (-one[0], one[1]),
        )
        result.append(
            Taken(
                folder,
                sum(all_ for all_, _ in within.values()),
                sum(taken for _, taken in within.values()),
                tuple(missing),
            )
        )
    return result


class CoverageGate:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._measured: list[Taken] = []
        self._problem = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return  # Cut short: what was measured says nothing.
        try:
            self._measured = measure(branches(self._root))
        except CoverageException as error:
            self._problem = str(error)
        is_enough = not self._problem and all(one.is_enough for one in self._measured)
        if not is_enough and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._measured and not self._problem:
            return
        terminalreporter.section("branches taken")
        if self._problem:
            terminalreporter.line(f"coverage could not be read: {self._problem}", red=True)
        for one in self._measured:
            least = LEAST_PERCENT[one.folder]
            verdict = "" if one.is_enough else f"  too little: at least {least:.0f} %"
            terminalreporter.line(
                f"{one.folder:<20}{one.percent:6.1f} %  ({one.taken} of {one.branches}){verdict}",
                red=not one.is_enough,
            )
            if not one.is_enough:
                for count, path in one.missing[:LISTED]:
                    terminalreporter.line(f"    {count:4} missing in {path}")


def branches(root: Path) -> dict[str, tuple[int, int]]:
    """(branches, taken) of each file, out of the data that pytest-cov has put together.

    Raises:
        CoverageException: there is no such data, or it cannot be read.
    """
    data = coverage.Coverage(config_file=str(root / "pyproject.toml"))
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        data.json_report(outfile=str(report))
        files = json.loads(report.read_text())["files"]
    return {
        path: (file["summary"]["num_branches"], file["summary"]["covered_branches"])
        for path, file in files.items()
    }


def pytest_configure(config: pytest.Config) -> None:
    # Workers of pytest-xdist only collect; the controller adds up.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(CoverageGate(config.rootpath), "coverage-gate")
