from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focushub.focus.engine.energy import HOLDS, Assumption, Level, Reading, assume

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=ZoneInfo("Europe/Berlin"))
MEDIUM: tuple[Level, ...] = ("medium",) * 24


def said(energy: int, **ago: float) -> Reading:
    return Reading(energy, NOW - timedelta(**ago))


def assumed(*readings: Reading, profile: tuple[Level, ...] = MEDIUM) -> Assumption:
    return assume(profile=profile, readings=readings, at=NOW)


def test_without_check_ins_the_profile_is_believed() -> None:
    profile: tuple[Level, ...] = ("low",) * 14 + ("high",) + ("medium",) * 9

    told = assumed(profile=profile)

    assert told == Assumption(
        "high", False, profile, "Your profile says that your energy is high around 14:00."
    )


@pytest.mark.parametrize(
    ("energy", "level"),
    [(1, "low"), (3, "low"), (4, "medium"), (7, "medium"), (8, "high"), (10, "high")],
)
def test_what_was_just_said_is_believed_wholly(energy: int, level: str) -> None:
    told = assumed(said(energy))

    assert (told.level, told.is_recent) == (level, True)
    assert f"14:20 that your energy is {energy} of 10" in told.reason


def test_what_was_said_fades_and_the_answer_says_so() -> None:
    fresh, fading, gone = (assumed(said(2, hours=hours)) for hours in (0, 3, 4))

    assert (fresh.level, fading.level, gone.level) == ("low", "medium", "medium")
    assert fresh.reason.endswith("so this begins with what is easy.")
    assert fading.reason.endswith("a while later this takes it for medium.")
    assert (fading.is_recent, gone.is_recent) == (True, False)
    assert gone.until is None


def test_the_next_hour_does_not_take_back_what_was_just_said() -> None:
    profile: tuple[Level, ...] = ("low",) * 14 + ("high",) * 10
    before_the_hour = Reading(2, NOW.replace(hour=13, minute=55))

    assert assume(profile=profile, readings=[before_the_hour], at=NOW).level == "low"


def test_the_newest_word_counts() -> None:
    assert assumed(said(9, minutes=5), said(1, minutes=90)).level == "high"


def test_it_is_known_until_when_it_holds() -> None:
    low, medium = assumed(said(1)), assumed(said(6))

    assert low.until is not None
    assert NOW < low.until < NOW + HOLDS
    later = assume(profile=MEDIUM, readings=[said(1)], at=low.until)
    before = assume(profile=MEDIUM, readings=[said(1)], at=low.until - timedelta(minutes=15))
    assert (before.level, later.level) == ("low", "medium")
    # It does not change before it ends.
    assert medium.until == NOW + HOLDS


def test_one_bad_day_changes_no_habit() -> None:
    assert assumed(said(1, days=1)).by_hour == MEDIUM


def test_what_comes_back_at_an_hour_becomes_its_level_and_no_other_hours() -> None:
    told = assumed(*(said(1, days=days) for days in range(1, 11)))

    assert told.level == "low"
    assert told.by_hour[12:16] == ("low",) * 4
    assert told.by_hour.count("medium") == 20
    assert told.reason == (
        "Around 14:00 your energy is mostly low, going by your check-ins near that time."
    )


def test_an_old_habit_gives_way_to_a_new_one() -> None:
    old = [said(1, days=days) for days in range(40, 58)]
    new = [said(6, days=days) for days in range(1, 9)]

    assert assumed(*old).level == "low"
    assert assumed(*old, *new).level == "medium"


def test_midnight_has_neighbours_on_both_sides() -> None:
    midnight = NOW.replace(hour=0, minute=10)
    readings = [Reading(10, midnight - timedelta(days=days)) for days in range(1, 15)]

    told = assume(profile=MEDIUM, readings=readings, at=NOW)

    assert (told.by_hour[23], told.by_hour[0], told.by_hour[12]) == ("high", "high", "medium")


def test_what_is_too_old_or_still_to_come_says_nothing() -> None:
    assert assumed(said(1, days=61), said(1, hours=-1)) == assumed()


def test_a_profile_has_an_hour_for_each_hour() -> None:
    with pytest.raises(ValueError, match="24 levels, not 3"):
        assume(profile=["low"] * 3, readings=[], at=NOW)


@given(
    st.lists(
        st.builds(said, st.integers(1, 10), minutes=st.integers(0, 90_000)),
        max_size=30,
    )
)
def test_no_history_takes_an_hour_beyond_what_was_ever_felt(readings: list[Reading]) -> None:
    told = assumed(*readings)
    felt = {reading.energy for reading in readings}

    if not any(energy <= 3 for energy in felt):
        assert "low" not in told.by_hour
    if not any(energy >= 8 for energy in felt):
        assert "high" not in told.by_hour
    if told.until is not None:
        assert NOW < told.until <= NOW + HOLDS
