"""A person's days as an iCalendar file (RFC 5545), for the calendars that subscribe to it.

Equal state gives equal bytes: no time of the asking stands in it. What came in from another
calendar is left out, for that one shows it already.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from icalendar import Alarm, Calendar, Event, vDuration, vRecur

from focushub.accounts.models import User
from focushub.calendar.agenda import (
    Entry,
    Label,
    alarm_sources,
    entry_sources,
)
from focushub.calendar.models import TimeBlock
from focushub.common.clock import midnight

BEHIND = timedelta(days=30)
AHEAD = timedelta(days=180)
_MAX_BLOCKS = 2_000
_MAX_ALARMS = 5
_MAX_ALARM_MINUTES = 28 * 24 * 60
# Calendars ask anew after this long, where they listen to it.
_REFRESH = timedelta(minutes=30)
# Observances of the zone are spelled out up to here; recurrences rarely live longer.
_ZONE_YEARS = timedelta(days=10 * 366)
# RFC 5545 allows no control characters but the tab; line ends are escaped.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_RULE_PARTS = frozenset(vRecur.canonical_order) - {"RSCALE", "SKIP", "BYWEEKDAY"}


def calendar_file(*, person: User) -> bytes:
    """All blocks and dates of the last 30 and the next 180 days."""
    now = timezone.now().astimezone(person.zone)
    today = midnight(now.date(), person.zone)
    after, before = today - BEHIND, today + AHEAD
    blocks = list(
        TimeBlock.objects.owned_by(person)
        .overlapping(after, before)
        .filter(imported_key="")
        .order_by("starts_at", "id")[:_MAX_BLOCKS]
    )
    entries = [
        entry
        for source in entry_sources().values()
        for entry in source.entries(person=person, after=after, before=before)
    ]
    alarms = _alarms(person, [*(str(b.pk) for b in blocks), *(e.uid for e in entries)])
    labels = _labels(person, blocks)
    calendar = _empty(person)
    for block in blocks:
        label = labels.get(block.pk, Label(block.title))
        calendar.add_component(_of_block(block, label, alarms.get(str(block.pk), ())))
    for entry in entries:
        calendar.add_component(_of_entry(entry, alarms.get(entry.uid, ())))
    calendar.add_missing_timezones(
        min([after.date(), *(_day(entry.at) for entry in entries)]), (now + _ZONE_YEARS).date()
    )
    _name_every_change(calendar)
    return calendar.to_ical()


def _empty(person: User) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//FocusHub//{settings.VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "FocusHub")
    calendar.add("x-wr-timezone", person.timezone)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    return calendar


def _name_every_change(calendar: Calendar) -> None:
    """The first change of a zone's clocks stands among its `RDATE`s as well.

    ical.js, which Thunderbird and Nextcloud read with, takes no notice of an observance's
    beginning where there are such dates; RFC 5545 counts a date that is named twice once.
    """
    for observance in calendar.walk():
        if observance.name in {"STANDARD", "DAYLIGHT"} and "RDATE" in observance:
            observance.add("rdate", [observance.decoded("dtstart")])


def _of_block(block: TimeBlock, label: Label, minutes_before: Sequence[int]) -> Event:
    event = _event(str(block.pk), label, block.updated_at, minutes_before)
    event.add("dtstart", block.starts_at.astimezone(UTC))
    event.add("dtend", block.ends_at.astimezone(UTC))
    event.add("categories", [block.kind])
    event.add("transp", "OPAQUE")
    return event


def _of_entry(entry: Entry, minutes_before: Sequence[int]) -> Event:
    label = Label(entry.title, entry.details)
    event = _event(entry.uid, label, entry.changed_at, minutes_before)
    at = entry.at
    if isinstance(at, datetime) and not entry.recurrence:
        at = at.astimezone(UTC)
    event.add("dtstart", at)
    if isinstance(at, datetime) and entry.minutes:
        event.add("dtend", at + timedelta(minutes=entry.minutes))
    rule = _rule(entry.recurrence, at)
    if rule is not None:
        event.add("rrule", rule)
    # A date takes no time: others may still plan over it.
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, label: Label, changed_at: datetime, minutes_before: Sequence[int]) -> Event:
    event = Event()
    event.add("uid", f"{uid}@focushub")
    changed = changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", _plain(label.title))
    if label.details:
        event.add("description", _plain(label.details))
    for minutes in sorted(set(minutes_before))[:_MAX_ALARMS]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _plain(label.title))
        alarm.add("trigger", -timedelta(minutes=min(max(minutes, 0), _MAX_ALARM_MINUTES)))
        event.add_component(alarm)
    return event


def _rule(recurrence: str, first: datetime | date) -> vRecur | None:
    """The rule with its end as RFC 5545 wants it: a day for days, else in UTC.

    None where there is none, or where it is one that only dateutil understands: the first time
    alone is better than a file that no calendar reads.
    """
    if not recurrence:
        return None
    try:
        rule = vRecur.from_ical(recurrence)
    except ValueError:
        return None
    if not set(rule) <= _RULE_PARTS:
        return None
    ends: list[Any] = rule.get("UNTIL", [])
    if ends:
        end = ends[0]
        if not isinstance(first, datetime):
            end = _day(end)
        else:
            if not isinstance(end, datetime):
                end = datetime.combine(end, time(23, 59, 59))
            # One without a zone is on the wall of the first time.
            end = (end if end.tzinfo else end.replace(tzinfo=first.tzinfo)).astimezone(UTC)
        rule["UNTIL"] = [end]
    return rule


def _labels(person: User, blocks: Sequence[TimeBlock]) -> dict[Any, Label]:
    found: dict[Any, Label] = {}
    for source in entry_sources().values():
        found |= source.labels(person=person, blocks=blocks)
    return found


def _alarms(person: User, uids: Sequence[str]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for source in alarm_sources():
        for uid, minutes in source(person=person, uids=uids).items():
            found.setdefault(uid, []).extend(minutes)
    return found


def _day(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)
