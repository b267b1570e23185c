"""Put this on my list, that is done, this can wait, here is all of it."""

from datetime import datetime

import pytest

from focushub.chat.engine.lists import moment_of
from focushub.chat.engine.turns import Act
from tests.focushub.chat.engine.talking import FULL, MORNING, acts, talk
from tests.focushub.chat.engine.test_every_turn import BERLIN

WEDNESDAY = datetime(2026, 11, 25, 9, 7, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("when", "minutes", "moment"),
    [
        ("later", None, "2026-11-25T12:07"),
        ("this evening", None, "2026-11-25T15:07"),
        ("tonight", None, "2026-11-25T19:00"),
        ("two hours", 120, "2026-11-25T11:07"),
        ("tomorrow", None, "2026-11-26T09:00"),
        ("friday", None, "2026-11-27T09:00"),
        ("wednesday", None, "2026-12-02T09:00"),
        ("next week", None, "2026-11-30T09:00"),
        ("", None, "2026-11-26T09:00"),
    ],
)
def test_a_time_in_words(when: str, minutes: int | None, moment: str) -> None:
    assert f"{moment_of(when, minutes, WEDNESDAY):%Y-%m-%dT%H:%M}" == moment


def test_tonight_late_in_the_evening_is_in_an_hour() -> None:
    assert moment_of("tonight", None, WEDNESDAY.replace(hour=22)).hour == 23


def test_something_new_is_offered_with_its_first_step() -> None:
    (said,) = talk(FULL, "add renew the passport to my list")

    assert said.acts == (Act("create_task", {"text": "renew the passport"}),)
    assert said.text.startswith('"Renew the passport" is ready to go on your list')


@pytest.mark.parametrize(
    ("text", "offered", "told"),
    [
        ("I've finished the tax return", ["complete_task"], "File the tax return"),
        ("I have finished the moon landing", [], "Well done"),
        ("move the tax return to tomorrow", ["snooze_task"], "tomorrow at 09:00"),
        ("move the tax return to monday", ["snooze_task"], "on Monday at 09:00"),
        ("postpone the moon landing until friday", [], "the moon landing"),
    ],
)
def test_what_is_on_the_list_is_known_by_a_few_words(
    text: str, offered: list[str], told: str
) -> None:
    (said,) = talk(FULL, text)

    assert acts(said) == offered
    assert told in said.text


def test_all_at_once_becomes_a_list_with_the_lightest_first() -> None:
    (said,) = talk(FULL, "call mum, water the plants, file taxes by friday, buy milk")

    assert acts(said) == ["create_tasks"]
    assert "4 things" in said.text
    assert "1. Call mum" in said.text
    assert said.dialogue.step is not None


def test_what_is_asked_for_may_be_a_single_thing() -> None:
    said = talk(MORNING, "hello", "here's what is on my mind", "water the plants")[-1]

    assert "Water the plants" in said.text
