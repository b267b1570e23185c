import errno
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from focushub.launcher import bench, checks, commands, run
from focushub.launcher.application import require_free_port
from focushub.launcher.errors import Interrupted, LaunchError, sentence_for


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["run", "--port", "http"],
        ["run", "--port", "0"],
        ["run", "--port", "65536"],
        ["test", "--only", "luck"],
        ["bench", "luck"],
    ],
)
def test_a_wrong_usage_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        commands.main(arguments)

    assert end.value.code == 2
    assert "usage: python3 -m focushub" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (LaunchError("The port is taken."), 1, "focushub: The port is taken.\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/data/x"),
            1,
            "focushub: The disk is full (/data/x): free some space and start again.\n",
        ),
        (Interrupted(), 130, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_goes_wrong_is_one_sentence(error, code, told, capsys, monkeypatch, tmp_path):
    def refuse(**options: object) -> None:
        raise error

    monkeypatch.setattr(run, "run", refuse)

    assert commands.main(["run", "--data", str(tmp_path)]) == code
    assert capsys.readouterr().err == told


def test_run_gets_its_options_and_ends_well(monkeypatch):
    seen = []
    monkeypatch.setattr(run, "run", lambda **options: seen.append(options))

    code = commands.main(["run", "--port", "8123", "--data", "elsewhere"])

    assert code == 0
    assert seen == [{"checkout": commands.CHECKOUT, "data": Path("elsewhere"), "port": 8123}]


def test_run_keeps_its_data_in_the_checkout_by_default(monkeypatch):
    seen = []
    monkeypatch.setattr(run, "run", lambda **options: seen.append(options))

    commands.main(["run"])

    assert seen[0]["data"] == commands.CHECKOUT / ".focushub"
    assert seen[0]["port"] == 8000


def answer_with(code, monkeypatch, module, name):
    """Puts a function in the place of one: it notes its options and returns the code."""
    seen: list[dict[str, object]] = []

    def note(**options: object) -> int:
        seen.append(options)
        return code

    monkeypatch.setattr(module, name, note)
    return seen


def test_test_gets_its_options_and_gives_the_code_back(monkeypatch):
    seen = answer_with(3, monkeypatch, checks, "run_checks")

    code = commands.main(["test", "--only", "py", "tests/organize"])

    assert code == 3
    assert seen == [{"checkout": commands.CHECKOUT, "only": "py", "paths": ["tests/organize"]}]


def test_bench_gets_its_options_and_gives_the_code_back(monkeypatch):
    seen = answer_with(0, monkeypatch, bench, "bench")

    code = commands.main(["bench", "schedule", "--seconds", "2"])

    assert code == 0
    assert seen == [
        {"checkout": commands.CHECKOUT, "name": "schedule", "options": ["--seconds", "2"]}
    ]


def test_benchmarks_are_the_modules_with_a_main(tmp_path):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("\ndef main(): ...\n")
    (folder / "hit.py").write_text("import sys\n\ndef main() -> int:\n    return 0\n")
    (folder / "judge.py").write_text("\ndef judge(): ...\n")

    assert bench.names(tmp_path) == ["hit"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EDQUOT, "The disk is full (/x): free some space and start again."),
        (
            errno.EACCES,
            "This may not be written or read by the present user (/x): "
            "change its owner, or work in a copy of your own.",
        ),
        (errno.EISDIR, "Is a directory (/x)."),
    ],
)
def test_refusals_of_the_system_are_put_into_words(number, sentence):
    import os

    assert sentence_for(OSError(number, os.strerror(number), "/x")) == sentence


def test_a_port_in_use_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(LaunchError) as refusal:
            require_free_port(port)

    assert str(refusal.value) == (
        f"Port {port} is in use by another program: choose another one with --port."
    )


def test_a_free_port_is_taken_without_a_word():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    require_free_port(port)


def test_the_launcher_needs_the_standard_library_alone():
    # -S: no site-packages; -E: no PYTHONPATH. As on a machine where nothing is installed yet.
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-m", "focushub", "--help"],
        cwd=commands.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "start everything; Ctrl-C stops it" in done.stdout
    assert done.stderr == ""


def test_an_older_python_is_told_so(monkeypatch):
    import runpy

    monkeypatch.setattr(sys, "version_info", (3, 9, 18))

    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        runpy.run_module("focushub", run_name="__main__")
