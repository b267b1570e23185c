"""Study sessions: done, in how many minutes."""

from django.db import transaction
from django.utils import timezone

from focushub.calendar.booking import free_time
from focushub.calendar.models import TimeBlock
from focushub.common.errors import DomainError, Kind
from focushub.common.turns import one_at_a_time
from focushub.focus.services.actuals import actual_minutes_by_subject
from focushub.focus.services.sessions import finish_sessions_of
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.events import StudySessionEvent
from learning.models import MAX_SESSION_MINUTES, StudySession


class SessionAlreadyCompleted(DomainError):
    kind = Kind.CONFLICT
    code = "study_session_already_completed"
    detail = "This session is done already."


@transaction.atomic
def complete_session(*, session: StudySession, minutes: int | None = None) -> StudySession:
    """Done, with the focus session that is open for it, and the time kept for it is free again.

    Args:
        minutes: that it really took, 1 to 480; where left out, those of its focus sessions, else
            those planned.
    Raises:
        SessionAlreadyCompleted
    """
    one_at_a_time(session.owner_id)
    session = StudySession.objects.select_for_update().get(pk=session.pk)
    if session.completed_at is not None:
        raise SessionAlreadyCompleted
    finish_sessions_of(owner_id=session.owner_id, subject_id=session.pk)
    session.completed_at = timezone.now()
    session.actual_minutes = minutes or _measured(session) or session.minutes
    session.save(update_fields=["completed_at", "actual_minutes", "updated_at"])
    blocks = TimeBlock.objects.of_subjects([session.pk])
    free_time(owner_id=session.owner_id, blocks=blocks.filter(starts_at__gte=session.completed_at))
    publish_rows(
        person_id=session.owner_id,
        kind=StudySessionEvent,
        change=Change.CHANGED,
        ids=[session.pk],
    )
    return session


def _measured(session: StudySession) -> int | None:
    measured = actual_minutes_by_subject(owner_id=session.owner_id, subject_ids=[session.pk])
    minutes = measured.get(session.pk)
    return minutes and min(minutes, MAX_SESSION_MINUTES)
