"""When a person has time: their rules, and what is taken already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import cast

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Block, Energy, Interval, Rules

BREAK_MINUTES = 10
MAX_BLOCKS = 5_000
_WORK = (TimeBlock.Kind.TASK, TimeBlock.Kind.STUDY, TimeBlock.Kind.REVIEW)


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


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken: appointments, and work, which counts towards what a day can hold."""

    busy: Sequence[Interval] = ()
    work: Sequence[Block] = ()


def taken_times(person: User, *, starts_at: datetime, ends_at: datetime) -> Taken:
    """Between two instants, whichever feature it is for."""
    blocks = TimeBlock.objects.owned_by(person).overlapping(starts_at, ends_at)
    return parted(blocks.order_by("starts_at", "id")[:MAX_BLOCKS])


def parted(blocks: Iterable[TimeBlock]) -> Taken:
    busy, work = [], []
    for block in blocks:
        if block.kind in _WORK:
            work.append(Block(str(block.subject_id), (), block.starts_at, block.ends_at))
        else:
            busy.append(Interval(block.starts_at, block.ends_at))
    return Taken(busy, work)
