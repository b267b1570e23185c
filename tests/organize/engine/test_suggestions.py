"""Suggestions follow from what was said, and are kind."""

from datetime import UTC, datetime

import pytest

from organize.engine.reader import read_dump
from organize.engine.suggestions import MOST, kind_first_step, suggest

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_feeling_is_answered_first() -> None:
    found = suggest("Totally overwhelmed.", energy="low")

    assert found[0].startswith("It is a lot at once.")
    assert found[1].startswith("With little energy")


def test_little_time_a_near_date_and_a_short_task_are_named() -> None:
    text = "file taxes tomorrow, email Kim (5 min)"
    dump = read_dump(text, now=NOW)

    found = suggest(text, tasks=dump.tasks, available_minutes=10, now=NOW)

    assert found[0] == "10 minutes are enough for a first step; stopping after it is fine."
    assert found[1].startswith("“File taxes” has the nearest date")
    assert found[2].startswith("“Email Kim” takes 5 minutes")


def test_a_past_date_is_a_date_to_choose_anew() -> None:
    dump = read_dump("file taxes on 1 November 2026", now=NOW)

    assert suggest("", tasks=dump.tasks, now=NOW)[0] == (
        "“File taxes” can get a new date: choose one that is kind to you."
    )


def test_what_was_not_said_is_not_suggested() -> None:
    assert suggest("buy milk") == ()


def test_there_are_never_more_than_four() -> None:
    text = "overwhelmed and anxious and tired. " + ", ".join(f"call {n}" for n in "abcdefgh")
    dump = read_dump(text, now=NOW)

    found = suggest(text, tasks=dump.tasks, energy="low", available_minutes=5, now=NOW)

    assert len(found) == MOST


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I'm so tired", "Drink a glass of water and sit down for two minutes"),
        ("I can't focus today", "Put the phone into another room"),
        ("hm", "Write down one thing that is on your mind, in three words"),
    ],
)
def test_a_text_without_a_task_still_gets_a_kind_first_step(text: str, title: str) -> None:
    step = kind_first_step(text)

    assert step.title == title
    assert step.minutes == 2


def test_a_text_with_more_than_one_plan_holds_is_told_so() -> None:
    text = "\n".join(f"water plant number {n}" for n in range(120))
    dump = read_dump(text, now=NOW)

    found = suggest(text, tasks=dump.tasks, now=NOW)

    assert len(dump.tasks) == 100
    assert found[0].startswith("One plan holds 100 things")
    assert "the list holds the rest" not in " ".join(found)
