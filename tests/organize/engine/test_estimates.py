"""A range for a task, from how long the person's tasks did take."""

import math
import random

import pytest

from organize.engine.estimates import Actual, Estimate, expected_minutes


def person(ratio: float, *, scatter: float, seed: int, tasks: int) -> list[tuple[int, float]]:
    """Guesses and the minutes that someone takes who needs `ratio` times the guess."""
    chance = random.Random(seed)
    guesses = [chance.choice([10, 20, 30, 45, 60, 90]) for _ in range(tasks)]
    return [(guess, guess * ratio * math.exp(chance.gauss(0, scatter))) for guess in guesses]


def errors(ratio: float, *, scatter: float = 0.2, tasks: int = 20) -> list[float]:
    """The mean distance from what the person takes, as a share of it, before each task."""
    total = [0.0] * tasks
    people = 200
    for seed in range(people):
        history: list[Actual] = []
        for index, (guess, minutes) in enumerate(
            person(ratio, scatter=scatter, seed=seed, tasks=tasks)
        ):
            likely = expected_minutes(guess=guess, history=history).likely
            total[index] += abs(likely - guess * ratio) / (guess * ratio) / people
            history.append(Actual(guess, minutes))
    return total


def test_without_history_it_starts_at_one_and_a_half() -> None:
    estimate = expected_minutes(guess=30, history=[])

    assert estimate == Estimate(
        low=22,
        likely=45,
        high=93,
        reason=(
            "Things often take longer than expected: this starts at 1.5 times the guess, "
            "until your own tasks say more."
        ),
    )


def test_someone_who_takes_longer_sees_the_error_fall_by_40_percent_in_10_tasks() -> None:
    seen = errors(1.8)

    assert seen[10] <= 0.6 * seen[0]


def test_someone_who_guesses_well_is_not_made_worse() -> None:
    seen = errors(1.0)

    assert seen[10] <= 0.05
    assert seen == sorted(seen, reverse=True) or max(seen[1:]) < seen[0]
    exact = [Actual(20, 20)] * 4
    assert expected_minutes(guess=30, history=exact).likely == 30


def test_someone_who_is_faster_than_they_think_is_believed_too() -> None:
    estimate = expected_minutes(guess=60, history=[Actual(30, 21)] * 10)

    assert 41 <= estimate.likely <= 44
    assert "less than you think" in estimate.reason


def test_eight_of_ten_tasks_end_in_the_range() -> None:
    inside = 0
    for seed in range(300):
        *before, (guess, minutes) = person(1.6, scatter=0.35, seed=seed, tasks=16)
        history = [Actual(g, m) for g, m in before]
        estimate = expected_minutes(guess=guess, history=history)
        inside += estimate.low <= minutes <= estimate.high

    assert 0.74 <= inside / 300 <= 0.88


def test_the_newest_tasks_count_most() -> None:
    slower = expected_minutes(guess=30, history=[Actual(10, 10)] * 40 + [Actual(10, 20)] * 40)
    faster = expected_minutes(guess=30, history=[Actual(10, 20)] * 40 + [Actual(10, 10)] * 40)

    assert slower.likely > faster.likely


def test_other_kinds_of_task_tell_something_but_less() -> None:
    long = [Actual(10, 25)] * 8

    none = expected_minutes(guess=60, history=[])
    others = expected_minutes(guess=60, history=[], others=long)
    own = expected_minutes(guess=60, history=long)

    assert none.likely < others.likely < own.likely
    assert "other kinds" in others.reason


def test_one_night_with_the_timer_running_does_not_decide() -> None:
    usual = [Actual(30, 30)] * 9

    estimate = expected_minutes(guess=30, history=[*usual[:5], Actual(30, 900), *usual[5:]])

    assert estimate.likely < 50


def test_impossible_entries_are_left_out() -> None:
    assert expected_minutes(guess=30, history=[Actual(0, 5), Actual(5, 0)]).likely == 45


@pytest.mark.parametrize("guess", [0, 1441])
def test_a_guess_out_of_bounds_is_refused(guess: int) -> None:
    with pytest.raises(ValueError, match="1 to 1440"):
        expected_minutes(guess=guess, history=[])


def test_a_ratio_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        expected_minutes(guess=5, history=[], prior_ratio=0)
