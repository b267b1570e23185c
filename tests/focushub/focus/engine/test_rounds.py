from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focushub.focus.engine.rounds import Phase, Rounds, last_end

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def rounds(focus: int = 25, pause: int = 5, count: int = 3) -> Rounds:
    ends_at = last_end(starts_at=NINE, focus_minutes=focus, break_minutes=pause, rounds=count)
    return Rounds(
        starts_at=NINE, focus_minutes=focus, break_minutes=pause, rounds=count, ends_at=ends_at
    )


@pytest.mark.parametrize(
    ("minute", "phase"),
    [
        (-1, Phase("waiting", 0, NINE, NINE)),
        (0, Phase("focus", 1, NINE, after(25))),
        (24.99, Phase("focus", 1, NINE, after(25))),
        (25, Phase("break", 1, after(25), after(30))),
        (30, Phase("focus", 2, after(30), after(55))),
        (61, Phase("focus", 3, after(60), after(85))),
        (85, Phase("over", 3, after(85), None)),
        (500, Phase("over", 3, after(85), None)),
    ],
)
def test_which_round_it_is_follows_from_when_it_began(minute: float, phase: Phase) -> None:
    assert rounds().at(after(minute)) == phase


def test_who_closes_it_ends_it() -> None:
    closed = Rounds(starts_at=NINE, focus_minutes=25, break_minutes=5, rounds=3, ends_at=after(40))

    assert closed.at(after(35)) == Phase("focus", 2, after(30), after(40))
    assert closed.at(after(40)).kind == "over"


@given(
    focus=st.integers(5, 90), pause=st.integers(1, 30), count=st.integers(1, 12),
    seconds=st.integers(0, 90_000),
)  # fmt: skip
def test_phases_lie_end_to_end(focus: int, pause: int, count: int, seconds: int) -> None:
    room = rounds(focus, pause, count)
    now = NINE + timedelta(seconds=seconds)

    phase = room.at(now)

    if phase.ends_at is None:
        assert now >= room.ends_at
        return
    assert phase.starts_at <= now < phase.ends_at <= room.ends_at
    assert 1 <= phase.round <= count
    follows = room.at(phase.ends_at)
    assert follows.starts_at == phase.ends_at
    assert follows.kind == (
        "over" if phase.ends_at == room.ends_at else "break" if phase.kind == "focus" else "focus"
    )
