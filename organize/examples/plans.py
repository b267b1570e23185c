"""What calls and answers look like, for the OpenAPI document; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked
from organize.examples.tasks import CREATED_AT, ESTIMATE, PLAN_ID, STEP_ID, TASK_ID

_RUN = "0199a1b2-0000-7000-8000-000000000002"
_STEP_TWO = "0199a1b2-0000-7000-8000-000000000005"
_BLOCK = "0199a1b2-0000-7000-8000-000000000006"

_proposal: dict[str, Any] = {
    "id": PLAN_ID,
    "kind": "tasks",
    "revision": 1,
    "summary": "One task, about 5 min in all. 5 min have a place, beginning today at 15:05.",
    "system_overview": "One task, about 5 min in all.",
    "response": "**Start here:** Open the newest mail from the landlord (1 min)",
    "first_step": {"text": "Open the newest mail from the landlord", "minutes": 1},
    "tasks": [
        {
            "id": TASK_ID,
            "title": "Email the landlord",
            "notes": "",
            "steps": [
                {"id": STEP_ID, "title": "Open the newest mail from the landlord", "minutes": 1},
                {"id": _STEP_TWO, "title": "Write two sentences and send them", "minutes": 4},
            ],
            "estimate_minutes": 5,
            "due_at": "2026-11-27T22:59:00Z",
            "due_is_date_only": True,
            "due_is_hard": True,
            "starts_at": None,
            "recurrence": "",
            "priority": None,
            "energy": None,
            "labels": [],
            "project": "",
            "estimate": ESTIMATE,
            "after_ids": [],
            "spans": [
                {"start": 19, "end": 28, "means": "date"},
                {"start": 29, "end": 36, "means": "duration"},
            ],
        }
    ],
    "leftover": [],
    "steps": [
        {
            "id": STEP_ID,
            "step": 1,
            "title": "Open the newest mail from the landlord",
            "description": "",
            "estimated_minutes": 1,
            "tools_needed": ["computer"],
        },
        {
            "id": _STEP_TWO,
            "step": 2,
            "title": "Write two sentences and send them",
            "description": "",
            "estimated_minutes": 4,
            "tools_needed": ["computer"],
        },
    ],
    "schedule": [
        {
            "id": _BLOCK,
            "starts_at": "2026-11-23T14:05:00Z",
            "ends_at": "2026-11-23T14:10:00Z",
            "task_id": TASK_ID,
            "step_id": STEP_ID,
            "step_ids": [STEP_ID, _STEP_TWO],
        }
    ],
    "unscheduled": [],
    "maintenance_schedule": {"daily": [], "weekly": [], "monthly": []},
    "visual_aids": [],
    "suggestions": ["Five minutes count. Begin with the first step and see."],
    "agent_used": "builtin",
    "confidence": 0.8,
}
_plan = {
    **_proposal,
    "run_id": _RUN,
    "engine": "builtin",
    "newest_revision": 1,
    "accepted_at": None,
    "accepted_task_ids": [],
    "created_at": CREATED_AT,
}
_accepted = {**_plan, "accepted_at": "2026-11-23T14:00:00Z", "accepted_task_ids": [TASK_ID]}
ORGANIZE = [
    asked(
        "A brain dump",
        {
            "text": "email the landlord by Friday (5 min)",
            "energy": "low",
            "available_minutes": 30,
            "timezone": "Europe/Berlin",
        },
    ),
    asked(
        "A messy space",
        {"space_description": "my desk is buried under paper", "goal": "a clear desk tomorrow"},
    ),
    answered(
        "A plan",
        {
            **_proposal,
            "run_id": _RUN,
            "engine": "builtin",
            "degraded": None,
            "cached": False,
            "created_at": CREATED_AT,
        },
        "200",
        "202",
    ),
]
PLAN_LIST = [
    answered(
        "Plans",
        {
            "id": PLAN_ID,
            "kind": "tasks",
            "summary": _proposal["summary"],
            "accepted_at": None,
            "created_at": CREATED_AT,
        },
    )
]
PLAN = [answered("A plan", _plan)]
ACCEPT = [
    asked("One of its tasks", {"item_ids": [TASK_ID]}),
    asked(
        "With what was understood put right",
        {"corrections": [{"id": TASK_ID, "estimate_minutes": 25, "due_at": None}]},
    ),
    answered("Accepted", _accepted),
]
UNDO = [asked("All of it", {}), answered("Taken back", _plan)]
