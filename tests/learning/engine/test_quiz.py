from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.quiz import (
    Question,
    QuestionKind,
    distractors,
    quiz_from_text,
)
from learning.engine.source import read_source
from tests.learning.engine.texts import CELL_RESPIRATION, THREE_PAGES


def quiz(limit: int = 10, text: str = CELL_RESPIRATION) -> tuple[Question, ...]:
    return quiz_from_text(source=read_source(text=text), limit=limit)


def first(kind: QuestionKind) -> Question:
    return next(one for one in quiz(60) if one.kind is kind)


def test_three_pages_give_ten_questions_of_every_kind():
    questions = quiz(10)

    assert len(questions) == 10
    assert {one.kind for one in questions} == set(QuestionKind)


def test_every_question_quotes_the_exact_characters_where_they_stand():
    questions = quiz(60)

    assert len(questions) > 30
    for one in questions:
        assert CELL_RESPIRATION[one.start : one.end] == one.source_quote


def test_a_choice_has_the_answer_once_and_wrong_ones_from_the_same_text():
    for one in quiz(60):
        if one.kind is QuestionKind.CHOICE:
            assert 3 <= len(one.choices) <= 4
            assert one.choices.count(one.answer) == 1
            assert all(choice.casefold() in CELL_RESPIRATION.casefold() for choice in one.choices)


def test_a_false_statement_is_not_said_by_the_text_and_a_true_one_is():
    shown = CELL_RESPIRATION.replace("**", "")
    for one in quiz(60):
        if one.kind is QuestionKind.TRUE_FALSE:
            statement = one.prompt.removeprefix("By the text, true or false? ")
            assert (statement in shown) is (one.answer == "true")


def test_true_and_false_statements_stand_in_turn():
    answers = {one.answer for one in quiz(60) if one.kind is QuestionKind.TRUE_FALSE}

    assert answers == {"true", "false"}


def test_an_order_is_shown_in_another_one():
    question = first(QuestionKind.ORDER)

    assert question.prompt == (
        "The ten steps of glycolysis fall into three phases: put these in order."
    )
    assert question.answer.split("\n") != list(question.choices)
    assert sorted(question.answer.split("\n")) == sorted(question.choices)


def test_equal_text_gives_an_equal_quiz():
    assert quiz(20) == quiz(20)


def test_a_text_with_too_few_terms_gives_no_choices():
    questions = quiz(20, "Osmosis is the flow of water through a thin wall.")

    assert QuestionKind.CHOICE not in {one.kind for one in questions}


def test_no_text_gives_no_question():
    assert quiz(10, "") == ()


def test_wrong_choices_share_no_word_with_the_answer_or_the_question():
    terms = ["cell wall", "cell membrane", "nucleus", "nucleolus", "matrix", "water"]

    found = distractors(answer="cell wall", terms=terms, avoid="It holds water.")

    assert found == ("nucleolus", "matrix")


@given(st.text(alphabet="aAB1 .,:-()*|#\nisthe ", max_size=400))
@settings(max_examples=100)
def test_any_text_gives_questions_that_quote_it(text):
    for one in quiz(20, text):
        assert text[one.start : one.end] == one.source_quote
        assert one.answer


def test_the_whole_text_is_asked_and_not_its_beginning_alone():
    asked = quiz_from_text(source=read_source(text=THREE_PAGES), limit=8)

    quarters = {question.start * 4 // len(THREE_PAGES) for question in asked}
    assert quarters == {0, 1, 2, 3}


def test_a_choice_of_the_same_number_looks_likelier():
    assert distractors(answer="cells", terms=["spore", "enzymes"], count=1) == ("enzymes",)
    assert distractors(answer="cell", terms=["spores", "enzyme"], count=1) == ("enzyme",)
