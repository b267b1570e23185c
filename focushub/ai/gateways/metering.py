"""Counts what is spent, also where nobody is there any more to be told in a reply."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from focushub.ai.gateways.base import Gateway, ModelChoice, Prompt, Reply, Usage

Answer = TypeVar("Answer", bound=BaseModel)


class Metered:
    """A gateway for the questions of one run.

    Attributes:
        usage: of all of them together, those included that failed or were cancelled.
    """

    def __init__(self, gateway: Gateway) -> None:
        self.usage = Usage()
        self._gateway = gateway

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
        def spent(usage: Usage) -> None:
            self.usage += usage
            if on_usage is not None:
                on_usage(usage)

        return await self._gateway.ask(
            prompt=prompt,
            inputs=inputs,
            answer=answer,
            model=model,
            on_text=on_text,
            on_usage=spent,
        )
