from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focushub.focus.engine.mood import Felt, Support, is_heavy, situations, support

NOW = datetime(2026, 11, 24, 14, tzinfo=ZoneInfo("Europe/Berlin"))


def felt(
    mood: int | None = None, energy: int | None = None, stress: int | None = None, **more: Any
) -> Felt:
    at = NOW - timedelta(days=more.pop("days", 0), hours=more.pop("hours", 0))
    return Felt(at, mood, energy, stress, **more)


def answered(now: Felt, *before: Felt, **more: Any) -> Support:
    return support(now=now, before=before, **more)


def test_the_first_check_in_is_told_back_with_nothing_to_compare() -> None:
    told = answered(felt(5, 6, 4))

    assert told.analysis == (
        "You said: mood 5, energy 6, stress 4 of 10. With some more check-ins this can be compared "
        "with what is usual for you."
    )
    assert not told.is_heavy


def test_it_is_compared_with_the_persons_own_and_not_with_others() -> None:
    usual = [felt(7, 6, 3, days=days) for days in (5, 4, 3)]
    long_ago = [felt(1, 1, 10, days=40)]

    told = answered(felt(4, 5, 8), *long_ago, *usual)

    assert "Your mood is lower than your usual 7 and your stress is higher than your usual 3." in (
        told.analysis
    )
    assert "energy is" not in told.analysis


def test_two_earlier_ones_are_not_yet_usual() -> None:
    assert "usual" not in answered(felt(2, stress=2), felt(9, days=1), felt(9, days=2)).analysis


@pytest.mark.parametrize(
    ("moods", "told"),
    [([4, 5, 6], "risen"), ([7, 6, 5], "gone down"), ([5, 5, 6], None), ([6, 7, 5], None)],
)
def test_a_direction_is_three_in_a_row(moods: list[int], told: str | None) -> None:
    *before, now = [felt(mood, days=3 - place) for place, mood in enumerate(moods)]

    analysis = answered(now, *before).analysis

    assert ("over your last 3 check-ins" in analysis) == (told is not None)
    assert told is None or f"mood has {told}" in analysis


def test_what_comes_back_in_hard_moments_is_named() -> None:
    before = [
        felt(3, days=4, triggers=("Deadline", "rain")),
        felt(stress=8, days=3, triggers=("deadline",)),
        felt(8, days=2, triggers=("deadline",)),
        felt(stress=9, days=1),
    ]

    hard = answered(felt(3, triggers=("deadline", "rain")), *before).analysis
    fine = answered(felt(8, triggers=("deadline",)), *before).analysis
    new = answered(felt(3, triggers=("rain",)), *before).analysis

    assert "“deadline” also stood with 2 of your last 3 hard moments" in hard
    assert "hard moments" not in fine
    assert "hard moments" not in new


@pytest.mark.parametrize(
    ("now", "before", "heavy"),
    [
        (felt(1), [], True),
        (felt(2, stress=8), [], True),
        (felt(2, stress=5), [], False),
        (felt(2, stress=5), [felt(2, days=2), felt(3, days=1)], True),
        (felt(3), [felt(2, hours=2), felt(3, hours=1)], False),
        (felt(2), [felt(2, days=3), felt(7, days=2), felt(3, days=1)], False),
        (felt(2), [felt(2, days=30), felt(2, days=20)], False),
        (felt(stress=10, energy=1), [], False),
    ],
    ids=str,
)
def test_what_somebody_should_not_be_alone_with(now: Felt, before: list[Felt], heavy: bool) -> None:
    assert is_heavy(now, before) is heavy


def test_a_hard_moment_begins_with_a_person_and_is_asked_after_soon() -> None:
    told = answered(felt(6, 6, 3, note="x"), speaks_of_crisis=True)

    assert told.is_heavy
    assert told.analysis.startswith("This sounds very heavy, and you need not carry it alone")
    assert told.strategies[0].category == "people"
    assert told.follow_up_at == NOW + timedelta(hours=1)
    assert "first-two-minutes" not in {tip.name for tip in told.strategies}


def test_what_is_suggested_follows_what_was_said() -> None:
    tired, stressed = answered(felt(3, 2, 4)), answered(felt(6, 7, 9))
    well = answered(felt(9, 9, 1))

    assert {tip.category for tip in tired.strategies} >= {"body", "rest"}
    assert "Breathe out longer than you breathe in" in {tip.text for tip in stressed.strategies}
    assert "Use the good hour for the thing that matters to you" in {
        tip.text for tip in well.strategies
    }
    about_noise = answered(felt(6, 7, 9, note="the office is so noisy today"))
    assert about_noise.strategies[0].name == "quieter-world"


def test_the_same_said_again_brings_other_things_too() -> None:
    now = felt(5, 5, 5)
    seen = {
        tip.name
        for count in range(8)
        for tip in answered(now, *([felt(5, 5, 5, days=1)] * count)).activities
    }

    assert len(seen) > 4


@pytest.mark.parametrize(
    ("hour", "now", "follow_up"),
    [
        (10, felt(6, 6, 3), timedelta(days=1)),
        (10, felt(3, 6, 3), timedelta(hours=4)),
        (20, felt(3, 6, 3), timedelta(hours=13)),
        (19, felt(3, 6, 3), timedelta(hours=14)),
        (23, felt(6, 6, 3), timedelta(hours=10)),
        (3, felt(6, 6, 3), timedelta(hours=30)),
        (3, felt(3, 6, 3), timedelta(hours=6)),
    ],
)
def test_nobody_is_asked_in_the_night(hour: int, now: Felt, follow_up: timedelta) -> None:
    at = NOW.replace(hour=hour)
    told = answered(Felt(at, now.mood, now.energy, now.stress))

    assert told.follow_up_at == at + follow_up


def test_the_situations_of_a_check_in() -> None:
    assert situations(felt(2, 2, 9), []) == {
        "afternoon", "low mood", "very low mood", "low energy", "worn out", "high stress",
        "very high stress",
    }  # fmt: skip
    assert situations(felt(8, 8, 7), []) == {
        "afternoon", "good mood", "high energy", "high stress", "wound up",
    }  # fmt: skip
    assert situations(felt(), []) == {"afternoon"}


numbers = st.none() | st.integers(1, 10)
check_ins = st.builds(
    felt, numbers, numbers, numbers, days=st.integers(0, 90), note=st.text(max_size=50)
)


@given(now=check_ins, before=st.lists(check_ins, max_size=8))
def test_whatever_is_said_the_answer_is_whole(now: Felt, before: list[Felt]) -> None:
    told = answered(now, *before)

    assert told.analysis
    assert 1 <= len(told.strategies) <= 4
    assert 1 <= len(told.activities) <= 4
    assert told.follow_up_at > now.at
