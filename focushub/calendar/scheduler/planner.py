"""`schedule`: from items and rules to blocks, with a reason for whatever has no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from focushub.calendar.scheduler.answer import Block, Late, Schedule, Unscheduled, Why
from focushub.calendar.scheduler.board import Board
from focushub.calendar.scheduler.cost import WEIGHTS, cost, step_ends
from focushub.calendar.scheduler.filling import Task
from focushub.calendar.scheduler.openings import (
    LEVELS,
    Span,
    joined,
    local_days,
    minute_at_or_after,
    minute_at_or_before,
    moment_of,
    open_days,
    span_around,
    span_inside,
    working_spans,
)
from focushub.calendar.scheduler.problem import Interval, Item, Rules
from focushub.calendar.scheduler.search import ROUNDS, Search, cuts

# Shorter blocks are only an item's whole, its rest, or end with a step. Where the person named
# the minutes, each of them counts; in a plan of days, crumbs would only unsettle.
SHORTEST_PIECE = 10
SHORTEST_PIECE_NOW = 5

_NEVER = 10**9


def schedule(
    items: Sequence[Item],
    *,
    window: Interval,
    rules: Rules,
    busy: Sequence[Interval] = (),
    locked: Sequence[Block] = (),
    budget_minutes: int | None = None,
    anywhere: bool = False,
    effort: int = 1,
) -> Schedule:
    """Place items in the window at the lowest cost found; `cost` holds the formula.

    Always kept: no overlap with busy time, locked blocks or each other; only inside the working
    hours; the capacity of each local day; breaks after a session and buffers between items; no
    block before `not_before` or after a hard deadline; the order of `after`. Every item is
    placed in full or listed with what is left and why. Where the person named a start, the
    item is one block there and keeps no distance to other such blocks.

    Args:
        items: with different ids. An item's locked blocks are not part of its minutes.
        window: nothing begins before it or ends after it.
        busy: time of others; it may overlap itself, and may be empty.
        locked: blocks that stay where they are. They count towards the day's capacity.
        budget_minutes: work in all blocks together, at most.
        anywhere: the person said "I have an hour now": hours and capacity do not apply.
        effort: 0 to 3, how long to search; equal input and effort give equal output. On 10
            tasks a week 1 takes some 25 ms; 60 tasks at 3 some 300 ms.
    Raises:
        ValueError: two items with one id, or an effort out of bounds.
    """
    if len({item.id for item in items}) < len(items):
        raise ValueError("Two items have the same id.")
    if not 0 <= effort < len(ROUNDS):
        raise ValueError(f"Effort is 0 to {len(ROUNDS) - 1}.")
    frame = _Frame(
        window=span_inside(window),
        rules=rules,
        busy=list(joined(span for span in map(span_around, busy) if span[0] < span[1])),
        locked=_locked_spans(locked),
        anywhere=anywhere,
        budget=_NEVER if budget_minutes is None else max(0, budget_minutes),
    )
    refused = dict.fromkeys(_in_circles(items), Why.CIRCLE)
    while True:
        plan = _Plan(items, frame, dict(refused))
        plan.search(effort)
        # A start that the person named holds only if what it waits for fits before it.
        early = plan.fixed_too_early()
        if not early:
            break
        refused.update(dict.fromkeys(early, Why.WAITS))
    blocks = plan.blocks()
    return Schedule(
        blocks=blocks,
        unscheduled=plan.unscheduled(),
        late=_late(items, blocks),
        cost=cost(items, blocks, window=window, rules=rules),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What does not depend on the items, in minutes since 1970."""

    window: Span
    rules: Rules
    busy: Sequence[Span]
    locked: Mapping[str, Sequence[Span]]
    anywhere: bool
    budget: int

    def hours(self) -> list[Span]:
        return [self.window] if self.anywhere else list(working_spans(self.window, self.rules))


class _Plan:
    """One attempt: fixed starts first, then the search over the rest."""

    def __init__(self, items: Sequence[Item], frame: _Frame, refused: dict[str, Why]) -> None:
        self.items = items
        self.frame = frame
        self.refused = refused
        self.by_id = {item.id: item for item in items}
        self.fixed: dict[str, Span] = {}
        self.budget = frame.budget
        self._place_fixed()
        self._refuse_what_waits_for_the_refused()
        self.board = self._board()
        self.tasks = {task.item.id: task for task in self.board.tasks}

    def search(self, effort: int) -> None:
        piece = SHORTEST_PIECE_NOW if self.frame.anywhere else SHORTEST_PIECE
        Search(self.board, shortest_piece=piece).run(effort)

    # What was found.

    def fixed_too_early(self) -> list[str]:
        return [
            item_id
            for item_id, span in self.fixed.items()
            for other in self.by_id[item_id].after
            if other in self.by_id and self._finished_at(other) > span[0]
        ]

    def blocks(self) -> tuple[Block, ...]:
        found = []
        for item in self.items:
            at, ends = 0, step_ends(item)
            for start, end in self._spans(item.id):
                covered = _steps_between(item, ends, at, at + end - start)
                found.append(Block(item.id, covered, moment_of(start), moment_of(end)))
                at += end - start
        return tuple(sorted(found, key=lambda block: (block.starts_at, block.item_id)))

    def unscheduled(self) -> tuple[Unscheduled, ...]:
        found = []
        for item in self.items:
            left = item.minutes - sum(end - start for start, end in self._spans(item.id))
            if left:
                why = self.refused.get(item.id) or self._why(self.tasks[item.id], left)
                found.append(Unscheduled(item.id, left, why))
        return tuple(found)

    def _spans(self, item_id: str) -> tuple[Span, ...]:
        if item_id in self.fixed:
            return (self.fixed[item_id],)
        if item_id in self.tasks:
            places = self.board.places[self.tasks[item_id].index]
            return tuple((start, end) for start, end, _ in places)
        return ()

    def _finished_at(self, item_id: str) -> int:
        spans = self._spans(item_id)
        done = sum(end - start for start, end in spans) == self.by_id[item_id].minutes
        return spans[-1][1] if done else _NEVER

    def _why(self, task: Task, left: int) -> Why:
        item, board, window = task.item, self.board, self.frame.window
        if any(self._finished_at(other) == _NEVER for other in item.after if other in self.by_id):
            return Why.WAITS
        if task.earliest >= window[1]:
            return Why.NOT_YET
        if task.latest < window[1]:
            return Why.DEADLINE
        least = left if not item.splittable else min(left, SHORTEST_PIECE)
        if board.budget < least:
            return Why.BUDGET
        longest = max((b - a for day in board.days for a, b in day.openings), default=0)
        if not item.splittable and item.minutes > longest:
            return Why.TOO_LONG
        rooms = [board.room(day) for day in range(len(board.days))]
        return Why.CAPACITY if rooms and min(rooms) < least else Why.NO_ROOM

    # Fixed starts.

    def _place_fixed(self) -> None:
        wanted = [
            item
            for item in self.items
            if item.starts_at is not None and item.id not in self.refused
        ]
        wanted.sort(key=lambda item: (-WEIGHTS[item.priority], item.starts_at, item.id))
        hours = self.frame.hours()
        for item in wanted:
            assert item.starts_at is not None
            start = minute_at_or_before(item.starts_at)
            span = start, start + item.minutes
            why = self._refuse_fixed(item, span, hours)
            if why is None:
                self.fixed[item.id] = span
                self.budget -= item.minutes
            else:
                self.refused[item.id] = why

    def _refuse_fixed(self, item: Item, span: Span, hours: Sequence[Span]) -> Why | None:
        frame = self.frame
        start, end = span
        if not any(a <= start and end <= b for a, b in hours):
            return Why.START_OUTSIDE
        if item.not_before is not None and start < minute_at_or_after(item.not_before):
            return Why.START_OUTSIDE
        taken = [*frame.busy, *self.fixed.values(), *self._locked_spans()]
        if any(a < end and start < b for a, b in taken):
            return Why.START_TAKEN
        if end > _latest(item, frame.window):
            return Why.DEADLINE
        for other in item.after:
            if any(b > start for _, b in frame.locked.get(other, ())):
                return Why.WAITS
        if item.minutes > self.budget:
            return Why.BUDGET
        for day in self._days_of(span):
            if self._room(day) < _overlap(span, day):
                return Why.CAPACITY
        return None

    def _refuse_what_waits_for_the_refused(self) -> None:
        before = -1
        while before < len(self.refused):
            before = len(self.refused)
            for item in self.items:
                if item.id not in self.refused and any(id_ in self.refused for id_ in item.after):
                    self.refused[item.id] = Why.WAITS
                    if item.id in self.fixed:
                        self.budget += item.minutes
                        del self.fixed[item.id]

    # The board.

    def _board(self) -> Board:
        frame = self.frame
        free = [
            item for item in self.items if item.id not in self.fixed and item.id not in self.refused
        ]
        index = {item.id: number for number, item in enumerate(free)}
        waiting: dict[str, list[str]] = {}
        for item in self.items:
            for other in item.after:
                waiting.setdefault(other, []).append(item.id)
        tasks = []
        for number, item in enumerate(free):
            earliest, latest = frame.window[0], _latest(item, frame.window)
            if item.not_before is not None:
                earliest = max(earliest, minute_at_or_after(item.not_before))
            for other in item.after:
                ends = [end for _, end in frame.locked.get(other, ())]
                if other in self.fixed:
                    ends.append(self.fixed[other][1])
                earliest = max([earliest, *ends])
            for other in waiting.get(item.id, ()):
                if other in self.fixed:
                    latest = min(latest, self.fixed[other][0])
            tasks.append(
                Task(
                    index=number,
                    item=item,
                    weight=WEIGHTS[item.priority],
                    need=None if item.energy is None else LEVELS[item.energy],
                    earliest=earliest,
                    latest=latest,
                    due=_NEVER if item.due_at is None else minute_at_or_before(item.due_at),
                    quick=item.minutes <= frame.rules.quick_minutes,
                    before=tuple(index[id_] for id_ in waiting.get(item.id, ()) if id_ in index),
                    after=tuple(index[id_] for id_ in item.after if id_ in index),
                    cuts=cuts(item, frame.rules.session_minutes),
                )
            )
        days = open_days(frame.window, frame.rules, busy=frame.busy, anywhere=frame.anywhere)
        return Board(
            tasks,
            days,
            frame.rules,
            window_start=frame.window[0],
            fixtures=list(joined([*self._locked_spans(), *self.fixed.values()])),
            rooms=[self._room((day.start, day.end)) for day in days],
            budget=self.budget,
        )

    def _locked_spans(self) -> list[Span]:
        return [span for spans in self.frame.locked.values() for span in spans]

    def _days_of(self, span: Span) -> list[Span]:
        if self.frame.anywhere:
            return [self.frame.window]
        return list(local_days(span, self.frame.rules.zone))

    def _room(self, day: Span) -> int:
        """The minutes that the capacity of a day leaves."""
        if self.frame.anywhere:
            return _NEVER
        taken = [*joined(self._locked_spans()), *self.fixed.values()]
        used = sum(_overlap(span, day) for span in taken)
        rules = self.frame.rules
        on = moment_of(day[0]).astimezone(rules.zone).date()
        return max(0, rules.capacity_on.get(on, rules.capacity_minutes) - used)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _latest(item: Item, window: Span) -> int:
    """The end of the last block, at the latest. A hard deadline that has passed binds no more."""
    if item.due_at is None or not item.due_is_hard:
        return window[1]
    due = minute_at_or_before(item.due_at)
    return min(due, window[1]) if due > window[0] else window[1]


def _locked_spans(locked: Sequence[Block]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for block in locked:
        start, end = span_around(Interval(block.starts_at, block.ends_at))
        if start < end:
            spans.setdefault(block.item_id, []).append((start, end))
    return spans


def _in_circles(items: Sequence[Item]) -> list[str]:
    """The ids of items that wait, over any number of others, for themselves."""
    after = {item.id: item.after for item in items}
    circles = []
    for item in items:
        seen: set[str] = set()
        todo = list(item.after)
        while todo:
            other = todo.pop()
            if other not in seen:
                seen.add(other)
                todo.extend(after.get(other, ()))
        if item.id in seen:
            circles.append(item.id)
    return circles


def _steps_between(item: Item, ends: Sequence[int], start: int, end: int) -> tuple[str, ...]:
    """The steps of which some minute lies in [start, end) of the item's own minutes."""
    covered = []
    at = 0
    for step, stop in zip(item.steps, ends, strict=True):
        if at < end and stop > start and stop > at:
            covered.append(step.id)
        at = stop
    return tuple(covered)


def _late(items: Sequence[Item], blocks: Sequence[Block]) -> tuple[Late, ...]:
    ends = {block.item_id: block.ends_at for block in blocks}
    return tuple(
        Late(item.id, item.due_at, ends[item.id])
        for item in items
        if item.due_at is not None and item.id in ends and ends[item.id] > item.due_at
    )
