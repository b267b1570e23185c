"""Numbers and words that only look like time."""

from pathlib import Path

import pytest

from tests.focushub.language.reading_at import reading


@pytest.mark.parametrize(
    "text",
    [
        "10 page paper",
        "install version 2.5",
        "read chapter 7",
        "May I borrow the drill",
        "this may take longer",
        "march to the shop",
        "sat down with the twins",
        "buy sun cream",
        "wed planning with the florist",
        "the sun is out",
        "talk to April about the flat",
        "second opinion on the knee",
        "first draft of the poem",
        "5th floor printer is out of ink",
        "third party insurance",
        "order 12 eggs",
        "meet at 5 corners",
        "2/3 of the shelves",
        "a screen of 4:3",
        "call 555-1234",
        "open 192.168.1.1",
        "it costs $12.34",
        "answer anna@example.org",
        "see https://example.org/2026-12-01/notes",
        "rent a 3.5 ton van",
        "the 24/7 line",
        "good morning note for Kim",
        "tickets for Black Friday",
        "next steps",
        "in the meantime",
        "up-to-date photo",
        "room 4a",
        "rate the film from 1 to 10",
        "feb 30",
        "the 32nd of March",
        "the list of May 3rd at 28pm",
        "now and again",
    ],
)
def test_it_stays_in_the_title_and_sets_no_date(text: str) -> None:
    found = reading(text)

    assert found.due_at is None
    assert found.starts_at is None
    assert found.recurrence is None
    assert found.seconds is None


def test_no_line_of_names_scores_sizes_and_titles_sets_a_date() -> None:
    lines = Path(__file__).with_name("words_that_stay.txt").read_text("utf-8").splitlines()

    found = {line: reading(line) for line in lines}

    assert len(lines) >= 120
    assert [
        line for line, r in found.items() if r.due_at or r.starts_at or r.recurrence or r.seconds
    ] == []


def test_a_friend_called_tom_is_not_tomorrow() -> None:
    assert reading("lunch with Tom").due_at is None
