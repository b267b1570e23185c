"""What can be read of an answer before it is whole, however it is cut."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from focushub.ai.gateways import AnswerReader, Items, Text


class Named(BaseModel):
    title: str = Field(max_length=20)


class Heard:
    """A reader of `tasks`, of `plan.steps` and of `response`, and what it gave so far."""

    def __init__(self) -> None:
        self.items: list[tuple[str, int, str]] = []
        self.text = ""
        self.voids = 0
        self.reader = AnswerReader(
            {
                "tasks": Items(Named, lambda at, item: self.items.append(("task", at, item.title))),
                "plan.steps": Items(
                    Named, lambda at, item: self.items.append(("step", at, item.title))
                ),
                "response": Text(self._more),
            },
            on_void=self._void,
        )

    def feed(self, *pieces: str) -> "Heard":
        for piece in pieces:
            self.reader.feed(piece)
        return self

    def _more(self, text: str) -> None:
        self.text += text

    def _void(self) -> None:
        self.voids += 1
        self.items.clear()
        self.text = ""


WHOLE: dict[str, Any] = {
    "response": 'Take "one" cup \U0001f600 \\ then\nrest.',
    "tasks": [{"title": "Cups"}, {"title": "x" * 21}, {"title": "Mugs }],"}],
    "plan": {"title": "Desk", "steps": [{"title": "Lamp"}, {"title": "Pen"}], "end": 1},
    "tail": [1, 2],
}
ITEMS = [("task", 0, "Cups"), ("task", 2, "Mugs }],"), ("step", 0, "Lamp"), ("step", 1, "Pen")]


@given(st.lists(st.integers(1, 250), max_size=60), st.booleans())
def test_wherever_it_is_cut_the_parts_are_the_same(cuts: list[int], is_ascii: bool) -> None:
    text = f"Here:\n```json\n{json.dumps(WHOLE, ensure_ascii=is_ascii)}\n```"
    ends = sorted({min(cut, len(text)) for cut in cuts} | {len(text)})
    pieces = [text[start:end] for start, end in zip([0, *ends], ends, strict=False) if start < end]

    heard = Heard().feed(*pieces)

    assert (heard.items, heard.text) == (ITEMS, WHOLE["response"])


def test_an_item_comes_once_something_stands_behind_it() -> None:
    heard = Heard().feed('{"tasks": [{"title": "Cups"}')
    before = list(heard.items)

    heard.feed(', {"title": "Mu')

    assert (before, heard.items) == ([], [("task", 0, "Cups")])


def test_words_come_as_they_are_written() -> None:
    heard = Heard().feed('{"response": "Take o')

    assert heard.text == "Take o"


def test_what_is_void_comes_anew() -> None:
    heard = Heard().feed('{"tasks": [{"title": "Wrong"}, ', "", '{"tasks": [{"title": "Cups"}]}')

    assert (heard.items, heard.voids) == ([("task", 0, "Cups")], 1)


def test_thoughts_and_examples_are_not_the_answer() -> None:
    heard = Heard().feed("<thi", 'nk>{"tasks": [{"title": "Hm"}]}</think>')

    heard.feed(' As {"an": "example"} and {this} show: ', '{"tasks": [{"title": "Cups"}]}')

    assert heard.items == [("task", 0, "Cups")]


def test_what_follows_the_answer_is_not_read() -> None:
    heard = Heard().feed('{"tasks": [{"title": "Cups"}]}', ' {"tasks": [{"title": "Mugs"}]}')

    assert heard.items == [("task", 0, "Cups")]


@pytest.mark.parametrize(
    "reply",
    [
        "no json at all",
        '{"tasks": "words", "response": 4, "plan": []}',
        "[1, 2]",
        '{"tasks": [oops',
        '{"response": "\\ud800 alone"}',
        "{" * 3000,
        '{"tasks":' * 3000,
    ],
)
def test_what_is_no_answer_gives_nothing(reply: str) -> None:
    heard = Heard().feed(*reply)

    assert (heard.items, heard.text) == ([], "")


def test_a_nul_is_left_out() -> None:
    heard = Heard().feed('{"response": "a\\u0000b"}')

    assert heard.text == "ab"


def test_what_goes_on_without_end_is_read_for_so_long_only() -> None:
    heard = Heard().feed('{"response": "', *(["word, " * 4] * 6000))

    assert 20_000 < len(heard.text) < 140_000
