"""What comes again, as an RFC 5545 rule."""

import pytest
from dateutil.rrule import rrulestr

from focushub.language.understanding import understand
from tests.focushub.language.reading_at import NOW, reading, wall


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
        ("every Monday until Dec 20", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261220T235959"),
        ("every mon wed fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("3x a week Tue Thu Sat", "FREQ=WEEKLY;BYDAY=TU,TH,SA"),
        ("every day except Sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
        ("daily, but not on weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every weekday (except Wednesdays)", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR"),
        ("every other day apart from Sat and Sun", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR"),
        ("every month except July and August", "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,9,10,11,12"),
        ("every evening except on weekdays", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("every Monday for 3 weeks", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261216T235959"),
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


@pytest.mark.parametrize(
    ("text", "rings"),
    [
        ("every day at 9 and 14:30", ["25 14:30", "26 09:00", "26 14:30", "27 09:00"]),
        ("every Mon and Fri at 8:15, 12 and 20:45", ["27 08:15", "27 12:00", "27 20:45"]),
        ("twice a day at 8am and 8:30pm", ["25 20:30", "26 08:00", "26 20:30"]),
        ("every month on the 26th and 28th at 9 and 9:30am", ["26 09:00", "26 09:30", "28 09:00"]),
        ("every month on the last Friday at 9 and 14:30", ["27 09:00", "27 14:30", "25 09:00"]),
        ("every May 3rd at 9 and 14:30", ["03 09:00", "03 14:30"]),
        ("every year at 7 and 7:15am", ["25 07:00", "25 07:15"]),
    ],
)
def test_a_rule_with_several_times_rings_at_these_times_alone(text: str, rings: list[str]) -> None:
    rule = reading(f"sweep the yard {text}").recurrence
    assert rule is not None

    falls = rrulestr(rule, dtstart=NOW.replace(tzinfo=None)).xafter(NOW.replace(tzinfo=None))

    assert [f"{next(falls):%d %H:%M}" for _ in rings] == rings


def test_where_too_many_days_would_have_to_be_counted_the_first_time_stands_alone() -> None:
    found = reading("sweep the yard every year on Mondays at 9 and 14:30")

    assert found.recurrence == "FREQ=YEARLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday and Thursday", ["30", "03"]),
        ("on Tue, Wed and Fri at 5", ["01", "02", "04"]),
        ("today and tomorrow", ["25", "26"]),
        ("on the 15th and 30th", ["30", "15"]),
        ("on the 3rd, 5th and 8th", ["03", "05", "08"]),
        ("March 3rd, 10th and 17th", ["03", "10", "17"]),
        ("March 3 and 10", ["03", "10"]),
        ("Mon, Wed, Fri", ["30", "02", "04"]),
        ("tomorrow and Saturday at 3pm", ["26", "28"]),
    ],
)
def test_several_days_of_one_thing_are_a_rule_that_ends(text: str, days: list[str]) -> None:
    found = reading(f"sweep the yard {text}")
    assert found.recurrence is not None
    assert found.due_at is not None

    falls = rrulestr(found.recurrence, dtstart=NOW.replace(tzinfo=None))

    assert found.title == "sweep the yard"
    assert [f"{day:%d}" for day in falls] == days
    assert f"{found.due_at:%d}" == days[0]


def test_days_to_choose_from_are_due_on_the_last() -> None:
    found = reading("sweep the yard on Monday or Tuesday")

    assert (wall(found.starts_at), wall(found.due_at)) == ("2026-11-30 00:00", "2026-12-01 23:59")
    assert found.recurrence is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("sweep the yard on Monday at 5 and Thursday at 6", "sweep the yard and Thursday at 6"),
        ("sweep the yard March 3 and April 10", "sweep the yard and April 10"),
        ("sweep the yard May 3 2030 and May 5 2030", "sweep the yard and May 5 2030"),
        ("milk on Tuesday and Wednesday dinner", "milk and Wednesday dinner"),
    ],
)
def test_a_second_point_that_no_rule_can_say_stays_in_the_title(text: str, title: str) -> None:
    found = reading(text)

    assert (found.title, found.recurrence) == (title, None)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("prune the vine once a month", True),
        ("prune the vine once a year", True),
        ("prune the vine once a day", False),
        ("prune the vine once a week on Sunday", False),
        ("prune the vine once a month starting in March", False),
        ("prune the vine every month", False),
    ],
)
def test_how_often_without_when_is_a_rule_that_settles_no_day(text: str, is_open: bool) -> None:
    """The task comes again; where engines are compared, no day may be made up."""
    found, record = reading(text), understand(text, now=NOW)

    assert found.recurrence is not None
    assert found.title == "prune the vine"
    assert found.recurrence_is_open is is_open
    assert (record["rrule"] is None) is is_open
    assert (record["start"] is None) is is_open
