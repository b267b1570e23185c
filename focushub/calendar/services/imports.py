"""Busy time in, from another calendar's file or from lines of text.

An event is known again by its UID: a second import moves what has moved, doubles nothing, and frees
what that event takes no more. Events that it does not name stay.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.booking import import_appointments
from focushub.calendar.importing.apart import read_file_apart
from focushub.calendar.importing.files import (
    MAX_BYTES,
    CalendarRefused,
    NotACalendar,
    TooComplex,
    TooManyEvents,
    is_calendar,
)
from focushub.calendar.importing.found import SENTENCES, Found, Window, event_of
from focushub.calendar.importing.lines import read_lines
from focushub.calendar.models import TimeBlock
from focushub.common.apart import Readers
from focushub.common.errors import DomainError, Kind
from focushub.common.threads import release_connection
from focushub.common.turns import one_at_a_time
from focushub.language import DateOrder

MAX_FILE_BYTES = MAX_BYTES
AHEAD = timedelta(days=180)
MAX_IMPORTED = 5_000
readers: Final = Readers()


class CalendarUnreadable(DomainError):
    code = "calendar_unreadable"
    detail = "This calendar cannot be read. Exporting it anew may help."


class NoCalendar(CalendarUnreadable):
    code = "not_a_calendar"
    detail = "This is no calendar file. One that is ends in .ics and begins with BEGIN:VCALENDAR."


class CalendarTooLarge(DomainError):
    kind = Kind.TOO_LARGE
    code = "calendar_too_large"
    detail = "This calendar holds too much at once. A file of the coming months will do."


class CalendarTooComplex(CalendarTooLarge):
    code = "calendar_too_complex"
    detail = "Working out what repeats in this calendar takes too long. A smaller one will do."


class CalendarFull(DomainError):
    kind = Kind.CONFLICT
    code = "calendar_full"
    detail = f"There are {MAX_IMPORTED} imported appointments ahead already."


_REFUSALS: dict[type[CalendarRefused], type[DomainError]] = {
    NotACalendar: NoCalendar,
    TooManyEvents: CalendarTooLarge,
    TooComplex: CalendarTooComplex,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in, and what did not: titles with a code and a sentence, the first hundred."""

    added: int
    changed: int
    unchanged: int
    removed: int
    until: datetime
    left_out: list[dict[str, str]]
    left_out_count: int


def import_file(*, person: User, data: bytes) -> Imported:
    """Takes the coming 180 days out of an iCalendar file.

    Raises:
        NoCalendar, CalendarUnreadable, CalendarTooLarge, CalendarTooComplex: nothing came in.
        CalendarFull, ReadersBusy
    """
    if len(data) > MAX_FILE_BYTES:
        raise CalendarTooLarge
    if not is_calendar(data):
        raise NoCalendar  # Seen at a glance: no process is needed for it.
    window = _window(person)
    # Reading may take seconds, and needs no database.
    release_connection()
    with readers.place():
        try:
            found = read_file_apart(data, window=window)
        except CalendarRefused as refusal:
            raise _REFUSALS.get(type(refusal), CalendarUnreadable) from refusal
    return _keep(person, found, window)


def import_text(*, person: User, text: str) -> Imported:
    """The same out of a file's text, or of lines such as "Dentist Tue 3pm to 4pm"."""
    if "BEGIN:VCALENDAR" in text[:1000].upper():
        return import_file(person=person, data=text.encode("utf-8", "replace"))
    window = _window(person)
    order = cast(DateOrder, person.date_order)
    now = timezone.now().astimezone(person.zone)
    return _keep(person, read_lines(text, now=now, window=window, date_order=order), window)


def _window(person: User) -> Window:
    now = timezone.now().astimezone(person.zone)
    return Window(now, now + AHEAD)


@transaction.atomic
def _keep(person: User, found: Found, window: Window) -> Imported:
    # Two imports of one file at once come one after the other.
    one_at_a_time(person.pk)
    taken = {one.key: one for one in found.taken}
    mine = TimeBlock.objects.owned_by(person)
    known = {block.imported_key: block for block in mine.filter(imported_key__in=list(taken))}
    new = [one for key, one in taken.items() if key not in known]
    still_ahead = mine.filter(ends_at__gt=window.starts_at).exclude(imported_key="")
    ahead = set(still_ahead.values_list("imported_key", flat=True))
    if len(ahead) + len(new) > MAX_IMPORTED:
        raise CalendarFull
    made = [
        TimeBlock(
            owner=person,
            kind=TimeBlock.Kind.BUSY,
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            imported_key=one.key,
        )
        for one in new
    ]
    changed = [
        block
        for key, block in known.items()
        if _facts(block) != (taken[key].title, taken[key].starts_at, taken[key].ends_at)
    ]
    for block in changed:
        one = taken[block.imported_key]
        block.title, block.starts_at, block.ends_at = one.title, one.starts_at, one.ends_at
        block.updated_at = timezone.now()
    # Called off, taken out of a series, or shorter than it was.
    whole = set(found.whole)
    gone = {key for key in ahead if event_of(key) in whole} - set(taken)
    removed = import_appointments(owner_id=person.pk, made=made, changed=changed, gone=gone)
    return Imported(
        added=len(made),
        changed=len(changed),
        unchanged=len(known) - len(changed),
        removed=removed,
        until=window.ends_at,
        left_out=[
            {"title": title, "code": why.value, "why": SENTENCES[why]}
            for title, why in found.left_out
        ],
        left_out_count=found.left_out_count,
    )


def _facts(block: TimeBlock) -> tuple[Any, ...]:
    return block.title, block.starts_at, block.ends_at
