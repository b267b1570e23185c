import fcntl
import json
import os
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from focushub.launcher.environment import DEVELOPMENT, PRODUCT, SERVERS, STAMP, Environment
from focushub.launcher.errors import LaunchError
from focushub.launcher.processes import Family
from focushub.launcher.progress import Progress

UV_LOCK = (
    "uv==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r servers.in\nzz==2\n"
)


class Installers:
    """A uv and a pip that write down how they were called and answer as they are told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls_file = folder / "calls"
        (folder / "bin").mkdir(parents=True)
        (folder / "pip").mkdir()
        (folder / "pip" / "__init__.py").touch()
        self.pip("")

    def uv(self, says: str = "", code: int = 0) -> None:
        program = self.folder / "bin" / "uv"
        program.write_text(
            f'#!/bin/sh\necho "uv $*" >> "{self.calls_file}"\n'
            f"cat <<'END'\n{says}\nEND\nexit {code}\n"
        )
        program.chmod(0o755)

    def pip(self, says: str, code: int = 0, has_version: bool = True) -> None:
        (self.folder / "pip" / "__main__.py").write_text(
            textwrap.dedent(f"""
                import sys
                if "--version" in sys.argv:
                    sys.exit({0 if has_version else 1})
                lock = sys.argv[sys.argv.index("-r") + 1]
                with open({str(self.calls_file)!r}, "a") as calls:
                    print("pip", open(lock).read().split()[0], file=calls)
                print({says!r})
                sys.exit({code})
            """)
        )

    def ensurepip(self, code: int) -> None:
        (self.folder / "ensurepip").mkdir()
        (self.folder / "ensurepip" / "__init__.py").touch()
        (self.folder / "ensurepip" / "__main__.py").write_text(f"raise SystemExit({code})")

    @property
    def calls(self) -> list[str]:
        """Who was called, in order, and what for: `uv pip`, `pip uv==1.0` and so on."""
        if not self.calls_file.exists():
            return []
        return [" ".join(call.split()[:2]) for call in self.calls_file.read_text().splitlines()]


@pytest.fixture
def installers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installers:
    made = Installers(tmp_path / "installers")
    monkeypatch.setenv("PATH", f"{made.folder / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("PYTHONPATH", str(made.folder))
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a check out"
    folder.mkdir()
    (folder / PRODUCT).write_text("product==1\n")
    (folder / SERVERS).write_text(UV_LOCK)
    (folder / DEVELOPMENT).write_text("tools==1\n")
    return folder


@pytest.fixture
def ensure(family: Family) -> object:
    def ensure(checkout: Path, *locks: str) -> Environment:
        environment = Environment(checkout)
        environment.ensure(locks or (PRODUCT, SERVERS), progress=Progress(), family=family)
        return environment

    return ensure


def stamp(checkout: Path) -> set[str]:
    return set(json.loads((checkout / ".venv" / STAMP).read_text())["locks"])


def test_the_first_time_it_is_made_and_filled(ensure, installers, checkout):
    installers.uv()

    environment = ensure(checkout)

    assert environment.python.exists()
    assert installers.calls == ["uv pip"]
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_the_second_time_nothing_is_done(ensure, installers, checkout):
    installers.uv()

    ensure(checkout)
    ensure(checkout)

    assert installers.calls == ["uv pip"]


def test_a_changed_lock_is_installed_into_the_same_environment(ensure, installers, checkout):
    installers.uv()
    ensure(checkout)
    (checkout / ".venv" / "mine").touch()
    (checkout / PRODUCT).write_text("product==2\n")

    ensure(checkout)

    assert installers.calls == ["uv pip", "uv pip"]
    assert (checkout / ".venv" / "mine").exists()


def test_another_lock_joins_those_that_are_there(ensure, installers, checkout):
    installers.uv()
    ensure(checkout)

    ensure(checkout, DEVELOPMENT)
    ensure(checkout)

    assert installers.calls == ["uv pip", "uv pip"]
    assert stamp(checkout) == {PRODUCT, SERVERS, DEVELOPMENT}


def test_a_copy_of_the_checkout_gets_an_environment_of_its_own(
    ensure, installers, checkout, tmp_path
):
    installers.uv()
    ensure(checkout)
    (checkout / ".venv" / "from-the-first").touch()
    copy = checkout.rename(tmp_path / "moved")

    ensure(copy)

    assert installers.calls == ["uv pip", "uv pip"]
    assert not (copy / ".venv" / "from-the-first").exists()


def test_an_environment_made_by_hand_is_filled_and_not_cut(ensure, installers, checkout):
    installers.uv()
    ensure(checkout)
    (checkout / ".venv" / STAMP).unlink()
    (checkout / ".venv" / "mine").touch()

    ensure(checkout)

    assert (checkout / ".venv" / "mine").exists()
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_a_broken_environment_is_made_anew(ensure, installers, checkout):
    installers.uv()
    ensure(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()

    environment = ensure(checkout)

    assert environment.python.exists()


def test_inside_the_environment_itself_nothing_is_installed(
    ensure, installers, checkout, monkeypatch
):
    monkeypatch.setattr(sys, "prefix", str(checkout / ".venv"))

    ensure(checkout)

    assert installers.calls == []
    assert not (checkout / ".venv").exists()


def test_without_uv_pip_is_asked_for_the_pinned_one_and_goes_on_itself_where_it_does_not_come(
    ensure, installers, checkout
):
    ensure(checkout)

    assert installers.calls == ["pip uv==1.0", "pip product==1"]
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_where_uv_fails_pip_takes_over(ensure, installers, checkout, capsys):
    installers.uv("error: the index is away", code=2)

    ensure(checkout)

    assert installers.calls == ["uv pip", "pip product==1"]
    assert "uv could not do it (error: the index is away); trying pip" in capsys.readouterr().out
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_where_both_fail_it_says_what_pip_says_and_is_not_taken_for_whole(
    ensure, installers, checkout, family
):
    installers.uv("error: the index is away", code=2)
    installers.pip("Collecting product\nERROR: No matching distribution found", code=1)

    with pytest.raises(LaunchError) as refusal:
        ensure(checkout)

    assert str(refusal.value) == (
        f"{PRODUCT} and {SERVERS} could not be installed: ERROR: No matching distribution found "
        f"(all of it: {family.logs / 'pip.log'})"
    )
    assert stamp(checkout) == set()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error: Hash mismatch for `x==1`", "is not what requirements.txt or requirements-serv"),
        ("error: Unexpected '%', expected '-c'", "A lock cannot be read"),
        ("error: No space left on device (os error 28)", "The disk is full: free about 1.5 GB"),
    ],
)
def test_where_pip_would_only_fail_again_it_is_not_tried(
    ensure, installers, checkout, said, sentence
):
    installers.uv(said, code=1)

    with pytest.raises(LaunchError, match=sentence):
        ensure(checkout)

    assert installers.calls == ["uv pip"]


def test_a_missing_lock_is_named_before_anything_is_made(ensure, installers, checkout):
    (checkout / PRODUCT).unlink()

    with pytest.raises(LaunchError, match=r"The lock requirements\.txt is missing from"):
        ensure(checkout)

    assert not (checkout / ".venv").exists()


def test_without_any_installer_it_says_what_to_install(ensure, installers, checkout):
    installers.pip("", has_version=False)
    installers.ensurepip(code=1)

    with pytest.raises(LaunchError, match="apt install python3-venv"):
        ensure(checkout)


def test_where_pip_is_nowhere_ensurepip_brings_it(ensure, installers, checkout):
    installers.pip("", has_version=False)
    installers.ensurepip(code=0)

    ensure(checkout)

    assert installers.calls == ["pip uv==1.0", "pip product==1"]
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_a_link_in_the_place_of_the_environment_is_left_alone(
    ensure, installers, checkout, tmp_path
):
    (tmp_path / "other").mkdir()
    (checkout / ".venv").symlink_to(tmp_path / "other")

    with pytest.raises(LaunchError, match="is a symbolic link"):
        ensure(checkout)

    assert (tmp_path / "other").exists()


def test_two_commands_do_not_build_at_the_same_time(ensure, installers, checkout, capsys):
    installers.uv()
    handle = os.open(checkout, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [handle]).start()

    ensure(checkout)

    assert "another command is building the environment; waiting" in capsys.readouterr().out
    assert stamp(checkout) == {PRODUCT, SERVERS}


def test_a_program_that_the_environment_lacks_is_named(checkout):
    with pytest.raises(LaunchError, match="ruff is missing from"):
        Environment(checkout).program("ruff")
