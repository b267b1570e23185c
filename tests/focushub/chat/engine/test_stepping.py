"""A word about the step that was named, and what the coach makes of it."""

import pytest

from tests.focushub.chat.engine.talking import EVENING, FULL, LOW, MORNING, acts, talk

THESIS = "I can't start my thesis"


def test_too_much_makes_it_smaller_until_it_is_not_the_size() -> None:
    told = talk(MORNING, THESIS, "too much", "still can't", "too much", "too much")

    assert [said.dialogue.small for said in told] == [0, 1, 2, 3, 4]
    assert "**Open the thesis file**" in told[1].text
    assert told[4].dialogue.asked == "barrier"


@pytest.mark.parametrize(
    ("barrier", "says"),
    [
        ("1", "**Open the thesis file**"),
        ("2", "If a friend asked you"),
        ("it worries me", "rough and crooked on purpose"),
        ("4", "energy comes first"),
        ("it's boring", "two different machines"),
    ],
)
def test_what_is_in_the_way_is_asked_and_answered(barrier: str, says: str) -> None:
    asked, answered = talk(MORNING, THESIS, "no", barrier)[1:]

    assert asked.dialogue.asked == "barrier"
    assert says in answered.text


def test_who_is_afraid_may_do_it_badly_and_then_say_it() -> None:
    told = talk(
        MORNING, THESIS, "I'm scared", "it will be bad", "My thesis says that bees see colours"
    )

    assert [said.dialogue.asked for said in told[1:]] == ["afraid", "say", "doing"]
    assert "**Write one sentence that you are allowed to delete afterwards**" in told[1].text
    assert told[3].dialogue.done == 1


def test_who_does_not_know_what_to_write_says_it_or_finds_the_question() -> None:
    told = talk(MORNING, THESIS, "I don't know what to write", "I don't know")

    assert "If a friend asked you" in told[1].text
    assert "the first step is a question" in told[2].text


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("stuck", "Order doesn't matter here"),
        ("what if it goes wrong", "**Do the first corner of it, as roughly as you like**"),
        ("too much", "**Go to where it is"),
    ],
)
def test_hands_are_helped_in_another_way_than_a_screen(word: str, says: str) -> None:
    assert says in talk(FULL, "I can't start the dishes", "yes", word)[-1].text


def test_a_screen_is_begun_roughly() -> None:
    said = talk(MORNING, "I can't start the spreadsheet", "scared")[-1]

    assert "**Open it and do the first small thing, as roughly as you like**" in said.text


def test_a_thing_of_ones_own_is_done_step_by_step_and_ticked_off() -> None:
    told = talk(LOW, "I can't start the tax return", "yes", "done", "what next?", "done")

    assert "**Open the folder**" in told[1].text
    assert "**Sort the receipts**" in told[2].text
    assert acts(told[-1]) == ["complete_task"]
    assert told[-1].dialogue.topic == ""


def test_later_is_given_a_place_where_there_is_one() -> None:
    placed = talk(FULL, "I can't start the tax return", "later")[-1]
    asked = talk(EVENING, THESIS, "later")[-1]

    assert acts(placed) == ["schedule_task"]
    assert "Today at 10:10" in placed.text
    assert (acts(asked), "When would you meet it" in asked.text) == ([], True)


def test_stopping_is_fine_before_and_after_the_first_step() -> None:
    before = talk(MORNING, THESIS, "stop")[-1]
    after = talk(MORNING, THESIS, "done", "stop")[-1]

    assert "It stays written down" in before.text
    assert "You've begun" in after.text


def test_another_way_in_is_the_next_step_and_then_another_thing() -> None:
    told = talk(LOW, "I can't start the tax return", "yes", "skip that", "skip that")

    assert "**Sort the receipts**" in told[2].text
    assert "**Clean the kitchen**" in told[3].text


def test_a_reason_is_given_to_who_asks_why_and_the_step_again_to_who_asks_what() -> None:
    why, unsure, again = (talk(MORNING, THESIS, word)[-1] for word in ("why", "maybe", "go on"))

    assert "two different machines" in why.text
    assert "experiment" in unsure.text
    assert "**Open the thesis file and read your last paragraph**" in again.text
