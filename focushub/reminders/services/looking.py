"""What is due now, and the way to the person: looked for every few seconds, sent at most once.

A row is written for what a source gives, unique for its thing and instant; it is taken under its
lock, checked once more against the rows that it is about, and marked as sent in the transaction
that also queues the push. So two workers send it once, one that dies sends it not at all or leaves
it to the next, and a clock that jumps makes nothing twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from focushub.realtime.events import Change
from focushub.realtime.publishing import publish
from focushub.reminders.events import ReminderEvent
from focushub.reminders.hours import quiet_ends_at
from focushub.reminders.models import PushSubscription, Reminder, ReminderSettings
from focushub.reminders.sources import GRACE, Due, all_sources, standing

_AT_ONCE = 200
_A_DAY = timedelta(days=1)


def look(*, now: datetime | None = None) -> int:
    """How many reminders were sent."""
    now = now or timezone.now()
    for source in all_sources():
        _write_down(source.name, source.due(since=now - GRACE, until=now))
    sent = 0
    while (batch := _send_some(now)) is not None:
        sent += batch
    return sent


def _write_down(source: str, due: Iterable[Due]) -> None:
    for some in _in_batches(due):
        rows = [
            Reminder(
                owner_id=one.owner_id,
                kind=one.kind,
                source=source,
                subject_id=one.subject_id,
                occurs_at=one.occurs_at,
                next_at=one.remind_at,
            )
            for one in some
        ]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _send_some(now: datetime) -> int | None:
    """How many of the next ones were sent; None where there are no more."""
    waiting = Reminder.objects.filter(next_at__lte=now).select_related("owner").order_by("next_at")
    reminders = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    if not reminders:
        return None
    wordings = standing(reminders, now=now)
    people = {reminder.owner_id for reminder in reminders}
    settings = {row.owner_id: row for row in ReminderSettings.objects.filter(owner__in=people)}
    sent = _sent_lately(people, now)
    ready = []
    for reminder in reminders:
        wants = settings.get(reminder.owner_id) or ReminderSettings(owner=reminder.owner)
        wait_until = _quiet_until(reminder, wants, now)
        is_late = reminder.sent_at is None and (wait_until or now) - _due_at(reminder) > GRACE
        reminder.next_at = None
        if (
            reminder.pk not in wordings
            or is_late
            or not _is_wanted(reminder, wants, now)
            or sent[reminder.owner_id] >= wants.most_a_day
        ):
            reminder.dismissed_at = now
        elif wait_until is not None:
            reminder.next_at = wait_until
        else:
            reminder.sent_at = now
            sent[reminder.owner_id] += 1
            ready.append(reminder)
        reminder.updated_at = now
    Reminder.objects.bulk_update(reminders, ["next_at", "sent_at", "dismissed_at", "updated_at"])
    _tell(ready)
    return len(ready)


def _due_at(reminder: Reminder) -> datetime:
    assert reminder.next_at is not None
    return reminder.next_at


def _quiet_until(reminder: Reminder, wants: ReminderSettings, now: datetime) -> datetime | None:
    return quiet_ends_at(
        now, zone=reminder.owner.zone, start=wants.quiet_from, end=wants.quiet_until
    )


def _is_wanted(reminder: Reminder, wants: ReminderSettings, now: datetime) -> bool:
    is_paused = wants.paused_until is not None and wants.paused_until > now
    return reminder.owner.is_active and reminder.kind in wants.kinds and not is_paused


def _sent_lately(people: Iterable[UUID], now: datetime) -> Counter[UUID]:
    lately = Reminder.objects.filter(owner__in=people, sent_at__gt=now - _A_DAY)
    counts = lately.values_list("owner_id").annotate(number=Count("pk"))
    return Counter(dict(counts))


def _tell(reminders: Sequence[Reminder]) -> None:
    with_push = set(
        PushSubscription.objects.filter(
            owner__in={reminder.owner_id for reminder in reminders}
        ).values_list("owner_id", flat=True)
    )
    for reminder in reminders:
        tell(reminder, Change.CREATED)
    wanted: list[dict[str, Any]] = [
        {"reminder_id": str(reminder.pk)}
        for reminder in reminders
        if reminder.owner_id in with_push
    ]
    if wanted:
        from focushub.reminders.jobs import push

        push.batch_defer(*wanted)


def tell(reminder: Reminder, change: Change) -> None:
    event = ReminderEvent.of(change, [reminder.pk], kind=reminder.kind)
    publish(person_id=reminder.owner_id, event=event)


def _in_batches(due: Iterable[Due]) -> Iterator[list[Due]]:
    rest = iter(due)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
