import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from focushub.launcher.errors import Interrupted, LaunchError
from focushub.launcher.processes import Family, Rank, StopRequest, popen, tail_of
from tests.focushub.launcher.conftest import is_alive

SLEEP = [sys.executable, "-S", "-c", "import time; print('up', flush=True); time.sleep(600)"]
STUBBORN = [
    *(sys.executable, "-S", "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('up', flush=True); time.sleep(600)",
]


def wait_for_words(log: Path | None, family: Family) -> None:
    assert log is not None
    assert family.wait_until(lambda: "up" in log.read_text(), seconds=20)


def test_a_child_that_ends_says_its_code_and_its_words(family: Family) -> None:
    code, said = family.finish(
        "Talker", [sys.executable, "-S", "-c", "print('hm'); raise SystemExit(3)"]
    )

    assert (code, said) == (3, "hm\n")
    assert family.children == []


def test_what_is_spoken_is_not_in_the_log(family: Family, tmp_path: Path) -> None:
    script = "import sys; print('password'); print('note', file=sys.stderr)"

    with (tmp_path / "spoken").open("w+b") as spoken:
        code, said = family.finish("Talker", [sys.executable, "-S", "-c", script], spoken=spoken)

    assert (code, said) == (0, "note\n")
    assert (tmp_path / "spoken").read_text() == "password\n"


def test_leaving_the_block_stops_every_child(tmp_path: Path) -> None:
    with Family(tmp_path) as family:
        worker = family.start("Worker", SLEEP)
        server = family.start("Server", SLEEP, rank=Rank.SERVER, stop_signal=signal.SIGINT)

    assert worker.process.returncode == -signal.SIGTERM
    assert not server.is_running


def test_a_child_that_ignores_the_wish_is_killed_with_its_own_children(tmp_path: Path) -> None:
    script = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, 'up', flush=True); time.sleep(600)"
    )
    with Family(tmp_path) as family:
        stubborn = family.start("Stubborn", [sys.executable, "-S", "-c", script])
        wait_for_words(stubborn.log, family)
        grandchild = int((tmp_path / "stubborn.log").read_text().split()[0])

    assert stubborn.process.returncode == -signal.SIGKILL
    for _ in range(100):
        if not is_alive(grandchild):
            break
        time.sleep(0.05)
    assert not is_alive(grandchild)


def test_a_second_wish_to_stop_takes_the_patience_away(tmp_path: Path) -> None:
    with StopRequest() as stop_request:
        family = Family(tmp_path, stop_request)
        stubborn = family.start("Stubborn", STUBBORN)
        wait_for_words(stubborn.log, family)
        timer = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT])
        timer.start()
        family.stop()
        timer.join()

    assert stubborn.process.returncode == -signal.SIGKILL
    assert stop_request.times == 1


def test_a_watched_child_that_dies_is_told_with_its_last_words(family: Family) -> None:
    child = family.start(
        "Worker", [sys.executable, "-S", "-c", "print('no luck'); raise SystemExit(7)"]
    )

    with pytest.raises(LaunchError) as refusal:
        family.wait_until(lambda: False, watched=[child])

    assert str(refusal.value) == (
        f"Worker stopped by itself (exit code 7). The end of {child.log}:\n  no luck"
    )


def test_a_watched_child_that_was_killed_is_told_by_the_signal(family: Family) -> None:
    child = family.start("Worker", SLEEP)
    wait_for_words(child.log, family)
    child.process.kill()

    with pytest.raises(LaunchError, match=r"Worker stopped by itself \(signal SIGKILL\)"):
        family.wait_until(lambda: False, watched=[child])


def test_a_child_on_a_full_disk_is_told_as_that(family: Family) -> None:
    script = "print('PANIC: No space left on device'); raise SystemExit(1)"
    child = family.start("PostgreSQL", [sys.executable, "-S", "-c", script])

    with pytest.raises(LaunchError, match=r"PostgreSQL stopped \(exit code 1\): the disk is full"):
        family.wait_until(lambda: False, watched=[child])


def test_a_wait_ends_when_its_time_is_over(family: Family) -> None:
    assert family.wait_until(lambda: False, seconds=0.01) is False


def test_a_wish_to_stop_ends_a_wait_and_the_old_handler_comes_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)

    with StopRequest() as stop_request, Family(tmp_path, stop_request) as family:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            family.wait_until(lambda: False)

    assert signal.getsignal(signal.SIGTERM) == before


def test_children_are_refused_in_another_thread() -> None:
    refusals: list[str] = []

    def start() -> None:
        try:
            popen(SLEEP)
        except RuntimeError as error:
            refusals.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert refusals == ["children are started from the main thread only"]


@pytest.mark.parametrize(
    ("rank", "command"), [("APPLICATION", STUBBORN), ("SERVER", SLEEP)], ids=["stubborn", "server"]
)
def test_no_child_outlives_a_starter_that_is_killed(
    tmp_path: Path, rank: str, command: list[str]
) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from focushub.launcher.processes import Family, Rank\n"
        "family = Family(Path(sys.argv[1]))\n"
        "child = family.start('Child', sys.argv[3:], rank=Rank[sys.argv[2]])\n"
        "family.wait_until(lambda: 'up' in child.log.read_text())\n"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path, rank, *command], stdout=subprocess.PIPE
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    assert is_alive(child)

    starter.kill()
    starter.wait()

    for _ in range(100):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)


def test_the_tail_of_a_log_is_short(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_text("\n".join(str(number) for number in range(100)))

    assert tail_of(log).splitlines() == [f"  {number}" for number in range(85, 100)]
    assert tail_of(tmp_path / "absent.log") == "  (nothing)"
