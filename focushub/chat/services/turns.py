"""The last turns of a conversation: in Redis for a day, rebuilt from the record when they are gone.

Only what may stand in a prompt is among them. A copy that is behind the record is not used.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import orjson

from focushub.caching import CacheEntry
from focushub.chat.models import Conversation, Message

MOST_TURNS: Final = 12
"""Messages, of both together."""

_MOST_CHARACTERS: Final = 800
_ENTRY: Final = CacheEntry("chat-turns", ttl=timedelta(days=1), version=1)


@dataclass(frozen=True, slots=True)
class Turn:
    role: str
    text: str


def recent(conversation: Conversation) -> list[Turn]:
    """At most `MOST_TURNS`, the oldest first."""
    stamp = _stamp(conversation)
    kept = _ENTRY.get(conversation.owner_id, str(conversation.pk))
    if kept is not None:
        told = orjson.loads(kept)
        if told["stamp"] == stamp:
            return [Turn(role, text) for role, text in told["turns"]]
    return keep(conversation)


def keep(conversation: Conversation) -> list[Turn]:
    """Reads them from the record into Redis; call it after the commit."""
    stamp = _stamp(conversation)
    rows = (
        Message.objects.filter(conversation=conversation)
        .remembered()
        .order_by("-id")
        .values_list("role", "text")[:MOST_TURNS]
    )
    turns = [Turn(role, text[:_MOST_CHARACTERS]) for role, text in reversed(rows)]
    told = {"stamp": stamp, "turns": [[turn.role, turn.text] for turn in turns]}
    _ENTRY.set(conversation.owner_id, str(conversation.pk), orjson.dumps(told))
    return turns


def forget(conversation: Conversation) -> None:
    _ENTRY.delete(conversation.owner_id, str(conversation.pk))


def _stamp(conversation: Conversation) -> str:
    """Changes with each message, each new text of one, and whatever leaves the memory."""
    newest = (
        Message.objects.filter(conversation=conversation)
        .order_by("-updated_at")
        .values_list("pk", "updated_at")
        .first()
    )
    return f"{conversation.memory_version}:{newest and newest[0]}:{newest and newest[1]}"
