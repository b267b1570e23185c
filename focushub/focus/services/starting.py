"""A focus session of a length that fits the person now, with breaks and what helps with it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.focus.engine.energy import HOLDS
from focushub.focus.engine.pacing import FocusPlan, FocusRequest, Past, plan_focus
from focushub.focus.models import CheckIn, FocusSession
from focushub.focus.services.actuals import recent_actuals
from focushub.focus.services.energy import assume_energy
from focushub.focus.services.sessions import start_session

_LOOK_BACK: Final = timedelta(days=60)


def plan_for(
    *, person: User, description: str, minutes: int, distraction: int | None = None
) -> FocusPlan:
    """From the person's finished sessions and what they said in the last hours.

    Args:
        minutes: asked for, 5 to 90.
        distraction: how much pulls at them, 1 to 10.
    """
    now = timezone.now()
    assumed = assume_energy(person=person, at=now)
    past = recent_actuals(owner_id=person.pk, since=now - _LOOK_BACK)
    return plan_focus(
        FocusRequest(
            description=description,
            minutes=minutes,
            at=now.astimezone(person.zone),
            distraction=distraction,
            energy=assumed.level,
            energy_is_said=assumed.is_recent,
            stress=_stress(person, now),
            past=[Past(one.planned_minutes, one.minutes) for one in past],
            turn=len(past),
        )
    )


@transaction.atomic
def start_adapted(
    *,
    owner: User,
    description: str,
    minutes: int,
    subject_id: UUID | None = None,
    distraction: int | None = None,
) -> tuple[FocusSession, FocusPlan]:
    """Begins at once; a session that runs is finished, with its minutes."""
    plan = plan_for(person=owner, description=description, minutes=minutes, distraction=distraction)
    session = start_session(
        owner=owner,
        description=description,
        subject_id=subject_id,
        planned_minutes=plan.minutes,
        # Who calls this knows no way to end one.
        replace=True,
    )
    return session, plan


def _stress(person: User, now: datetime) -> int | None:
    return (
        CheckIn.objects.owned_by(person)
        .between(now - HOLDS, now)
        .filter(stress__isnull=False)
        .order_by("-created_at")
        .values_list("stress", flat=True)
        .first()
    )
