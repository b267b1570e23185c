from pathlib import Path

import pytest

from focushub.launcher.attach import ATTACHED, NOWHERE, attach
from focushub.launcher.datafolder import DEFAULT_NAME, DataFolder, Running
from focushub.launcher.errors import LaunchError

OURS = {
    "DATABASE_URL": "postgresql://mine/db",
    "REDIS_URL": "redis://mine",
    "FOCUSHUB_SECRET_KEY": "mine",
}


def going(is_ready: bool = True) -> Running:
    return Running(
        pid=1, port=8000, database_url="postgresql://run", redis_url="unix://run", is_ready=is_ready
    )


def test_a_command_joins_the_run_of_its_checkout(tmp_path: Path) -> None:
    variables: dict[str, str] = {}
    with DataFolder(tmp_path / DEFAULT_NAME) as folder:
        folder.announce(going())
        key = folder.secret_key()

        attach(tmp_path, ["migrate"], variables)

    assert variables == {
        "DATABASE_URL": "postgresql://run",
        "REDIS_URL": "unix://run",
        "FOCUSHUB_SECRET_KEY": key,
        ATTACHED: "DATABASE_URL,REDIS_URL,FOCUSHUB_SECRET_KEY",
    }


def test_what_is_set_already_stays(tmp_path: Path) -> None:
    variables = {
        "DATABASE_URL": "postgresql://mine/db",
        "FOCUSHUB_DATA": str(tmp_path / "elsewhere"),
    }
    with DataFolder(tmp_path / "elsewhere") as folder:
        folder.announce(going())

        attach(tmp_path, ["migrate"], variables)

    assert variables["DATABASE_URL"] == "postgresql://mine/db"
    assert variables["REDIS_URL"] == "unix://run"
    assert variables[ATTACHED] == "REDIS_URL,FOCUSHUB_SECRET_KEY"


def test_with_everything_set_no_run_is_looked_for(tmp_path: Path) -> None:
    variables = dict(OURS)

    attach(tmp_path, ["migrate"], variables)

    assert variables == OURS
    assert list(tmp_path.iterdir()) == []


def test_without_servers_it_says_what_to_do(tmp_path: Path) -> None:
    variables = {"REDIS_URL": "redis://mine"}

    with pytest.raises(LaunchError) as refusal:
        attach(tmp_path, ["migrate"], variables)

    assert str(refusal.value) == (
        f"No servers are running on {tmp_path / DEFAULT_NAME}. Start `python3 -m focushub run` in "
        "another terminal (where it has another --data, name that in FOCUSHUB_DATA), or set "
        "DATABASE_URL and FOCUSHUB_SECRET_KEY."
    )
    assert variables == {"REDIS_URL": "redis://mine"}


def test_a_run_that_is_still_starting_is_not_joined(tmp_path: Path) -> None:
    with DataFolder(tmp_path / DEFAULT_NAME) as folder:
        folder.announce(going(is_ready=False))

        with pytest.raises(LaunchError, match="No servers are running"):
            attach(tmp_path, ["migrate"], {})


@pytest.mark.parametrize(
    "arguments",
    [[], ["help"], ["makemigrations", "--check"], ["test"], ["demo", "--help"], ["worker", "-h"]],
)
def test_commands_that_ask_no_server_run_without_one(tmp_path: Path, arguments: list[str]) -> None:
    variables: dict[str, str] = {}

    attach(tmp_path, arguments, variables)

    assert variables == NOWHERE | {ATTACHED: "DATABASE_URL,REDIS_URL,FOCUSHUB_SECRET_KEY"}
