"""Which day a text names."""

import pytest

from focushub.language import read
from tests.focushub.language.reading_at import NOW, reading, wall


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("send the form today", "2026-11-25"),
        ("send the form tomorrow", "2026-11-26"),
        ("send the form tmrw", "2026-11-26"),
        ("send the form the day after tomorrow", "2026-11-27"),
        ("send the form on Friday", "2026-11-27"),
        ("send the form on Wednesday", "2026-12-02"),
        ("send the form this Friday", "2026-11-27"),
        ("send the form next Friday", "2026-12-04"),
        ("send the form Friday next week", "2026-12-04"),
        ("send the form Friday after next", "2026-12-04"),
        ("send the form a week from Friday", "2026-12-04"),
        ("send the form next week", "2026-12-02"),
        ("send the form on the 5th", "2026-12-05"),
        ("send the form on the twenty third", "2026-12-23"),
        ("send the form on Thursday the 21st", "2027-01-21"),
        ("send the form March 3", "2027-03-03"),
        ("send the form 3rd of March", "2027-03-03"),
        ("send the form Dec. 1st, 2028", "2028-12-01"),
        ("send the form 1 December 2028", "2028-12-01"),
        ("send the form 2028-12-01", "2028-12-01"),
        ("send the form 12/24", "2026-12-24"),
        ("send the form 24/12", "2026-12-24"),
        ("send the form 24.12.", "2026-12-24"),
        ("send the form on 24.12", "2026-12-24"),
        ("send the form 24.12.2027", "2027-12-24"),
        ("send the form in 9 days", "2026-12-04"),
        ("send the form in a fortnight", "2026-12-09"),
        ("send the form three weeks from tomorrow", "2026-12-17"),
        ("send the form two days before Christmas Eve", "2026-12-22"),
        ("send the form by Christmas", "2026-12-25"),
        ("send the form by the end of the month", "2026-11-30"),
        ("send the form by the end of next month", "2026-12-31"),
        ("send the form at the beginning of next year", "2027-01-01"),
        ("send the form by the end of the week", "2026-11-27"),
        ("send the form eom", "2026-11-30"),
        ("send the form mid December", "2026-12-15"),
        ("send the form on the second Tuesday of December", "2026-12-08"),
        ("send the form on the last day of January", "2027-01-31"),
        ("send the form the first Monday of the month", "2026-12-07"),
        ("send the form on the first Monday of 2027", "2027-01-04"),
        ("send the form on the last Friday of 2026", "2026-12-25"),
        ("send the form on the second Sunday of next year", "2027-01-10"),
        ("send the form on the second Tuesday", "2026-12-08"),
        ("send the form on the last Friday", "2026-11-27"),
        ("send the form the week after next", "2026-12-09"),
    ],
)
def test_a_date_alone_is_due_at_the_end_of_that_day(text: str, day: str) -> None:
    found = reading(text)

    assert wall(found.due_at) == f"{day} 23:59"
    assert found.due_is_date_only


def test_the_order_of_day_and_month_follows_the_person() -> None:
    american = read("pay 3/4", now=NOW)
    european = read("pay 3/4", now=NOW, date_order="dmy")

    assert wall(american.due_at) == "2027-03-04 23:59"
    assert wall(european.due_at) == "2027-04-03 23:59"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("paint the fence this weekend", "2026-11-28 00:00", "2026-11-29 23:59"),
        ("paint the fence next weekend", "2026-12-05 00:00", "2026-12-06 23:59"),
        ("paint the fence next month", "2026-12-01 00:00", "2026-12-31 23:59"),
        ("paint the fence in March", "2027-03-01 00:00", "2027-03-31 23:59"),
        ("paint the fence next quarter", "2027-01-01 00:00", "2027-03-31 23:59"),
        ("paint the fence this week", "2026-11-25 00:00", "2026-11-29 23:59"),
    ],
)
def test_a_period_starts_on_its_first_day_and_is_due_on_its_last(
    text: str, first: str, last: str
) -> None:
    found = reading(text)

    assert (wall(found.starts_at), wall(found.due_at)) == (first, last)


def test_a_period_by_which_it_is_due_has_no_start() -> None:
    found = reading("paint the fence by next month")

    assert found.starts_at is None
    assert found.is_hard


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("pay by Friday", True),
        ("pay before Friday", True),
        ("pay no later than Friday", True),
        ("rent due Friday", True),
        ("pay on Friday", False),
        ("pay sometime Friday", False),
        ("pay Friday", False),
        ("pay Friday at the latest", True),
    ],
)
def test_by_and_due_are_hard_and_on_is_soft(text: str, hard: bool) -> None:
    assert reading(text).is_hard is hard


def test_what_is_excepted_is_no_date() -> None:
    assert reading("call everyone except on Monday").due_at is None


@pytest.mark.parametrize(
    ("today", "text", "month_first", "day_first"),
    [
        (29, "send the form next Wednesday", "2026-12-09", "2026-12-02"),  # On a Sunday.
        (25, "send the form next Sunday", "2026-11-29", "2026-12-06"),
        (25, "send the form Sunday of next week", "2026-11-29", "2026-12-06"),
        (28, "send the form next Sunday", "2026-12-06", "2026-12-06"),  # Not "tomorrow".
        (25, "send the form next Friday", "2026-12-04", "2026-12-04"),
    ],
)
def test_weeks_begin_on_sunday_for_those_who_write_the_month_first(
    today: int, text: str, month_first: str, day_first: str
) -> None:
    now = NOW.replace(day=today)

    assert wall(read(text, now=now, date_order="mdy").due_at) == f"{month_first} 23:59"
    assert wall(read(text, now=now, date_order="dmy").due_at) == f"{day_first} 23:59"
