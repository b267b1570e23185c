"""The board: the days, what lies on them, and where a block of some minutes would lie best."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from focushub.calendar.scheduler.cost import DAY_MINUTES, MAX_DAYS_LATE, WAITING_PER_DAY, misfit
from focushub.calendar.scheduler.filling import FIXTURE, Filling, Placed, Task, starts_in
from focushub.calendar.scheduler.openings import Day, Span, energy_spans
from focushub.calendar.scheduler.problem import Rules

Place = tuple[int, int, int]
"""Where a block of a task lies: start, end, number of the day."""

Spot = tuple[float, int, int]
"""A place that is offered: price, number of the day, start."""

Snapshot = tuple[list[Filling], int, list[tuple[Place, ...]]]


class Board:
    """The state of the search.

    Attributes:
        budget: the minutes that may still be put.
        places: of each task, in order.
    """

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
        self.places: list[tuple[Place, ...]] = [()] * len(tasks)
        self._energy: dict[tuple[int, int], list[float]] = {}
        self._edges: dict[int, list[int]] = {}
        self._fillings: list[Filling] = []
        # Most rounds of the search come back to fillings that were there before.
        self._met: list[dict[tuple[Placed, ...], Filling]] = [{} for _ in days]
        # What lies beyond midnight but near is a neighbour too.
        near = max(rules.break_minutes, rules.buffer_minutes)
        for day, room in zip(days, rooms, strict=True):
            blocks = (
                Placed(start, end, FIXTURE)
                for start, end in fixtures
                if start < day.end + near and end > day.start - near
            )
            self._fillings.append(Filling(tuple(blocks), room))

    # The state, to keep and to come back to.

    def snapshot(self) -> Snapshot:
        return self._fillings.copy(), self.budget, self.places.copy()

    def restore(self, snapshot: Snapshot) -> None:
        fillings, self.budget, places = snapshot
        self._fillings, self.places = fillings.copy(), places.copy()

    def first_block(self) -> Placed | None:
        """The earliest block of a task."""
        for filling in self._fillings:
            for block in filling.blocks:
                if block.owner != FIXTURE:
                    return block
        return None

    def tasks_on(self, day: int) -> set[int]:
        return {block.owner for block in self._fillings[day].blocks if block.owner != FIXTURE}

    def room(self, day: int) -> int:
        return min(self._fillings[day].room, self.budget)

    # Putting and taking.

    def put(self, task: Task, day: int, start: int, length: int) -> None:
        end = start + length
        block = Placed(start, end, task.index)
        filling = self._fillings[day]
        self._fill(day, tuple(sorted((*filling.blocks, block))), filling.room - length)
        self.budget -= length
        self.places[task.index] = tuple(sorted((*self.places[task.index], (start, end, day))))

    def take(self, task: Task) -> None:
        """Take all blocks of a task off the board."""
        places = self.places[task.index]
        for start, end, day in places:
            block = Placed(start, end, task.index)
            filling = self._fillings[day]
            kept = tuple(other for other in filling.blocks if other != block)
            self._fill(day, kept, filling.room + end - start)
            self.budget += end - start
        self.places[task.index] = ()

    def _fill(self, day: int, blocks: tuple[Placed, ...], room: int) -> None:
        met = self._met[day]
        if blocks not in met:
            met[blocks] = Filling(blocks, room)
        self._fillings[day] = met[blocks]

    # Looking for a place.

    def best(self, task: Task, length: int, earliest: int, latest: int) -> Spot | None:
        """The cheapest place for one block inside [earliest, latest), the first of equals."""
        if length > self.budget:
            return None
        best: Spot | None = None
        for number, filling in enumerate(self._fillings):
            if filling.room < length:
                continue
            openings = self.days[number].openings
            low, high = max(earliest, openings[0][0]), min(latest, openings[-1][1])
            if high - low < length:
                continue
            if best is not None and self._price_of_time(task, low, length) >= best[0]:
                break  # The days are in order, and later is dearer.
            key = (task.index, length, low, high)
            if key in filling.known:
                found = filling.known[key]
            else:
                found = filling.known[key] = self._best_on(number, task, length, low, high)
            if found is not None and (best is None or found[0] < best[0]):
                best = (found[0], number, found[1])
        return best

    def earliest_start(self, task: Task, length: int, earliest: int, latest: int) -> int | None:
        """The first minute at which one block inside [earliest, latest) can begin."""
        if length > self.budget:
            return None
        pause = self.rules.break_minutes
        for day, filling in zip(self.days, self._fillings, strict=True):
            for gap in filling.gaps(day.openings, pause) if filling.room >= length else ():
                starts = starts_in(
                    gap,
                    task,
                    length,
                    earliest,
                    latest,
                    tasks=self.tasks,
                    rules=self.rules,
                    edges=(),
                )
                if starts:
                    return starts[0]
        return None

    def _best_on(
        self, number: int, task: Task, length: int, earliest: int, latest: int
    ) -> tuple[float, int] | None:
        tasks, rules = self.tasks, self.rules
        openings = self.days[number].openings
        origin = openings[0][0]
        edges = self._edges_of(number) if task.need is not None else []
        sums = self._energy_of(number, task.need) if task.need is not None else []
        best: tuple[float, int] | None = None
        for gap in self._fillings[number].gaps(openings, rules.break_minutes):
            if gap[1] - gap[0] < length or gap[1] <= earliest:
                continue
            if gap[0] + length > latest:
                break
            if best is not None and self._price_of_time(task, gap[0], length) >= best[0]:
                break
            for start in starts_in(
                gap, task, length, earliest, latest, tasks=tasks, rules=rules, edges=edges
            ):
                price = self._price_of_time(task, start, length)
                if sums:
                    price += sums[start + length - origin] - sums[start - origin]
                if best is None or price < best[0]:
                    best = (price, start)
        return best

    def _price_of_time(self, task: Task, start: int, length: int) -> float:
        """What waiting and lateness of a block cost; never less for a later start."""
        end = start + length
        price = task.weight * WAITING_PER_DAY * length * (start - self.window_start) / DAY_MINUTES
        if end > task.due:
            days = min(MAX_DAYS_LATE, (end - task.due) / DAY_MINUTES)
            price += task.weight * min(length, end - task.due) * (1 + days)
        return price

    # What is known of a day's energy.

    def _energy_of(self, number: int, need: int) -> list[float]:
        """The misfit of all minutes from the first opening to each minute, added up."""
        if (number, need) not in self._energy:
            minutes: list[float] = [0.0]
            for start, end, level in self._levels(number):
                minutes.extend([misfit(need, level)] * (end - start))
            self._energy[number, need] = list(accumulate(minutes))
        return self._energy[number, need]

    def _edges_of(self, number: int) -> list[int]:
        """The minutes at which the energy of the day turns."""
        if number not in self._edges:
            turns = pairwise(self._levels(number))
            self._edges[number] = [now[0] for before, now in turns if now[2] != before[2]]
        return self._edges[number]

    def _levels(self, number: int) -> list[tuple[int, int, int]]:
        openings = self.days[number].openings
        hull = openings[0][0], openings[-1][1]
        return list(energy_spans(hull, self.rules, self.window_start))
