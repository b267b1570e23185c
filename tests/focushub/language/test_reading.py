"""Titles, spans, and what a person refuses."""

from datetime import UTC, datetime

import pytest

from focushub.language import pieces, read
from tests.focushub.language.reading_at import NOW, reading, wall


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("file my taxes by Friday 5pm", "file my taxes"),
        ("remind me to call Ana tomorrow", "call Ana"),
        ("I need to water the ferns every 3 days", "water the ferns"),
        ("don't forget to feed the cat at 7", "feed the cat"),
        ("tomorrow: dentist", "dentist"),
        ("dentist (tomorrow)", "dentist"),
        ("the recital is on Friday", "the recital"),
        ("dentist, tomorrow, 3pm", "dentist"),
        ("deep work - thesis 2h", "thesis"),
        ("please mail the form", "mail the form"),
    ],
)
def test_the_title_is_what_is_left(text: str, title: str) -> None:
    assert reading(text).title == title


@pytest.mark.parametrize("text", ["tomorrow", "  5pm  ", "#tax", "every day"])
def test_where_all_is_understood_the_title_is_the_text(text: str) -> None:
    assert reading(text).title == text.strip()


def test_every_piece_carries_its_span() -> None:
    text = "email Ana re rent by Friday 5pm (10 min) #flat"

    found = reading(text)

    assert [(text[s.start : s.end], s.means) for s in found.spans] == [
        ("Ana", "person"),
        ("by Friday", "date"),
        ("5pm", "time"),
        ("10 min", "duration"),
        ("#flat", "label"),
    ]


def test_spans_count_code_points() -> None:
    text = "🎻 recital tomorrow"

    (span,) = reading(text).spans

    assert text[span.start : span.end] == "tomorrow"


def test_a_refused_piece_stays_words_and_the_rest_is_read() -> None:
    text = "buy rolls on Sunday by Friday"
    (sunday, _) = reading(text).spans

    found = read(text, now=NOW, reject=[(sunday.start, sunday.end)])

    assert found.title == "buy rolls on Sunday"
    assert wall(found.due_at) == "2026-11-27 23:59"


def test_the_deadline_wins_over_another_date() -> None:
    found = reading("pack on Thursday for the trip, tickets due by Tuesday")

    assert wall(found.due_at) == "2026-12-01 23:59"
    assert found.is_hard


def test_pieces_tells_all_that_is_understood_in_a_long_text() -> None:
    text = "dentist tomorrow\nrent by Friday\nread 20m"

    found = [text[s.start : s.end] for s in pieces(text, now=NOW)]

    assert found == ["tomorrow", "by Friday", "20m"]


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read("tomorrow", now=datetime(2026, 11, 25))  # noqa: DTZ001 - that is what is refused.


def test_an_absurd_now_is_refused() -> None:
    with pytest.raises(ValueError, match="1900 to 9000"):
        read("tomorrow", now=datetime(9999, 12, 31, tzinfo=UTC))


def test_equal_text_and_now_give_an_equal_reading() -> None:
    assert reading("call Ana tomorrow at 5 #work") == reading("call Ana tomorrow at 5 #work")
