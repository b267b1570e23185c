"""What calls and answers about study plans look like, for the OpenAPI document."""

from typing import Any

from focushub.api.examples import answered, asked

_PLAN = "0199a1b2-0000-7000-8000-000000000011"
_RUN = "0199a1b2-0000-7000-8000-000000000012"
_SESSION = "0199a1b2-0000-7000-8000-000000000013"
_BLOCK = "0199a1b2-0000-7000-8000-000000000014"
_CARD = "0199a1b2-0000-7000-8000-000000000015"
_QUESTION = "0199a1b2-0000-7000-8000-000000000016"
_CREATED = "2026-11-23T13:58:00Z"
_QUOTE = "Glycolysis takes place in the cytoplasm."

_proposal: dict[str, Any] = {
    "id": _PLAN,
    "revision": 1,
    "topic": "cell respiration",
    "learning_plan": "cell respiration: 1 part in 1 session. A session takes up to 25 minutes, "
    "with 5 minutes of rest after it.",
    "response": "# cell respiration",
    "modules": [
        {
            "id": "m1",
            "title": "Glycolysis",
            "goals": ["explain glycolysis"],
            "check": "You can tell it in three sentences without looking.",
            "minutes": 25,
        }
    ],
    "sessions": [
        {
            "id": _SESSION,
            "kind": "study",
            "module": "Glycolysis",
            "module_id": "m1",
            "goal": "explain glycolysis",
            "activity": "Sketch what you recall of it, look at one part, then tell it "
            "without looking.",
            "minutes": 25,
            "due_at": "2026-11-24T23:00:00Z",
            "block_id": _BLOCK,
            "starts_at": "2026-11-23T14:05:00Z",
            "ends_at": "2026-11-23T14:30:00Z",
        }
    ],
    "unscheduled": [],
    "study_sessions": {
        "minutes": 25,
        "break_minutes": 5,
        "a_day": 1,
        "count": 1,
        "total_minutes": 25,
        "first_on": "2026-11-23",
        "last_on": "2026-11-23",
    },
    "retention_methods": [
        {
            "method": "Recall before you look",
            "description": "Close the text, say what you still have, then look.",
            "adhd_twist": "Two minutes on a timer.",
        }
    ],
    "motivation_hooks": ["You chose this: explain glycolysis."],
    "cards": [
        {
            "id": _CARD,
            "kind": "cloze",
            "front": "Glycolysis takes place in the _____.",
            "back": "cytoplasm",
            "accepted": [],
            "source_quote": _QUOTE,
            "source_start": 0,
            "source_end": len(_QUOTE),
        }
    ],
    "quiz": [
        {
            "id": _QUESTION,
            "kind": "fill_in",
            "prompt": "Glycolysis takes place in the _____.",
            "choices": [],
            "answer": "cytoplasm",
            "accepted": [],
            "source_quote": _QUOTE,
            "card_id": _CARD,
        }
    ],
    "suggestions": ["With a date, the reviews are laid out so that they end just before it."],
    "exam_on": None,
    "agent_used": "builtin",
    "confidence": 0.6,
}
_plan = {
    **_proposal,
    "run_id": _RUN,
    "engine": "builtin",
    "newest_revision": 1,
    "accepted_at": None,
    "accepted_ids": [],
    "created_at": _CREATED,
}
_accepted = {**_plan, "accepted_at": "2026-11-23T14:00:00Z", "accepted_ids": [_SESSION]}
_session = {
    "id": _SESSION,
    "study_plan_id": _PLAN,
    "kind": "study",
    "title": "cell respiration: Glycolysis",
    "module": "Glycolysis",
    "goal": "explain glycolysis",
    "minutes": 25,
    "due_at": "2026-11-24T23:00:00Z",
    "completed_at": None,
    "actual_minutes": None,
    "created_at": _CREATED,
    "updated_at": _CREATED,
}

LEARN = [
    asked(
        "A topic",
        {
            "topic": "cell respiration",
            "learning_goals": ["explain glycolysis", "pass the test"],
            "available_minutes": 25,
            "current_struggles": "I forget the steps",
            "learning_style": "visual",
        },
    ),
    asked("Own material", {"topic": "cell respiration", "text": _QUOTE}),
    answered(
        "A study plan",
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
STUDY_PLAN_LIST = [
    answered(
        "Study plans",
        {"id": _PLAN, "topic": "cell respiration", "accepted_at": None, "created_at": _CREATED},
    )
]
STUDY_PLAN = [answered("A study plan", _plan)]
ACCEPT = [asked("One of its sessions", {"item_ids": [_SESSION]}), answered("Accepted", _accepted)]
UNDO = [asked("All of it", {}), answered("Taken back", _plan)]
STUDY_SESSION = [answered("A study session", _session)]
COMPLETE = [
    asked("In twenty minutes", {"minutes": 20}),
    answered("Done", {**_session, "completed_at": "2026-11-23T14:25:00Z", "actual_minutes": 20}),
]
