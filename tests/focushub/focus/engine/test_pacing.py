from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focushub.focus.engine.pacing import FocusPlan, FocusRequest, Past, plan_focus, situations

NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def asked(minutes: int = 25, **fields: Any) -> FocusRequest:
    return FocusRequest(
        description=fields.pop("description", "x"), minutes=minutes, at=NOON, **fields
    )


def planned(minutes: int = 25, **fields: Any) -> FocusPlan:
    return plan_focus(asked(minutes, **fields))


def test_what_is_asked_for_is_given_where_nothing_speaks_against_it() -> None:
    plan = planned(25, distraction=5, energy="medium", stress=5)

    assert (plan.minutes, plan.reason) == (25, "25 minutes, as you asked.")
    assert [(b.after_minutes, b.kind, b.minutes) for b in plan.breaks] == [(25, "short", 5)]


@pytest.mark.parametrize(
    ("fields", "minutes", "why"),
    [
        ({"distraction": 8}, 45, "much pulls at you"),
        ({"energy": "low"}, 45, "your energy is low"),
        ({"energy": "low", "energy_is_said": False}, 50, "your energy is mostly low at this hour"),
        ({"stress": 9}, 50, "there is much stress"),
        (
            {"distraction": 10, "energy": "low", "stress": 10},
            25,
            "much pulls at you, your energy is low and there is much stress",
        ),
        ({"past": [Past(60, 20)] * 3}, 40, "your last sessions were mostly about 20 minutes"),
        ({"past": [Past(60, 20)] * 10}, 30, "your last sessions were mostly about 20 minutes"),
    ],
    ids=str,
)
def test_what_makes_it_shorter_is_said(fields: dict[str, Any], minutes: int, why: str) -> None:
    plan = planned(60, **fields)

    assert plan.minutes == minutes
    assert plan.reason == (
        f"{minutes} of the 60 minutes first, because {why}. You can always go on."
    )


def test_longer_or_few_sessions_change_nothing() -> None:
    assert planned(30, past=[Past(30, 80)] * 10).minutes == 30
    assert planned(30, past=[Past(30, 5)] * 2).minutes == 30
    # The newest ten count.
    assert planned(30, past=[Past(30, 5)] * 30 + [Past(30, 30)] * 10).minutes == 30


def test_small_breaks_come_sooner_where_much_pulls() -> None:
    def places(**fields: Any) -> list[int]:
        return [one.after_minutes for one in planned(90, **fields).breaks]

    assert places() == [25, 50, 75, 90]
    assert places(distraction=2, energy="high") == [45, 90]
    assert places(distraction=6) == [15, 30, 45, 60, 75, 85]
    assert places(distraction=8)[:3] == [10, 20, 30]
    assert places(energy="low")[:2] == [15, 30]


def test_the_last_break_is_a_real_one_and_breaks_differ() -> None:
    plan = planned(90, distraction=8)

    kinds = [one.kind for one in plan.breaks]
    micro = [one.activities for one in plan.breaks if one.kind == "micro"]
    assert kinds[-1] == "long"
    assert set(kinds[:-1]) == {"micro"}
    assert all(one.activities for one in plan.breaks)
    assert micro[0] != micro[1]


def test_what_helps_follows_the_words_and_the_state() -> None:
    reading = planned(description="Read chapter 4 of the biology textbook", distraction=9)

    assert any("Read with a finger" in tip.text for tip in reading.techniques)
    assert any("phone" in tip.text for tip in planned(distraction=9).surroundings)
    first, second = planned(turn=0), planned(turn=1)
    assert first.techniques != second.techniques


def test_the_situations_of_a_session() -> None:
    stops = asked(past=[Past(30, 10)] * 3, stress=9, energy="high")
    runs = asked(past=[Past(30, 60)] * 3, distraction=8)

    assert situations(stops, 10) == {
        "afternoon", "high energy", "high stress", "very high stress", "wound up",
        "short session", "stops early",
    }  # fmt: skip
    assert situations(runs, 60) == {
        "afternoon", "distracted", "very distracted", "long session", "runs long",
    }  # fmt: skip
    assert situations(asked(energy="low"), 25) == {"afternoon", "low energy", "first time"}


@given(
    minutes=st.integers(5, 90),
    distraction=st.none() | st.integers(1, 10),
    energy=st.sampled_from([None, "low", "medium", "high"]),
    stress=st.none() | st.integers(1, 10),
    past=st.lists(st.builds(Past, st.integers(0, 480), st.integers(0, 1440)), max_size=12),
)
def test_a_plan_is_never_longer_than_asked_and_its_breaks_have_an_order(
    minutes: int, past: list[Past], **fields: Any
) -> None:
    plan = planned(minutes, past=past, **fields)

    places = [one.after_minutes for one in plan.breaks]
    assert 5 <= plan.minutes <= minutes
    assert places == sorted(set(places))
    assert places[-1] == plan.minutes
    assert all(one.activities and 2 <= one.minutes <= 15 for one in plan.breaks)
    assert len(plan.techniques) == 4
    assert len(plan.surroundings) == 3
