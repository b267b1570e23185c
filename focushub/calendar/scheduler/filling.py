"""One filling of a day: its blocks, and the gaps that they leave.

Here the rules that are never broken live. A block is offered only where it lies in open time
and keeps its distance to its neighbours, so that no state of the search needs a check afterwards.

Distance: a gap of `break_minutes` ends a session; the blocks of one session, whose gaps are
shorter, hold `session_minutes` of work at most. Blocks of different items stand
`buffer_minutes` apart unless both items are quick. Blocks that the person placed (locked,
or with a fixed start) keep no distance to each other, but all others do to them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from focushub.calendar.scheduler.openings import Span
from focushub.calendar.scheduler.problem import Item, Rules

# The owner of a block that is on the board but is no task of this search.
FIXTURE = -1

_FAR = 10**9


@dataclass(frozen=True, slots=True)
class Task:
    """An item in the numbers of the search. Instants are minutes since 1970.

    Attributes:
        index: its number among the tasks.
        need: the energy that it asks, 0 to 2.
        before: the tasks that wait for it.
        after: the tasks for which it waits.
        cuts: ways to cut it, each the lengths of its blocks; the first is preferred.
    """

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
    cuts: tuple[tuple[int, ...], ...] = ()


class Placed(NamedTuple):
    start: int
    end: int
    owner: int


# Open time with nothing on it, and on both sides the next block and the work of its session:
# start, end, left end, left owner, left work, right start, right owner, right work. A plain tuple,
# for the search makes and reads many thousands.
Gap = tuple[int, int, int, int, int, int, int, int]


class Filling:
    """Never changed after it is made, so that what is `known` of it stays true."""

    __slots__ = ("_gaps", "blocks", "known", "room")

    def __init__(self, blocks: tuple[Placed, ...], room: int) -> None:
        self.blocks = blocks
        self.room = room
        self.known: dict[tuple[int, int, int, int], tuple[float, int] | None] = {}
        self._gaps: list[Gap] | None = None

    def gaps(self, openings: Sequence[Span], pause: int) -> list[Gap]:
        """The gaps in order. Worked out on first use: many fillings are only passed through."""
        if self._gaps is None:
            self._gaps = _gaps(openings, self.blocks, pause)
        return self._gaps


def starts_in(
    gap: Gap,
    task: Task,
    length: int,
    earliest: int,
    latest: int,
    *,
    tasks: Sequence[Task],
    rules: Rules,
    edges: Sequence[int],
) -> list[int]:
    """Where one block inside [earliest, latest) can begin in a gap, in order.

    Args:
        edges: the minutes at which the price of a minute turns.
    Returns:
        No others are needed to find the cheapest: between the gap's ends and the edges, what is
        sooner is cheaper or all is alike. Without edges the first is enough, and stands alone.
    """
    start, end, left_end, left_owner, left_work, right_start, right_owner, right_work = gap
    pause, session = rules.break_minutes, rules.session_minutes
    # The hottest lines of the search: plain comparisons, for min() and max() cost three times that.
    first = left_end + _distance(task, left_owner, tasks, rules)
    if first < start:
        first = start
    if first < earliest:
        first = earliest
    last = right_start - _distance(task, right_owner, tasks, rules)
    if last > end:
        last = end
    if last > latest:
        last = latest
    last -= length
    if last < first:
        return []
    starts = [first, last, left_end + pause, right_start - pause - length]
    for edge in edges[bisect_right(edges, first) :] if edges else ():
        if edge >= last + length:
            break
        starts += (edge, edge - length)
    starts.sort()
    kept: list[int] = []
    before = None
    for at in starts:
        if at < first or at == before:
            continue
        if at > last:
            break
        before = at
        work = length
        if at - left_end < pause:
            work += left_work
        if right_start - at - length < pause:
            work += right_work
        if work <= session or (work == length and not task.item.splittable):
            if not edges:
                return [at]
            kept.append(at)
    return kept


def _distance(task: Task, owner: int, tasks: Sequence[Task], rules: Rules) -> int:
    if owner == task.index or (task.quick and owner != FIXTURE and tasks[owner].quick):
        return 0
    return rules.buffer_minutes


def _gaps(openings: Sequence[Span], blocks: Sequence[Placed], pause: int) -> list[Gap]:
    right_works: list[int] = [0]
    next_start, work = _FAR, 0
    for start, end, _ in reversed(blocks):
        work = end - start + (work if next_start - end < pause else 0)
        right_works.append(work)
        next_start = start
    gaps: list[Gap] = []
    left_end, left_owner, left_work = -_FAR, FIXTURE, 0
    opening, count = 0, len(openings)
    for right_start, right_end, right_owner in (*blocks, (_FAR, _FAR, FIXTURE)):
        right_work = right_works.pop()
        left = left_end, left_owner, left_work
        right = right_start, right_owner, right_work
        while opening < count:
            start, end = openings[opening]
            if start >= right_start:
                break
            low = start if start > left_end else left_end
            high = end if end < right_start else right_start
            if low < high:
                gaps.append((low, high, *left, *right))
            if end > right_start:
                break  # The opening may go on after the block.
            opening += 1
        left_work = right_end - right_start + (left_work if right_start - left_end < pause else 0)
        left_end, left_owner = right_end, right_owner
    return gaps
