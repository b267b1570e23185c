"""Reads a model's JSON while it is being written, so that its parts need not wait for the whole."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from focushub.ai.gateways.answers import without_nul

T = TypeVar("T", bound=BaseModel)

# Each look reads from the beginning. An answer of 8,000 characters in 2,000 pieces costs less than
# half of this, some 50 ms of a worker in all; what goes on for longer is not shown on the way.
_MOST_CHARS_READ: Final = 20_000_000
# Nothing that can be shown ends with another piece than one that holds one of these.
_ENDS: Final = re.compile(r"[\]},]")
_THINKING: Final = "<think>"
_THOUGHT: Final = "</think>"


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """Watches a list: `take` gets each item once it is complete, with its place in the list.

    An item that is not valid by `model` is left out; the place counts it all the same.
    """

    model: type[T]
    take: Callable[[int, T], None]


@dataclass(frozen=True, slots=True)
class Whole(Generic[T]):
    """Watches a list: `take` gets its valid items together, once the list is complete."""

    model: type[T]
    take: Callable[[list[T]], None]


@dataclass(frozen=True, slots=True)
class Text:
    """Watches a string: `take` gets each piece of it as it comes."""

    take: Callable[[str], None]


Watched = Items[Any] | Whole[Any] | Text


class AnswerReader:
    """Give `feed` to a gateway as `on_text`, and watched parts of the answer come as they stand.

    Args:
        watch: by the path of a value in the answer ("tasks", or "task.steps" for one inside an
            object).
        on_void: called when what came so far is void, because the question is asked again.
    """

    def __init__(self, watch: Mapping[str, Watched], *, on_void: Callable[[], None]) -> None:
        self._watch = {tuple(path.split(".")): how for path, how in watch.items()}
        self._has_text = any(isinstance(how, Text) for how in watch.values())
        self._on_void = on_void
        self._begin()

    def feed(self, piece: str) -> None:
        """The next piece of the reply; an empty one says that all before is void."""
        if not piece:
            self._begin()
            self._on_void()
            return
        if self._is_over:
            return
        self._said += piece
        if self._has_text or _ENDS.search(piece):
            self._look()

    def _begin(self) -> None:
        self._said = ""
        self._is_over = False
        self._chars_read = 0
        self._taken = dict.fromkeys(self._watch, 0)

    def _look(self) -> None:
        while (said := self._from_brace()) is not None and not self._is_over:
            self._chars_read += len(said)
            if self._chars_read > _MOST_CHARS_READ:
                self._is_over = True
                return
            try:
                answer = from_json(without_nul(said), allow_partial="trailing-strings")
            except ValueError:
                self._said = said[1:]  # Not JSON: a brace in prose. The answer may begin later.
                continue
            end = _end_of(said)
            self._tell(answer, is_whole=end is not None)
            if end is None:
                return
            if any(_value(answer, path) is not None for path in self._watch):
                self._is_over = True
            self._said = said[end:]  # An example in the model's prose; the answer comes later.

    def _from_brace(self) -> str | None:
        """What was said from the first brace on, a model's thoughts left out."""
        said = self._said.lstrip()
        if said.startswith(_THINKING) or (said and _THINKING.startswith(said)):
            _, closed, said = said.partition(_THOUGHT)
            if not closed:
                return None
        start = said.find("{")
        return None if start < 0 else said[start:]

    def _tell(self, answer: Any, *, is_whole: bool) -> None:
        for path, how in self._watch.items():
            value = _value(answer, path)
            if isinstance(how, Text):
                if isinstance(value, str) and len(value) > self._taken[path]:
                    new = value[self._taken[path] :]
                    self._taken[path] = len(value)
                    how.take(new)
            elif isinstance(value, list):
                # The last may still be growing, unless something stands behind the list.
                ended = is_whole or _has_ended(answer, path)
                if isinstance(how, Items):
                    self._hand_over(how, path, value if ended else value[:-1])
                elif ended and not self._taken[path]:
                    self._taken[path] = 1
                    how.take([item for _, item in _valid(how.model, value)])

    def _hand_over(self, how: Items[Any], path: tuple[str, ...], items: Sequence[Any]) -> None:
        new = self._taken[path]
        self._taken[path] = max(new, len(items))
        for place, item in _valid(how.model, items[new:], first=new):
            how.take(place, item)


def _valid(model: type[T], items: Sequence[Any], *, first: int = 0) -> Iterator[tuple[int, T]]:
    for place, item in enumerate(items, start=first):
        try:
            yield place, model.model_validate(item)
        except ValidationError:
            continue


def _value(answer: Any, path: Sequence[str]) -> Any:
    for key in path:
        answer = answer.get(key) if isinstance(answer, dict) else None
    return answer


def _has_ended(answer: Any, path: Sequence[str]) -> bool:
    """Whether something stands behind the value: objects keep the order in which they came."""
    for key in path:
        if next(reversed(answer)) != key:
            return True
        answer = answer[key]
    return False


def _end_of(said: str) -> int | None:
    """Where the object ends that the text begins with, or None where it is not complete."""
    if "}" not in said[1:]:
        return None
    try:
        return json.JSONDecoder().raw_decode(said)[1]
    except (ValueError, RecursionError):
        return None
