"""What things really took, for whoever estimates: features ask by the ids of their rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, Sum
from django.utils import timezone

from focushub.focus.engine.clock import whole_minutes
from focushub.focus.models import FocusSession

MOST_SESSIONS = 500


@dataclass(frozen=True, slots=True)
class Actual:
    """One finished session that can be believed."""

    subject_id: UUID | None
    planned_minutes: int
    minutes: int
    ended_at: datetime


def actual_minutes_by_subject(*, owner_id: UUID, subject_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Minutes of all finished sessions together, for each subject that has one.

    Left out: what is set aside, and what was paused by itself where the person has not said how
    long it was.
    """
    rows = FocusSession.objects.owned_by(owner_id).of_subjects(subject_ids)
    sums = (
        rows.counted(now=timezone.now())
        .values("subject_id")
        .annotate(
            said=Sum("said_minutes", default=0),
            measured=Sum("banked", filter=Q(said_minutes__isnull=True), default=timedelta()),
        )
        .order_by()
    )
    return {
        UUID(str(row["subject_id"])): row["said"] + whole_minutes(row["measured"]) for row in sums
    }


def recent_actuals(*, owner_id: UUID, since: datetime) -> list[Actual]:
    """Finished sessions, oldest first; the newest 500 where there are more."""
    now = timezone.now()
    rows = (
        FocusSession.objects.owned_by(owner_id)
        .counted(now=now)
        .filter(started_at__gte=since)
        .order_by("-pk")[:MOST_SESSIONS]
    )
    actuals = []
    for row in reversed(rows):
        ended_at = row.clock.at(now).ended_at
        assert ended_at is not None  # `counted` are finished.
        actuals.append(Actual(row.subject_id, row.planned_minutes, row.actual_minutes, ended_at))
    return actuals
