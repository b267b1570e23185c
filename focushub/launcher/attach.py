"""How `manage.py` finds the servers of a run that is going on in the same checkout."""

import os
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from focushub.launcher.datafolder import DEFAULT_NAME, DataFolder, Running
from focushub.launcher.errors import LaunchError

NEEDED = ("DATABASE_URL", "REDIS_URL", "FOCUSHUB_SECRET_KEY")
# These read or write files only; the addresses that they get lead nowhere.
WITHOUT_SERVERS = frozenset(
    {
        *("help", "version", "--help", "-h", "--version", "startapp", "test", "check"),
        *("makemigrations", "spectacular", "export_types", "collectstatic", "findstatic"),
        *("diffsettings", "squashmigrations", "understand"),
    }
)
ASKS_FOR_HELP = frozenset({"--help", "-h"})
# Names the variables that we have set, for `manage.py test`: it wants servers of its own.
ATTACHED = "FOCUSHUB_ATTACHED"
NOWHERE = {
    "DATABASE_URL": "postgresql://focushub@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "FOCUSHUB_SECRET_KEY": "for commands that neither sign nor read anything",
}


def attach(
    checkout: Path, arguments: Sequence[str], environment: MutableMapping[str, str] = os.environ
) -> None:
    """Completes the environment variables by those of the run that is going on.

    What is set already stays. FOCUSHUB_DATA names the data folder where it is not `.focushub`.

    Raises:
        LaunchError: the command needs servers and none are there; the text says what to do.
    """
    missing = [key for key in NEEDED if not environment.get(key)]
    if not missing:
        return
    folder = DataFolder(Path(environment.get("FOCUSHUB_DATA") or checkout / DEFAULT_NAME))
    going = folder.going_run()
    if going is not None and going.is_ready:
        found = _addresses(folder, going)
    elif (
        not arguments or arguments[0] in WITHOUT_SERVERS or not ASKS_FOR_HELP.isdisjoint(arguments)
    ):
        found = NOWHERE
    else:
        raise LaunchError(
            f"No servers are running on {folder.path}. Start `python3 -m focushub run` in another "
            f"terminal (where it has another --data, name that in FOCUSHUB_DATA), or set "
            f"{' and '.join(missing)}."
        )
    environment.update({key: found[key] for key in missing})
    environment[ATTACHED] = ",".join(missing)


def _addresses(folder: DataFolder, going: Running) -> dict[str, str]:
    return {
        "DATABASE_URL": going.database_url,
        "REDIS_URL": going.redis_url,
        "FOCUSHUB_SECRET_KEY": folder.secret_key(),
    }
