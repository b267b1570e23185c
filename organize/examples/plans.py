"""What calls and answers look like, for the OpenAPI document; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked

_PLAN = "0199a1b2-0000-7000-8000-000000000001"
_RUN = "0199a1b2-0000-7000-8000-000000000002"
_TASK = "0199a1b2-0000-7000-8000-000000000003"
_STEP_ONE = "0199a1b2-0000-7000-8000-000000000004"
_STEP_TWO = "0199a1b2-0000-7000-8000-000000000005"
_BLOCK = "0199a1b2-0000-7000-8000-000000000006"
_CREATED = "2026-11-23T13:58:00Z"

_estimate: dict[str, Any] = {
    "guess": 5,
    "is_own": True,
    "low": 4,
    "likely": 8,
    "high": 15,
    "reason": (
        "Things often take longer than expected: this starts at 1.5 times the guess, "
        "until your own tasks say more."
    ),
}
_proposal: dict[str, Any] = {
    "id": _PLAN,
    "kind": "tasks",
    "revision": 1,
    "summary": "One task, about 5 min in all. 5 min have a place, beginning today at 15:05.",
    "system_overview": "One task, about 5 min in all.",
    "response": "**Start here:** Open the newest mail from the landlord (1 min)",
    "first_step": {"text": "Open the newest mail from the landlord", "minutes": 1},
    "tasks": [
        {
            "id": _TASK,
            "title": "Email the landlord",
            "notes": "",
            "steps": [
                {"id": _STEP_ONE, "title": "Open the newest mail from the landlord", "minutes": 1},
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
            "estimate": _estimate,
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
            "id": _STEP_ONE,
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
            "task_id": _TASK,
            "step_id": _STEP_ONE,
            "step_ids": [_STEP_ONE, _STEP_TWO],
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
    "created_at": _CREATED,
}
_accepted = {**_plan, "accepted_at": "2026-11-23T14:00:00Z", "accepted_task_ids": [_TASK]}
_task = {
    "id": _TASK,
    "title": "Email the landlord",
    "notes": "",
    "steps": [
        {
            "id": _STEP_ONE,
            "title": "Open the newest mail from the landlord",
            "description": "",
            "minutes": 1,
            "tools": ["computer"],
            "completed_at": None,
        }
    ],
    "estimate_minutes": 5,
    "due_at": "2026-11-27T22:59:00Z",
    "due_is_date_only": True,
    "due_is_hard": True,
    "starts_at": None,
    "recurrence": "",
    "priority": "high",
    "energy": "low",
    "labels": ["home"],
    "project": "",
    "completed_at": None,
    "snoozed_until": None,
    "plan_id": _PLAN,
    "created_at": _CREATED,
    "updated_at": _CREATED,
}

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
            "created_at": _CREATED,
        },
        "200",
        "202",
    ),
]
PLAN_LIST = [
    answered(
        "Plans",
        {
            "id": _PLAN,
            "kind": "tasks",
            "summary": _proposal["summary"],
            "accepted_at": None,
            "created_at": _CREATED,
        },
    )
]
PLAN = [answered("A plan", _plan)]
ACCEPT = [
    asked("One of its tasks", {"item_ids": [_TASK]}),
    asked(
        "With what was understood put right",
        {"corrections": [{"id": _TASK, "estimate_minutes": 25, "due_at": None}]},
    ),
    answered("Accepted", _accepted),
]
UNDO = [asked("All of it", {}), answered("Taken back", _plan)]
TASK = [
    asked("A task", {"title": "Email the landlord", "priority": "high", "labels": ["home"]}),
    answered("A task", _task),
]
COMPLETE = [
    asked("It took longer than I thought", {"actual_minutes": 12}),
    answered("A task", {**_task, "completed_at": "2026-11-23T14:20:00Z"}),
]
SNOOZE = [asked("For an hour", {"minutes": 60}), answered("A task", _task)]
TASK_BREAKDOWN = [asked("Finely", {"granularity": 5}), answered("A task", _task)]
PARSE = [
    asked("A line", {"text": "email the landlord by Friday (5 min)"}),
    answered(
        "What was understood",
        {
            "title": "email the landlord",
            "estimate_minutes": 5,
            "estimate": _estimate,
            "due_at": "2026-11-27T22:59:00Z",
            "due_is_date_only": True,
            "starts_at": None,
            "ends_at": None,
            "recurrence": "",
            "priority": None,
            "energy": None,
            "labels": [],
            "project": "",
            "people": [],
            "places": [],
            "is_hard": True,
            "spans": [
                {"start": 19, "end": 28, "means": "date"},
                {"start": 29, "end": 36, "means": "duration"},
            ],
        },
    ),
]
BREAKDOWN = [
    asked("A title", {"title": "Write the lab report", "granularity": 3}),
    answered(
        "Subtasks",
        {
            "subtasks": [
                {
                    "id": _STEP_ONE,
                    "title": "Open the notes of the experiment",
                    "description": "",
                    "estimated_minutes": 2,
                    "difficulty": "easy",
                    "energy_required": 2,
                    "order": 1,
                }
            ],
            "total_estimated_minutes": 2,
            "difficulty_assessment": "easy",
            "adhd_tips": ["Stop in the middle of a sentence; it is easier to begin again."],
            "recommended_focus_sessions": 1,
        },
    ),
]
