"""When a person has time: their rules, and what is taken already."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import cast
from uuid import UUID

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Energy, Interval, Rules

BREAK_MINUTES = 10
_MAX_BLOCKS = 5_000


def rules_for(
    person: User, *, energy: Energy | None = None, energy_by_hour: Sequence[Energy] = ()
) -> Rules:
    """The scheduler's view of a person.

    Args:
        energy: what they have now, in their own words or going by them.
        energy_by_hour: 24 levels that are better known than the profile's.
    """
    return Rules(
        zone=person.zone,
        working_hours={
            int(day) - 1: tuple(
                (time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours
            )
            for day, hours in person.working_hours.items()
        },
        energy_by_hour=cast(tuple[Energy, ...], tuple(energy_by_hour or person.energy_by_hour)),
        session_minutes=person.session_minutes,
        break_minutes=BREAK_MINUTES,
        capacity_minutes=person.capacity_minutes,
        current_energy=energy,
    )


def busy_times(
    person: User, *, starts_at: datetime, ends_at: datetime, but_for: Collection[UUID] = ()
) -> list[Interval]:
    """What is taken between two instants, whichever feature it is for; `but_for` are subjects."""
    blocks = TimeBlock.objects.owned_by(person).overlapping(starts_at, ends_at)
    taken = blocks.exclude(subject_id__in=but_for).order_by("starts_at")
    return [
        Interval(start, end)
        for start, end in taken.values_list("starts_at", "ends_at")[:_MAX_BLOCKS]
    ]
