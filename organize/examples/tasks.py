"""What calls and answers look like, for the OpenAPI document; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked

PLAN_ID = "0199a1b2-0000-7000-8000-000000000001"
TASK_ID = "0199a1b2-0000-7000-8000-000000000003"
STEP_ID = "0199a1b2-0000-7000-8000-000000000004"
CREATED_AT = "2026-11-23T13:58:00Z"

ESTIMATE: dict[str, Any] = {
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
_task = {
    "id": TASK_ID,
    "title": "Email the landlord",
    "notes": "",
    "steps": [
        {
            "id": STEP_ID,
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
    "plan_id": PLAN_ID,
    "created_at": CREATED_AT,
    "updated_at": CREATED_AT,
}

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
            "estimate": ESTIMATE,
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
                    "id": STEP_ID,
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
