"""A study session is done in the minutes that it really took."""

from datetime import timedelta

import pytest
from django.utils import timezone

from focushub.accounts.models import User
from focushub.focus.models import FocusSession
from learning.models import StudySession
from learning.services.sessions import complete_session
from tests.focushub.focus.factories import FocusSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(user: User) -> StudySession:
    return StudySession.objects.create(owner=user, position=0, title="cells", minutes=25)


def test_its_focus_sessions_say_how_long_it_took(session: StudySession, user: User) -> None:
    begun = timezone.now() - timedelta(minutes=12)
    for_it = {"owner": user, "subject_id": session.pk}
    FocusSessionFactory.create(**for_it, finished=True, banked=timedelta(minutes=20))
    running = FocusSessionFactory.create(**for_it, started_at=begun)

    done = complete_session(session=session)

    running.refresh_from_db()
    assert (running.state, done.actual_minutes) == ("finished", 32)


def test_what_the_person_says_stands_above_them(session: StudySession, user: User) -> None:
    FocusSessionFactory.create(
        owner=user, subject_id=session.pk, finished=True, banked=timedelta(minutes=20)
    )

    assert complete_session(session=session, minutes=7).actual_minutes == 7


def test_without_any_the_plan_is_believed_and_no_day_is_longer_than_one(
    session: StudySession, user: User
) -> None:
    other = StudySession.objects.create(owner=user, position=1, title="cells", minutes=25)
    FocusSessionFactory.create(owner=user, subject_id=other.pk, finished=True, said_minutes=1000)
    FocusSessionFactory.create(owner=user, finished=True, banked=timedelta(minutes=5))

    assert complete_session(session=session).actual_minutes == 25
    assert complete_session(session=other).actual_minutes == 480
    assert FocusSession.objects.count() == 2
