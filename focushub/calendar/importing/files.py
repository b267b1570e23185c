"""Events out of an iCalendar file (RFC 5545), whoever wrote it.

Recurrences are expanded within a window only. What a file says may still take for ever to work out
(a rule that never comes true), so it is read behind a wall: see `apart`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from focushub.calendar.importing.found import (
    MAX_EVENTS,
    Found,
    LeftOut,
    Window,
    event_of,
    key_of_event,
    pieces,
    tidy,
)

MAX_BYTES = 1_000_000
MAX_COMPONENTS = 10_000
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_REPEATING = ("RRULE", "RDATE", "RECURRENCE-ID")
# What the two libraries raise at values that are not what they should be.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
# Of such an event nobody knows what times it has.
_NOT_READ = {LeftOut.UNREADABLE, LeftOut.TOO_OFTEN, LeftOut.NO_TIME}
_TAKES_TIME = {"BUSY", "OOF", "TENTATIVE", "WORKINGELSEWHERE"}


class CalendarRefused(Exception):
    """Base of what is wrong with a whole file; `code` is the API's."""

    code = "calendar_unreadable"


class NotACalendar(CalendarRefused):
    code = "not_a_calendar"


class TooManyEvents(CalendarRefused):
    code = "calendar_too_large"


class TooComplex(CalendarRefused):
    code = "calendar_too_complex"


def is_calendar(data: bytes) -> bool:
    return b"BEGIN:VCALENDAR" in data.upper()


def read_file(data: bytes, *, window: Window) -> Found:
    """What a file takes of the window.

    Raises:
        CalendarRefused: one of its kinds; `ValueError` and others for a file made to break readers.
    """
    if not is_calendar(data):
        raise NotACalendar
    text = data.decode("utf-8-sig", "replace")
    if text.upper().count("BEGIN:V") > MAX_COMPONENTS:
        raise TooManyEvents
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except ValueError as problem:
        raise NotACalendar from problem
    if not calendars:
        raise NotACalendar
    found = Found()
    for calendar in calendars:
        _read(calendar, window, found)
    found.taken.sort(key=lambda one: (one.starts_at, one.key))
    too_many = found.taken[MAX_EVENTS:]
    for one in too_many:
        found.leave_out(one.title, LeftOut.TOO_MANY)
    del found.taken[MAX_EVENTS:]
    cut = {event_of(one.key) for one in too_many}
    found.whole = [event for event in found.whole if event not in cut]
    return found


def _read(calendar: Any, window: Window, found: Found) -> None:
    by_uid: dict[str, list[Any]] = defaultdict(list)
    for event in calendar.walk("VEVENT"):
        by_uid[_uid(event)].append(event)
    for uid, series in by_uid.items():
        # Each by itself: one that is broken costs no other its place.
        try:
            why = _why_not(series) or _take_all(uid, series, window, found)
        except _BROKEN:
            why = LeftOut.UNREADABLE
        if why is not None:
            found.leave_out(_title(series[0]), why)
        if why not in _NOT_READ:
            found.whole.append(key_of_event(uid))


def _why_not(series: Sequence[Any]) -> LeftOut | None:
    """Why a whole event, with all of its times, takes no time here."""
    main = next((event for event in series if "RECURRENCE-ID" not in event), series[0])
    if _word(main, "STATUS") == "CANCELLED":
        return LeftOut.CANCELLED
    status = _word(main, "X-MICROSOFT-CDO-BUSYSTATUS")
    if _word(main, "TRANSP") == "TRANSPARENT" or status == "FREE":
        return LeftOut.FREE
    if "DTSTART" not in main:
        return LeftOut.NO_TIME
    start = main["DTSTART"].dt
    takes_time = _word(main, "TRANSP") == "OPAQUE" or status in _TAKES_TIME
    if not isinstance(start, datetime) and not takes_time:
        return LeftOut.ALL_DAY
    if main.end < main.start:
        return LeftOut.UNREADABLE
    for event in series:
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if _TOO_OFTEN.intersection(str(freq).upper() for freq in rule.get("FREQ", ())):
                return LeftOut.TOO_OFTEN
    return None


def _take_all(uid: str, series: Sequence[Any], window: Window, found: Found) -> LeftOut | None:
    """The times of one event; the reason where it has none."""
    alone = Calendar()
    alone.subcomponents = list(series)
    times = recurring_ical_events.of(alone).between(
        window.starts_at.astimezone(UTC), window.ends_at.astimezone(UTC)
    )
    repeats = len(series) > 1 or any(name in series[0] for name in _REPEATING)
    why: LeftOut | None = LeftOut.OUTSIDE
    for occurrence in times:
        which = _time_of(occurrence) if repeats else ""
        why = _take(occurrence, uid, which, window, found)
        if why is not None and repeats:
            found.leave_out(_title(occurrence), why)
            why = None
    return why


def _take(occurrence: Any, uid: str, which: str, window: Window, found: Found) -> LeftOut | None:
    if _word(occurrence, "STATUS") == "CANCELLED":
        return LeftOut.CANCELLED
    zone = window.starts_at.tzinfo
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, datetime):
        start = datetime.combine(start, time.min, tzinfo=zone)
        end = datetime.combine(end, time.min, tzinfo=zone)
    # One without a zone is on the person's own wall.
    start = start if start.tzinfo else start.replace(tzinfo=zone)
    end = end if end.tzinfo else end.replace(tzinfo=zone)
    if end - start < timedelta(minutes=1):
        return LeftOut.NO_LENGTH
    for piece in pieces(uid, _title(occurrence), start, end, which=which):
        if window.holds(piece.starts_at, piece.ends_at):
            found.taken.append(piece)
    return None


def _uid(event: Any) -> str:
    """Its own; for one without, what it says: enough to know it again."""
    uid = str(event.get("UID", ""))
    if uid:
        return uid
    start = event.get("DTSTART")
    return f"\0{event.get('SUMMARY', '')}\0{start.to_ical() if start else ''}"


def _time_of(occurrence: Any) -> str:
    """Which of its times it is, whether or not that one was moved."""
    value = occurrence["RECURRENCE-ID"].dt
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    return str(value.isoformat())


def _title(event: Any) -> str:
    summary = event.get("SUMMARY", "")
    return tidy(str(summary[0] if isinstance(summary, list) and summary else summary))


def _word(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip().upper()
