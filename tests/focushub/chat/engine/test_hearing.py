"""What is asked, out of texts that are written to be slow or to be misread."""

import time

import pytest

from focushub.chat.engine.hearing import Intent, hear
from focushub.chat.engine.speaking import Voice
from focushub.language.crisis.recognition import recognise

# Long before a person would notice; patterns that look at a gap from each of its places took 17 s.
SECONDS = 2


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\u00a0", " \n"])
def test_a_gap_is_one_blank_however_long(blank: str) -> None:
    gap = blank * (3_900 // len(blank))
    began = time.monotonic()

    heard = hear(f"x{gap}y", expects_follow=True)

    assert heard.intent is Intent.GENERAL
    assert time.monotonic() - began < SECONDS
    asked = hear(f"I can't{blank * 30}start my thesis")
    assert (asked.intent, asked.topic) == (Intent.CANNOT_START, "my thesis")


@pytest.mark.parametrize(
    "piece",
    ["i'm ", "get so always ", "can't start ", "too much ", "'", "(", "1 ", "and then ", "my "],
)
def test_what_is_said_many_times_is_heard_in_time(piece: str) -> None:
    began = time.monotonic()

    hear(piece * (4_000 // len(piece)), expects_follow=True)

    assert time.monotonic() - began < SECONDS


def test_a_letter_that_is_longer_in_lower_case_moves_nothing() -> None:
    assert hear("\u0130\u0130\u0130\u0130: I can't start my thesis").topic == "my thesis"


def test_the_persons_own_lines_stay_as_they_are() -> None:
    text = "call mum\n\n  tidy   up"

    assert hear(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "everything feels pointless",
        "nothing matters anymore",
        "I can't do this anymore",
        "i give up on everything",
        "whats the point of anything",
    ],
)
def test_who_has_lost_hope_is_answered_before_any_task(text: str) -> None:
    heard = hear(text)

    assert (heard.intent, heard.feeling, heard.topic) == (Intent.FEELING, "hopeless", "")


def test_what_to_break_down_may_be_named_at_the_end() -> None:
    heard = hear("break this down: taxes")

    assert (heard.intent, heard.topic) == (Intent.BREAK_DOWN, "taxes")


@pytest.mark.parametrize("text", ["I can't write my essay anymore", "this homework is pointless"])
def test_work_that_is_named_stays_work(text: str) -> None:
    assert hear(text).feeling != "hopeless"


@pytest.mark.parametrize("said", ["hurting myself", "I think of hurting myself", "not being here"])
def test_what_the_coach_asks_to_be_told_is_known_for_danger(said: str) -> None:
    invited = Voice(seed=0, said={})("feel_hopeless")

    assert said.removeprefix("I think of ").replace("myself", "yourself") in invited
    assert recognise(said) is not None
