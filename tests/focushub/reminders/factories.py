from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from focushub.reminders.models import PushSubscription, Reminder, ReminderKind, ReminderSettings
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory


class ReminderSettingsFactory(DjangoModelFactory[ReminderSettings]):
    class Meta:
        model = ReminderSettings

    owner = factory.SubFactory(UserFactory)


class ReminderFactory(DjangoModelFactory[Reminder]):
    """Sent just now, of a block that begins in ten minutes."""

    class Meta:
        model = Reminder
        exclude = ("block",)

    owner = factory.SubFactory(UserFactory)
    block = factory.SubFactory(
        TimeBlockFactory,
        owner=factory.SelfAttribute("..owner"),
        title="Dentist",
        starts_at=factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=10)),
    )
    kind = ReminderKind.BLOCK_SOON
    source = "blocks"
    subject_id = factory.SelfAttribute("block.pk")
    occurs_at = factory.SelfAttribute("block.starts_at")
    sent_at = factory.LazyFunction(timezone.now)


class PushSubscriptionFactory(DjangoModelFactory[PushSubscription]):
    class Meta:
        model = PushSubscription

    owner = factory.SubFactory(UserFactory)
    endpoint = factory.Sequence(lambda n: f"https://fcm.googleapis.com/fcm/send/{n}")
    p256dh = "B" * 87
    auth = "A" * 22
