"""The cost of a schedule, counted minute by minute from nothing but its blocks.

Written from the text of the formula alone and sharing no code with the scheduler, so that the
scheduler and a solver can be judged by the same third party. Slow on purpose.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from focushub.calendar.scheduler import Block, Interval, Item, Rules

_WEIGHT = {"low": 1, "medium": 2, "high": 4, "urgent": 8}
_LEVEL = {"low": 0, "medium": 1, "high": 2}
_DAY = timedelta(days=1)


def evaluate(
    items: Sequence[Item], blocks: Iterable[Block], *, window: Interval, rules: Rules
) -> float:
    begin = _first_whole_minute(window.starts_at)
    mine: dict[str, list[Block]] = {item.id: [] for item in items}
    for block in blocks:
        mine[block.item_id].append(block)
    total = 0.0
    for item in items:
        total += _of_item(item, sorted(mine[item.id], key=lambda b: b.starts_at), begin, rules)
    if rules.current_energy == "low" and any(mine.values()):
        found = [
            (blocks[0].starts_at, item) for item in items if (blocks := sorted_(mine[item.id]))
        ]
        _, item = min(found, key=lambda pair: pair[0])
        first = sorted_(mine[item.id])[0]
        length = (first.ends_at - first.starts_at) // timedelta(minutes=1)
        if item.steps:
            step = item.minutes if len(item.steps) == 1 else item.steps[0].minutes
            length = min(length, step)
        total += 5 * length
    return total


def sorted_(blocks: Iterable[Block]) -> list[Block]:
    return sorted(blocks, key=lambda block: block.starts_at)


def _of_item(item: Item, blocks: Sequence[Block], begin: datetime, rules: Rules) -> float:
    weight = 2 if item.priority is None else _WEIGHT[item.priority]
    total = 0.0
    placed = 0
    for block in blocks:
        days_waiting = (block.starts_at - begin) / _DAY
        days_late = 0.0
        if item.due_at is not None and block.ends_at > item.due_at:
            due = item.due_at.replace(second=0, microsecond=0)
            days_late = min(5.0, (block.ends_at - due) / _DAY)
        for minute in _minutes(block):
            placed += 1
            total += weight / 10 * days_waiting
            if item.due_at is not None and minute + timedelta(minutes=1) > item.due_at:
                total += weight * (1 + days_late)
            total += _energy(item, minute, begin, rules)
    total += 8 * weight * (item.minutes - placed)
    total += 40 * weight * (placed < item.minutes)
    if item.starts_at is None and item.splittable and blocks:
        fewest = (placed + rules.session_minutes - 1) // rules.session_minutes
        total += 10 * (len(blocks) - fewest)
        total += 15 * _cuts_inside_steps(item, blocks)
    return total


def _energy(item: Item, minute: datetime, begin: datetime, rules: Rules) -> float:
    if item.energy is None:
        return 0.0
    hour = minute.astimezone(rules.zone).hour
    have = _LEVEL[rules.energy_by_hour[hour]]
    if rules.current_energy is not None and minute - begin < timedelta(hours=2):
        have = _LEVEL[rules.current_energy]
    levels = _LEVEL[item.energy] - have
    return float(levels) if levels > 0 else -levels / 4


def _cuts_inside_steps(item: Item, blocks: Sequence[Block]) -> int:
    if not item.steps:
        return 0
    owner = [number for number, step in enumerate(item.steps) for _ in range(step.minutes)]
    owner = [*owner, *[len(item.steps) - 1] * item.minutes][: item.minutes]
    cuts, at = 0, 0
    for block in blocks[:-1]:
        at += len(list(_minutes(block)))
        if at < item.minutes and owner[at - 1] == owner[at]:
            cuts += 1
    return cuts


def _minutes(block: Block) -> Iterable[datetime]:
    minute = block.starts_at.astimezone(UTC)
    while minute < block.ends_at:
        yield minute
        minute += timedelta(minutes=1)


def _first_whole_minute(moment: datetime) -> datetime:
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
