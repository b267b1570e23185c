import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.definitions import DefinitionKind, definitions
from learning.engine.source import read_source


def told(text: str) -> list[tuple[str, str, str]]:
    source = read_source(text=text)
    return [(one.kind.value, one.term, one.meaning) for one in definitions(source=source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Osmosis is the flow of water.", ("is", "Osmosis", "the flow of water")),
        ("An enzyme is a protein that helps.", ("is", "enzyme", "a protein that helps")),
        ("Enzymes are proteins.", None),
        (
            "Mitochondria are the organelles of energy.",
            ("is", "Mitochondria", "the organelles of energy"),
        ),
        ("Osmosis means a flow of water.", ("means", "Osmosis", "a flow of water")),
        (
            "Density is defined as mass over volume.",
            ("is", "Density", "defined as mass over volume"),
        ),
        (
            "The flow of water through a membrane is called osmosis.",
            ("called", "osmosis", "The flow of water through a membrane"),
        ),
        ("- **Osmosis**: the flow of water", ("label", "Osmosis", "the flow of water")),
        ("Osmosis - the flow of water", ("label", "Osmosis", "the flow of water")),
        ("| Osmosis | the flow of water |", ("label", "Osmosis", "the flow of water")),
        ("It is the flow of water.", None),
        ("This is called osmosis.", None),
        ("The answer is not a number at all.", None),
        ("Osmosis is not the flow of salt.", None),
        ("What is the flow of water?", None),
        ("Note: the test is on Monday.", None),
        ("What he said is the end of it.", None),
        (
            "Oxygen is the last acceptor, and water is formed.",
            ("is", "Oxygen", "the last acceptor"),
        ),
    ],
)
def test_a_sentence_that_defines_gives_its_term_and_meaning(text, expected):
    assert told(text) == ([] if expected is None else [expected])


def test_another_name_in_commas_is_told_and_belongs_to_the_meaning_too():
    text = "The Krebs cycle, also known as the citric acid cycle, is a ring of reactions."

    found = definitions(source=read_source(text=text))

    assert [(d.kind, d.article, d.term, d.meaning, d.names) for d in found] == [
        (DefinitionKind.ALIAS, "the ", "Krebs cycle", "the citric acid cycle", ()),
        (DefinitionKind.IS, "the ", "Krebs cycle", "a ring of reactions", ("citric acid cycle",)),
    ]


def test_a_short_form_is_spelt_by_the_words_before_it():
    assert told("Cells burn adenosine triphosphate (ATP) all day.") == [
        ("short_form", "ATP", "adenosine triphosphate")
    ]
    assert told("The World Health Organization (WHO) met.") == [
        ("short_form", "WHO", "World Health Organization")
    ]


def test_brackets_that_the_words_do_not_spell_are_no_short_form():
    assert told("Cells burn sugar (ATP) all day.") == []


def test_the_place_is_the_sentence():
    text = "Intro here now. Osmosis is the flow of water. More."

    (found,) = definitions(source=read_source(text=text))

    assert text[found.start : found.end] == "Osmosis is the flow of water."


@given(st.text(alphabet="aA ,.:-()|*isthe\n", max_size=300))
@settings(max_examples=200)
def test_terms_and_meanings_are_words_of_the_text(text):
    letters = "".join(text.replace("*", "").split())

    for one in definitions(source=read_source(text=text)):
        assert "".join(one.term.replace("*", "").split()) in letters
        assert "".join(one.meaning.replace("*", "").split()) in letters
