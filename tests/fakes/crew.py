"""A gateway that answers from a script: no crew, no network."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel

from focushub.ai.gateways.answers import UnusableAnswerError, read_answer
from focushub.ai.gateways.base import ModelChoice, ModelFault, Prompt, Reply, Usage
from focushub.ai.gateways.prompts import script_for

Answer = TypeVar("Answer", bound=BaseModel)

ONE_CALL = Usage(calls=1, tokens_in=100, tokens_out=50)


@dataclass(frozen=True, slots=True)
class Delay:
    """A line of the script: wait, then give the next line."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the script: the model's raw reply, as it comes piece by piece.

    Attributes:
        pieces: an empty one says that what came before it is void; the answer is in those behind.
        every: seconds before each piece.
    """

    pieces: Sequence[str]
    every: float = 0.0

    @classmethod
    def of(cls, answer: Mapping[str, Any], *, size: int = 4, every: float = 0.0) -> Self:
        """The answer as JSON, cut into pieces of `size` characters."""
        text = json.dumps(answer, ensure_ascii=False)
        return cls([text[at : at + size] for at in range(0, len(text), size)], every)


@dataclass(frozen=True, slots=True)
class Call:
    """One question as the gateway got it."""

    prompt: Prompt
    inputs: Mapping[str, str]
    answer: type[BaseModel]
    model: ModelChoice


Line = Mapping[str, Any] | BaseModel | BaseException | Delay | Said


class ScriptedCrew:
    """Gives the lines of its script in turn; the last answer or fault is given again and again.

    A mapping is validated into the answer that was asked for, an exception is raised, a `Delay`
    is waited out before the line that follows it, and what is `Said` is read as a real reply is.

    Attributes:
        calls: the questions, in their order.
        cancelled: how many questions were cancelled while they waited.
    """

    def __init__(self, *lines: Line, usage: Usage = ONE_CALL) -> None:
        if not lines or isinstance(lines[-1], Delay):
            raise ValueError("The script has to end with an answer or an exception.")
        self.usage = usage
        self.calls: list[Call] = []
        self.cancelled = 0
        self._script = list(lines)

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
        script_for(prompt, inputs=inputs)  # As strict about prompts as the real one.
        self.calls.append(Call(prompt=prompt, inputs=dict(inputs), answer=answer, model=model))
        spent = self.usage
        try:
            return await self._answer(answer, on_text)
        except ModelFault as fault:
            spent = fault.usage
            raise
        finally:
            if on_usage is not None:
                on_usage(spent)

    async def _answer(
        self, answer: type[Answer], on_text: Callable[[str], None] | None
    ) -> Reply[Answer]:
        line = self._next()
        while isinstance(line, Delay):
            # Both lines are taken before the wait, so that questions at once keep their order.
            delay, line = line, self._next()
            await self._wait(delay.seconds)
        if isinstance(line, BaseException):
            raise line
        if isinstance(line, Said):
            return Reply(value=await self._hear(line, answer, on_text), usage=self.usage)
        value = answer.model_validate(
            line.model_dump() if isinstance(line, BaseModel) else dict(line)
        )
        if on_text is not None:
            on_text(value.model_dump_json())
        return Reply(value=value, usage=self.usage)

    async def _hear(
        self, line: Said, answer: type[Answer], on_text: Callable[[str], None] | None
    ) -> Answer:
        text = ""
        for piece in line.pieces:
            await self._wait(line.every)
            text = text + piece if piece else ""
            if on_text is not None:
                on_text(piece)
        try:
            return read_answer(text, answer)
        except UnusableAnswerError as error:
            raise ModelFault(error.code, usage=self.usage) from None

    def _next(self) -> Line:
        return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
