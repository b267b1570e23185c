"""What the product asks of a language model, whoever carries it.

A gateway takes a prompt that lives in YAML beside a feature, the values that fill it, and the shape
of an acceptable answer; it gives back an answer of exactly that shape, or a `ModelFault`. This
module imports neither the vendor's library nor Django, so the web process may import it.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T")
Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model answers, and where.

    Attributes:
        model: as the operator wrote it ("gpt-4o-mini", "ollama/llama3").
        base_url: the root of an API that speaks OpenAI's protocol, usually ending in `/v1`. It
            alone decides which server is asked.
        api_key: sent as a bearer token; empty sends none.
        timeout_seconds: for the whole of one `ask`, its retry and its repair included.
    """

    model: str
    base_url: str
    api_key: str
    timeout_seconds: float

    def __repr__(self) -> str:
        """Without the key: a dataclass ends up in tracebacks and logs."""
        return f"ModelChoice(model={self.model!r}, base_url={self.base_url!r})"


@dataclass(frozen=True, slots=True)
class Usage:
    """What an `ask` cost: requests that were sent, and tokens as the server counted them.

    Where a server does not count, a token is taken for four characters, so that a daily budget
    holds with any server.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
        )


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """A valid answer and its cost."""

    value: T
    usage: Usage


class FaultCode(StrEnum):
    """Why a model gave no usable answer. The codes are public: they stand in `degraded.code`."""

    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    UNAUTHORIZED = "unauthorized"
    BAD_REQUEST = "bad_request"
    REFUSED = "refused"
    EMPTY = "empty"
    BAD_JSON = "bad_json"
    WRONG_SCHEMA = "wrong_schema"
    TOO_LARGE = "too_large"
    CANCELLED = "cancelled"


_DETAILS: Final[Mapping[FaultCode, str]] = {
    FaultCode.TIMEOUT: "The language model took longer than we were willing to keep you waiting.",
    FaultCode.RATE_LIMITED: "The language model is busy with many requests just now.",
    FaultCode.UNAVAILABLE: "The language model could not be reached just now.",
    FaultCode.UNAUTHORIZED: "The language model does not accept this server's key.",
    FaultCode.BAD_REQUEST: "The language model does not understand this server's request.",
    FaultCode.REFUSED: "The language model preferred not to answer this one.",
    FaultCode.EMPTY: "The language model sent nothing back.",
    FaultCode.BAD_JSON: "The language model's answer could not be read.",
    FaultCode.WRONG_SCHEMA: "The language model's answer had parts that do not fit.",
    FaultCode.TOO_LARGE: "The language model's answer was far longer than we can use.",
    FaultCode.CANCELLED: "The request to the language model was stopped.",
}

# The provider itself is in trouble: the next person's request would meet the same. The other codes
# say something about one question or one answer.
_BREAKING: Final = frozenset(
    {
        FaultCode.TIMEOUT,
        FaultCode.RATE_LIMITED,
        FaultCode.UNAVAILABLE,
        FaultCode.UNAUTHORIZED,
    }
)


class ModelFault(Exception):
    """The model gave no usable answer.

    Attributes:
        code: for programs.
        detail: one sentence for a person. It never holds a provider's text or a model's output.
        usage: what was spent all the same.
        trips_breaker: whether the circuit breaker should count it.
    """

    def __init__(self, code: FaultCode, *, usage: Usage | None = None) -> None:
        self.code = code
        self.detail = _DETAILS[code]
        self.usage = usage or Usage()
        self.trips_breaker = code in _BREAKING
        super().__init__(code.value)


class PromptError(Exception):
    """A prompt, its YAML and its inputs do not fit together: a programmer's mistake."""


Texts = tuple[str, str]
_replaced: dict[Path, Texts] = {}


def replace_texts(texts: Mapping[Path, Texts]) -> None:
    """Use these agents and tasks in place of the files of their folders, and no others."""
    _replaced.clear()
    _replaced.update(texts)


def texts_of_files(folder: Path) -> Texts:
    """The YAML of the agents and of the tasks."""
    return (
        (folder / "agents.yaml").read_text(encoding="utf-8"),
        (folder / "tasks.yaml").read_text(encoding="utf-8"),
    )


@dataclass(frozen=True)
class Prompt:
    """A task in a feature's `tasks.yaml`, carried out by the agent in `agents.yaml` it names.

    Attributes:
        folder: holds `agents.yaml` and `tasks.yaml`.
        task: a key of `tasks.yaml`.
    """

    folder: Path
    task: str

    @property
    def texts(self) -> Texts:
        """The YAML of the agents and of the tasks, as it is in use."""
        return _replaced.get(self.folder) or self._of_files

    @cached_property
    def _of_files(self) -> Texts:
        return texts_of_files(self.folder)

    @property
    def version(self) -> str:
        """12 hexadecimal digits that change with the YAML or the task: part of the cache key."""
        return _version(*self.texts, self.task)


@lru_cache(maxsize=256)
def _version(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8) + encoded)
    return digest.hexdigest()[:12]


class Gateway(Protocol):
    """A way to a language model."""

    async def ask(
        self,
        *,
        prompt: Prompt,
        inputs: Mapping[str, str],
        answer: type[Answer],
        model: ModelChoice,
        on_text: Callable[[str], None] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Reply[Answer]:
        """One answer of the shape `answer`.

        Args:
            inputs: a value for each `{name}` in the task, no more and no fewer; the person's own
                text comes in only here, and the gateway fences it as data.
            answer: what is acceptable; bound every list and string in it, or small local models
                never stop.
            on_text: called on the event loop with each piece of the model's raw reply as it
                comes, unchecked. An empty piece says that what came so far is void, because the
                question is asked again.
            on_usage: called once, with what was spent, however the question ends.
        Raises:
            PromptError: the prompt is not there, or does not fit the inputs.
            ModelFault: no usable answer within the bounds of `model`.
            asyncio.CancelledError: the caller's task was cancelled; the connection is closed.
        """
        ...
