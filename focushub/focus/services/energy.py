"""What is assumed of a person's energy: features ask it where a request names none."""

from datetime import datetime
from typing import cast

from focushub.accounts.models import User
from focushub.focus.engine.energy import (
    LOOK_BACK,
    MAX_READINGS,
    Assumption,
    Level,
    Reading,
    assume,
)
from focushub.focus.models import CheckIn

__all__ = ["Assumption", "Level", "assume_energy"]


def assume_energy(*, person: User, at: datetime) -> Assumption:
    """From the profile and the check-ins until `at`; one query."""
    local = at.astimezone(person.zone)
    said = (
        CheckIn.objects.owned_by(person)
        .between(local - LOOK_BACK, local)
        .filter(energy__isnull=False)
        .order_by("-created_at")
        .values_list("energy", "created_at")[:MAX_READINGS]
    )
    readings = [Reading(energy, moment.astimezone(person.zone)) for energy, moment in said]
    profile = cast(list[Level], person.energy_by_hour)
    return assume(profile=profile, readings=readings, at=local)
