"""The jobs do what the services do; each carries an id at most."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from focushub.reminders import jobs
from focushub.reminders.models import Reminder
from tests.focushub.reminders.factories import ReminderFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_they_call_the_services(user):
    old = ReminderFactory.create(owner=user)
    Reminder.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    late = ReminderFactory.create(
        owner=user, sent_at=None, next_at=timezone.now() - timedelta(hours=1)
    )

    async_to_sync(jobs.look.func)(timestamp=0)
    async_to_sync(jobs.push.func)(reminder_id=str(late.pk))
    async_to_sync(jobs.purge.func)(timestamp=0)

    late.refresh_from_db()
    assert late.sent_at is None
    assert late.dismissed_at is not None
    assert list(Reminder.objects.all()) == [late]
