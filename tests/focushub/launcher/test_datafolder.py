import stat
import tempfile
from pathlib import Path

import pytest

from focushub.launcher.datafolder import DataFolder, Running, short_base, short_folder
from focushub.launcher.errors import LaunchError


def running(sockets: Path | str = "") -> Running:
    return Running(
        pid=4242,
        port=8001,
        database_url="postgresql://x@%2Fs/postgres",
        redis_url="unix:///s/valkey.sock",
        sockets=str(sockets),
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "data") as folder:
        first = folder.secret_key()
    with DataFolder(tmp_path / "data") as folder:
        second = folder.secret_key()

    assert first == second
    assert len(first) >= 48
    assert mode(tmp_path / "data") == 0o700
    assert mode(tmp_path / "data" / "secret_key") == 0o600


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "a") as one, DataFolder(tmp_path / "b") as other:
        assert one.secret_key() != other.secret_key()


def test_a_folder_in_use_is_refused_with_who_uses_it(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        folder.announce(running())
        with pytest.raises(LaunchError) as refusal, DataFolder(tmp_path):
            pass
        still_there = folder.going_run()

    assert str(refusal.value) == (
        f"The data folder {tmp_path} is in use by another run (process 4242, port 8001): "
        "stop that one, or name another folder with --data."
    )
    assert still_there == running()


def test_a_folder_in_use_is_refused_before_its_run_has_said_anything(tmp_path: Path) -> None:
    with DataFolder(tmp_path), pytest.raises(LaunchError, match="in use by another run: stop"):
        DataFolder(tmp_path).__enter__()


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")

    with pytest.raises(LaunchError, match="is a file: name a folder with --data"):
        DataFolder(file).__enter__()

    assert file.read_text() == "mine"


def test_a_run_is_found_while_it_goes_and_not_after(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        assert DataFolder(tmp_path).going_run() is None
        folder.announce(running())
        early = DataFolder(tmp_path).going_run()
        folder.announce(running().now_ready())
        ready = DataFolder(tmp_path).going_run()
    after = DataFolder(tmp_path).going_run()

    assert early is not None
    assert (early.is_ready, early.database_url) == (False, "postgresql://x@%2Fs/postgres")
    assert ready is not None
    assert ready.is_ready
    assert after is None


def test_nothing_is_found_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert DataFolder(tmp_path / "none").going_run() is None


def test_the_sockets_go_with_the_run(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        sockets = folder.make_sockets()
        assert mode(sockets) == 0o700

    assert not sockets.exists()


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    left = short_folder()
    (tmp_path / "logs").mkdir()
    DataFolder(tmp_path).announce(running(left))

    with DataFolder(tmp_path) as folder:
        found = folder.going_run()

    assert found is None
    assert not left.exists()


def test_a_folder_that_is_not_ours_is_never_cleared(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    DataFolder(tmp_path).announce(running(precious))

    with DataFolder(tmp_path):
        pass

    assert precious.exists()


def test_sockets_stay_below_the_length_that_a_socket_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 80)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    assert short_base() == Path("/tmp")  # noqa: S108 - the very place that is meant.
