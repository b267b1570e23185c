"""The built-in answer to a message, and what is written for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from zlib import crc32

import orjson

from focushub.accounts.models import User
from focushub.ai.features import Answer
from focushub.ai.models import Run
from focushub.chat.engine import answering, crisis
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import hear, minutes_in
from focushub.chat.engine.turns import ORCHESTRATOR, Context, Said
from focushub.chat.models import ActionProposal, Conversation, Message
from focushub.chat.services import conversations, memories, proposals, situations
from focushub.coaching.things import Level
from focushub.common.rendering import render
from focushub.language.crisis import Crisis, Directory, directory_for, recognise

# An answer says "today at 16:00" and "20 minutes left": it is true for a short while.
FRESH: Final = timedelta(minutes=5)
COMPREHENSIVE: Final = "comprehensive"
_EARLIER: Final = 3
_LOW_ENERGY, _HIGH_ENERGY = 3, 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A validated message, read back from a run's payload.

    Attributes:
        after: the id of the message that stood last when it was sent, or "".
        mode: "chat" or "comprehensive".
    """

    message: str
    conversation_id: str
    after: str
    mode: str
    context: Context

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Asked":
        context = payload["context"]
        return cls(
            message=payload["message"],
            conversation_id=payload["conversation_id"],
            after=payload["after"],
            mode=payload["mode"],
            context=Context(
                preference=context["agent_preference"],
                energy=level_of(context["energy_level"]),
                mood=context["mood_score"],
                request_type=context["request_type"],
            ),
        )


def level_of(energy: int | str | None) -> Level | None:
    """1 to 10, or a level by name."""
    if energy is None or energy == "":
        return None
    if isinstance(energy, str):
        return cast(Level, energy)
    if energy <= _LOW_ENERGY:
        return "low"
    return "high" if energy >= _HIGH_ENERGY else "medium"


def draft(*, run: Run, person: User) -> Answer:
    """Writes the message and the built-in answer to it; in the caller's transaction."""
    asked = Asked.from_payload(run.payload)
    conversation = conversations.open_for(
        person=person, conversation_id=asked.conversation_id, message=asked.message
    )
    before = _last_answer(conversation)
    dialogue = before.dialogue if before is not None else Dialogue()
    said, insights, danger = _answer(asked, person=person, dialogue=dialogue, chat=conversation)
    told = Message.objects.create(
        owner=person,
        conversation=conversation,
        role=Message.Role.USER,
        text=asked.message,
        is_crisis=danger is not None,
    )
    reply = Message.objects.create(
        owner=person,
        conversation=conversation,
        role=Message.Role.ASSISTANT,
        text=said.text,
        agent=said.agent,
        reply_to=told,
        run=run,
        state=said.dialogue.as_json(),
        is_crisis=danger is not None,
        metadata=_metadata(said, danger=danger, person=person, insights=insights),
    )
    offered = proposals.offer(message=reply, person=person, acts=said.acts)
    run.payload = {**run.payload, "message_id": str(told.pk)}
    run.save(update_fields=["payload", "updated_at"])
    conversations.sum_up(conversation)
    conversations.moved_on(conversation)
    is_final = danger is not None or crisis.is_near(dialogue)
    return Answer(
        body=body(reply, offered),
        fresh_until=run.asked_at if is_final else run.asked_at + FRESH,
        is_final=is_final,
    )


def body(reply: Message, offered: Sequence[ActionProposal]) -> dict[str, Any]:
    """The answer's fields in the order of the contract, as JSON values."""
    metadata = dict(reply.metadata)
    insights = metadata.pop("individual_insights", None)
    quality = metadata.pop("consultation_quality", None)
    told: dict[str, Any] = {
        "response": reply.text,
        "agent_used": reply.agent,
        "confidence": metadata.pop("confidence"),
        "suggestions": metadata.pop("suggestions"),
        "proposals": [proposal.facts() for proposal in offered],
        "conversation_id": reply.conversation_id,
        "message_id": reply.pk,
        "timestamp": reply.created_at,
        "metadata": metadata,
    }
    if insights is not None:
        told["individual_insights"] = insights
        told["specialists_involved"] = list(insights)
        told["consultation_quality"] = quality
    told_json: dict[str, Any] = orjson.loads(render(told))
    return told_json


def _answer(
    asked: Asked, *, person: User, dialogue: Dialogue, chat: Conversation
) -> tuple[Said, Mapping[str, str] | None, Crisis | None]:
    seed = crc32(chat.pk.bytes)
    directory = directory_of(person)
    danger = recognise(asked.message, before=_said_before(chat))
    if danger is not None:
        said = crisis.answer(danger, directory=directory, dialogue=dialogue, seed=seed)
        insights = {said.agent: said.text} if asked.mode == COMPREHENSIVE else None
        return said, insights, danger
    near = crisis.is_near(dialogue)
    if near:
        close = crisis.after(asked.message, directory=directory, dialogue=dialogue, seed=seed)
        if close is not None:
            insights = {close.agent: close.text} if asked.mode == COMPREHENSIVE else None
            return close, insights, None
    said, views = _coach(asked, person=person, dialogue=dialogue, seed=seed)
    if near:
        said = crisis.still_near(said, dialogue=dialogue, directory=directory, seed=seed)
    return said, views, None


def _coach(
    asked: Asked, *, person: User, dialogue: Dialogue, seed: int
) -> tuple[Said, Mapping[str, str] | None]:
    situation, _ = situations.gather(
        person=person,
        minutes=minutes_in(asked.message.lower()),
        energy=asked.context.energy,
    )
    common: dict[str, Any] = {
        "situation": situation,
        "dialogue": dialogue,
        "context": asked.context,
        "seed": seed,
        "memories": memories.facts(person),
    }
    if asked.mode == COMPREHENSIVE:
        return answering.consult(asked.message, **common)
    return answering.answer(asked.message, **common), None


def directory_of(person: User) -> Directory:
    return directory_for(country=person.country, zone=person.timezone)


def specialists_of(asked: Asked) -> tuple[str, ...]:
    """Whom a comprehensive question asks, by the rules."""
    heard = hear(asked.message)
    said = Said(
        text="", agent=ORCHESTRATOR, intent=heard.intent, confidence=0.0, dialogue=Dialogue()
    )
    return answering.specialists_for(heard, said, asked.context)


def _metadata(
    said: Said,
    *,
    danger: Crisis | None,
    person: User,
    insights: Mapping[str, str] | None,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "intent": said.intent.value,
        "turn": said.dialogue.turns,
        "confidence": said.confidence,
        "suggestions": list(said.suggestions),
    }
    if danger is not None:
        told["crisis"] = crisis_facts(danger, directory_of(person))
    if insights is not None:
        told["individual_insights"] = dict(insights)
        told["consultation_quality"] = said.confidence
    return told


def crisis_facts(danger: Crisis, directory: Directory) -> dict[str, Any]:
    """For a client that shows the numbers as buttons."""
    return {
        "danger": danger.danger.value,
        "about": danger.about,
        "country": directory.country,
        "emergency": directory.emergency,
        "helplines": [
            {
                "name": line.name,
                "phone": line.phone,
                "text": line.text,
                "url": line.url,
                "hours": line.hours,
            }
            for line in (*crisis.lines_for(danger, directory), directory.international)
        ],
    }


def _last_answer(conversation: Conversation) -> Message | None:
    return Message.objects.filter(conversation=conversation).answered().order_by("-id").first()


def _said_before(conversation: Conversation) -> list[str]:
    """What the person wrote just before, the oldest first; no crisis is told twice."""
    rows = Message.objects.filter(conversation=conversation, is_crisis=False).said()
    return list(rows.order_by("-id").values_list("text", flat=True)[:_EARLIER])[::-1]
