"""Who knows what a person is to be reminded of.

A feature registers a source in its `reminder_sources.py`, found at start-up like `admin.py`. It is
asked again and again for what is due in the last minutes, and always of the rows as they are now:
nothing is planned ahead, so nothing that was planned can be wrong.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from focushub.reminders.hours import on_the_wall
from focushub.reminders.models import DEFAULT_KINDS, Reminder, ReminderKind, ReminderSettings

# How late a reminder may come: past it, what it says would not help.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be reminded of at `remind_at`, once for this `occurs_at`."""

    owner_id: UUID
    kind: ReminderKind
    subject_id: UUID
    occurs_at: datetime
    remind_at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """Kind, short, and never of what was not done."""

    title: str
    body: str


class Source(Protocol):
    name: str

    def due(self, *, since: datetime, until: datetime) -> Iterable[Due]:
        """All people's, with `since` < `remind_at` <= `until`, of the kinds that each wants."""
        ...

    def standing(self, reminders: Sequence[Reminder], *, now: datetime) -> Mapping[UUID, Wording]:
        """By the reminder's id: what to say, of those that still hold and of no others."""
        ...


_sources: dict[str, Source] = {}
_settled: list[Callable[[Collection[UUID]], set[UUID]]] = []


def register(source: Source) -> None:
    _sources[source.name] = source


def all_sources() -> Collection[Source]:
    return _sources.values()


def register_settled(which: Callable[[Collection[UUID]], set[UUID]]) -> None:
    """`which` gives those of the subjects of blocks that are done or put off, of one feature."""
    _settled.append(which)


def settled(subject_ids: Collection[UUID]) -> set[UUID]:
    return set().union(*(which(subject_ids) for which in _settled)) if subject_ids else set()


def standing(reminders: Sequence[Reminder], *, now: datetime) -> dict[UUID, Wording]:
    """Of all sources together; a reminder whose source is gone does not hold."""
    wordings: dict[UUID, Wording] = {}
    for source in all_sources():
        own = [reminder for reminder in reminders if reminder.source == source.name]
        if own:
            wordings |= source.standing(own, now=now)
    return wordings


def wanting(kind: ReminderKind) -> Q:
    """Rows of people who want to be reminded in this way. The rest is seen to when it is sent."""
    wants = Q(owner__reminder_settings__kinds__contains=[kind.value])
    if kind in DEFAULT_KINDS:
        wants |= Q(owner__reminder_settings__isnull=True)
    return wants


def at_their_hour(
    kind: ReminderKind, column: str, *, since: datetime, until: datetime
) -> list[tuple[UUID, datetime]]:
    """People whose wall shows the time of their setting between the two, and that instant.

    One look at each pair of a zone and a time that somebody has, not at each person.
    """
    rows = ReminderSettings.objects.filter(kinds__contains=[kind.value], owner__is_active=True)
    people = []
    for zone, clock in rows.values_list("owner__timezone", column).distinct():
        wall = ZoneInfo(zone)
        days = {since.astimezone(wall).date(), until.astimezone(wall).date()}
        for moment in (on_the_wall(day, clock, wall).astimezone(UTC) for day in days):
            if since < moment <= until:
                here = rows.filter(**{"owner__timezone": zone, column: clock})
                people += [(pk, moment) for pk in here.values_list("owner_id", flat=True)]
    return people
