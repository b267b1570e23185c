"""`python3 -m focushub bench NAME`: measures; each module in `tests/benchmarks/` is one name.

`python3 -m focushub pictures` takes the README's pictures, by the same way.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from focushub.launcher import application
from focushub.launcher.environment import DEVELOPMENT, PRODUCT, SERVERS, Environment
from focushub.launcher.errors import LaunchError
from focushub.launcher.frontend import Frontend
from focushub.launcher.processes import Family, StopRequest, tail_of
from focushub.launcher.progress import Progress
from focushub.launcher.servers import ThrowawayServers

BENCH_KEY = "a key for benchmarks, which protects nothing"
PACKAGE = "tests.benchmarks"


def names(checkout: Path) -> list[str]:
    """The benchmarks that there are: the names of the files that have a `main`."""
    files = (checkout / "tests" / "benchmarks").glob("[a-z]*.py")
    return sorted(file.stem for file in files if "\ndef main(" in file.read_text())


def bench(*, checkout: Path, name: str, options: Sequence[str]) -> int:
    """Calls the benchmark's `main()`, see `_call`."""
    return _call(checkout=checkout, module=f"{PACKAGE}.{name}", options=options)


def pictures(*, checkout: Path, folder: Path) -> int:
    """Calls `tests.pictures.main()`, see `_call`; its browser may come from npm."""
    return _call(
        checkout=checkout,
        module="tests.pictures",
        options=[str(folder.resolve())],
        has_browser=True,
    )


def _call(*, checkout: Path, module: str, options: Sequence[str], has_browser: bool = False) -> int:
    """Calls the module's `main()` with servers up and migrated; `options` are its `sys.argv`.

    Returns: its exit code.
    Raises:
        LaunchError: the environment or the servers cannot be brought up.
        Interrupted: a stop was asked for.
    """
    progress = Progress()
    with (
        StopRequest() as stop_request,
        tempfile.TemporaryDirectory(prefix="focushub-bench-") as logs,
        Family(Path(logs), stop_request) as family,
    ):
        environment = Environment(checkout)
        environment.ensure([PRODUCT, SERVERS, DEVELOPMENT], progress=progress, family=family)
        if has_browser:
            Frontend(checkout).ensure(progress=progress, family=family)
        with ThrowawayServers(
            environment=environment.folder, named=os.environ, stop_request=stop_request
        ) as servers:
            variables = application.settings_for(servers=servers, secret_key=BENCH_KEY)
            code, _ = family.finish(
                "migrate",
                application.manage(environment.python, checkout, "migrate", "--no-input"),
                environment=variables,
                folder=checkout,
            )
            if code != 0:
                raise LaunchError(
                    f"`manage.py migrate` failed:\n{tail_of(family.logs / 'migrate.log')}"
                )
            code, _ = family.finish(
                module.rpartition(".")[2],
                [
                    *(environment.python, "-c"),
                    f"import sys; from {module} import main; sys.exit(main())",
                    *options,
                ],
                environment=variables,
                folder=checkout,
                to_terminal=True,
            )
            return code
