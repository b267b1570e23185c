from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from focushub.calendar.models import TimeBlock
from tests.factories import UserFactory


class TimeBlockFactory(DjangoModelFactory[TimeBlock]):
    class Meta:
        model = TimeBlock

    owner = factory.SubFactory(UserFactory)
    kind = TimeBlock.Kind.BUSY
    title = factory.Sequence(lambda n: f"Appointment {n}")
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda block: block.starts_at + timedelta(hours=1))
