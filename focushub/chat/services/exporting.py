"""A conversation as a file: everything that was said, oldest first."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from focushub.chat.models import Conversation, Message
from focushub.common.rendering import render

_MOST: Final = 20_000
_NAMES: Final = {Message.Role.USER: "You", Message.Role.ASSISTANT: "Coach"}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    content: bytes


def export(*, conversation: Conversation, kind: Literal["json", "md"]) -> File:
    rows = conversation.messages.order_by("id")[:_MOST]
    name = f"conversation-{conversation.pk}.{kind}"
    if kind == "md":
        return File(name, "text/markdown; charset=utf-8", _markdown(conversation, rows))
    told = {
        "id": conversation.pk,
        "title": conversation.title,
        "created_at": conversation.created_at,
        "messages": [
            {
                "id": row.pk,
                "role": row.role,
                "text": row.text,
                "agent_used": row.agent,
                "created_at": row.created_at,
            }
            for row in rows
        ],
    }
    return File(name, "application/json", render(told))


def _markdown(conversation: Conversation, rows: Any) -> bytes:
    lines = [f"# {conversation.title or 'Conversation'}", ""]
    for row in rows:
        when = row.created_at.strftime("%Y-%m-%d %H:%M UTC")
        lines += [f"**{_NAMES[row.role]}**, {when}", "", row.text, ""]
    return "\n".join(lines).encode()
