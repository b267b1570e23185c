"""The one number that the scheduler lowers.

Its unit is a minute of work done one energy level too low. With the weight w of an item's
priority (none 2, low 1, medium 2, high 4, urgent 8), the cost is the sum of

* not placed:  8 w for each minute of an item that is in no block, and 40 w for each item that
               has such minutes (one thing done is better than two begun);
* late:        w (1 + d) for each minute of a block that lies after the item's `due_at`,
               where d is the days from `due_at` to the block's end, at most 5;
* waiting:     w / 10 for each minute of a block and each day from the window's start to the
               block's start;
* energy:      for each minute whose energy is below what the item asks, 1 a level; above it,
               1/4 a level (a good hour spent on an easy thing); items that ask for none cost none;
* splits:      10 for each block of an item beyond the fewest that hold its placed minutes, and
               15 for each of its cuts that is inside a step;
* first step:  where the current energy is low, 5 for each minute of the first step of the
               earliest block (of the whole block, where it has no steps).

Days are 1,440 minutes here and need not be whole. A fixed or unsplittable item has one block by
nature. So a late minute (at most 6 w) always costs less than one with no place (8 w).
"""

from collections.abc import Sequence
from itertools import pairwise

from focushub.calendar.scheduler.answer import Block
from focushub.calendar.scheduler.openings import (
    LEVELS,
    energy_spans,
    minute_at_or_before,
    span_inside,
)
from focushub.calendar.scheduler.problem import Interval, Item, Rules

WEIGHTS = {None: 2, "low": 1, "medium": 2, "high": 4, "urgent": 8}
UNPLACED = 8.0
UNFINISHED = 40.0
MAX_DAYS_LATE = 5.0
WAITING_PER_DAY = 0.1
TOO_LITTLE_ENERGY = 1.0
TOO_MUCH_ENERGY = 0.25
SPLIT = 10.0
CUT_STEP = 15.0
FIRST_STEP = 5.0
DAY_MINUTES = 1440


def cost(
    items: Sequence[Item], blocks: Sequence[Block], *, window: Interval, rules: Rules
) -> float:
    """The cost of a schedule, from nothing but its blocks; the formula is the module's text.

    Args:
        items: all that were to be placed.
        blocks: the blocks of these items, locked ones left out, in any order.
    """
    start = span_inside(window)[0]
    by_item: dict[str, list[tuple[int, int]]] = {item.id: [] for item in items}
    for block in blocks:
        span = minute_at_or_before(block.starts_at), minute_at_or_before(block.ends_at)
        by_item[block.item_id].append(span)
    total = 0.0
    for item in items:
        spans = sorted(by_item[item.id])
        total += _item_cost(item, spans, start, rules)
    if rules.current_energy == "low":
        firsts = [(min(by_item[item.id])[0], n) for n, item in enumerate(items) if by_item[item.id]]
        if firsts:
            item = items[min(firsts)[1]]
            begin, end = min(by_item[item.id])
            total += FIRST_STEP * first_step_minutes(item, end - begin)
    return total


def _item_cost(item: Item, spans: list[tuple[int, int]], start: int, rules: Rules) -> float:
    weight = WEIGHTS[item.priority]
    placed = sum(end - begin for begin, end in spans)
    total = unplaced_cost(weight, item.minutes - placed)
    for begin, end in spans:
        total += weight * WAITING_PER_DAY * (end - begin) * (begin - start) / DAY_MINUTES
        if item.due_at is not None:
            due = minute_at_or_before(item.due_at)
            if end > due:
                days = min(MAX_DAYS_LATE, (end - due) / DAY_MINUTES)
                total += weight * min(end - begin, end - due) * (1 + days)
        if item.energy is not None:
            need = LEVELS[item.energy]
            for a, b, level in energy_spans((begin, end), rules, start):
                total += (b - a) * misfit(need, level)
    lengths = [end - begin for begin, end in spans]
    return total + split_cost(item, lengths, rules.session_minutes)


def unplaced_cost(weight: int, minutes: int) -> float:
    """What it costs that these minutes of an item have no place."""
    return weight * (UNPLACED * minutes + UNFINISHED) if minutes else 0.0


def misfit(need: int, level: int) -> float:
    """What a minute costs that needs one level of energy and has another."""
    if need > level:
        return TOO_LITTLE_ENERGY * (need - level)
    return TOO_MUCH_ENERGY * (level - need)


def split_cost(item: Item, lengths: Sequence[int], session_minutes: int) -> float:
    """What the cuts of an item cost; the lengths of its blocks stand in the order of time."""
    if not lengths or item.starts_at is not None or not item.splittable:
        return 0.0
    total = SPLIT * (len(lengths) - -(-sum(lengths) // session_minutes))
    if len(lengths) > 1 and item.steps:
        ends = step_ends(item)
        at = 0
        for length, _ in pairwise(lengths):
            at += length
            if at not in ends:
                total += CUT_STEP
    return total


def step_ends(item: Item) -> list[int]:
    """Where each step ends, in minutes from the item's beginning; the last takes the rest."""
    ends: list[int] = []
    at = 0
    for step in item.steps:
        at = min(at + step.minutes, item.minutes)
        ends.append(at)
    if ends:
        ends[-1] = item.minutes
    return ends


def first_step_minutes(item: Item, first_block_minutes: int) -> int:
    ends = step_ends(item)
    return min(ends[0], first_block_minutes) if ends else first_block_minutes
