"""What saying something to the coach looks like; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked

_CONVERSATION = "0199a1b2-0000-7000-8000-000000000020"
_MESSAGE = "0199a1b2-0000-7000-8000-000000000021"
_RUN = "0199a1b2-0000-7000-8000-000000000022"
_PROPOSAL = "0199a1b2-0000-7000-8000-000000000023"
_TASK = "0199a1b2-0000-7000-8000-000000000003"
_BLOCK = "0199a1b2-0000-7000-8000-000000000006"
_CREATED = "2026-11-24T09:00:00Z"

_proposal: dict[str, Any] = {
    "id": _PROPOSAL,
    "kind": "schedule_task",
    "params": {"task_id": _TASK, "starts_at": "2026-11-24T10:00:00Z", "minutes": 15},
    "preview": {
        "title": "Tuesday, 11:00: 15 minutes for \u201cThesis\u201d",
        "details": [],
    },
    "state": "open",
    "expires_at": "2026-11-25T09:00:00Z",
    "accepted_at": None,
    "undone_at": None,
    "result": {},
}
_accepted = {
    **_proposal,
    "state": "accepted",
    "accepted_at": "2026-11-24T09:01:00Z",
    "result": {"task_id": _TASK, "block_id": _BLOCK},
}
_answer: dict[str, Any] = {
    "response": "Starting is often the hardest part. So only the first two minutes: **Open the "
    "thesis file and read your last paragraph**. Could you do just that one?",
    "agent_used": "planning",
    "confidence": 0.9,
    "suggestions": ["Yes, I'll try", "Smaller, please", "Not now"],
    "proposals": [_proposal],
    "conversation_id": _CONVERSATION,
    "message_id": _MESSAGE,
    "timestamp": _CREATED,
    "metadata": {"intent": "cannot_start", "turn": 1},
    "run_id": _RUN,
    "engine": "builtin",
    "degraded": None,
    "cached": False,
    "created_at": _CREATED,
}
_insights = {
    "planning": "A first move with a time: open the file, two minutes.",
    "emotion": "There's usually a feeling in the doorway. Which one is it for you?",
}

CHAT = [
    asked("A message", {"message": "I can't start my thesis"}),
    asked(
        "The next one",
        {
            "message": "It's too much",
            "conversation_id": _CONVERSATION,
            "context": {"energy_level": 3, "mood_score": 4},
        },
    ),
    asked(
        "A focus session, as JSON text",
        {"message": "my thesis, 25 minutes", "context": {"request_type": "focus_session"}},
    ),
    answered("An answer", _answer, "200", "202"),
]
COMPREHENSIVE = [
    asked("A message", {"message": "I can't start my thesis"}),
    answered(
        "Several views",
        {
            **_answer,
            "agent_used": "orchestrator",
            "individual_insights": _insights,
            "specialists_involved": ["planning", "emotion"],
            "consultation_quality": 0.75,
        },
        "200",
        "202",
    ),
]
AGENTS = [
    answered(
        "The specialists",
        {
            "total_agents": 6,
            "agents": {
                "planning": {
                    "role": "First steps, order and honest minutes",
                    "total_interactions": 12,
                    "available": True,
                }
            },
            "total_conversations": 3,
            "system_uptime": 86400,
        },
    )
]
PROPOSAL = [answered("A proposal", _proposal)]
ACCEPTED = [answered("Accepted", _accepted)]
UNDONE = [
    answered("Taken back", {**_accepted, "state": "undone", "undone_at": "2026-11-24T09:02:00Z"})
]
