"""A feature for tests of the AI service alone: it gives back what it was asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.features import Answer, Question
from focushub.ai.gateways import (
    AnswerReader,
    FaultCode,
    Gateway,
    ModelChoice,
    ModelFault,
    Prompt,
    Reply,
    Text,
)
from focushub.ai.models import Run
from focushub.ai.stream import RunStream
from focushub.caching import CacheEntry


class EchoAnswer(BaseModel):
    text: str


class EchoFeature:
    name = "echo"
    prompt = Prompt(Path(__file__).parent / "echo_crew", "echo")
    entry = CacheEntry("echo", ttl=timedelta(minutes=5), version=1)

    def __init__(self) -> None:
        self.drafts = 0

    def draft(self, *, run: Run, person: User) -> Answer:
        self.drafts += 1
        return Answer({"text": f"draft {self.drafts} of {run.payload['text']}"})

    async def propose(
        self,
        *,
        payload: Mapping[str, Any],
        asked_at: datetime,
        person: User,
        gateway: Gateway,
        model: ModelChoice,
        stream: RunStream,
    ) -> Reply[BaseModel]:
        inputs = {"text": payload["text"]}
        reader = AnswerReader({"text": Text(stream.token)}, on_void=stream.restart)
        return await gateway.ask(
            prompt=self.prompt, inputs=inputs, answer=EchoAnswer, model=model, on_text=reader.feed
        )

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        assert isinstance(proposal, EchoAnswer)
        if proposal.text == "unusable":
            raise ModelFault(FaultCode.WRONG_SCHEMA)
        return Answer({"text": proposal.text})


@contextmanager
def registered() -> Iterator[EchoFeature]:
    feature = EchoFeature()
    features.register(feature)
    try:
        yield feature
    finally:
        features._features.pop("echo")


def question(text: str = "hello", **changes: Any) -> Question:
    return Question("echo", {"text": text, **changes}, asked_at=timezone.now())
