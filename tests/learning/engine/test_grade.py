import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.grade import (
    Grade,
    Verdict,
    grade,
    grade_choice,
    grade_order,
    grade_true_false,
    rating_of,
)
from learning.engine.memory import Rating


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("mitochondrion", "mitochondrion"),
        ("mitochondrion", " Mitochondrion. "),
        ("mitochondrion", "the mitochondrion"),
        ("mitochondrion", "mitochondrium"),
        ("mitochondrion", "mitocondrion"),
        ("mitochondria", "mitochondira"),
        ("enzyme", "enzymes"),
        ("glycolysis", "glycolisis"),
        ("café", "cafe"),
        ("naïve", "NAIVE"),
        ("Krebs cycle", "krebs cycel"),
        ("ATP", "atp"),
        ("1,000", "1000"),
        ("0.50", "0.5"),
        ("3,5", "3.5"),
        ("1.234.567", "1234567"),
        ("2 ATP", "two ATP"),
        ("-5 °C", "−5 °c"),
        ("ATP, NADH and water", "water, NADH, ATP"),
        ("it does not stop", "it does not stop"),
        ("irreversible", "irreversibel"),
        ("temperature rises", "temperture rises"),
    ],
)
def test_typos_case_accents_and_other_ways_to_write_are_forgiven(expected, answer):
    assert grade(expected=expected, given=answer).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("1789", "1798"),
        ("2 ATP", "4 ATP"),
        ("3.5", "35"),
        ("-5", "5"),
        ("5 mg", "5 kg"),
        ("10 %", "10"),
        ("3/4", "4/3"),
        ("it does not stop", "it does stop"),
        ("it stops", "it does not stop"),
        ("needs oxygen", "needs no oxygen"),
        ("reversible", "irreversible"),
        ("organic", "inorganic"),
        ("symmetric", "asymmetric"),
        ("hypothermia", "hyperthermia"),
        ("increase", "decrease"),
        ("absorption", "adsorption"),
        ("afferent", "efferent"),
        ("endothermic", "exothermic"),
        ("maximum", "minimum"),
        ("intracellular", "intercellular"),
        ("cat", "cut"),
        ("in", "on"),
        ("glucose to pyruvate", "pyruvate to glucose"),
        ("ATP", ""),
        ("ATP", "   "),
        ("ATP", "?"),
    ],
)
def test_figures_units_negations_and_opposites_are_not_forgiven(expected, answer):
    assert grade(expected=expected, given=answer).verdict is not Verdict.RIGHT


@pytest.mark.parametrize(
    ("expected", "answer", "verdict"),
    [
        ("cell", "cel", Verdict.RIGHT),
        ("cell", "ceel", Verdict.RIGHT),
        ("cell", "cexx", Verdict.DIFFERENT),
        ("pyruvat", "pyrvuta", Verdict.DIFFERENT),
        ("pyruvate", "pyruvta", Verdict.RIGHT),
        ("pyruvate", "pyrxxxte", Verdict.DIFFERENT),
    ],
)
def test_the_edits_forgiven_grow_with_the_word(expected, answer, verdict):
    assert grade(expected=expected, given=answer).verdict is verdict


def test_other_answers_of_the_card_are_right_too():
    assert (
        grade(
            expected="mitochondrion",
            given="power house of the cell",
            accepted=["powerhouse of the cell"],
        ).verdict
        is not Verdict.DIFFERENT
    )
    assert (
        grade(expected="Krebs cycle", given="citric acid cycle", accepted=["citric acid cycle"])
        == Grade(Verdict.RIGHT, 1.0, "That is it.", is_sure=True)
    )  # fmt: skip


def test_another_term_of_the_deck_is_never_a_typo():
    assert grade(expected="mitosis", given="meiosis").verdict is Verdict.DIFFERENT
    assert grade(expected="thymine", given="thiamine").verdict is Verdict.DIFFERENT
    assert grade(expected="cytosine", given="cytidine").verdict is Verdict.RIGHT
    assert (
        grade(expected="cytosine", given="cytidine", known_terms=["Cytidine"]).verdict
        is Verdict.DIFFERENT
    )


def test_the_answer_with_words_round_it_is_close():
    graded = grade(expected="matrix", given="it is the matrix I think")

    assert graded == Grade(Verdict.CLOSE, 0.9, "The answer is: matrix")


LONG = "The inner membrane of the mitochondrion is folded into cristae, which enlarge its surface."


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (LONG, Verdict.RIGHT),
        ("inner membrane folded in mitochondrion, cristae enlarge the surfce", Verdict.RIGHT),
        ("the membrane is folded and has a larger surface with cristae", Verdict.CLOSE),
        ("something with a membrane", Verdict.DIFFERENT),
        ("inner membrane not folded in mitochondrion, cristae enlarge surface", Verdict.DIFFERENT),
    ],
)
def test_a_long_answer_counts_by_its_main_words(answer, verdict):
    assert grade(expected=LONG, given=answer).verdict is verdict


def test_every_verdict_has_a_reason_that_shows_the_answer():
    assert grade(expected="1789", given="1798").reason == "The figures differ. The answer is: 1789"
    assert grade(expected="it stops", given="it never stops").reason == (
        "One says “not” and the other does not. The answer is: it stops"
    )
    assert grade(expected="pyruvate", given="pyruvat").reason == "Right. It is written: pyruvate"


def test_a_choice_and_a_truth_are_right_or_not():
    assert grade_choice(right=1, given=1, choices=["a", "b"]).verdict is Verdict.RIGHT
    assert grade_choice(right=1, given=0, choices=["a", "b"]).reason == "The answer is: b"
    assert grade_choice(right=1, given=None, choices=["a", "b"]).verdict is Verdict.DIFFERENT
    assert grade_true_false(right=False, given=False, because="x").verdict is Verdict.RIGHT
    assert grade_true_false(right=False, given=True, because="x").reason == "The text says: x"
    assert grade_true_false(right=False, given=None, because="x").verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("order", "verdict", "score"),
    [
        ("abcde", Verdict.RIGHT, 1.0),
        ("abced", Verdict.CLOSE, 0.9),
        ("edcba", Verdict.DIFFERENT, 0.0),
        ("abcd", Verdict.DIFFERENT, 0.0),
        ("abcdd", Verdict.DIFFERENT, 0.0),
    ],
)
def test_an_order_counts_by_its_pairs(order, verdict, score):
    graded = grade_order(right=list("abcde"), given=list(order))

    assert (graded.verdict, graded.score) == (verdict, score)


def test_a_quiz_answer_tells_the_card_how_it_went():
    assert [rating_of(verdict=verdict) for verdict in Verdict] == [
        Rating.GOOD,
        Rating.HARD,
        Rating.AGAIN,
    ]


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=200)
def test_any_words_are_graded_within_bounds(expected, answer):
    graded = grade(expected=expected, given=answer, known_terms=[expected])

    assert 0 <= graded.score <= 1


@given(st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=40))
@settings(max_examples=150)
def test_the_answer_itself_is_right(answer):
    assert grade(expected=answer, given=answer).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("expected", "given", "is_sure"),
    [
        ("a long answer of more than six words with content", "", True),
        ("the splitting of glucose into smaller molecules of pyruvate acid",) * 2 + (True,),
        ("the splitting of glucose", "sugar is cut", False),
    ],
)
def test_only_equal_words_and_silence_are_sure(expected, given, is_sure):
    assert grade(expected=expected, given=given).is_sure is is_sure


@pytest.mark.parametrize(
    ("expected", "given", "said", "held"),
    [
        ("splitting of glucose", "sugar is cut", Verdict.RIGHT, (Verdict.RIGHT, 1.0)),
        ("splitting of glucose", "sugar is cut", Verdict.CLOSE, (Verdict.CLOSE, 0.5)),
        ("splitting of glucose", "sugar is cut", Verdict.DIFFERENT, (Verdict.DIFFERENT, 0.0)),
        ("20 mg", "30 mg", Verdict.RIGHT, (Verdict.CLOSE, 0.5)),
        ("it is not used up", "it is used up", Verdict.RIGHT, (Verdict.CLOSE, 0.5)),
    ],
)
def test_who_reads_for_the_meaning_stays_within_bounds(expected, given, said, held):
    assert grade(expected=expected, given=given).read_as(said) == held


def test_other_figures_are_right_where_another_answer_has_them():
    told = grade(expected="20 mg", given="about 30 mg", accepted=["30 mg at most"])

    assert told.at_best is Verdict.RIGHT
