"""Hello, goodbye, what is kept in mind, and whatever else people say."""

import pytest

from focushub.chat.engine.turns import Act
from tests.focushub.chat.engine.talking import (
    EVENING,
    FULL,
    LOW,
    MORNING,
    NOON,
    acts,
    talk,
)

FACT = "Mornings are hard."


@pytest.mark.parametrize(
    ("situation", "says"),
    [
        (MORNING, "Good morning! Your list is quiet."),
        (NOON, "Hello! Your list is quiet."),
        (EVENING, "Good evening! Your list is quiet."),
        (FULL, "Next up is \u201cCells\u201d at 09:37."),
        (LOW, "2 things are on your list"),
    ],
)
def test_a_greeting_knows_the_hour_and_what_is_ahead(situation, says) -> None:
    assert says in talk(situation, "hello")[0].text


@pytest.mark.parametrize(
    ("text", "says", "asked"),
    [
        ("I'll rest now", "Rest is a real thing to do", ""),
        ("here's what is on my mind", "I'll make the list", "dump"),
        ("I'd like to talk", "I'm listening", "feeling"),
        ("let me think", "A few words are enough", "topic"),
    ],
)
def test_who_is_going_to_tell_something_is_given_room(text: str, says: str, asked: str) -> None:
    _, said = talk(MORNING, "hello", text)

    assert says in said.text
    assert said.dialogue.asked == asked


def test_a_yes_to_what_was_offered_points_at_it_and_does_nothing() -> None:
    offered, yes = talk(MORNING, "remember that mornings are hard", "yes")
    no = talk(MORNING, "remember that mornings are hard", "no")[-1]

    assert offered.acts == yes.acts == (Act("remember", {"text": "mornings are hard"}),)
    assert "nothing moves without your finger" in yes.text or "one tap" in yes.text
    assert acts(no) == []


def test_what_is_kept_in_mind_is_told_and_may_be_forgotten() -> None:
    told, forget = talk(
        MORNING, "what do you know about me?", "forget about mornings", memories=[FACT]
    )
    nothing, unknown = talk(MORNING, "what do you know about me?", "forget about mornings")

    assert f"- {FACT}" in told.text
    assert forget.acts == (Act("forget", {"text": FACT}),)
    assert "Nothing so far" in nothing.text
    assert acts(unknown) == []


def test_thanks_leave_the_step_where_it_is() -> None:
    said = talk(LOW, "I can't start the tax return", "thanks")[-1]

    assert "**Open the folder**" in said.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hm", "Tell me a little more"),
        ("Is water wet or only what it touches?", "I'd rather not invent one"),
        ("The fence is my own", "Let me take that in: the fence is your own."),
        (
            "The neighbour has painted the fence in a colour that nobody in this street would want",
            "the fence in a colour that nobody in this street ... What",
        ),
    ],
)
def test_whatever_else_is_said_is_given_back_and_asked_about(text: str, says: str) -> None:
    assert says in talk(MORNING, text)[0].text
