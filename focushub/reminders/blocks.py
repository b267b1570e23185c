"""Reminders of what stands in the calendar: soon, now, and almost over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from focushub.calendar.models import TimeBlock
from focushub.common.clock import in_words
from focushub.reminders.expressions import before
from focushub.reminders.models import (
    MINUTES_BEFORE,
    WRAP_UP_MINUTES,
    Reminder,
    ReminderKind,
)
from focushub.reminders.sources import Due, Wording, settled, wanting

_AT_ONCE = 500
_MINUTE = timedelta(minutes=1)


class BlockReminders:
    name = "blocks"

    def due(self, *, since: datetime, until: datetime) -> Iterator[Due]:
        """Not of what was put there after its reminder: who just planned it knows of it."""
        blocks = TimeBlock.objects.filter(owner__is_active=True)
        soon = _between(
            blocks.annotate(at=before("starts_at", "minutes_before")),
            "starts_at",
            since=since,
            until=until,
            at_most=MINUTES_BEFORE[1],
        ).filter(starts_at__gt=until)
        yield from _told(soon, ReminderKind.BLOCK_SOON, "starts_at")
        now = blocks.annotate(at=F("starts_at")).filter(starts_at__gt=since, starts_at__lte=until)
        yield from _told(now, ReminderKind.BLOCK_START, "starts_at")
        over = _between(
            blocks.annotate(at=before("ends_at", "wrap_up_minutes")),
            "ends_at",
            since=since,
            until=until,
            at_most=WRAP_UP_MINUTES[1],
        ).filter(ends_at__gt=until, at__gt=F("starts_at"))
        yield from _told(over, ReminderKind.WRAP_UP, "ends_at")

    def standing(self, reminders: Sequence[Reminder], *, now: datetime) -> Mapping[UUID, Wording]:
        rows = TimeBlock.objects.filter(pk__in={one.subject_id for one in reminders})
        blocks = {(block.pk, block.owner_id): block for block in rows}
        gone = settled({block.subject_id for block in rows if block.subject_id})
        wordings = {}
        for reminder in reminders:
            block = blocks.get((reminder.subject_id, reminder.owner_id))
            if block is None or block.subject_id in gone or now >= block.ends_at:
                continue
            is_of_end = reminder.kind == ReminderKind.WRAP_UP
            if reminder.occurs_at == (block.ends_at if is_of_end else block.starts_at):
                wordings[reminder.pk] = (
                    wrap_up(block.title, block.ends_at - now)
                    if is_of_end
                    else _start(block.title, block.starts_at - now)
                )
        return wordings


def wrap_up(title: str, left: timedelta) -> Wording:
    return Wording(
        f"{_minutes(left)} left: {title}",
        "Jot down where you are, so that it is easy to pick up again.",
    )


def _start(title: str, left: timedelta) -> Wording:
    if left > timedelta():
        return Wording(
            f"In {_minutes(left)}: {title}", "A good moment to come to a stopping place."
        )
    return Wording(f"Now: {title}", "Two minutes are enough to begin.")


def _minutes(left: timedelta) -> str:
    return in_words(max(1, round(left / _MINUTE)))


def _between(
    blocks: QuerySet, edge: str, *, since: datetime, until: datetime, at_most: int
) -> QuerySet:
    """By the exact instant; the wider bounds of `edge` are what an index serves."""
    edges = {f"{edge}__gt": since, f"{edge}__lte": until + timedelta(minutes=at_most)}
    return blocks.filter(**edges, at__gt=since, at__lte=until)


def _told(blocks: QuerySet, kind: ReminderKind, edge: str) -> Iterator[Due]:
    wanted = blocks.filter(wanting(kind), created_at__lte=F("at"))
    for owner_id, pk, occurs_at, at in wanted.values_list("owner_id", "pk", edge, "at").iterator(
        chunk_size=_AT_ONCE
    ):
        yield Due(owner_id, kind, pk, occurs_at, at)
