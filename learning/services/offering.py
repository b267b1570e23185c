"""Study sessions that could be done now: the next of each plan, and reviews whose day is here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from focushub.accounts.models import User
from focushub.calendar.agenda import MAX_OFFERS, FirstStep, Offer
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Priority
from focushub.common.clock import end_of_day
from learning.models import StudySession
from learning.services.moving import Sitting, open_sittings

_MINUTES = 2
_QUOTED = 120
_NEXT_STEPS = {
    StudySession.Kind.STUDY: "Open your material on “{module}” and read one paragraph",
    StudySession.Kind.REVIEW: "Open your cards on “{module}” and answer one",
    StudySession.Kind.CHECK: "Take a blank page and write one thing that you know of “{module}”",
}


class SessionOffers:
    name = "learning"

    def offers(self, *, person: User, now: datetime) -> Sequence[Offer]:
        tonight = end_of_day(now.astimezone(person.zone))
        morning = tonight - timedelta(days=1)
        begun: set[UUID | None] = set()
        found = []
        for one in open_sittings(person=person, now=now, since=morning):
            session = one.session
            if session.kind == StudySession.Kind.STUDY:
                # One after another: the second makes sense once the first is done.
                if session.study_plan_id in begun:
                    continue
                begun.add(session.study_plan_id or session.pk)
            if _is_for_today(one, tonight):
                found.append(_offer(one))
        return found[:MAX_OFFERS]


def _is_for_today(one: Sitting, tonight: datetime) -> bool:
    """Its time is kept today, or it has none kept and its day has come."""
    if one.starts_at is not None:
        return one.starts_at < tonight
    return one.session.due_at is not None and one.session.due_at <= tonight


def _offer(one: Sitting) -> Offer:
    session = one.session
    is_study = session.kind == StudySession.Kind.STUDY
    priority: Priority | None = "medium" if is_study else None
    return Offer(
        subject_id=session.pk,
        kind=TimeBlock.Kind.STUDY if is_study else TimeBlock.Kind.REVIEW,
        title=session.title,
        minutes=session.minutes,
        first_step=partial(_first_step, session),
        # The midnight after its day; the day itself is what is told.
        due_at=session.due_at and session.due_at - timedelta(seconds=1),
        due_is_hard=False,
        priority=priority,
        energy=None if is_study else "low",
    )


def _first_step(session: StudySession) -> FirstStep:
    named = (session.module or session.title)[:_QUOTED]
    return FirstStep(_NEXT_STEPS[StudySession.Kind(session.kind)].format(module=named), _MINUTES)
