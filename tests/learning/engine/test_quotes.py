import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.quotes import QuoteFinder

TEXT = "The “matrix” of the\n  cell’s café – a de\u0301tail and a ﬁne ﬂow. It does not stop."


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ("It does not stop.", "It does not stop."),
        ('The "matrix" of the cell\'s', "The “matrix” of the\n  cell’s"),
        ("cafe\u0301 - a détail", "café – a de\u0301tail"),
        ("  fine flow ", "ﬁne ﬂow"),
        ("the cell's", "the\n  cell’s"),
    ],
)
def test_a_quote_with_other_spaces_marks_or_forms_gives_the_exact_characters(quote, exact):
    found = QuoteFinder(TEXT).find(quote)

    assert found is not None
    assert found.quote == exact
    assert TEXT[found.start : found.end] == exact


@pytest.mark.parametrize(
    "quote",
    [
        "It does stop.",
        "it does not stop.",
        "The matrix of the cell",
        "a de",
        "ine ﬂow",
        "",
        "   ",
        ".",
        "“",
    ],
)
def test_what_the_text_does_not_say_is_not_found(quote):
    assert QuoteFinder(TEXT).find(quote) is None


def test_the_first_of_two_places_is_taken():
    found = QuoteFinder("ATP and ATP").find("ATP")

    assert found is not None
    assert (found.start, found.end) == (0, 3)


@given(st.text(max_size=60), st.data())
@settings(max_examples=200)
def test_whatever_is_found_is_a_substring(text, data):
    start = data.draw(st.integers(0, len(text)))
    quote = data.draw(st.one_of(st.text(max_size=10), st.just(text[start : start + 9])))

    found = QuoteFinder(text).find(quote)

    if found is not None:
        assert text[found.start : found.end] == found.quote
