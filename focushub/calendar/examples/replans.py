"""What re-plans look like, for the OpenAPI document; a test validates each of them."""

from typing import Any

from focushub.api.examples import answered, asked

_REPLAN = "0199a1b2-0000-7000-8000-000000000021"
_TASK = "0199a1b2-0000-7000-8000-000000000003"
_FORM = "0199a1b2-0000-7000-8000-000000000022"
_CREATED = "2026-11-23T13:58:00Z"

_facts: dict[str, Any] = {
    "id": _REPLAN,
    "reason": "sick",
    "until": "2026-11-25T23:00:00Z",
    "summary": "One date needs a look first. 2 things have a new place, on 1 day.",
    "applied_at": None,
    "created_at": _CREATED,
}
_shown: dict[str, Any] = {
    **_facts,
    "begins_at": "2026-11-25T23:00:00Z",
    "dangers": [
        {
            "subject_id": _FORM,
            "title": "Send the form",
            "due_at": "2026-11-26T11:00:00Z",
            "ends_at": "2026-11-26T08:20:00Z",
            "remaining_minutes": 0,
            "told": "It fits before Thu 26 Nov 12:00, with little to spare.",
        }
    ],
    "things": [
        {
            "subject_id": _FORM,
            "kind": "task",
            "title": "Send the form",
            "outcome": "placed",
            "minutes": 20,
            "starts_at": "2026-11-26T08:00:00Z",
            "was_due_at": "2026-11-26T11:00:00Z",
            "due_at": "2026-11-26T11:00:00Z",
            "next_at": None,
        },
        {
            "subject_id": _TASK,
            "kind": "task",
            "title": "Email the landlord",
            "outcome": "placed",
            "minutes": 5,
            "starts_at": "2026-11-26T08:30:00Z",
            "was_due_at": "2026-11-20T22:59:00Z",
            "due_at": "2026-11-26T22:59:00Z",
            "next_at": None,
        },
    ],
    "schedule": [
        {
            "id": "0199a1b2-0000-7000-8000-000000000023",
            "kind": "task",
            "title": "Send the form",
            "subject_id": _FORM,
            "part_ids": [],
            "starts_at": "2026-11-26T08:00:00Z",
            "ends_at": "2026-11-26T08:20:00Z",
        },
        {
            "id": "0199a1b2-0000-7000-8000-000000000024",
            "kind": "task",
            "title": "Email the landlord",
            "subject_id": _TASK,
            "part_ids": [],
            "starts_at": "2026-11-26T08:30:00Z",
            "ends_at": "2026-11-26T08:35:00Z",
        },
    ],
    "freed": [
        {
            "id": "0199a1b2-0000-7000-8000-000000000006",
            "subject_id": _TASK,
            "title": "Email the landlord",
            "starts_at": "2026-11-20T14:05:00Z",
            "ends_at": "2026-11-20T14:10:00Z",
        }
    ],
    "unscheduled": [],
}
_applied = {**_shown, "applied_at": "2026-11-23T14:00:00Z"}

LIST = [answered("A re-plan", _facts)]
REPLAN = [answered("A re-plan", _shown)]
ASK = [
    asked("Ill until Thursday", {"reason": "sick", "until": "2026-11-26", "preview": True}),
    asked("A fresh start, at once", {"reason": "fresh_start"}),
    answered("New places", _shown),
]
APPLY = [asked("As it was shown", {}), answered("Applied", _applied)]
UNDO = [asked("All of it", {}), answered("Taken back", _shown)]
