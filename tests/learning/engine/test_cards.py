from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.cards import (
    BLANK,
    CardDraft,
    CardKind,
    cards_from_text,
    keep_quoted,
    lists_of,
    merged,
)
from learning.engine.prompts import prompts_for_topic
from learning.engine.source import read_source
from tests.learning.engine.texts import CELL_RESPIRATION, THREE_PAGES


def cards_of(text: str, limit: int = 50) -> list[tuple[str, str, str]]:
    return [
        (card.kind.value, card.front, card.back)
        for card in cards_from_text(source=read_source(text=text), limit=limit)
    ]


def basic(front: str, back: str = "the same answer", **more: Any) -> CardDraft:
    return CardDraft(CardKind.BASIC, front, back, **more)


def test_three_pages_give_ten_cards_of_every_kind():
    cards = cards_from_text(source=read_source(text=CELL_RESPIRATION), limit=10)

    assert len(cards) == 10
    assert {card.kind for card in cards} == set(CardKind)


def test_every_card_quotes_the_exact_characters_where_they_stand():
    cards = cards_from_text(source=read_source(text=CELL_RESPIRATION), limit=60)

    assert len(cards) > 30
    for card in cards:
        assert card.source_quote
        assert CELL_RESPIRATION[card.start : card.end] == card.source_quote


def test_a_definition_asks_both_ways():
    text = "Osmosis is the flow of water through a membrane. Plants use osmosis."

    assert cards_of(text)[:2] == [
        ("basic", "What is osmosis?", "the flow of water through a membrane"),
        ("typed", "Which term is meant: the flow of water through a membrane?", "osmosis"),
    ]


def test_a_term_that_its_meaning_says_is_not_asked_for():
    text = "A cell wall is the wall around a plant cell."

    assert [kind for kind, _, _ in cards_of(text)] == ["basic"]


def test_a_short_form_and_another_name_are_asked_for():
    text = (
        "Cells store adenosine triphosphate (ATP) for later. "
        "The Krebs cycle, also known as the citric acid cycle, runs inside."
    )

    assert ("typed", "What does ATP stand for?", "adenosine triphosphate") in cards_of(text)
    assert (
        "typed",
        "What is another name for the Krebs cycle?",
        "citric acid cycle",
    ) in cards_of(text)


def test_a_figure_is_blanked_out():
    text = "The French Revolution began in 1789 with the storming of the Bastille."

    assert ("cloze", f"The French Revolution began in {BLANK} with the storming of the Bastille.",
            "1789") in cards_of(text)  # fmt: skip


def test_a_list_is_asked_for_as_a_whole_with_its_lines_as_quote():
    text = "The phases of the moon:\n\n1. New moon\n2. First quarter\n3. Full moon\n"

    (card,) = cards_from_text(source=read_source(text=text))

    assert card.front == "The phases of the moon: name all 3 in their order."
    assert card.back == "1. New moon\n2. First quarter\n3. Full moon"
    assert card.source_quote == text.strip()


def test_a_list_under_a_heading_is_a_list_too_and_a_long_one_is_none():
    short = read_source(text="# Tools\n\n- saw\n- hammer\n")
    long = read_source(text="# Tools\n\n" + "".join(f"- tool {n}\n" for n in range(8)))

    assert [len(items) for _, items in lists_of(source=short)] == [2]
    assert lists_of(source=long) == ()


def test_a_sentence_that_leans_on_another_carries_its_heading():
    text = "# Glycolysis\n\nIt happens in the cytoplasm of 37 kinds of cells."

    assert (
        "cloze",
        f"Glycolysis: It happens in the cytoplasm of {BLANK} kinds of cells.",
        "37",
    ) in cards_of(text)


def test_a_text_without_sentences_gives_no_card():
    assert cards_of("") == []
    assert cards_of("hello there") == []


def test_cards_that_ask_the_same_become_one_with_both_answers():
    cards = [
        basic("What is the mitochondrion?", "the organelle that makes ATP", accepted=("a",)),
        basic("What is a mitochondrion", "the organelle that makes ATP.", accepted=("b",)),
    ]

    (one,) = merged(cards=cards)

    assert one.front == "What is the mitochondrion?"
    assert one.accepted == ("a", "b")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phase 1 of the long process lasts for?", "Phase 2 of the long process lasts for?"),
        ("Which of these gases is toxic to us?", "Which of these gases is not toxic to us?"),
    ],
)
def test_cards_with_other_figures_or_another_negation_stay_apart(first, second):
    assert len(merged(cards=[basic(first), basic(second)])) == 2


def test_only_cards_whose_quote_is_in_the_text_are_kept():
    text = "Glycolysis needs no oxygen. It yields “two” ATP."
    true = ["Glycolysis needs no oxygen.", 'It yields "two" ATP.', "needs  no\noxygen"]
    untrue = ["Glycolysis needs oxygen.", "It yields four ATP.", None, "", "glycolysis needs"]
    proposed = [basic(f"Q{n}?", source_quote=q) for n, q in enumerate(true + untrue)]

    kept = keep_quoted(cards=proposed, text=text)

    assert [(card.front, card.source_quote) for card in kept] == [
        ("Q0?", "Glycolysis needs no oxygen."),
        ("Q1?", "It yields “two” ATP."),
        ("Q2?", "needs no oxygen"),
    ]
    assert [text[card.start : card.end] for card in kept] == [c.source_quote for c in kept]


def test_of_twelve_proposed_cards_four_with_foreign_quotes_are_dropped():
    text = CELL_RESPIRATION
    own = list(cards_from_text(source=read_source(text=text), limit=8))
    foreign = [basic(f"Q{n}?", source_quote=f"Foreign fact {n}.") for n in range(4)]

    kept = keep_quoted(cards=[*own, *foreign], text=text)

    assert [card.front for card in kept] == [card.front for card in own]


def test_a_topic_without_text_gives_prompts_from_the_goals_and_claims_nothing():
    cards = prompts_for_topic(
        topic="cell respiration",
        goals=["explain glycolysis", "pass the test"],
        struggles="I forget the steps",
    )

    assert [card.front for card in cards][:4] == [
        "Explain glycolysis in your own words.",
        "Give one example of glycolysis.",
        "Your goal: pass the test. Which question on cell respiration would be most likely there?",
        "You wrote: “I forget the steps”. Which one picture, rhyme or place would hold it?",
    ]
    assert all(card.source_quote is None and card.start is None for card in cards)


@pytest.mark.parametrize(
    ("goal", "front"),
    [
        ("I want to understand how tides work", "Explain how tides work in your own words."),
        ("remember the planets", "From memory: the planets. What comes first, what next?"),
        ("compare mitosis and meiosis",
         "Compare mitosis and meiosis: what is alike, what differs?"),
        ("solve quadratic equations",
         "Do it once without looking: solve quadratic equations. What was the first step?"),
        ("photosynthesis", "Explain photosynthesis in your own words."),
        ("impress my aunt",
         "Your goal: impress my aunt. What is the first thing to be clear about?"),
    ],
)  # fmt: skip
def test_a_goal_is_asked_in_the_persons_words(goal, front):
    assert prompts_for_topic(topic="it", goals=[goal])[0].front == front


@given(st.text(alphabet="aAB1 .,:-()*|#\nisthe ", max_size=400))
@settings(max_examples=150)
def test_any_text_gives_cards_that_quote_it(text):
    for card in cards_from_text(source=read_source(text=text)):
        assert text[card.start : card.end] == card.source_quote
        assert card.front.strip()
        assert card.back.strip()
        assert (BLANK in card.front) is (card.kind is CardKind.CLOZE)


def test_the_end_of_a_long_text_gets_cards_too():
    cards = cards_from_text(source=read_source(text=THREE_PAGES), limit=12)

    quarters = Counter((card.start or 0) * 4 // len(THREE_PAGES) for card in cards)
    assert set(quarters) == {0, 1, 2, 3}
    assert max(quarters.values()) <= 6
