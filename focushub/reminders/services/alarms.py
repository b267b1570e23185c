"""What a calendar rings for: the same that we would remind of, as far as it can be known ahead."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.reminders.hours import quiet_ends_at
from focushub.reminders.models import ReminderKind, ReminderSettings
from focushub.reminders.services.answering import settings_of


def alarms(*, person: User, uids: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Minutes before its beginning, for each block that is still to come."""
    wants = settings_of(person=person)
    minutes = _minutes(wants)
    if not minutes:
        return {}
    blocks = TimeBlock.objects.owned_by(person).filter(
        pk__in=_ids(uids), starts_at__gt=timezone.now()
    )
    return {
        str(pk): rung
        for pk, starts_at in blocks.values_list("pk", "starts_at")
        if (rung := [m for m in minutes if _may_ring(person, wants, starts_at, m)])
    }


def _minutes(wants: ReminderSettings) -> list[int]:
    if not wants.in_calendar:
        return []
    before = {ReminderKind.BLOCK_SOON: wants.minutes_before, ReminderKind.BLOCK_START: 0}
    return [minutes for kind, minutes in before.items() if kind in wants.kinds]


def _may_ring(person: User, wants: ReminderSettings, starts_at: datetime, minutes: int) -> bool:
    at = starts_at - timedelta(minutes=minutes)
    if wants.paused_until is not None and at < wants.paused_until:
        return False
    quiet = quiet_ends_at(at, zone=person.zone, start=wants.quiet_from, end=wants.quiet_until)
    return quiet is None


def _ids(uids: Sequence[str]) -> list[UUID]:
    """Those of blocks and whatever looks like them."""
    ids = []
    for uid in uids:
        try:
            ids.append(UUID(uid))
        except ValueError:
            continue
    return ids
