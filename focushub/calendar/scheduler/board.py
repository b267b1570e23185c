"""The board: the days, what lies on them, and where a block of some minutes would lie best.

Here the rules that are never broken live. A block is offered only where it lies in open time,
keeps its distance to its neighbours and fits the day's capacity, so that no state of the
search needs a check afterwards.

Distance: a gap of `break_minutes` ends a session; the blocks of one session, whose gaps are
shorter, hold `session_minutes` of work at most. Blocks of different items stand
`buffer_minutes` apart unless both items are quick. Blocks that the person placed (locked,
or with a fixed start) keep no distance to each other, but all others do to them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from focushub.calendar.scheduler.cost import DAY_MINUTES, MAX_DAYS_LATE, WAITING_PER_DAY, misfit
from focushub.calendar.scheduler.openings import Day, Span, energy_spans
from focushub.calendar.scheduler.problem import Item, Rules

# The owner of a block that is on the board but is no task of this search.
FIXTURE = -1

_FAR = 10**9


@dataclass(slots=True)
class Task:
    """An item in the numbers of the search. Instants are minutes since 1970."""

    index: int
    item: Item
    weight: int
    need: int | None
    earliest: int
    latest: int
    due: int
    quick: bool
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    pieces: tuple[int, ...] = ()


Placed = tuple[int, int, int]
"""A block on a day: start, end, index of its task."""

Spot = tuple[float, int, int]
"""A place that is offered: cost, number of the day, start."""


@dataclass(slots=True)
class _Gap:
    """Open time with nothing on it, and the blocks on both sides of it."""

    start: int
    end: int
    left_end: int
    left_owner: int
    left_work: int
    right_start: int
    right_owner: int
    right_work: int


@dataclass(slots=True)
class _DayState:
    """One filling of a day. States are never changed, so that what is known of one stays true."""

    blocks: tuple[Placed, ...]
    room: int
    gaps: list[_Gap]
    known: dict[tuple[int, int, int, int], tuple[float, int] | None] = field(default_factory=dict)


Snapshot = tuple[list[_DayState], int, list[tuple[Span, ...]]]


class Board:
    def __init__(
        self,
        tasks: Sequence[Task],
        days: Sequence[Day],
        rules: Rules,
        *,
        window_start: int,
        fixtures: Sequence[Span],
        rooms: Sequence[int],
        budget: int,
    ) -> None:
        self.tasks = tasks
        self.days = days
        self.rules = rules
        self.window_start = window_start
        self.budget = budget
        self.spans: list[tuple[Span, ...]] = [()] * len(tasks)
        self._rest = max(rules.break_minutes, rules.buffer_minutes)
        self._energy: dict[tuple[int, int], tuple[int, list[float]]] = {}
        self._edges: dict[int, list[int]] = {}
        self._states = [
            self._state(
                day,
                tuple(
                    (start, end, FIXTURE)
                    for start, end in fixtures
                    if start < day.end + self._rest and end > day.start - self._rest
                ),
                room,
            )
            for day, room in zip(days, rooms, strict=True)
        ]

    # The state, to keep and to come back to.

    def snapshot(self) -> Snapshot:
        return self._states.copy(), self.budget, self.spans.copy()

    def restore(self, snapshot: Snapshot) -> None:
        states, self.budget, spans = snapshot
        self._states, self.spans = states.copy(), spans.copy()

    def first_block(self) -> Placed | None:
        """The earliest block of a task."""
        for state in self._states:
            for block in state.blocks:
                if block[2] != FIXTURE:
                    return block
        return None

    def tasks_on(self, day: int) -> set[int]:
        return {owner for _, _, owner in self._states[day].blocks if owner != FIXTURE}

    def room(self, day: int) -> int:
        return min(self._states[day].room, self.budget)

    # Putting and taking.

    def put(self, task: Task, day: int, start: int, length: int) -> None:
        state = self._states[day]
        block = (start, start + length, task.index)
        blocks = tuple(sorted((*state.blocks, block)))
        self._states[day] = self._state(self.days[day], blocks, state.room - length)
        self.budget -= length
        self.spans[task.index] = tuple(sorted((*self.spans[task.index], block[:2])))

    def take(self, task: Task) -> None:
        """Take all blocks of a task off the board."""
        if not self.spans[task.index]:
            return
        for number, state in enumerate(self._states):
            kept = tuple(block for block in state.blocks if block[2] != task.index)
            if len(kept) < len(state.blocks):
                freed = sum(
                    end - start for start, end, owner in state.blocks if owner == task.index
                )
                self._states[number] = self._state(self.days[number], kept, state.room + freed)
                self.budget += freed
        self.spans[task.index] = ()

    # Looking for a place.

    def best(self, task: Task, length: int, earliest: int, latest: int) -> Spot | None:
        """The cheapest place for one block inside [earliest, latest), the first of equals."""
        if length > self.budget:
            return None
        best: Spot | None = None
        for number, state in enumerate(self._states):
            day = self.days[number]
            if state.room < length or day.end <= earliest or day.start >= latest:
                continue
            low, high = max(earliest, day.start), min(latest, day.end)
            key = (task.index, length, low, high)
            if key in state.known:
                found = state.known[key]
            else:
                found = state.known[key] = self._best_on(number, state, task, length, low, high)
            if found is not None and (best is None or found[0] < best[0]):
                best = (found[0], number, found[1])
        return best

    def earliest_start(self, task: Task, length: int, earliest: int, latest: int) -> int | None:
        """The first minute at which one block inside [earliest, latest) can begin."""
        if length > self.budget:
            return None
        for number, state in enumerate(self._states):
            for gap in state.gaps if state.room >= length else ():
                low, high = max(gap.start, earliest), min(gap.end, latest)
                starts = self._starts(number, gap, task, length, low, high)
                if starts:
                    return starts[0]
        return None

    def _best_on(
        self, number: int, state: _DayState, task: Task, length: int, earliest: int, latest: int
    ) -> tuple[float, int] | None:
        best: tuple[float, int] | None = None
        for gap in state.gaps:
            low, high = max(gap.start, earliest), min(gap.end, latest)
            if high - low < length:
                continue
            for start in self._starts(number, gap, task, length, low, high):
                price = self.price(number, task, start, length)
                if best is None or price < best[0]:
                    best = (price, start)
                if task.need is None:
                    break  # The starts are in order, and later is dearer.
        return best

    def _starts(
        self, number: int, gap: _Gap, task: Task, length: int, low: int, high: int
    ) -> list[int]:
        """Starts in the gap that keep all distances, in order: its ends, and where energy turns."""
        rules = self.rules
        pause = rules.break_minutes
        first = max(low, gap.left_end + self._distance(task, gap.left_owner))
        last = min(high, gap.right_start - self._distance(task, gap.right_owner)) - length
        if last < first:
            return []
        starts = {
            first,
            last,
            max(first, gap.left_end + pause),
            min(last, gap.right_start - pause - length),
        }
        if task.need is not None:
            edges = self._edges_of(number)
            for edge in edges[bisect_right(edges, first) :]:
                if edge >= last + length:
                    break
                starts.add(edge)
                starts.add(edge - length)
        kept = []
        for start in sorted(starts):
            if not first <= start <= last:
                continue
            work, alone = length, True
            if start - gap.left_end < pause:
                work, alone = work + gap.left_work, False
            if gap.right_start - start - length < pause:
                work, alone = work + gap.right_work, False
            if work <= rules.session_minutes or (alone and not task.item.splittable):
                kept.append(start)
        return kept

    def price(self, number: int, task: Task, start: int, length: int) -> float:
        """What a block costs by itself: waiting, lateness and energy."""
        end = start + length
        total = task.weight * WAITING_PER_DAY * length * (start - self.window_start) / DAY_MINUTES
        if end > task.due:
            days = min(MAX_DAYS_LATE, (end - task.due) / DAY_MINUTES)
            total += task.weight * min(length, end - task.due) * (1 + days)
        if task.need is not None:
            origin, sums = self._energy_of(number, task.need)
            total += sums[end - origin] - sums[start - origin]
        return total

    def _distance(self, task: Task, owner: int) -> int:
        if owner == task.index:
            return 0
        if owner != FIXTURE and task.quick and self.tasks[owner].quick:
            return 0
        return self.rules.buffer_minutes

    # What is known of a day.

    def _state(self, day: Day, blocks: tuple[Placed, ...], room: int) -> _DayState:
        return _DayState(blocks, room, list(_gaps(day.openings, blocks, self.rules.break_minutes)))

    def _energy_of(self, number: int, need: int) -> tuple[int, list[float]]:
        """The misfit of all minutes before each minute of the day's openings, added up."""
        if (number, need) not in self._energy:
            openings = self.days[number].openings
            hull = openings[0][0], openings[-1][1]
            minutes: list[float] = [0.0]
            for start, end, level in energy_spans(hull, self.rules, self.window_start):
                minutes.extend([misfit(need, level)] * (end - start))
            self._energy[number, need] = hull[0], list(accumulate(minutes))
        return self._energy[number, need]

    def _edges_of(self, number: int) -> list[int]:
        """The minutes at which the energy of the day turns."""
        if number not in self._edges:
            openings = self.days[number].openings
            edges, before = [], None
            hull = openings[0][0], openings[-1][1]
            for start, _, level in energy_spans(hull, self.rules, self.window_start):
                if before is not None and level != before:
                    edges.append(start)
                before = level
            self._edges[number] = edges
        return self._edges[number]


def _gaps(openings: Sequence[Span], blocks: Sequence[Placed], pause: int) -> list[_Gap]:
    """The open time between the blocks. The blocks stand in order and do not overlap."""
    left_work: list[int] = []
    for number, (start, end, _) in enumerate(blocks):
        before = number and start - blocks[number - 1][1] < pause
        left_work.append(end - start + (left_work[-1] if before else 0))
    right_work = [0] * len(blocks)
    for number in range(len(blocks) - 1, -1, -1):
        start, end, _ = blocks[number]
        follows = number + 1 < len(blocks) and blocks[number + 1][0] - end < pause
        right_work[number] = end - start + (right_work[number + 1] if follows else 0)
    gaps = []
    count = len(blocks)
    for number in range(count + 1):
        left_end = blocks[number - 1][1] if number else -_FAR
        right_start = blocks[number][0] if number < count else _FAR
        for start, end in openings:
            low, high = max(start, left_end), min(end, right_start)
            if low < high:
                gaps.append(
                    _Gap(
                        low,
                        high,
                        left_end,
                        blocks[number - 1][2] if number else FIXTURE,
                        left_work[number - 1] if number else 0,
                        right_start,
                        blocks[number][2] if number < count else FIXTURE,
                        right_work[number] if number < count else 0,
                    )
                )
    return gaps
