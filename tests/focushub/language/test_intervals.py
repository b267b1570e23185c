"""From one point in time to another."""

import pytest

from tests.focushub.language.reading_at import reading, wall


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("seminar from 3 to 5pm", "2026-11-25 15:00", "2026-11-25 17:00"),
        ("seminar 3-5pm tomorrow", "2026-11-26 15:00", "2026-11-26 17:00"),
        ("seminar tomorrow 9-11", "2026-11-26 09:00", "2026-11-26 11:00"),
        ("seminar 11:30-1:30", "2026-11-25 11:30", "2026-11-25 13:30"),
        ("seminar on Friday between 9:30 and 11:00", "2026-11-27 09:30", "2026-11-27 11:00"),
        ("seminar Friday 22:00 - 01:00", "2026-11-27 22:00", "2026-11-28 01:00"),
        ("seminar from four to six in the evening", "2026-11-25 16:00", "2026-11-25 18:00"),
        ("seminar from 2pm till tomorrow 4pm", "2026-11-25 14:00", "2026-11-26 16:00"),
        ("seminar 2026-12-01 9:00 - 2026-12-02 12:00", "2026-12-01 09:00", "2026-12-02 12:00"),
    ],
)
def test_a_range_of_hours(text: str, start: str, end: str) -> None:
    found = reading(text)

    assert (wall(found.starts_at), wall(found.ends_at)) == (start, end)
    assert found.title == "seminar"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("away from Monday to Friday", "2026-11-30", "2026-12-04"),
        ("away Friday - Monday", "2026-11-27", "2026-11-30"),
        ("away July 13 to 15", "2027-07-13", "2027-07-15"),
        ("away 13th to 15th of July", "2027-07-13", "2027-07-15"),
        ("away 12/30 - 1/4", "2026-12-30", "2027-01-04"),
        ("away Dec 30 - Jan 4", "2026-12-30", "2027-01-04"),
        ("away 1.8. - 14.8.", "2027-08-01", "2027-08-14"),
        ("away from April until the end of June", "2027-04-01", "2027-06-30"),
        ("away today through Sunday", "2026-11-25", "2026-11-29"),
    ],
)
def test_a_range_of_days_is_whole_days(text: str, start: str, end: str) -> None:
    found = reading(text)

    assert wall(found.starts_at) == f"{start} 00:00"
    assert wall(found.ends_at) == f"{end} 23:59"
    assert found.due_is_date_only


@pytest.mark.parametrize("text", ["read pages 10-20", "invite 5-6 people", "score was 3-2"])
def test_numbers_that_count_are_no_range_of_hours(text: str) -> None:
    found = reading(text)

    assert found.starts_at is None
    assert found.title == text
