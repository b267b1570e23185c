"""Which time of day a text names."""

from datetime import datetime

import pytest

from tests.focushub.language.reading_at import BERLIN, NOW, reading, wall


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("see Ana at 5pm", "2026-11-25 17:00"),
        ("see Ana at 5 p.m.", "2026-11-25 17:00"),
        ("see Ana at 5p", "2026-11-25 17:00"),
        ("see Ana @ 17:00", "2026-11-25 17:00"),
        ("see Ana at 1700", "2026-11-25 17:00"),
        ("see Ana at 17h", "2026-11-25 17:00"),
        ("see Ana at 5.30pm", "2026-11-25 17:30"),
        ("see Ana at noon", "2026-11-25 12:00"),
        ("see Ana at half past three", "2026-11-25 15:30"),
        ("see Ana at a quarter to four", "2026-11-25 15:45"),
        ("see Ana at 20 minutes past 3pm", "2026-11-25 15:20"),
        ("see Ana at ten to six", "2026-11-25 17:50"),
        ("see Ana at 3 o'clock", "2026-11-25 15:00"),
        ("see Ana at seven thirty pm", "2026-11-25 19:30"),
        ("see Ana tomorrow at nine", "2026-11-26 09:00"),
        ("see Ana Friday 11 at night", "2026-11-27 23:00"),
        ("see Ana at 7 tonight", "2026-11-25 19:00"),
        ("see Ana tomorrow evening at 7", "2026-11-26 19:00"),
        ("see Ana 9 tomorrow morning", "2026-11-26 09:00"),
        ("see Ana 2026-12-03 at 5pm", "2026-12-03 17:00"),
        ("see Ana 2026-12-03T17:00", "2026-12-03 17:00"),
        ("see Ana Fri, Dec 4, 2026 05:00 PM", "2026-12-04 17:00"),
        ("see Ana 5pm on Dec 4", "2026-12-04 17:00"),
        ("see Ana in 7 days at 5pm", "2026-12-02 17:00"),
        ("see Ana tomorrow about the boat at 3", "2026-11-26 15:00"),
    ],
)
def test_a_time_that_is_said_is_start_and_due(text: str, when: str) -> None:
    found = reading(text)

    assert (wall(found.starts_at), wall(found.due_at)) == (when, when)
    assert not found.due_is_date_only


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("lunch with Ben at 1", "2026-11-25 13:00"),
        ("ring Ben at 9", "2026-11-25 21:00"),
        ("ring Ben at 11", "2026-11-25 11:00"),
        ("ring Ben tomorrow at 9", "2026-11-26 09:00"),
        ("ring Ben tomorrow at 3", "2026-11-26 15:00"),
        ("ring Ben at 07:00", "2026-11-26 07:00"),
        ("dinner tomorrow at 7", "2026-11-26 19:00"),
        ("breakfast tomorrow at 7", "2026-11-26 07:00"),
    ],
)
def test_an_hour_without_am_or_pm_is_the_likely_one(text: str, when: str) -> None:
    assert wall(reading(text).due_at) == when


def test_a_time_that_has_gone_by_is_tomorrow() -> None:
    assert wall(reading("ring Ben at 8am").due_at) == "2026-11-26 08:00"


def test_a_time_that_has_gone_by_stays_today_where_today_was_said() -> None:
    assert wall(reading("rang Ben today at 8am").due_at) == "2026-11-25 08:00"


def test_a_time_and_nothing_else_is_today() -> None:
    assert wall(reading("8am").due_at) == "2026-11-25 08:00"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("call the bank by Friday midnight", "2026-11-28 00:00"),
        ("call the bank Friday at midnight", "2026-11-27 00:00"),
        ("call the bank today at midnight", "2026-11-26 00:00"),
        ("call the bank at midnight", "2026-11-26 00:00"),
        ("call the bank at 12 at night", "2026-11-26 00:00"),
        ("call the bank tonight at 12:30", "2026-11-26 00:30"),
        ("call the bank tonight at 1am", "2026-11-26 01:00"),
        ("call the bank Friday night at 2", "2026-11-28 02:00"),
        ("call the bank tomorrow at 12 in the afternoon", "2026-11-26 12:00"),
    ],
)
def test_midnight_is_the_end_of_today_and_of_what_is_due(text: str, when: str) -> None:
    assert wall(reading(text).due_at) == when


@pytest.mark.parametrize(
    ("text", "starts", "due"),
    [
        ("water the ferns in the evening", "2026-11-25 18:00", "2026-11-25 22:00"),
        ("water the ferns this afternoon", "2026-11-25 12:00", "2026-11-25 18:00"),
        ("water the ferns tonight", "2026-11-25 21:00", "2026-11-25 23:59"),
        ("water the ferns tomorrow morning", "2026-11-26 06:00", "2026-11-26 12:00"),
        ("water the ferns on Friday late afternoon", "2026-11-27 15:00", "2026-11-27 18:00"),
        ("cook dinner in the evening", "2026-11-25 19:00", "2026-11-25 22:00"),
    ],
)
def test_a_part_of_the_day_is_a_window(text: str, starts: str, due: str) -> None:
    found = reading(text)

    assert (wall(found.starts_at), wall(found.due_at)) == (starts, due)


def test_a_part_of_the_day_that_has_begun_is_due_at_its_end() -> None:
    found = reading("water the ferns this morning")

    assert found.starts_at is None
    assert wall(found.due_at) == "2026-11-25 12:00"


def test_by_a_part_of_the_day_is_one_time() -> None:
    found = reading("send the draft by tomorrow morning")

    assert found.starts_at is None
    assert wall(found.due_at) == "2026-11-26 09:00"
    assert found.is_hard


def test_after_a_time_is_a_start_on_that_day() -> None:
    found = reading("call the bank on Tuesday after 2pm")

    assert wall(found.starts_at) == "2026-12-01 14:00"
    assert wall(found.due_at) == "2026-12-01 23:59"


def test_the_end_of_the_day_is_the_end_of_work() -> None:
    assert wall(reading("send it by end of day Friday").due_at) == "2026-11-27 17:00"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("check the oven in 20 minutes", "2026-11-25 10:20"),
        ("check the oven in an hour and a half", "2026-11-25 11:30"),
        ("check the oven in 3 1/2 hours", "2026-11-25 13:30"),
        ("check the oven 2 hours from now", "2026-11-25 12:00"),
        ("check the oven +45min", "2026-11-25 10:45"),
        ("check the oven in 1d 2h 5min", "2026-11-26 12:05"),
        ("check the oven 90 minutes before noon", "2026-11-25 10:30"),
    ],
)
def test_hours_from_now_are_a_time(text: str, when: str) -> None:
    assert wall(reading(text).due_at) == when


def test_hours_from_now_pass_over_a_change_of_clocks() -> None:
    before_change = datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)

    found = reading("check the oven in 2 hours", now=before_change)

    assert found.due_at is not None
    assert found.due_at.isoformat() == "2026-10-25T02:30:00+01:00"


def test_days_from_now_keep_the_hour_over_a_change_of_clocks() -> None:
    before_change = datetime(2026, 10, 24, 9, 0, tzinfo=BERLIN)

    found = reading("ring Ben tomorrow at 9:15", now=before_change)

    assert found.due_at is not None
    assert found.due_at.isoformat() == "2026-10-25T09:15:00+01:00"


def test_a_time_that_the_clocks_skip_is_moved_to_one_that_exists() -> None:
    before_change = datetime(2027, 3, 27, 9, 0, tzinfo=BERLIN)

    found = reading("wake at 2:30am tomorrow", now=before_change)

    assert found.due_at is not None
    assert found.due_at.isoformat() == "2027-03-28T03:30:00+02:00"


def test_in_the_small_hours_tonight_is_the_night_that_lasts() -> None:
    now = NOW.replace(hour=0, minute=30)

    assert wall(reading("leave tonight at 2am", now=now).due_at) == "2026-11-25 02:00"
