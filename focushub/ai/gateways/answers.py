"""Finds the JSON in what a model said, and checks it against the shape that was asked for."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from focushub.ai.gateways.base import FaultCode

Answer = TypeVar("Answer", bound=BaseModel)

_MAX_PROBLEMS: Final = 5
_MAX_PROBLEM_CHARS: Final = 200
# Each try may read to the end of the text, so a text of nothing but brackets has to be bounded.
_MAX_CANDIDATES: Final = 30

_THOUGHTS: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
# PostgreSQL stores no NUL. Pairs of backslashes before it are text, not an escape.
_NUL: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class UnusableAnswerError(Exception):
    """What the model said is no answer.

    Attributes:
        code: `empty`, `bad_json` or `wrong_schema`.
        problem: what to mend, for the model; it quotes no value that the model gave.
    """

    def __init__(self, code: FaultCode, problem: str) -> None:
        self.code = code
        self.problem = problem
        super().__init__(code.value)


@lru_cache(maxsize=64)
def schema_of(answer: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON schema of `answer`; making it costs more than reading an answer."""
    return answer.model_json_schema()


@lru_cache(maxsize=64)
def schema_text(answer: type[BaseModel]) -> str:
    """The JSON schema of `answer` on one line."""
    return json.dumps(schema_of(answer), ensure_ascii=False, separators=(",", ":"))


def read_answer(text: str, answer: type[Answer]) -> Answer:
    """The first JSON object in `text` that is a valid `answer`.

    Code fences, prose and a model's thoughts around it do not matter.

    Raises:
        UnusableAnswerError: there is none.
    """
    text = _THOUGHTS.sub("", text).strip()
    if not text:
        raise UnusableAnswerError(FaultCode.EMPTY, "it was empty")
    best: tuple[int, ValidationError] | None = None
    for candidate in _candidates(text):
        try:
            return answer.model_validate_json(candidate)
        except ValidationError as error:
            # The longest is what the model meant; the others are examples in its prose.
            if best is None or len(candidate) > best[0]:
                best = (len(candidate), error)
    if best is None or any(e["type"] == "json_invalid" for e in best[1].errors()):
        raise UnusableAnswerError(FaultCode.BAD_JSON, "it was not one complete JSON object")
    raise UnusableAnswerError(FaultCode.WRONG_SCHEMA, _problems(best[1]))


def without_nul(text: str) -> str:
    """JSON as it was, without the one character that no database takes."""
    return _NUL.sub(r"\1", text)


def _candidates(text: str) -> Iterator[str]:
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(_MAX_CANDIDATES):
        if start < 0:
            return
        try:
            _, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield without_nul(text[start:end])
        start = text.find("{", end)


def _problems(error: ValidationError) -> str:
    """The first few problems in words, without the values: they may be a person's text."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [
        f"{'.'.join(map(str, problem['loc'])) or 'the object'}: {problem['msg']}"
        for problem in found[:_MAX_PROBLEMS]
    ]
    return "; ".join(line[:_MAX_PROBLEM_CHARS] for line in lines)
