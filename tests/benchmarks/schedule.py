"""How far the scheduler is from the best plan known, and how long it takes.

`python -m tests.benchmarks.schedule` lays random weeks of 10, 20, 40 and 60 tasks by the
scheduler and by HiGHS, a solver of integer programs, which gets some seconds for what the
scheduler does in a fraction of one. Both plans are judged by `evaluator`, which reads nothing
but their blocks. For each size one JSON line is printed:

* `gap_median`, `gap_max`: (cost - cost of HiGHS) / cost of HiGHS over the weeks;
* `bound_gap_median`: the same to the bound below which HiGHS has proved that no plan lies; so
  it also holds where HiGHS ran out of time, `proved` says on how many weeks it did not;
* `best_fit_gap_median`: the gap of best-fit by deadline without the search;
* `ms_median`, `ms_p95`: the scheduler's milliseconds; `cpu_ms_median` is without what other
  processes took.

The weeks are made so that HiGHS can be exact: times and minutes are quarters of an hour, breaks
and buffers a quarter, and no task waits for another. The scheduler is not told of the quarters.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

import highspy

from focushub.calendar.scheduler import Block, Energy, Interval, Item, Priority, Rules, schedule
from tests.benchmarks.evaluator import evaluate
from tests.focushub.calendar.schedule_rules import broken_rules

SIZES = (10, 20, 40, 60)
QUARTER = timedelta(minutes=15)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

# Chosen so that the work of a week is near what its days can hold, whatever the number of tasks.
MINUTES = {
    10: (45, 60, 90, 120, 180, 240),
    20: (15, 30, 45, 60, 75, 90, 120),
    40: (15, 30, 30, 45, 60),
    60: (15, 15, 15, 30, 30),
}
PRIORITIES: tuple[Priority | None, ...] = (None, None, "low", "medium", "high", "urgent")
ENERGIES: tuple[Energy | None, ...] = (None, "low", "medium", "high")


@dataclass(frozen=True)
class Week:
    items: Sequence[Item]
    window: Interval
    rules: Rules
    busy: Sequence[Interval]


def random_week(tasks: int, seed: int) -> Week:
    """The same week for the same numbers."""
    lots = random.Random(f"{tasks}/{seed}")
    window = Interval(MONDAY, MONDAY + timedelta(days=7))
    hours = ((clock(9), clock(12)), (clock(13), clock(18)))
    rules = Rules(
        zone=ZoneInfo("UTC"),
        working_hours=dict.fromkeys(range(5), hours),
        energy_by_hour=_energy_of_a_person(lots),
        session_minutes=45,
        break_minutes=15,
        buffer_minutes=15,
        quick_minutes=0,
        capacity_minutes=300,
    )
    busy = []
    for day in range(5):
        for _ in range(lots.randint(0, 2)):
            start = MONDAY + timedelta(days=day, hours=9) + QUARTER * lots.randint(0, 32)
            busy.append(Interval(start, start + QUARTER * lots.randint(2, 5)))
    items = [_random_item(f"task-{n}", MINUTES[tasks], lots) for n in range(tasks)]
    return Week(items, window, rules, busy)


def _random_item(item_id: str, minutes: Sequence[int], lots: random.Random) -> Item:
    due = MONDAY + timedelta(days=lots.randint(0, 6), hours=9) + QUARTER * lots.randint(4, 36)
    return Item(
        item_id,
        lots.choice(minutes),
        due_at=due if lots.random() < 0.6 else None,
        due_is_hard=lots.random() < 0.5,
        priority=lots.choice(PRIORITIES),
        energy=lots.choice(ENERGIES),
    )


def _energy_of_a_person(lots: random.Random) -> tuple[Energy, ...]:
    """A good stretch of the day, a dip, and the rest."""
    hours: list[Energy] = ["medium"] * 24
    best, dip = lots.randint(8, 15), lots.randint(11, 16)
    hours[best : best + 3] = ["high"] * 3
    hours[dip : dip + 2] = ["low"] * 2
    return tuple(hours)


# The same week as an integer program.


@dataclass(frozen=True)
class Solution:
    blocks: Sequence[Block]
    bound: float
    proved: bool


def solve(week: Week, *, seconds: float) -> Solution:
    """The best plan that HiGHS finds in some seconds.

    A variable for each possible block of a task (length, start), one for the fewest blocks that
    hold what is placed, one for all of it being placed. A block keeps the quarter after it, which
    is break and buffer.
    """
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", seconds)
    model.setOptionValue("mip_rel_gap", 1e-4)
    model.setOptionValue("threads", 1)
    free = _open_quarters(week)
    base = evaluate(week.items, [], window=week.window, rules=week.rules)
    covering: dict[datetime, list[int]] = {quarter: [] for quarter in free}
    by_day: dict[int, list[tuple[int, int]]] = {}
    columns: dict[int, Block] = {}
    inf = highspy.kHighsInf
    next_column = 0
    for item in week.items:
        mine: list[tuple[int, int]] = []
        one, two = (
            evaluate([replace(item, minutes=m)], [], window=week.window, rules=week.rules)
            for m in (1, 2)
        )
        a_minute, unfinished = two - one, 2 * one - two
        for block in _possible_blocks(item, free):
            model.addVar(0, 1)
            # A block saves its minutes their price; each costs 10, and the fewest earn it back.
            whole = replace(item, minutes=block.minutes)
            price = evaluate([whole], [block], window=week.window, rules=week.rules)
            model.changeColCost(next_column, price + 10 - a_minute * block.minutes)
            model.changeColIntegrality(next_column, highspy.HighsVarType.kInteger)
            columns[next_column] = block
            mine.append((next_column, block.minutes))
            by_day.setdefault(block.starts_at.weekday(), []).append((next_column, block.minutes))
            quarter = block.starts_at
            while quarter < block.ends_at + QUARTER:
                if quarter in covering:
                    covering[quarter].append(next_column)
                quarter += QUARTER
            next_column += 1
        if not mine:
            continue
        model.addVar(0, inf)
        model.changeColCost(next_column, -10)
        model.changeColIntegrality(next_column, highspy.HighsVarType.kInteger)
        session = week.rules.session_minutes
        _row(model, -inf, session - 15, [(next_column, session), *[(c, -m) for c, m in mine]])
        _row(model, -inf, item.minutes, mine)
        # Whether all of it is placed.
        model.addVar(0, 1)
        model.changeColCost(next_column + 1, -unfinished)
        model.changeColIntegrality(next_column + 1, highspy.HighsVarType.kInteger)
        _row(model, -inf, 0, [(next_column + 1, item.minutes), *[(c, -m) for c, m in mine]])
        next_column += 2
    for using in covering.values():
        _row(model, -inf, 1, [(column, 1) for column in using])
    for using_day in by_day.values():
        _row(model, -inf, week.rules.capacity_minutes, using_day)
    model.run()
    values = model.getSolution().col_value
    chosen = [block for column, block in columns.items() if values[column] > 0.5]
    proved = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Solution(chosen, base + model.getInfo().mip_dual_bound, proved)


def _row(model: highspy.Highs, low: float, high: float, terms: Sequence[tuple[int, float]]) -> None:
    model.addRow(low, high, len(terms), [c for c, _ in terms], [float(v) for _, v in terms])


def _open_quarters(week: Week) -> set[datetime]:
    free = set()
    for number in range(7 * 96):
        quarter = MONDAY + QUARTER * number
        hours = week.rules.working_hours.get(quarter.weekday(), ())
        inside = any(start <= quarter.time() < end for start, end in hours)
        taken = any(i.starts_at < quarter + QUARTER and quarter < i.ends_at for i in week.busy)
        if inside and not taken:
            free.add(quarter)
    return free


def _possible_blocks(item: Item, free: set[datetime]) -> Iterable[Block]:
    for start in sorted(free):
        end = start
        for _ in range(min(item.minutes, 45) // 15):
            if end not in free:
                break
            end += QUARTER
            if item.due_at is not None and item.due_is_hard and end > item.due_at:
                break
            yield Block(item.id, (), start, end)


# The run.


@contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """HiGHS greets on the standard output whatever it is told, and that is for JSON lines alone."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def measure(tasks: int, *, weeks: int, seconds: float, effort: int) -> dict[str, object]:
    gaps, bound_gaps, first_gaps, milliseconds, cpu = [], [], [], [], []
    proved = 0
    for seed in range(weeks):
        week = random_week(tasks, seed)
        options: dict[str, Any] = {"window": week.window, "rules": week.rules, "busy": week.busy}
        started, cpu_started = time.perf_counter(), time.process_time()
        ours = schedule(week.items, **options, effort=effort)
        milliseconds.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - cpu_started) * 1000)
        first = schedule(week.items, **options, effort=0)
        with _stdout_to_stderr():
            best = solve(week, seconds=seconds)
        broken = broken_rules(ours, week.items, **options)
        if broken:
            raise AssertionError(broken)
        cost, reference, first_cost = (
            evaluate(week.items, blocks, window=week.window, rules=week.rules)
            for blocks in (ours.blocks, best.blocks, first.blocks)
        )
        gaps.append(cost / reference - 1)
        bound_gaps.append(cost / best.bound - 1)
        first_gaps.append(first_cost / reference - 1)
        proved += best.proved
    return {
        "name": "schedule",
        "tasks": tasks,
        "weeks": weeks,
        "gap_median": round(statistics.median(gaps), 4),
        "gap_max": round(max(gaps), 4),
        "bound_gap_median": round(statistics.median(bound_gaps), 4),
        "best_fit_gap_median": round(statistics.median(first_gaps), 4),
        "proved": proved,
        "ms_median": round(statistics.median(milliseconds), 1),
        "cpu_ms_median": round(statistics.median(cpu), 1),
        "ms_p95": round(sorted(milliseconds)[max(0, -(-len(milliseconds) * 95 // 100) - 1)], 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench schedule", description=__doc__.split("\n")[0])
    parser.add_argument("--weeks", type=int, default=5, help="random weeks of each size")
    parser.add_argument("--seconds", type=float, default=20, help="for HiGHS, each week")
    parser.add_argument("--effort", type=int, default=3, choices=range(4))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, choices=SIZES)
    options = parser.parse_args(arguments)
    for tasks in options.sizes:
        line = measure(tasks, weeks=options.weeks, seconds=options.seconds, effort=options.effort)
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
