"""Who answers, how often they did, and since when this process runs."""

import time
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count

from focushub.accounts.models import User
from focushub.chat.engine.turns import AGENTS
from focushub.chat.models import Conversation, Message

_STARTED: Final = time.monotonic()
_ROLES: Final[Mapping[str, str]] = {
    "planning": "First steps, order and honest minutes",
    "focus": "Coming back to one thing",
    "emotion": "Hard moments",
    "organize": "Out of the head, into small pieces",
    "learning": "Little and often, from memory",
    "orchestrator": "Chooses who answers",
}


def status_for(person: User) -> dict[str, Any]:
    answers = Message.objects.owned_by(person).answered().values_list("agent")
    counted = dict(answers.annotate(n=Count("pk")).order_by())
    return {
        "total_agents": len(AGENTS),
        "agents": {
            name: {
                "role": _ROLES[name],
                "total_interactions": counted.get(name, 0),
                # The built-in coach needs nothing but this process.
                "available": True,
            }
            for name in AGENTS
        },
        "total_conversations": Conversation.objects.owned_by(person).count(),
        "system_uptime": int(time.monotonic() - _STARTED),
    }
