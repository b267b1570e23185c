"""The search: best-fit by deadline, then take some tasks off the board and lay them anew.

One round takes a few tasks away (some that lie on one day, some that cost much, some by lot)
with all that wait for them, puts them back one by one where each is cheapest, and keeps the
result if it is better, or a little worse while the search is young (simulated annealing). The
lots come from a fixed sequence and the rounds are counted, not timed: equal input, equal output.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence

from focushub.calendar.scheduler.board import Board, Snapshot
from focushub.calendar.scheduler.cost import (
    FIRST_STEP,
    first_step_minutes,
    split_cost,
    step_ends,
    unplaced_cost,
)
from focushub.calendar.scheduler.filling import Task
from focushub.calendar.scheduler.problem import Item

Key = Callable[[Task], tuple[float, ...]]

_Kept = tuple[Snapshot, list[float], list[int]]

# Rounds for 60 tasks by effort: 0 is best-fit alone, 1 a draft while a person waits, 3 a job in the
# background. Fewer tasks get more rounds and more get fewer, so that all take about as long.
ROUNDS = (0, 30, 150, 500)
_ROUNDS_FOR = 60
_FEW_TASKS = 50

# The search begins by accepting what is worse by about this part of the cost, and ends with none.
_WARMTH = 0.03
_COOLEST = 0.01


def by_deadline(task: Task) -> tuple[float, ...]:
    return (min(task.due, task.latest), -task.weight, -task.item.minutes, task.index)


def by_weight(task: Task) -> tuple[float, ...]:
    return (-task.weight, min(task.due, task.latest), -task.item.minutes, task.index)


def by_length(task: Task) -> tuple[float, ...]:
    return (-task.item.minutes, -task.weight, min(task.due, task.latest), task.index)


class Search:
    """Lays the tasks of a board; what it found lies on the board afterwards."""

    def __init__(self, board: Board, *, shortest_piece: int) -> None:
        self.board = board
        self.tasks = board.tasks
        self.shortest_piece = shortest_piece
        self.costs = [unplaced_cost(task.weight, task.item.minutes) for task in board.tasks]
        self.left = [task.item.minutes for task in board.tasks]
        # What each costs alone on the board: it hardly ever costs less among others.
        self._floors = [0.0] * len(board.tasks)

    def run(self, effort: int) -> None:
        if not self.tasks:
            return
        rounds = ROUNDS[effort] * _ROUNDS_FOR // max(len(self.tasks), _FEW_TASKS)
        empty = self._keep()
        for task in self.tasks if rounds else ():
            if not task.after:
                self.lay(task, task.cuts[-1])
                self._floors[task.index] = self.costs[task.index]
                self.take(task)
        best: tuple[float, _Kept] | None = None
        orders: tuple[Key, ...] = (by_deadline, by_weight, by_length) if rounds else (by_deadline,)
        for opener in self._openers():
            for order in orders:
                self._come_back(empty)
                if opener is not None:
                    self.lay(opener, opener.cuts[0], soonest=True)
                self.lay_all([task for task in self.tasks if task is not opener], order)
                total = self.total()
                if best is None or total < best[0]:
                    best = (total, self._keep())
        assert best is not None
        self._come_back(best[1])
        self._improve(rounds)

    def total(self) -> float:
        total = sum(self.costs)
        if self.board.rules.current_energy == "low":
            first = self.board.first_block()
            if first is not None:
                start, end, owner = first
                total += FIRST_STEP * first_step_minutes(self.tasks[owner].item, end - start)
        return total

    # Laying.

    def lay_all(self, tasks: Iterable[Task], order: Key) -> None:
        """Lay tasks in this order, but none before what it waits for."""
        for task in _in_turn(sorted(tasks, key=order)):
            self.lay(task, task.cuts[0])

    def lay_below(
        self, limit: float, tasks: Sequence[Task], order: Key, lots: random.Random
    ) -> bool:
        """The same, each cut by lot, as long as the total can still come out at `limit` or less.

        Returns:
            Whether it did. If not, some tasks may not be laid.
        """
        least = sum(self.costs)
        for task in tasks:
            least += self._floors[task.index] - self.costs[task.index]
        for task in _in_turn(sorted(tasks, key=order)):
            self.lay(task, lots.choice(task.cuts))
            least += self.costs[task.index] - self._floors[task.index]
            if least > limit:
                return False
        return self.total() <= limit

    def lay(self, task: Task, lengths: Sequence[int], *, soonest: bool = False) -> None:
        """Lay one task, in full where that is possible, else as much of it as the rules let.

        Args:
            lengths: of its blocks, as long as nothing is in the way.
            soonest: whatever it costs otherwise, its first block begins as early as it can.
        """
        if any(self.left[index] for index in task.after):
            return
        earliest = task.earliest
        for index in task.after:
            earliest = max(earliest, self.board.places[index][-1][1])
        first_end = self._soonest_end(task, lengths[0], earliest) if soonest else None
        prices = self._lay_pieces(
            task, lengths, earliest, first_end, in_order=bool(task.item.steps)
        )
        if len(prices) < len(lengths):
            if task.item.steps and prices:
                self.board.take(task)
                prices = self._lay_pieces(task, lengths, earliest, None, in_order=False)
            if task.item.splittable:
                left = task.item.minutes - sum(lengths[: len(prices)])
                prices += self._fill(task, earliest, left)
        self._settle(task, prices)

    def take(self, task: Task) -> None:
        self.board.take(task)
        self.costs[task.index] = unplaced_cost(task.weight, task.item.minutes)
        self.left[task.index] = task.item.minutes

    def _lay_pieces(
        self,
        task: Task,
        lengths: Sequence[int],
        earliest: int,
        first_end: int | None,
        *,
        in_order: bool,
    ) -> list[float]:
        prices: list[float] = []
        for length in lengths:
            latest = task.latest
            if first_end is not None and not prices:
                latest = min(latest, first_end)
            spot = self.board.best(task, length, earliest, latest)
            if spot is None:
                break
            price, day, start = spot
            self.board.put(task, day, start, length)
            prices.append(price)
            if in_order:
                earliest = start + length
        return prices

    def _fill(self, task: Task, earliest: int, left: int) -> list[float]:
        """Lay what is left in the longest blocks that fit anywhere."""
        prices: list[float] = []
        while left:
            for length in self._lengths(task, left):
                spot = self.board.best(task, length, earliest, task.latest)
                if spot is not None:
                    price, day, start = spot
                    self.board.put(task, day, start, length)
                    prices.append(price)
                    left -= length
                    break
            else:
                break
        return prices

    def _lengths(self, task: Task, left: int) -> list[int]:
        """The lengths to try for a block of what is left, longest first."""
        longest = min(left, self.board.rules.session_minutes)
        rooms = [self.board.room(day) for day in range(len(self.board.days))]
        longest = min(longest, max(rooms, default=0))
        lengths = set(range(self.shortest_piece, longest + 1, 5))
        if longest >= self.shortest_piece or longest == left:
            lengths.add(longest)
        begun = task.item.minutes - left
        lengths.update(end - begun for end in step_ends(task.item) if 0 < end - begun <= longest)
        return sorted(lengths, reverse=True)

    def _soonest_end(self, task: Task, length: int, earliest: int) -> int | None:
        """The end of the earliest block of this length."""
        starts = self.board.earliest_start(task, length, earliest, task.latest)
        return None if starts is None else starts + length

    def _settle(self, task: Task, prices: Sequence[float]) -> None:
        lengths = [end - start for start, end, _ in self.board.places[task.index]]
        left = self.left[task.index] = task.item.minutes - sum(lengths)
        splits = split_cost(task.item, lengths, self.board.rules.session_minutes)
        self.costs[task.index] = unplaced_cost(task.weight, left) + sum(prices) + splits

    # Improving.

    def _openers(self) -> list[Task | None]:
        """What to begin with: on low energy, one of the tasks with the shortest first steps."""
        if self.board.rules.current_energy != "low":
            return [None]
        free = [task for task in self.tasks if not task.after]
        free.sort(key=lambda task: (first_step_minutes(task.item, task.cuts[0][0]), task.index))
        return [None, *free[:3]]

    def _improve(self, rounds: int) -> None:
        lots = random.Random(len(self.tasks))  # noqa: S311 - a fixed sequence, nothing secret.
        current = self.total()
        best, best_state = current, self._keep()
        cooling = _COOLEST ** (1 / rounds) if rounds else 1.0
        warmth = _WARMTH * current
        for _ in range(rounds):
            before = self._keep()
            taken = self._with_waiting(self._choose(lots))
            for task in taken:
                self.take(task)
            # Metropolis' rule with the lot drawn first, so that a bad round can end early.
            limit = current - warmth * math.log(1 - lots.random())
            if self.lay_below(limit, taken, self._choose_order(lots), lots):
                current = self.total()
                if current < best - 1e-9:
                    best, best_state = current, self._keep()
            else:
                self._come_back(before)
            warmth *= cooling
        self._come_back(best_state)

    def _choose(self, lots: random.Random) -> set[int]:
        """The tasks of one round: 4 to 12 that have to do with each other, or none of that."""
        count = min(len(self.tasks), lots.randint(4, 12))
        kind = lots.random()
        if kind < 0.5:
            days = range(len(self.board.days))
            pool: list[int] = []
            for day in lots.sample(days, min(len(days), lots.randint(1, 2))):
                pool.extend(sorted(self.board.tasks_on(day)))
            chosen = set(lots.sample(pool, min(count, len(pool))))
        elif kind < 0.8:
            dear = sorted(range(len(self.tasks)), key=lambda index: -self.costs[index])
            chosen = {dear[int(len(dear) * lots.random() ** 3)] for _ in range(count)}
        else:
            chosen = set(lots.sample(range(len(self.tasks)), count))
        unplaced = [index for index, left in enumerate(self.left) if left]
        if unplaced and lots.random() < 0.5:
            chosen.add(lots.choice(unplaced))
        return chosen

    def _choose_order(self, lots: random.Random) -> Key:
        kind = lots.random()
        if kind < 0.2:
            return by_deadline
        if kind < 0.4:
            return by_weight
        if kind < 0.55:
            return by_length
        return lambda task: (lots.random(),)

    def _with_waiting(self, chosen: set[int]) -> list[Task]:
        """The chosen tasks and all that wait for them, directly or not."""
        found, todo = set(chosen), list(chosen)
        while todo:
            for index in self.tasks[todo.pop()].before:
                if index not in found:
                    found.add(index)
                    todo.append(index)
        return [self.tasks[index] for index in sorted(found)]

    def _keep(self) -> _Kept:
        return self.board.snapshot(), self.costs.copy(), self.left.copy()

    def _come_back(self, kept: _Kept) -> None:
        snapshot, costs, left = kept
        self.board.restore(snapshot)
        self.costs, self.left = costs.copy(), left.copy()


def _in_turn(tasks: Sequence[Task]) -> Iterator[Task]:
    """The tasks in this order, but each after those of them for which it waits."""
    waiting = tasks
    todo = {task.index for task in waiting}
    while waiting:
        held = []
        for task in waiting:
            if any(index in todo for index in task.after):
                held.append(task)
            else:
                todo.discard(task.index)
                yield task
        waiting = held


def cuts(item: Item, session_minutes: int) -> tuple[tuple[int, ...], ...]:
    """Ways to cut an item, each as the lengths of its blocks in order; the most even is first.

    Returns:
        Lengths of 1 to `session_minutes` that add up to the item's minutes, cut between steps where
        a step is not longer than a session; one length, however long, where the item is not
        splittable.
    """
    if item.minutes <= session_minutes or not item.splittable:
        return ((item.minutes,),)
    if not item.steps:
        sessions, rest = divmod(item.minutes, session_minutes)
        full = (session_minutes,) * sessions + ((rest,) if rest else ())
        even = tuple(_even(item.minutes, session_minutes))
        return (even, full) if full != even else (even,)
    parts: list[int] = []
    at = 0
    for end in step_ends(item):
        if end > at:
            parts.extend(_even(end - at, session_minutes))
            at = end
    return (tuple(_grouped(parts, session_minutes)),)


def _even(minutes: int, most: int) -> list[int]:
    """As few parts as possible, alike, in fives where that fits; the longer ones first."""
    count = -(-minutes // most)
    lengths = []
    for left in range(count, 0, -1):
        length = -(-minutes // left)
        fives = -(-length // 5) * 5
        length = fives if fives <= most and minutes - fives >= left - 1 else length
        lengths.append(length)
        minutes -= length
    return lengths


def _grouped(parts: Sequence[int], most: int) -> list[int]:
    """Neighbouring parts joined to as few groups as possible, none above `most`, alike in size."""
    # best[n]: (groups, sum of squares, where the last group begins) for the first n parts.
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(parts) + 1):
        options = []
        size = 0
        for begin in range(end - 1, -1, -1):
            size += parts[begin]
            if size > most and begin < end - 1:
                break
            groups, squares, _ = best[begin]
            options.append((groups + 1, squares + size * size, begin))
        best.append(min(options))
    lengths: list[int] = []
    end = len(parts)
    while end:
        begin = best[end][2]
        lengths.append(sum(parts[begin:end]))
        end = begin
    return lengths[::-1]
