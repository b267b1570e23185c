"""`python3 -m focushub test`: every check that CI makes, the quickest first."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from focushub.launcher import application
from focushub.launcher.environment import DEVELOPMENT, PRODUCT, SERVERS, Environment
from focushub.launcher.frontend import Frontend
from focushub.launcher.processes import Family, StopRequest
from focushub.launcher.progress import Progress
from focushub.launcher.servers import ThrowawayServers

GROUPS = ("lint", "types", "schema", "deploy", "py")
NEED_NODE = ("types", "schema", "py")
TEST_KEY = "a key for tests, which protects nothing at all"
WORKERS = 2


@dataclass(frozen=True)
class Check:
    name: str
    group: str
    command: Sequence[str | Path]


def run_checks(*, checkout: Path, only: str | None = None, paths: Sequence[str] = ()) -> int:
    """Makes the checks. All the static ones are made, so that one run names all that is wrong;
    the tests start when they pass.

    Args:
        only: one of GROUPS.
        paths: tests, in place of everything else.
    Returns: 0, or the exit code of what failed.
    Raises:
        LaunchError: the environment or the servers cannot be brought up.
        Interrupted: a stop was asked for.
    """
    progress = Progress()
    with (
        StopRequest() as stop_request,
        tempfile.TemporaryDirectory(prefix="focushub-checks-") as logs,
        Family(Path(logs), stop_request) as family,
    ):
        environment = Environment(checkout)
        environment.ensure([PRODUCT, SERVERS, DEVELOPMENT], progress=progress, family=family)
        frontend = Frontend(checkout)
        checks = [
            check
            for check in static_checks(environment, frontend)
            if not paths and only in (None, check.group)
        ]
        # The tests too: their browser comes from there, where the machine has none.
        if only is None or only in NEED_NODE:
            frontend.ensure(progress=progress, family=family)
        with ThrowawayServers(
            environment=environment.folder, named=os.environ, stop_request=stop_request
        ) as servers:
            progress.say("the environment and the servers stand")
            variables = application.settings_for(servers=servers, secret_key=TEST_KEY)
            failed = _static(checks, variables, checkout, progress, family)
            if failed:
                progress.warn(f"failed: {', '.join(failed)}" + _not_started(only))
                return 1
            if only not in (None, "py"):
                progress.say(f"passed: {', '.join(check.name for check in checks)}")
                return 0
            return _pytest(environment, variables, paths, family)


def static_checks(environment: Environment, frontend: Frontend) -> list[Check]:
    """Those that need no test, the quickest first."""
    program = environment.program

    def manage(*arguments: str) -> list[str | Path]:
        return application.manage(environment.python, environment.checkout, *arguments)

    return [
        Check("ruff check", "lint", [program("ruff"), "check", "--quiet"]),
        Check("ruff format", "lint", [program("ruff"), "format", "--check", "--quiet"]),
        Check("hadolint", "deploy", [program("hadolint"), "Dockerfile"]),
        Check(
            "compose schema",
            "deploy",
            [
                *(program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec"),
                "docker-compose.yml",
            ],
        ),
        Check("import-linter", "lint", [program("lint-imports"), "--no-logo"]),
        Check("migrations", "schema", manage("makemigrations", "--check", "--dry-run")),
        Check(
            "OpenAPI",
            "schema",
            manage("spectacular", "--validate", "--fail-on-warn", "--file", os.devnull),
        ),
        Check("types in step", "schema", manage("export_types", "--check")),
        Check("tsc", "types", [frontend.program("tsc"), "--project", frontend.folder]),
        Check(
            "tsc of the contract",
            "types",
            [frontend.program("tsc"), "--project", frontend.folder / "services"],
        ),
        Check("mypy", "types", [program("mypy"), "."]),
    ]


def _static(
    checks: Sequence[Check],
    variables: Mapping[str, str],
    checkout: Path,
    progress: Progress,
    family: Family,
) -> list[str]:
    """Returns: the names of those that failed; what they said has been printed."""
    failed = []
    for check in checks:
        code, said = family.finish(
            check.name.replace(" ", "-"), check.command, environment=variables, folder=checkout
        )
        if code == 0:
            progress.say(check.name)
        else:
            failed.append(check.name)
            progress.say(f"{check.name}: FAILED\n{said.rstrip()}")
    return failed


def _pytest(
    environment: Environment, variables: Mapping[str, str], paths: Sequence[str], family: Family
) -> int:
    """Runs the tests; pytest's closing line is the last that is printed."""
    whole = not paths
    command: list[str | Path] = [environment.python, "-m", "pytest", "-n", str(WORKERS)]
    command += ["-p", "tests.coverage_gate", "--cov", "--cov-report="] if whole else [*paths]
    code, _ = family.finish(
        "pytest",
        command,
        environment={**variables, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        folder=environment.checkout,
        to_terminal=True,
    )
    return code


def _not_started(only: str | None) -> str:
    return "; the tests were not started (`--only py` starts them alone)" if only is None else ""
