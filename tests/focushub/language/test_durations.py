"""How long a text says that something takes."""

import pytest

from focushub.language.understanding import understand
from tests.focushub.language.reading_at import NOW, reading


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("fold towels 20m", 1200),
        ("fold towels (5 min)", 300),
        ("fold towels 1h15", 4500),
        ("fold towels 1h 15m", 4500),
        ("fold towels 1:15h", 4500),
        ("fold towels 1:15 hours", 4500),
        ("fold towels PT1H15M", 4500),
        ("fold towels P1DT2H", 93_600),
        ("fold towels for half an hour", 1800),
        ("fold towels ½ hour", 1800),
        ("fold towels 1½ hours", 5400),
        ("fold towels for 2 ¼ h", 8100),
        ("fold towels 1⅓ hours", 4800),
        ("fold towels 1/2 hour", 1800),
        ("fold towels an hour and a half", 5400),
        ("fold towels 2 1/2 hours", 9000),
        ("fold towels two and a half hours", 9000),
        ("fold towels one hour and twenty minutes", 4800),
        ("fold towels 1.5 hours", 5400),
        ("fold towels a couple of hours", 7200),
        ("fold towels a few minutes", 180),
        ("fold towels three quarters of an hour", 2700),
        ("fold towels 20-30 min", 1800),
        ("fold towels about 45 minutes", 2700),
        ("fold towels all day", 86400),
        ("fold towels takes 10 minutes", 600),
        ("fold towels 10m/1h", 3600),
    ],
)
def test_a_length_is_read_and_taken_out_of_the_title(text: str, seconds: float) -> None:
    found = reading(text)

    assert found.seconds == seconds
    assert found.minutes == max(1, round(seconds / 60))
    assert found.title == "fold towels"
    assert found.due_at is None


@pytest.mark.parametrize(
    "text",
    [
        "have a great week",
        "surf the second wave",
        "run the 400m",
        "read a 2 year old paper",
        "buy a 300ml bottle",
        "seize the day",
    ],
)
def test_what_only_sounds_like_a_length_is_none(text: str) -> None:
    found = reading(text)

    assert found.seconds is None
    assert found.title == text


def test_a_start_and_a_length_make_an_end() -> None:
    found = reading("workshop on Friday from 9:30 for 7 hours")

    assert found.ends_at is not None
    assert found.ends_at.isoformat() == "2026-11-27T16:30:00+01:00"


def test_a_lead_time_is_a_reminder_and_no_length() -> None:
    found = reading("remind me one hour before the recital")

    assert found.seconds is None
    assert [span.means for span in found.spans] == ["reminder"]


def test_a_signed_length_is_a_point_in_time_and_a_distance() -> None:
    answer = understand("+1h30m", now=NOW)

    assert answer["start"] == "2026-11-25T11:30:00"
    assert answer["duration"] == 5400
    assert understand("+1:02:03", now=NOW)["duration"] == 3723


def test_more_than_a_week_is_bounded_in_minutes_but_exact_in_seconds() -> None:
    found = reading("sabbatical for 3 weeks")

    assert found.seconds == 21 * 86400
    assert found.minutes is None
