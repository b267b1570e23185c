"""What conversations look like; a test validates each of them."""

from focushub.api.examples import answered, asked

_ID = "0199a1b2-0000-7000-8000-000000000020"
_MESSAGE = "0199a1b2-0000-7000-8000-000000000021"
_MEMORY = "0199a1b2-0000-7000-8000-000000000024"
_PERSON = "0199a1b2-0000-7000-8000-000000000000"
_AT = "2026-11-24T09:00:00Z"

CONVERSATION = [
    answered(
        "A conversation",
        {
            "id": _ID,
            "title": "I can't start my thesis",
            "message_count": 12,
            "last_message_at": _AT,
            "created_at": _AT,
            "updated_at": _AT,
        },
    )
]
CONVERSATION_CHANGE = [asked("Another name", {"title": "Thesis"}), *CONVERSATION]
EXPORT = [
    answered(
        "As JSON",
        {"id": _ID, "title": "I can't start my thesis", "created_at": _AT, "messages": []},
    )
]
MESSAGE = [
    answered(
        "What was said",
        {
            "id": _MESSAGE,
            "role": "user",
            "text": "I can't start my thesis",
            "agent_used": "",
            "metadata": {},
            "proposals": [],
            "created_at": _AT,
        },
    )
]
HISTORY = [
    answered(
        "A message and its answer",
        {
            "id": _MESSAGE,
            "user_id": _PERSON,
            "message": "I can't start my thesis",
            "response": "Only the first two minutes: open the file.",
            "metadata": {"agent_used": "planning", "conversation_id": _ID},
            "created_at": _AT,
        },
    )
]
MEMORY = [
    asked("A fact", {"text": "I study best at night"}),
    answered(
        "A fact",
        {
            "id": _MEMORY,
            "text": "I study best at night",
            "source": "person",
            "created_at": _AT,
            "updated_at": _AT,
        },
    ),
]
