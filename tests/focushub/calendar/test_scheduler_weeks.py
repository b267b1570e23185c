"""Random weeks: whatever is asked, no rule is ever broken.

`FOCUSHUB_RANDOM_WEEKS=1000` tries more of them than an ordinary run does.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focushub.calendar.scheduler import Block, Energy, Interval, Item, Piece, Rules, schedule
from tests.benchmarks.evaluator import evaluate
from tests.focushub.calendar.schedule_rules import broken_rules

RANDOM_WEEKS = int(os.environ.get("FOCUSHUB_RANDOM_WEEKS", "100"))

# A second a week is ten times what one takes.
pytestmark = pytest.mark.timeout(max(120, RANDOM_WEEKS))

# Among them: no daylight saving, half an hour of it, a day of 23 hours and one of 25.
ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe"]
MONDAYS = [datetime(2026, month, day, tzinfo=UTC) for month, day in [(3, 23), (6, 8), (10, 19)]]


@dataclass(frozen=True)
class Week:
    items: list[Item]
    options: dict[str, Any]


def _clock(quarter: int) -> time:
    return time(quarter // 4, quarter % 4 * 15)


@st.composite
def rules_of_a_person(draw: st.DrawFn) -> Rules:
    clock = st.integers(0, 95).map(_clock)
    ordinary = st.just((time(9), time(17)))
    night = st.just((time(22), time(6)))
    spans = st.lists(st.one_of(ordinary, night, st.tuples(clock, clock)), max_size=2).map(tuple)
    hours = {day: draw(st.just(((time(9), time(17)),)) | spans) for day in range(7)}
    levels: list[Energy] = ["low", "medium", "high"]
    level = st.sampled_from(levels)
    return Rules(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        working_hours=hours,
        energy_by_hour=tuple(draw(st.lists(level, min_size=24, max_size=24))),
        session_minutes=draw(st.integers(5, 90)),
        break_minutes=draw(st.integers(0, 20)),
        capacity_minutes=draw(st.just(240) | st.integers(0, 400)),
        buffer_minutes=draw(st.integers(0, 20)),
        quick_minutes=draw(st.sampled_from([0, 5, 10])),
        current_energy=draw(st.sampled_from([None, *levels])),
    )


@st.composite
def random_week(draw: st.DrawFn) -> Week:
    start = draw(st.sampled_from(MONDAYS)) + timedelta(
        minutes=draw(st.integers(0, 6 * 1440)), seconds=draw(st.sampled_from([0, 0, 17]))
    )
    length = draw(st.one_of(st.integers(0, 180), st.integers(1440, 7 * 1440)))
    window = Interval(start, start + timedelta(minutes=length))
    moment = st.integers(-1440, length + 600).map(lambda m: start + timedelta(minutes=m))
    spans = st.tuples(moment, st.integers(0, 240)).map(
        lambda pair: (pair[0], pair[0] + timedelta(minutes=pair[1]))
    )
    count = draw(st.integers(0, 12))
    ids = [f"item-{n}" for n in range(count)]
    items = []
    for number, item_id in enumerate(ids):
        # Mostly for what comes before, or else nearly all would stand in circles.
        others = [*ids[:number] * 4, *ids[-1:], "gone"]
        waits = st.lists(st.sampled_from(others), max_size=2, unique=True)
        lengths = draw(st.lists(st.integers(1, 60), max_size=4))
        minutes = st.one_of(st.integers(1, 90), st.integers(1, 300), st.just(max(1, sum(lengths))))
        items.append(
            Item(
                item_id,
                draw(minutes),
                due_at=draw(st.none() | moment),
                due_is_hard=draw(st.booleans()),
                starts_at=draw(moment) if draw(st.integers(0, 5)) == 0 else None,
                not_before=draw(moment) if draw(st.integers(0, 4)) == 0 else None,
                priority=draw(st.sampled_from([None, "low", "medium", "high", "urgent"])),
                energy=draw(st.sampled_from([None, "low", "medium", "high"])),
                after=tuple(draw(waits)) if draw(st.integers(0, 2)) == 0 else (),
                steps=tuple(Piece(f"{item_id}/{n}", length) for n, length in enumerate(lengths)),
                splittable=draw(st.integers(0, 4)) > 0,
            )
        )
    names = st.sampled_from([*ids, "gone"])
    options = {
        "window": window,
        "rules": draw(rules_of_a_person()),
        "busy": [Interval(*span) for span in draw(st.lists(spans, max_size=6))],
        "locked": [
            Block(name, (), *span)
            for name, span in draw(st.lists(st.tuples(names, spans), max_size=3))
            if span[0] < span[1]
        ],
        "budget_minutes": draw(st.none() | st.none() | st.integers(0, 300)),
        "anywhere": draw(st.booleans()),
    }
    return Week(items, options)


@settings(
    max_examples=RANDOM_WEEKS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(random_week())
def test_no_random_week_breaks_a_rule(week: Week) -> None:
    found = schedule(week.items, **week.options)

    assert broken_rules(found, week.items, **week.options) == []


@settings(max_examples=RANDOM_WEEKS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_week())
def test_the_cost_is_what_an_independent_reader_of_the_formula_counts(week: Week) -> None:
    window, rules = week.options["window"], week.options["rules"]

    found = schedule(week.items, **week.options, effort=0)

    counted = evaluate(week.items, found.blocks, window=window, rules=rules)
    assert found.cost == pytest.approx(counted, abs=1e-6)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_week())
def test_equal_input_gives_equal_output(week: Week) -> None:
    first = schedule(week.items, **week.options)

    second = schedule(week.items, **week.options)

    assert second == first
