"""What a person does with a reminder, and how they want to be reminded."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.errors import DomainError, Kind
from focushub.realtime.events import Change
from focushub.reminders.models import Reminder, ReminderSettings
from focushub.reminders.services.looking import tell


class ReminderIsGone(DomainError):
    kind = Kind.CONFLICT
    code = "reminder_put_away"
    detail = "This reminder was put away already."


def settings_of(*, person: User) -> ReminderSettings:
    """As they are, or the defaults, unsaved, where nothing was ever set."""
    found = ReminderSettings.objects.filter(owner=person).first()
    return found or ReminderSettings(owner=person)


@transaction.atomic
def change_settings(*, person: User, **fields: Any) -> ReminderSettings:
    """Only what is named changes."""
    settings, _ = ReminderSettings.objects.select_for_update().get_or_create(owner=person)
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()
    return settings


@transaction.atomic
def snooze(*, reminder: Reminder, minutes: int | None = None) -> Reminder:
    """Comes again then, if what it is about still stands.

    Args:
        minutes: 1 to 1440; the person's own choice where left out.
    Raises:
        ReminderIsGone
    """
    reminder = _lock(reminder)
    if reminder.dismissed_at is not None:
        raise ReminderIsGone
    minutes = minutes or settings_of(person=reminder.owner).snooze_minutes
    reminder.next_at = timezone.now() + timedelta(minutes=minutes)
    reminder.save(update_fields=["next_at", "updated_at"])
    tell(reminder, Change.CHANGED)
    return reminder


@transaction.atomic
def dismiss(*, reminder: Reminder) -> Reminder:
    """Put away for good. Doing it twice keeps the first moment."""
    reminder = _lock(reminder)
    if reminder.dismissed_at is None:
        reminder.dismissed_at, reminder.next_at = timezone.now(), None
        reminder.save(update_fields=["dismissed_at", "next_at", "updated_at"])
        tell(reminder, Change.CHANGED)
    return reminder


def purge(*, before: datetime) -> int:
    """How many old ones went."""
    return int(Reminder.objects.filter(created_at__lt=before).delete()[0])


def _lock(reminder: Reminder) -> Reminder:
    return (
        Reminder.objects.select_for_update(of=("self",)).select_related("owner").get(pk=reminder.pk)
    )
