from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from focushub.calendar.scheduler import Interval
from focushub.language import Span
from organize.engine.breakdown import break_down
from organize.services.occurrences import next_after, occurrence_days, occurrence_items, pinned
from organize.services.proposals import ProposedTask

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 15, tzinfo=BERLIN)
WEEK = Interval(MONDAY, MONDAY + timedelta(days=7))
HOUR = Interval(MONDAY, MONDAY + timedelta(hours=1))


def _days(rule: str, window: Interval) -> list[str]:
    return [f"{day:%a %d}" for day in occurrence_days(rule, window)]


def test_the_days_of_a_week_are_all_named() -> None:
    assert _days("FREQ=WEEKLY;BYDAY=TU,TH", WEEK) == ["Tue 24", "Thu 26"]


def test_where_none_lies_in_the_window_the_next_is_named() -> None:
    assert _days("FREQ=WEEKLY;BYDAY=TU,TH", HOUR) == ["Tue 24"]


def test_a_rule_of_hours_names_each_day_once() -> None:
    assert _days("FREQ=HOURLY;INTERVAL=6", HOUR) == ["Mon 23"]


def test_a_rule_that_has_ended_has_no_days() -> None:
    assert _days("FREQ=DAILY;UNTIL=20260101T000000", WEEK) == []
    assert next_after("FREQ=DAILY;UNTIL=20260101T000000", MONDAY) is None


def test_what_recurs_does_not_press_into_minutes_that_were_named() -> None:
    task = ProposedTask(
        title="Gym",
        steps=break_down("Gym").steps,
        source=Span(0, 3, "task"),
        recurrence="FREQ=DAILY",
    )
    ids = [f"s{n}" for n in range(len(task.steps))]

    [item] = occurrence_items(task, id="gym", step_ids=ids, after=[], window=HOUR, is_now=True)

    assert (item.due_at, item.priority) == (None, "low")


def test_each_occurrence_is_an_item_at_the_hour_that_was_named() -> None:
    steps = break_down("Gym").steps
    task = ProposedTask(
        title="Gym",
        steps=steps,
        source=Span(0, 3, "task"),
        starts_at=MONDAY.replace(hour=18),
        recurrence="FREQ=WEEKLY;BYDAY=TU,TH",
    )

    items = occurrence_items(
        task, id="gym", step_ids=[f"s{n}" for n in range(len(steps))], after=[], window=WEEK
    )

    assert [item.id for item in items] == ["gym@2026-11-24", "gym@2026-11-26"]
    assert [item.starts_at for item in items] == [
        MONDAY.replace(day=24, hour=18),
        MONDAY.replace(day=26, hour=18),
    ]


@pytest.mark.parametrize(
    ("rule", "hours", "pinned_rule"),
    [
        ("FREQ=DAILY", True, "FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0"),
        ("FREQ=WEEKLY", False, "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", False, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;COUNT=3", False, "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=23"),
        ("FREQ=MONTHLY;BYDAY=-1FR", False, "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=YEARLY", False, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23"),
        ("FREQ=YEARLY;BYMONTH=3", False, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", False, "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
        ("FREQ=DAILY;BYHOUR=8,20", True, "FREQ=DAILY;BYHOUR=8,20"),
        ("FREQ=WEEKLY;INTERVAL=2", False, None),
        ("FREQ=HOURLY", False, None),
    ],
)
def test_a_rhythm_is_written_into_its_rule_where_it_can_be(
    rule: str, hours: bool, pinned_rule: str | None
) -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)

    assert pinned(rule, monday, hours=hours) == pinned_rule
