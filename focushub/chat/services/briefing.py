"""What a model is told of a person for one message. Read when it is asked, and not before.

A fact that was forgotten between the message and the model's turn is gone from here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from focushub.chat.engine.situation import Situation
from focushub.chat.models import Message
from focushub.chat.services import memories, situations, turns
from focushub.chat.services.replying import Asked
from focushub.coaching import registry
from focushub.coaching.things import Thing

_NONE: Final = "nothing"
_MOST_THINGS: Final = 20
_MOST_LINES: Final = 20
_MOST_OPENINGS: Final = 3
_NAMES: Final = {"user": "Person", "assistant": "You"}


@dataclass(frozen=True, slots=True)
class Brief:
    """Attributes:
    inputs: by the names in `tasks.yaml`; every value reaches the prompt as data.
    marks: the short names of things, such as "T1", to their ids.
    """

    asked: Asked
    inputs: Mapping[str, str]
    marks: Mapping[str, str]


def brief_for(payload: Mapping[str, Any]) -> Brief | None:
    """None where the message is gone, with its conversation or its person."""
    message = (
        Message.objects.select_related("conversation", "owner")
        .filter(pk=UUID(payload["message_id"]))
        .first()
    )
    if message is None or message.is_crisis:
        return None
    asked = Asked.from_payload(payload)
    conversation = message.conversation
    situation, facts = situations.gather(person=message.owner, energy=asked.context.energy)
    marks, lines = _situation(situation)
    said = [turn for turn in turns.recent(conversation) if turn.text != message.text]
    told = "\n".join(f"{_NAMES[turn.role]}: {turn.text}" for turn in said)
    kept = memories.facts(message.owner)
    return Brief(
        asked=asked,
        marks=marks,
        inputs={
            "message": "(forgotten)" if message.is_forgotten else message.text,
            "wanted": _wanted(asked),
            "turns": told or _NONE,
            "summary": conversation.summary or _NONE,
            "memories": _joined(kept),
            "situation": _joined([*lines, *facts[:_MOST_LINES]]),
            "kinds": _joined(
                f"{kind}: {action.told}"
                for kind, action in sorted(registry.actions().items())
                if action.told
            ),
        },
    )


def _wanted(asked: Asked) -> str:
    context = asked.context
    told = [f"type: {context.request_type.replace('_', ' ')}"] if context.request_type else []
    if context.energy:
        told.append(f"energy: {context.energy}")
    if context.mood is not None:
        told.append(f"mood: {context.mood} of 10")
    return "; ".join(told) or "no more than the message says"


def _situation(situation: Situation) -> tuple[dict[str, str], list[str]]:
    """Marks to ids, and the situation in lines."""
    now = situation.now
    marks: dict[str, str] = {}
    lines = [f"It is {now:%A %d %B, %H:%M}. Their energy is {situation.energy}."]
    for n, thing in enumerate(situation.things[:_MOST_THINGS], start=1):
        marks[f"T{n}"] = thing.id
        lines.append(f"T{n} ({thing.kind}): {_thing(thing, now)}")
    for n, box in enumerate(situation.boxes[:_MOST_THINGS], start=1):
        marks[f"D{n}"] = box.id
        lines.append(f"D{n} (deck): {box.name}, {box.cards} cards, {box.due} to look at now")
    lines += [
        f"In the calendar: {slot.starts_at:%a %H:%M}-{slot.ends_at:%H:%M} {slot.title}"
        for slot in situation.slots[:_MOST_THINGS]
    ]
    lines += [
        f"Free today: {slot.starts_at:%H:%M}-{slot.ends_at:%H:%M}"
        for slot in situation.free[:_MOST_OPENINGS]
    ]
    if situation.focus is not None:
        left = situation.focus.left_minutes
        lines.append(f"A focus session runs: {situation.focus.title}, {left} minutes to go")
    return marks, lines


def _thing(thing: Thing, now: datetime) -> str:
    told = [thing.title]
    if thing.minutes:
        told.append(f"about {thing.minutes} min")
    if thing.due_at is not None:
        told.append(f"due {thing.due_at.astimezone(now.tzinfo):%a %d %b %H:%M}")
    if thing.steps:
        told.append(f"next step: {thing.steps[0].title}")
    return ", ".join(told)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or _NONE
