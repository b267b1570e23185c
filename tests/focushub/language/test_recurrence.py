"""What comes again, as an RFC 5545 rule."""

import pytest
from dateutil.rrule import rrulestr

from tests.focushub.language.reading_at import reading, wall


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every day", "FREQ=DAILY"),
        ("every other day", "FREQ=DAILY;INTERVAL=2"),
        ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
        ("every third day", "FREQ=DAILY;INTERVAL=3"),
        ("daily at 7am", "FREQ=DAILY;BYHOUR=7;BYMINUTE=0"),
        ("every evening at 8", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
        ("daily at 8am and 8pm", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0"),
        ("every Tue and Thu", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("every Mon, Wed & Fri at 7am", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=7;BYMINUTE=0"),
        ("Sundays", "FREQ=WEEKLY;BYDAY=SU"),
        ("on Mondays and Fridays", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("Monday evenings", "FREQ=WEEKLY;BYDAY=MO"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("weekends", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("every Sat thru Mon", "FREQ=WEEKLY;BYDAY=MO,SA,SU"),
        ("every other Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every two weeks on Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("once a month", "FREQ=MONTHLY"),
        ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("the 1st and 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("on the last day of each month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("first Monday of each month", "FREQ=MONTHLY;BYDAY=1MO"),
        ("every last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("every half year", "FREQ=MONTHLY;INTERVAL=6"),
        ("every year on May 5", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5"),
        ("every May 5th", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5"),
        ("yearly on the second Sunday in May", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
        ("every 8 hours", "FREQ=HOURLY;INTERVAL=8"),
        ("every half hour", "FREQ=MINUTELY;INTERVAL=30"),
        ("every day for 5 times", "FREQ=DAILY;COUNT=5"),
        ("every Monday until Dec 20", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261220"),
        ("every Monday for 3 weeks", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261216"),
    ],
)
def test_a_rule_is_read_and_is_valid(text: str, rule: str) -> None:
    found = reading(f"sweep the yard {text}")

    assert found.recurrence == rule
    assert found.title == "sweep the yard"
    assert rrulestr(rule)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sweep the yard every Tue and Thu", "2026-11-26 23:59"),
        ("sweep the yard every Wednesday", "2026-11-25 23:59"),
        ("sweep the yard every Wednesday at 9am", "2026-12-02 09:00"),
        ("sweep the yard every Wednesday at 11am", "2026-11-25 11:00"),
        ("sweep the yard every month on the 1st", "2026-12-01 23:59"),
        ("sweep the yard weekly starting Saturday", "2026-11-28 23:59"),
        ("sweep the yard every Monday starting next month", "2026-12-07 23:59"),
        ("quarterly tidying on Friday", "2026-11-27 23:59"),
    ],
)
def test_a_rule_is_due_when_it_first_falls(text: str, first: str) -> None:
    assert wall(reading(text).due_at) == first


@pytest.mark.parametrize(
    "text", ["write the monthly report", "print my weekly plan", "twice a week call Ana"]
)
def test_an_adjective_or_a_number_of_times_is_no_rule(text: str) -> None:
    found = reading(text)

    assert found.recurrence is None
    assert found.due_at is None
