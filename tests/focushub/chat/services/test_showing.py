"""The words of an answer while it is being written: held back a little, checked, and whole."""

import json
from collections.abc import Iterable

import pytest

from focushub.chat.services.showing import Words
from tests.fakes.stream import RecordedStream
from tests.focushub.chat.asking import REPLY

LONG = " ".join(f"word{n}" for n in range(40)) + "."


def shown(pieces: Iterable[str], response: str = LONG) -> RecordedStream:
    stream = RecordedStream()
    words = Words(stream)
    for piece in pieces:
        words.reader.feed(piece)
    words.finish(response)
    return stream


def pieces_of(response: str, size: int) -> list[str]:
    text = json.dumps({**REPLY, "response": response})
    return [text[at : at + size] for at in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 7, 50, 5_000])
def test_words_come_as_they_are_written_and_make_the_whole_answer(size: int) -> None:
    told = shown(pieces_of(LONG, size))

    assert told.text == LONG
    assert len(told.of("token")) == 40


def test_the_last_words_wait_until_the_answer_is_whole() -> None:
    stream = RecordedStream()
    words = Words(stream)
    for piece in pieces_of(LONG, 7):
        words.reader.feed(piece)

    assert stream.text == LONG[: LONG.index(" word31")]

    words.finish(LONG)
    assert stream.text == LONG


@pytest.mark.parametrize("blame", ["You are lazy and", "Call 0800 555 12345 now and"])
def test_nothing_is_shown_from_the_first_unfit_word_on(blame: str) -> None:
    response = f"{LONG} {blame} you will see. {LONG}"

    told = shown(pieces_of(response, 5), response).text

    assert told.startswith(LONG[:40])
    assert LONG.startswith(told)


def test_what_turns_out_unfit_as_a_whole_is_not_finished() -> None:
    fit = f"{LONG} and then some more of it"

    told = shown(pieces_of(fit, 5), f"{fit}; you should have begun").text

    assert told
    assert fit.startswith(told)
    assert told != fit


def test_unseen_signs_are_shown_nowhere() -> None:
    told = shown(pieces_of(f"\u200b\u202e {LONG}\u0007", 9))

    assert told.text == LONG


@pytest.mark.parametrize(("length", "is_shown"), [(1_999, True), (2_001, False)])
def test_no_more_than_an_answer_holds_is_shown(length: int, is_shown: bool) -> None:
    response = "x" * length

    told = shown(pieces_of(response, 400), response)

    assert told.text == (response if is_shown else "")


def test_what_was_shown_is_void_when_the_model_is_asked_again() -> None:
    again = pieces_of(LONG, 9)

    told = shown([*again[:20], "", *again])

    assert len(told.of("restart")) == 1
    assert told.text == LONG
