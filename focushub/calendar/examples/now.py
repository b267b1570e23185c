"""What one thing for now looks like, for the OpenAPI document; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked

_TASK = "0199a1b2-0000-7000-8000-000000000003"
_thing: dict[str, Any] = {
    "task_id": _TASK,
    "kind": "task",
    "title": "Email the landlord",
    "first_step": {
        "text": "Open the newest mail from the landlord",
        "minutes": 1,
        "step_id": "0199a1b2-0000-7000-8000-000000000004",
    },
    "minutes": 5,
    "due_at": "2026-11-24T22:59:00Z",
    "block": None,
    "reason": "Tomorrow is its day, and it fits into your 10 minutes.",
}
_nothing: dict[str, Any] = {
    **dict.fromkeys(_thing),
    "reason": "Nothing is waiting for you now. Rest counts too.",
}

NOW = [answered("One thing", _thing), answered("Nothing", _nothing)]
NOT_THIS = [
    asked("Another, please", {"task_id": _TASK, "minutes": 10}),
    answered("Nothing else", _nothing),
]
