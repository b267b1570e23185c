"""Reads a calendar's file in a process of its own."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from focushub.calendar.importing.files import (
    CalendarRefused,
    NotACalendar,
    TooComplex,
    TooManyEvents,
    read_file,
)
from focushub.calendar.importing.found import Found, LeftOut, Taken, Window
from focushub.common import apart

_REFUSALS: dict[str, type[CalendarRefused]] = {
    kind.code: kind for kind in (NotACalendar, TooManyEvents, TooComplex)
}


def read_file_apart(
    data: bytes, *, window: Window, seconds: int = 10, memory_bytes: int = 700_000_000
) -> Found:
    """`read_file` behind a wall: the reader is ended after `seconds`.

    Raises:
        CalendarRefused: as `read_file`; `TooComplex` where time or memory ran out.
    """
    question = {
        "starts_at": window.starts_at.isoformat(),
        "ends_at": window.ends_at.isoformat(),
        "zone": str(window.starts_at.tzinfo),
    }
    try:
        answer = apart.ask(
            __name__, question, data=data, seconds=seconds, memory_bytes=memory_bytes
        )
    except apart.RanOut as error:
        raise TooComplex from error
    except apart.ReaderBroke as error:
        raise CalendarRefused from error
    if "code" in answer:
        raise _REFUSALS.get(answer["code"], CalendarRefused)
    return Found(
        taken=[
            Taken(key, title, datetime.fromisoformat(start), datetime.fromisoformat(end))
            for key, title, start, end in answer["taken"]
        ],
        whole=answer["whole"],
        left_out=[(title, LeftOut(why)) for title, why in answer["left_out"]],
        left_out_count=answer["left_out_count"],
    )


def _read(question: dict[str, str], data: bytes) -> dict[str, Any]:
    """At the other end."""
    zone = ZoneInfo(question["zone"])
    window = Window(
        datetime.fromisoformat(question["starts_at"]).astimezone(zone),
        datetime.fromisoformat(question["ends_at"]).astimezone(zone),
    )
    try:
        found = read_file(data, window=window)
    except CalendarRefused as error:
        return {"code": error.code}
    return {
        "taken": [
            (one.key, one.title, one.starts_at.isoformat(), one.ends_at.isoformat())
            for one in found.taken
        ],
        "whole": found.whole,
        "left_out": found.left_out,
        "left_out_count": found.left_out_count,
    }


if __name__ == "__main__":
    apart.answer(_read)
