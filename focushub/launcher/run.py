"""`python3 -m focushub run`: everything on one machine, until it is told to stop."""

import os
import tempfile
from pathlib import Path
from typing import IO

from focushub.launcher import application
from focushub.launcher.datafolder import DataFolder, Running
from focushub.launcher.environment import PRODUCT, SERVERS, Environment
from focushub.launcher.errors import Interrupted, LaunchError, is_full
from focushub.launcher.processes import Child, Family, StopRequest, tail_of
from focushub.launcher.progress import Progress
from focushub.launcher.servers import Servers

READY_SECONDS = 60.0
ADDRESSES = (
    ("FocusHub", "/"),
    ("API", "/api/v1"),
    ("docs", "/api/docs"),
    ("schema", "/api/schema"),
    ("admin", "/admin/"),
    ("health", "/health"),
)


def run(*, checkout: Path, data: Path, port: int) -> None:
    """Starts everything and stays until it is stopped.

    Raises:
        LaunchError: something does not start, or ends by itself; all the rest has been stopped.
    """
    progress = Progress()
    application.require_free_port(port)
    with StopRequest() as stop_request, DataFolder(data) as folder:
        with Family(folder.logs, stop_request) as family:
            try:
                _start_and_stay(checkout, folder, port, progress, family)
            except Interrupted:
                progress.say("stopping")
            except LaunchError as error:
                if not is_full(folder.path):
                    raise
                raise LaunchError(
                    f"The disk is full ({folder.path}): free some space and start again."
                ) from error
        progress.say("all stopped")


def _start_and_stay(
    checkout: Path, folder: DataFolder, port: int, progress: Progress, family: Family
) -> None:
    environment = Environment(checkout)
    needs_servers = not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
    locks = [PRODUCT, SERVERS] if needs_servers else [PRODUCT]
    environment.ensure(locks, progress=progress, family=family)
    progress.say("the environment stands")

    watched, variables = _start_servers(environment, folder, port, progress, family)
    # The web server needs no tables to come up: it does so while they are made.
    web = family.start(
        "Web",
        application.web(environment.python, port),
        environment=variables,
        folder=checkout,
    )
    _manage(family, environment, variables, "migrate", "--no-input")
    progress.say("the database is up to date")
    worker = family.start(
        "Worker",
        application.manage(environment.python, checkout, "worker"),
        environment=variables,
        folder=checkout,
    )
    watched += [web, worker]
    with tempfile.TemporaryFile() as spoken:
        # Not into a log: it holds the demo account's password, this once.
        _manage(family, environment, variables, "seed_demo_account", spoken=spoken)
        spoken.seek(0)
        demo = spoken.read().decode(errors="replace").strip()
    if not family.wait_until(
        lambda: application.is_ready(port), seconds=READY_SECONDS, watched=watched
    ):
        raise LaunchError(
            f"The web server did not become ready within {READY_SECONDS:.0f} s. "
            f"The end of {web.log}:\n{tail_of(web.log) if web.log else ''}"
        )
    _welcome(progress, folder, port, demo)
    family.wait_until(lambda: False, watched=watched)


def _start_servers(
    environment: Environment, folder: DataFolder, port: int, progress: Progress, family: Family
) -> tuple[list[Child], dict[str, str]]:
    sockets = folder.make_sockets()
    secret_key = folder.secret_key()
    servers = Servers(
        family=family,
        environment=environment.folder,
        data=folder.path,
        sockets=sockets,
        named=os.environ,
    )
    going = Running(
        pid=os.getpid(),
        port=port,
        database_url=servers.settings["DATABASE_URL"],
        redis_url=servers.settings["REDIS_URL"],
        sockets=str(sockets),
    )
    # Before they start: whoever finds us killed finds the sockets, and tidies up.
    folder.announce(going)
    started = servers.start()
    folder.announce(going.now_ready())
    names = " and ".join(child.name for child in started)
    progress.say(f"{names} answer" if names else "PostgreSQL and Redis are those you named")
    return started, application.settings_for(
        servers=servers.settings, secret_key=secret_key, port=port
    )


def _manage(
    family: Family,
    environment: Environment,
    variables: dict[str, str],
    *arguments: str,
    spoken: IO[bytes] | None = None,
) -> None:
    """Runs one management command, whose standard output goes to `spoken` (else to its log).

    Raises:
        LaunchError: it failed.
    """
    name = arguments[0]
    code, said = family.finish(
        name,
        application.manage(environment.python, environment.checkout, *arguments),
        environment=variables,
        folder=environment.checkout,
        spoken=spoken,
    )
    if code == 0:
        return
    if "OperationalError" in said:
        ours = " Look at DATABASE_URL." if os.environ.get("DATABASE_URL") else ""
        raise LaunchError(f"The database does not answer ({said.splitlines()[-1].strip()}).{ours}")
    log = family.logs / f"{name}.log"
    raise LaunchError(f"`manage.py {name}` failed. The end of {log}:\n{tail_of(log)}")


def _welcome(progress: Progress, folder: DataFolder, port: int, demo: str) -> None:
    progress.say(f"FocusHub is ready at http://{application.HOST}:{port}")
    for name, path in ADDRESSES:
        print(f"            {name:<9}http://{application.HOST}:{port}{path}")
    print(f"            data    {folder.path} (logs in {folder.logs.name}/)")
    for line in demo.splitlines():
        print(f"            {line}")
    print("            Ctrl-C stops all of it.", flush=True)
