from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from focushub.focus.models import CheckIn, FocusSession, Room, RoomMember, SessionState
from tests.factories import UserFactory


class FocusSessionFactory(DjangoModelFactory[FocusSession]):
    """Runs, for 25 minutes."""

    class Meta:
        model = FocusSession

    class Params:
        paused = factory.Trait(
            state=SessionState.PAUSED,
            running_since=None,
            lapses_at=factory.LazyAttribute(lambda s: s.started_at + timedelta(hours=12)),
        )
        finished = factory.Trait(
            state=SessionState.FINISHED,
            running_since=None,
            lapses_at=None,
            ended_at=factory.LazyAttribute(lambda s: s.started_at + s.banked),
        )

    owner = factory.SubFactory(UserFactory)
    description = factory.Sequence(lambda n: f"Page {n}")
    planned_minutes = 25
    state = SessionState.RUNNING
    started_at = factory.LazyFunction(timezone.now)
    running_since = factory.SelfAttribute("started_at")
    lapses_at = factory.LazyAttribute(lambda s: s.started_at + timedelta(minutes=75))
    banked = timedelta()


class CheckInFactory(DjangoModelFactory[CheckIn]):
    class Meta:
        model = CheckIn

    owner = factory.SubFactory(UserFactory)
    energy = 5


def check_in_at(moment: datetime, **fields: Any) -> CheckIn:
    """One that was made then."""
    row = CheckInFactory.create(**fields)
    CheckIn.objects.filter(pk=row.pk).update(created_at=moment)
    row.refresh_from_db()
    return row


class RoomFactory(DjangoModelFactory[Room]):
    """Four rounds, from now on; nobody is in it."""

    class Meta:
        model = Room

    owner = factory.SubFactory(UserFactory)
    code = factory.Sequence(lambda n: f"R{n:07d}".translate(str.maketrans("01", "XY")))
    focus_minutes = 25
    break_minutes = 5
    rounds = 4
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda room: room.starts_at + timedelta(minutes=115))


class RoomMemberFactory(DjangoModelFactory[RoomMember]):
    class Meta:
        model = RoomMember

    owner = factory.SubFactory(UserFactory)
    room = factory.SubFactory(RoomFactory)
    name = "Otter"
    here_until = factory.LazyFunction(timezone.now)
