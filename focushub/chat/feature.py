"""How the coach answers, for the AI service."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.features import Answer
from focushub.ai.gateways import (
    FaultCode,
    Gateway,
    ModelChoice,
    ModelFault,
    Prompt,
    Reply,
    Usage,
)
from focushub.ai.live.schema import describe
from focushub.ai.models import Run
from focushub.ai.stream import RunStream
from focushub.caching import CacheEntry
from focushub.chat.crew.answers import (
    CoachReply,
    Consultation,
    FocusSessionReply,
    ProposedAct,
)
from focushub.chat.engine.hearing import hear
from focushub.chat.engine.turns import AGENT_OF, AGENTS, ORCHESTRATOR
from focushub.chat.serializers.chat import ChatAnswerSerializer
from focushub.chat.services import replying, settling
from focushub.chat.services.briefing import Brief, brief_for
from focushub.chat.services.showing import Words
from focushub.common.threads import off_loop

_FOLDER: Final = Path(__file__).parent / "crew"
PROMPTS: Final[Mapping[str, Prompt]] = {name: Prompt(_FOLDER, name) for name in AGENTS}
FOCUS_SESSION: Final = Prompt(_FOLDER, "focus_session")


class ChatFeature:
    name = "chat"
    prompt = PROMPTS[ORCHESTRATOR]
    # Raise the version when the body of the answer changes its shape.
    entry = CacheEntry("chat", ttl=timedelta(minutes=10), version=1)

    def draft(self, *, run: Run, person: User) -> Answer:
        return replying.draft(run=run, person=person)

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
        stream.progress("Reading what you wrote.")
        brief = await off_loop(brief_for, payload)
        if brief is None:
            raise ModelFault(FaultCode.CANCELLED)
        if brief.asked.context.request_type == "focus_session":
            inputs = {n: brief.inputs[n] for n in brief.inputs if n not in {"kinds", "summary"}}
            return await gateway.ask(
                prompt=FOCUS_SESSION, inputs=inputs, answer=FocusSessionReply, model=model
            )
        if brief.asked.mode == replying.COMPREHENSIVE:
            return await _consult(brief, gateway=gateway, model=model, stream=stream)
        words = Words(stream)
        reply = await gateway.ask(
            prompt=PROMPTS[_specialist(brief)],
            inputs=brief.inputs,
            answer=CoachReply,
            model=model,
            on_text=words.reader.feed,
        )
        words.finish(reply.value.response)
        return Reply(value=_with_ids(reply.value, brief), usage=reply.usage)

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        return settling.settle(run=run, person=person, proposal=proposal)


def _specialist(brief: Brief) -> str:
    """Whom the person wants to hear; else whom the rules would choose by the message alone."""
    if brief.asked.context.preference:
        return brief.asked.context.preference
    return AGENT_OF.get(hear(brief.asked.message).intent, ORCHESTRATOR)


async def _consult(
    brief: Brief, *, gateway: Gateway, model: ModelChoice, stream: RunStream
) -> Reply[BaseModel]:
    """Each of at most three specialists is asked once, at the same time.

    Raises:
        ModelFault: none of them gave a usable answer.
    """
    stream.progress("Asking a few specialists.")
    names = replying.specialists_of(brief.asked)
    asked = [
        gateway.ask(prompt=PROMPTS[name], inputs=brief.inputs, answer=CoachReply, model=model)
        for name in names
    ]
    replies = await asyncio.gather(*asked, return_exceptions=True)
    usage = Usage()
    told: dict[str, CoachReply] = {}
    fault: BaseException | None = None
    for name, reply in zip(names, replies, strict=True):
        if isinstance(reply, BaseException):
            fault = reply
            if not isinstance(reply, ModelFault):
                raise reply
            usage += reply.usage
        else:
            told[name] = _with_ids(reply.value, brief)
            usage += reply.usage
    if not told and fault is not None:
        raise fault
    return Reply(value=Consultation(replies=told), usage=usage)


def _with_ids(reply: CoachReply, brief: Brief) -> CoachReply:
    """Short marks become ids; a mark that nobody gave means nothing and stays what it is."""
    acts = [
        ProposedAct(
            kind=act.kind,
            params={
                name: brief.marks.get(value, value) if isinstance(value, str) else value
                for name, value in act.params.items()
            },
        )
        for act in reply.proposals
    ]
    return reply.model_copy(update={"proposals": acts})


features.register(ChatFeature())
describe(feature=ChatFeature.name, answer=ChatAnswerSerializer)
