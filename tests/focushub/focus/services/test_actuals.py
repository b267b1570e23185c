from datetime import timedelta

import pytest
from django.utils import timezone
from uuid6 import uuid7

from focushub.accounts.models import User
from focushub.focus.services.actuals import Actual, actual_minutes_by_subject, recent_actuals
from tests.focushub.focus.factories import FocusSessionFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=2)


def test_minutes_are_summed_by_subject_and_only_where_they_can_be_believed(user: User) -> None:
    task, other, forgotten = uuid7(), uuid7(), uuid7()
    make = FocusSessionFactory.create
    make(owner=user, finished=True, subject_id=task, banked=timedelta(minutes=20, seconds=20))
    make(owner=user, finished=True, subject_id=task, banked=timedelta(minutes=10, seconds=20))
    make(owner=user, finished=True, subject_id=task, banked=timedelta(hours=3), said_minutes=5)
    make(owner=user, finished=True, subject_id=task, state="abandoned", banked=timedelta(hours=1))
    make(owner=user, paused=True, subject_id=task, banked=timedelta(minutes=7))
    make(owner=user, subject_id=task)
    make(finished=True, subject_id=task, banked=timedelta(minutes=50))
    # Paused two days ago and never taken up: over, and measured.
    make(
        owner=user,
        paused=True,
        subject_id=other,
        started_at=LONG_AGO,
        banked=timedelta(minutes=9),
    )
    # Paused by itself, so nobody knows.
    make(
        owner=user,
        finished=True,
        subject_id=forgotten,
        is_certain=False,
        banked=timedelta(minutes=75),
    )

    told = actual_minutes_by_subject(owner_id=user.pk, subject_ids=[task, other, forgotten])

    assert told == {task: 36, other: 9}


def test_a_run_that_was_forgotten_long_ago_is_no_actual(user: User) -> None:
    task = uuid7()
    FocusSessionFactory.create(owner=user, subject_id=task, started_at=LONG_AGO)

    assert actual_minutes_by_subject(owner_id=user.pk, subject_ids=[task]) == {}
    assert recent_actuals(owner_id=user.pk, since=LONG_AGO) == []


def test_recent_actuals_are_told_oldest_first(user: User) -> None:
    first = FocusSessionFactory.create(
        owner=user, paused=True, started_at=LONG_AGO, banked=timedelta(minutes=9)
    )
    second = FocusSessionFactory.create(
        owner=user, finished=True, subject_id=uuid7(), banked=timedelta(minutes=30)
    )

    told = recent_actuals(owner_id=user.pk, since=LONG_AGO)

    assert told == [
        Actual(None, 25, 9, first.lapses_at - timedelta(hours=12)),
        Actual(second.subject_id, 25, 30, second.ended_at),
    ]
    assert recent_actuals(owner_id=user.pk, since=timezone.now()) == []
