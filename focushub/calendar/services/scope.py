"""Which work a re-plan gives a new place, and which stays where it is.

A plan that has slipped is not thrown over: only what lies behind, has lost its date, or waits for
such a thing moves, around all that still stands. Who asks for a fresh start, or has too much on the
days to come, has everything moved that is not locked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from focushub.calendar.agenda import Movable
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import OpenTask, Reason

_MOVES_ALL = frozenset({Reason.FRESH_START, Reason.OVERWHELMED})


@dataclass(frozen=True, slots=True)
class Moving:
    """A thing that moves: what is to be placed of it, and the blocks that it gives back."""

    work: Movable
    task: OpenTask
    freed: tuple[TimeBlock, ...]


def moving(
    work: Iterable[Movable],
    blocks: Iterable[TimeBlock],
    *,
    reason: Reason,
    now: datetime,
    begin: datetime,
) -> list[Moving]:
    """What moves, in the order of `work`.

    Args:
        blocks: all of the person's that are for any of the work, whenever they are.
        begin: nothing is placed before it.
    """
    by_id = {thing.subject_id: thing for thing in work}
    its_blocks: dict[UUID, list[TimeBlock]] = {subject: [] for subject in by_id}
    for block in blocks:
        if block.subject_id in its_blocks:
            its_blocks[block.subject_id].append(block)
    found = {
        subject
        for subject, thing in by_id.items()
        if _moves(thing, its_blocks[subject], reason, now, begin)
    }
    _with_what_waits(found, by_id, its_blocks)
    moved = (_moving(by_id[s], its_blocks[s], now) for s in by_id if s in found)
    return [one for one in moved if one is not None]


def _moves(
    thing: Movable, blocks: Sequence[TimeBlock], reason: Reason, now: datetime, begin: datetime
) -> bool:
    item = thing.item
    if any(not block.is_locked and block.starts_at < begin for block in blocks):
        return True
    if item.due_at is not None and item.due_at <= now:
        return True
    if item.starts_at is not None and item.starts_at < begin:
        return True
    if thing.next_at is not None:
        return False
    if not any(block.ends_at > begin for block in blocks):
        return item.due_at is not None or item.starts_at is not None
    return reason in _MOVES_ALL and any(not block.is_locked for block in blocks)


def _with_what_waits(
    found: set[UUID],
    by_id: Mapping[UUID, Movable],
    its_blocks: Mapping[UUID, Sequence[TimeBlock]],
) -> None:
    """Adds what comes after something that moves: its order would not hold where it is."""
    grows = True
    while grows:
        names = {str(subject) for subject in found}
        waiting = {
            subject
            for subject, thing in by_id.items()
            if subject not in found
            and names.intersection(thing.item.after)
            and any(not block.is_locked for block in its_blocks[subject])
        }
        found |= waiting
        grows = bool(waiting)


def _moving(thing: Movable, blocks: Sequence[TimeBlock], now: datetime) -> Moving | None:
    """None where locked time holds all of it already."""
    # Of what repeats, later blocks are for later times: they stay.
    mine = [b for b in blocks if thing.next_at is None or b.starts_at < thing.next_at]
    kept = [block for block in mine if block.is_locked and block.ends_at > now]
    kept_parts = {str(part) for block in kept for part in block.part_ids}
    kept_minutes = sum(int((b.ends_at - b.starts_at).total_seconds() // 60) for b in kept)
    minutes = thing.item.minutes - kept_minutes
    if minutes < 1:
        return None
    steps = tuple(step for step in thing.item.steps if step.id not in kept_parts)
    item = replace(thing.item, minutes=minutes, steps=steps)
    return Moving(
        work=thing,
        task=OpenTask(item, next_at=thing.next_at),
        freed=tuple(block for block in mine if not block.is_locked),
    )
