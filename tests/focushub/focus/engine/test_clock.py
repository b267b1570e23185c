from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focushub.focus.engine.clock import Clock, State, run_limit, whole_minutes

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def after(**length: float) -> datetime:
    return NOON + timedelta(**length)


def test_pauses_are_no_work() -> None:
    clock = Clock.start(planned_minutes=25, now=NOON).pause(after(minutes=10))
    clock = clock.resume(after(minutes=40))

    assert clock.elapsed(after(minutes=45)) == timedelta(minutes=15)
    assert clock.planned_end_at == after(minutes=55)
    assert clock.end(after(minutes=50)).banked == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("planned", "limit"), [(5, 60), (25, 75), (60, 180), (80, 240), (480, 240)]
)
def test_a_run_goes_on_for_three_times_its_plan_within_one_and_four_hours(
    planned: int, limit: int
) -> None:
    assert run_limit(planned) == timedelta(minutes=limit)


def test_a_run_that_nobody_comes_back_to_is_paused_and_then_over() -> None:
    clock = Clock.start(planned_minutes=25, now=NOON)

    just_before = clock.at(after(minutes=74))
    next_hour = clock.at(after(hours=2))
    next_day = clock.at(after(days=1))

    assert (just_before.state, just_before.is_certain) == (State.RUNNING, True)
    assert (next_hour.state, next_hour.banked) == (State.PAUSED, timedelta(minutes=75))
    assert (next_hour.is_certain, next_hour.lapses_at) == (False, after(minutes=75, hours=12))
    assert (next_day.state, next_day.ended_at) == (State.FINISHED, after(minutes=75))
    assert (next_day.banked, next_day.lapses_at) == (timedelta(minutes=75), None)


def test_a_pause_that_became_the_end_keeps_what_was_measured() -> None:
    clock = Clock.start(planned_minutes=25, now=NOON).pause(after(minutes=20))

    told = clock.at(after(days=3))

    assert (told.state, told.ended_at) == (State.FINISHED, after(minutes=20))
    assert (told.banked, told.is_certain) == (timedelta(minutes=20), True)


def test_who_comes_back_has_the_whole_limit_again() -> None:
    forgotten = Clock.start(planned_minutes=25, now=NOON).at(after(hours=2))

    resumed = forgotten.resume(after(hours=2))
    longer = Clock.start(planned_minutes=25, now=NOON).plan(60, after(minutes=20))

    assert resumed.lapses_at == after(hours=2, minutes=75)
    assert not resumed.is_certain
    assert (longer.planned_minutes, longer.lapses_at) == (60, after(minutes=200))
    assert forgotten.plan(60, after(hours=2)).lapses_at == forgotten.lapses_at


def test_a_machine_whose_clock_is_behind_takes_nothing_away() -> None:
    clock = Clock.start(planned_minutes=25, now=NOON)
    earlier = after(seconds=-3)

    assert clock.elapsed(earlier) == timedelta()
    assert clock.end(earlier).ended_at == NOON
    assert clock.pause(earlier).resume(earlier).running_since == NOON


@given(
    planned=st.integers(1, 480),
    waits=st.lists(st.integers(0, 100_000), min_size=1, max_size=12),
)
def test_whatever_happens_time_is_neither_lost_nor_made(planned: int, waits: list[int]) -> None:
    now = NOON
    clock = Clock.start(planned_minutes=planned, now=now)
    for wait in waits:
        before = clock.elapsed(now)
        now += timedelta(seconds=wait)
        clock = clock.at(now)
        assert before <= clock.elapsed(now) <= before + timedelta(seconds=wait)
        # However often one looks, and from whichever machine.
        assert clock.at(now) == clock
        if clock.state is State.RUNNING:
            clock = clock.pause(now)
        elif clock.state is State.PAUSED:
            clock = clock.resume(now)
    assert (clock.running_since is not None) == (clock.state is State.RUNNING)
    assert (clock.lapses_at is not None) == clock.is_open


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2)])
def test_half_a_minute_counts_as_one(seconds: int, minutes: int) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == minutes
