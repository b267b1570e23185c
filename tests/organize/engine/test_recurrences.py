"""A task recurs at the hour at most, in whatever way it is said."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from organize.engine.reader import read_dump
from organize.engine.recurrences import read_task, refusal

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "title", "recurrence"),
    [
        ("stretch every 30 minutes", "stretch every 30 minutes", None),
        ("every 15 min stretch", "every 15 min stretch", None),
        ("stretch every minute for 3 days", "stretch every minute for 3 days", None),
        ("stretch every 60 minutes", "stretch", "FREQ=HOURLY"),
        ("stretch every 2 hours", "stretch", "FREQ=HOURLY;INTERVAL=2"),
        ("stretch every day", "stretch", "FREQ=DAILY"),
        ("stretch every 20 minutes and every 30 minutes", None, None),
    ],
)
def test_what_no_task_can_repeat_by_stays_in_the_words(
    text: str, title: str | None, recurrence: str | None
) -> None:
    found = read_task(text, now=NOW)
    (task,) = read_dump(text, now=NOW, single=True).tasks

    assert (found.title, found.recurrence) == (title or text, recurrence)
    assert task.recurrence == recurrence
    assert found.due_at is None or recurrence is not None


def test_a_date_beside_a_refused_recurrence_is_kept() -> None:
    found = read_task("stretch every 30 minutes tomorrow at 9am #back", now=NOW)

    assert (found.title, found.recurrence) == ("stretch every 30 minutes", None)
    assert found.due_at == NOW.replace(day=26, hour=9)
    assert found.labels == ("back",)


@pytest.mark.parametrize(
    ("rule", "is_fit"),
    [
        ("FREQ=DAILY", True),
        ("FREQ=HOURLY;INTERVAL=4", True),
        ("FREQ=HOURLY;BYDAY=MO", False),
        ("FREQ=MINUTELY;INTERVAL=30", False),
        ("FREQ=SECONDLY", False),
        ("INTERVAL=2", False),
        ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 100), False),
    ],
)
def test_a_task_recurs_hourly_at_the_most(rule: str, is_fit: bool) -> None:
    assert (refusal(rule) is None) is is_fit


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00Z", "call the bank 1/1/0001", "trip from 1/1/0001 to 2/1/0001 9am"],
)
def test_a_year_that_no_task_can_have_stays_in_the_words(text: str) -> None:
    found = read_task(text, now=NOW)
    (task,) = read_dump(text, now=NOW, single=True).tasks

    assert "0001" in found.title
    assert (found.due_at, found.starts_at, found.ends_at) == (None, None, None)
    assert (task.due_at, task.starts_at) == (None, None)
