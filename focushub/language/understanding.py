"""A reading as one flat record, the form in which engines are compared."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

from focushub.language.reading import Reading, Span, read

_LISTS = {
    "BYDAY": "byday",
    "BYMONTHDAY": "bymonthday",
    "BYMONTH": "bymonth",
    "BYSETPOS": "bysetpos",
    "BYHOUR": "byhour",
    "BYMINUTE": "byminute",
    "BYYEARDAY": "byyearday",
    "BYWEEKNO": "byweekno",
}


def understand(text: str, *, now: datetime) -> dict[str, object]:
    """``start``, ``end`` (local ISO times), ``duration`` (seconds), ``rrule`` and ``title``.

    Only what the words settle: "once a month" names no day, so it gives neither start nor rule.
    """
    reading = read(text, now=now)
    if reading.recurrence_is_open:
        reading = replace(reading, recurrence=None, due_at=None, starts_at=None)
    start = reading.starts_at or reading.due_at
    if start is None and _only_a_length(text, reading):
        start = _after(now, reading.seconds or 0)
    seconds = reading.seconds
    if seconds is None and text.lstrip().startswith("+"):
        # "+32m" is both: a point so far from now, and the distance.
        seconds = read(text.lstrip()[1:], now=now).seconds
        if seconds is None and start is not None and not reading.due_is_date_only:
            seconds = (start - now).total_seconds()  # "+4:13:02"
    if reading.due_is_date_only and start == reading.due_at and start is not None:
        start = start.replace(hour=now.hour, minute=now.minute, second=now.second)
    return {
        "start": _local(start),
        "end": _local(reading.ends_at),
        "duration": seconds,
        "rrule": _rule(reading.recurrence),
        "title": reading.title,
    }


def _only_a_length(text: str, reading: Reading) -> bool:
    """Whether the text is a duration and nothing else, or asks for a timer."""
    if reading.seconds is None or reading.recurrence or len(reading.spans) != 1:
        return False
    (span,) = reading.spans
    if span.means != "duration" or "/" in text or text[span.start : span.end][:1] == "+":
        return False
    rest = (text[: span.start] + text[span.end :]).lower()
    return not rest.strip(" .!?\"'") or any(w in rest.split() for w in ("timer", "wait", "snooze"))


def _after(now: datetime, seconds: float) -> datetime | None:
    if not math.isfinite(seconds):
        return None
    try:
        return now + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _local(moment: datetime | None) -> str | None:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") if moment else None


def _rule(value: str | None) -> dict[str, object] | None:
    if value is None:
        return None
    out: dict[str, object] = {"interval": 1}
    for pair in value.split(";"):
        name, _, said = pair.partition("=")
        if name == "FREQ":
            out["freq"] = said.lower()
        elif name in ("INTERVAL", "COUNT"):
            out[name.lower()] = int(said)
        elif name == "UNTIL":
            out["until"] = said[:8]
        elif name == "BYDAY":
            out["byday"] = said.split(",")
        elif name in _LISTS:
            out[_LISTS[name]] = [int(v) for v in said.split(",")]
    return out


__all__ = ["Span", "understand"]
