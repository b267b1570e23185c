"""Reads a calendar's file in a process of its own, so that seconds and memory are bounded too."""

import json
import os
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from focushub.calendar.importing.files import (
    CalendarRefused,
    NotACalendar,
    TooComplex,
    TooManyEvents,
    read_file,
)
from focushub.calendar.importing.found import Found, LeftOut, Taken, Window

_ROOT = Path(__file__).resolve().parents[3]
_REFUSALS: dict[str, type[CalendarRefused]] = {
    kind.code: kind for kind in (NotACalendar, TooManyEvents, TooComplex)
}


def read_file_apart(
    data: bytes, *, window: Window, seconds: int = 10, memory_bytes: int = 700_000_000
) -> Found:
    """`read_file` behind a wall: the reader is ended after `seconds`.

    It costs some 300 ms for the process.

    Raises:
        CalendarRefused: as `read_file`; `TooComplex` where time or memory ran out.
    """
    question = json.dumps(
        {
            "starts_at": window.starts_at.isoformat(),
            "ends_at": window.ends_at.isoformat(),
            "zone": str(window.starts_at.tzinfo),
            "seconds": seconds,
            "memory_bytes": memory_bytes,
        }
    )
    try:
        reader = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the arguments
            [sys.executable, "-m", "focushub.calendar.importing.apart", question],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + 5,
            check=False,
            cwd=_ROOT,
            # The reader needs no secret of ours, so it is given none.
            env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as error:
        raise TooComplex from error
    # One above zero is Python's own: it met something that nobody expected in a calendar.
    if reader.returncode > 0:
        raise CalendarRefused
    try:
        answer = json.loads(reader.stdout)
    except ValueError as error:
        raise TooComplex from error
    if "code" in answer:
        raise _REFUSALS.get(answer["code"], CalendarRefused)
    return Found(
        taken=[
            Taken(key, title, datetime.fromisoformat(start), datetime.fromisoformat(end))
            for key, title, start, end in answer["taken"]
        ],
        gone=answer["gone"],
        left_out=[(title, LeftOut(why)) for title, why in answer["left_out"]],
        left_out_count=answer["left_out_count"],
    )


def main() -> None:
    """The other end: the question is the argument, the file is standard input."""
    question = json.loads(sys.argv[1])
    seconds, memory = question["seconds"], question["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    zone = ZoneInfo(question["zone"])
    window = Window(
        datetime.fromisoformat(question["starts_at"]).astimezone(zone),
        datetime.fromisoformat(question["ends_at"]).astimezone(zone),
    )
    answer: dict[str, object]
    try:
        found = read_file(sys.stdin.buffer.read(), window=window)
    except CalendarRefused as error:
        answer = {"code": error.code}
    except MemoryError:
        answer = {"code": TooComplex.code}
    else:
        answer = {
            "taken": [
                (one.key, one.title, one.starts_at.isoformat(), one.ends_at.isoformat())
                for one in found.taken
            ],
            "gone": found.gone,
            "left_out": found.left_out,
            "left_out_count": found.left_out_count,
        }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
