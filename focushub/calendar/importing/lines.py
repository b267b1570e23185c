"""Appointments out of lines of text, read as any line of the person's is: one a line."""

from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from focushub.calendar.importing.found import Found, LeftOut, Window, pieces, tidy
from focushub.language import DateOrder, Reading, read

MAX_LINES = 200
USUAL = timedelta(hours=1)
_MOST_TIMES = 200
_TOLD = 80


def read_lines(text: str, *, now: datetime, window: Window, date_order: DateOrder) -> Found:
    """A line that names when it begins takes its time, an hour where it names no end.

    Args:
        text: at most `MAX_LINES` lines of it are read.
        now: in the person's zone; relative dates refer to it.
    """
    found = Found()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:MAX_LINES]:
        reading = read(line, now=now, date_order=date_order)
        if reading.starts_at is None:
            found.leave_out(tidy(line[:_TOLD]), LeftOut.NO_TIME)
        else:
            _take(reading, reading.starts_at, window, found)
    for line in lines[MAX_LINES:]:
        found.leave_out(tidy(line[:_TOLD]), LeftOut.TOO_MANY)
    return found


def _take(reading: Reading, start: datetime, window: Window, found: Found) -> None:
    title = tidy(reading.title)
    length = (reading.ends_at - start) if reading.ends_at else USUAL
    if length < timedelta(minutes=1):
        found.leave_out(title, LeftOut.NO_LENGTH)
        return
    count = len(found.taken)
    for one in _times(reading, start, window):
        if window.holds(one, one + length):
            found.taken += pieces(f"line\0{title}\0{one.isoformat()}", title, one, one + length)
    if len(found.taken) == count:
        found.leave_out(title, LeftOut.OUTSIDE)


def _times(reading: Reading, start: datetime, window: Window) -> list[datetime]:
    if not reading.recurrence:
        return [start]
    rule = rrulestr(reading.recurrence, dtstart=start.replace(tzinfo=None), ignoretz=True)
    first = max(start, window.starts_at.astimezone(start.tzinfo)).replace(tzinfo=None)
    times = (
        naive.replace(tzinfo=start.tzinfo) for naive in rule.xafter(first, _MOST_TIMES, inc=True)
    )
    return [one for one in times if one < window.ends_at]
