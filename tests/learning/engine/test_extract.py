import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.extract import headings, key_phrases, key_sentences, sentences
from learning.engine.source import read_source
from tests.learning.engine.texts import CELL_RESPIRATION


def split(text: str) -> list[str]:
    source = read_source(text=text)
    return [text[one.start : one.end] for one in sentences(source=source)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The cell has a wall.", "It protects it."],
        ["Dr. Jones met Prof. Lee at 5 p.m.", "They spoke for 2 h."],
        ["The enzyme (see Fig. 4) is slow.", "It needs Mg2+ ions."],
        ["Enzymes, e.g. Amylase, break starch.", "They work at pH 7.0."],
        ["In 44 B.C. Caesar died.", "Rome changed."],
        ["The U.S. Constitution was signed in 1787.", "It has seven articles."],
        ['He said, "It is done."', "Then he left."],
        ["S. aureus and E. coli are bacteria.", "They divide fast."],
        ["See p. 15 and pp. 20-25.", "See also ch. 3."],
        ["Smith et al. found this in 2001.", "Others agreed."],
        ["The eq. F = ma holds.", "It is Newton's second law."],
        ["Max. speed is 90 km/h.", "Min. speed is 10 km/h."],
        ["Light travels at 3.0 x 10^8 m/s.", "Sound is slower."],
        ["Wait... what?", "Yes."],
    ],
    ids=lambda parts: parts[0][:20],
)
def test_sentences_end_where_a_reader_would_end_them(parts):
    assert split(" ".join(parts)) == parts


def test_a_sentence_never_crosses_a_paragraph_or_a_list_item():
    assert split("One goes on\nhere\n\n- an item\n- another item\n") == [
        "One goes on\nhere",
        "an item",
        "another item",
    ]


def test_a_sentence_that_leans_on_the_one_before_is_marked():
    source = read_source(text="Glycolysis needs glucose. It takes place in the cytoplasm.")

    assert [one.stands_alone for one in sentences(source=source)] == [True, False]


def test_the_terms_of_a_chapter_come_first():
    phrases = key_phrases(source=read_source(text=CELL_RESPIRATION), limit=8)

    assert [phrase.text for phrase in phrases] == [
        "ATP",
        "Krebs cycle",
        "oxygen",
        "electron transport chain",
        "inner membrane",
        "molecule",
        "cell",
        "glycolysis",
    ]


def test_each_place_of_a_phrase_holds_the_phrase():
    source = read_source(text=CELL_RESPIRATION)

    chain = next(p for p in key_phrases(source=source) if p.text == "electron transport chain")

    assert {CELL_RESPIRATION[a:b].casefold() for a, b in chain.places} == {
        "electron transport chain"
    }
    assert len(chain.places) == 3


def test_key_sentences_stand_in_the_order_of_the_text():
    source = read_source(text=CELL_RESPIRATION)

    best = key_sentences(source=source, limit=3)

    assert [CELL_RESPIRATION[one.start : one.end] for one in best] == [
        "ATP is the molecule that carries energy inside the cell.",
        "Fermentation refers to the making of ATP by glycolysis alone, when oxygen is missing.",
        "Fermentation yields only 2 ATP for each glucose molecule, "
        "while respiration with oxygen yields about 32 ATP.",
    ]


def test_a_question_is_no_key_sentence():
    source = read_source(text="What does the cell membrane do? What is the cell membrane for?")

    assert key_sentences(source=source) == ()


def test_headings_come_with_their_level():
    found = headings(source=read_source(text=CELL_RESPIRATION))

    assert [(level, title) for level, title, _ in found] == [
        (1, "Cell respiration"),
        (2, "Glycolysis"),
        (2, "The Krebs cycle"),
        (2, "The electron transport chain"),
        (2, "Fermentation"),
    ]


@given(st.text(alphabet="aB1 .!?\n\"'()*#-é“”…", max_size=200))
@settings(max_examples=150)
def test_any_text_gives_sentences_in_order_with_something_to_read(text):
    source = read_source(text=text)

    ends = 0
    for one in sentences(source=source):
        shown = text[one.start : one.end]
        assert ends <= one.start < one.end <= len(text)
        assert shown == shown.strip()
        assert any(character.isalnum() for character in shown)
        ends = one.end


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_gives_phrases_whose_places_lie_in_it(text):
    source = read_source(text=text)

    for phrase in key_phrases(source=source):
        assert all(0 <= start < end <= len(text) for start, end in phrase.places)
    key_sentences(source=source)
