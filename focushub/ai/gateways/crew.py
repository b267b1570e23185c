"""The way to a language model through CrewAI's agents."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from focushub.ai.gateways.base import FaultCode, ModelChoice, ModelFault, Prompt, Reply

Answer = TypeVar("Answer", bound=BaseModel)


class CrewGateway:
    """Not built yet: every question ends in the built-in answer."""

    async def ask(
        self,
        *,
        prompt: Prompt,
        inputs: Mapping[str, str],
        answer: type[Answer],
        model: ModelChoice,
        on_text: Callable[[str], None] | None = None,
    ) -> Reply[Answer]:
        raise ModelFault(FaultCode.UNAVAILABLE)
