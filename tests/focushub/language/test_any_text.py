"""Any text at all: never an error, spans inside it, work that grows with its length."""

import sys
from datetime import datetime, timedelta
from types import FrameType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focushub.language import read
from focushub.language.words_en import ENGLISH
from tests.focushub.language.reading_at import NOW

WORDS = sorted(
    {
        *ENGLISH.units,
        *ENGLISH.weekdays,
        *ENGLISH.months,
        *ENGLISH.numbers,
        *ENGLISH.ordinals,
        *ENGLISH.relative_days,
        *ENGLISH.day_parts,
        *(word for phrase in ENGLISH.phrases.values() for word in phrase),
        *("5pm", "17:30", "31/2", "30.2.", "2026-02-30", "99999", "0", "½", "#a", "+1", "!!", "\n"),
        *("\u200b", "\u202e", "👩\u200d👧", "٣", "<b>", "a@b.c", "1e9", "$5"),
    }
)
NOWS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(  # noqa: DTZ001 - zoned below.
    lambda local: local.replace(tzinfo=ZoneInfo("America/New_York"))
)


def check(text: str, now: datetime) -> None:
    found = read(text, now=now)

    at = 0
    for span in found.spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end
    assert found.title or not text.strip()
    assert found.minutes is None or 1 <= found.minutes <= 1440 * 7
    for moment in (found.due_at, found.starts_at, found.ends_at):
        assert moment is None or moment.tzinfo is now.tzinfo


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), NOWS)
def test_any_characters_are_read(text: str, now: datetime) -> None:
    check(text, now)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", "", ", ", "-"]))), NOWS
)
def test_any_row_of_words_of_time_is_read(row: list[tuple[str, str]], now: datetime) -> None:
    check("".join(word + gap for word, gap in row), now)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
    st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=5),
)
def test_any_refusal_is_heeded(text: str, reject: list[tuple[int, int]]) -> None:
    found = read(text, now=NOW, reject=reject)

    for start, end in reject:
        assert all(s.end <= start or end <= s.start for s in found.spans if start < end)


def calls_to_read(text: str) -> int:
    """How many Python functions run; a measure of work that no machine's speed changes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        read(text, now=NOW)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "every monday and ",
        "first and ",
        "5 minutes after ",
        "half past ",
        "the week of ",
        "from 3 to ",
        "1/",
        "1.1.",
        "a@",
        "twenty ",
        "call Anna ",
        "- [ ] buy milk\n",
        "<p>text</p>",
        "name,2026-01-01,5\n",
        "مرحبا ",
        "😀",
        "\u200b",
        "x",
        "It was the best of times, it was the worst of times. ",
    ],
)
def test_four_times_the_text_is_at_most_five_times_the_work(piece: str) -> None:
    short = (piece * 1_200)[:1_200]
    long = (piece * 4_800)[:4_800]

    assert calls_to_read(long) <= 5 * calls_to_read(short) + 500


def test_20_000_characters_are_read() -> None:
    check("Water the ferns every other day, and by Friday at 5 call Ana. " * 320, NOW)


def test_500_lines_are_read() -> None:
    text = "\n".join(f"- task {n} by Friday {n % 12 + 1}pm #l{n}" for n in range(500))

    found = read(text, now=NOW)

    assert len(found.labels) == 500


def test_every_day_of_four_years_can_be_now() -> None:
    for ahead in range(0, 1461, 31):
        check("pay on the 31st, or feb 29, or next month at 2:30am", NOW + timedelta(days=ahead))
