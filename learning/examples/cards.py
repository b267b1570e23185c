"""What calls about decks and cards look like, for the OpenAPI document; a test validates each."""

from typing import Any

from focushub.api.examples import answered, asked

DECK_ID = "0199a1b2-0000-7000-8000-000000000021"
CARD_ID = "0199a1b2-0000-7000-8000-000000000022"
_CREATED = "2026-11-23T13:58:00Z"

_deck: dict[str, Any] = {
    "id": DECK_ID,
    "name": "Biology::Cells",
    "desired_retention": 0.9,
    "new_cards_per_day": 10,
    "exam_on": "2026-12-05",
    "study_plan_id": None,
    "created_at": _CREATED,
    "updated_at": _CREATED,
}
card: dict[str, Any] = {
    "id": CARD_ID,
    "deck_id": DECK_ID,
    "kind": "basic",
    "front": "What is glycolysis?",
    "back": "The splitting of glucose into two molecules of pyruvate",
    "accepted": [],
    "tags": ["respiration"],
    "source_quote": None,
    "source_start": None,
    "source_end": None,
    "stability": None,
    "difficulty": None,
    "due_at": _CREATED,
    "phase": "new",
    "last_review_at": None,
    "reps": 0,
    "lapses": 0,
    "suspended_at": None,
    "buried_until": None,
    "created_at": _CREATED,
    "updated_at": _CREATED,
}
_reviewed = {
    **card,
    "stability": 2.3065,
    "difficulty": 2.1181,
    "due_at": "2026-11-23T14:10:00Z",
    "phase": "learning",
    "last_review_at": "2026-11-23T14:00:00Z",
    "reps": 1,
}

DECK = [
    asked("A deck with an exam", {"name": "Biology::Cells", "exam_on": "2026-12-05"}),
    answered("The deck", _deck),
]
CARD = [
    asked(
        "A question and its answer",
        {
            "deck_id": DECK_ID,
            "kind": "basic",
            "front": card["front"],
            "back": card["back"],
            "tags": ["respiration"],
        },
    ),
    answered("The card", card),
]
REVIEW = [
    asked("It was there", {"rating": 3, "seconds": 6.5}),
    asked("Made offline", {"rating": 1, "seconds": 12, "reviewed_at": "2026-11-23T14:00:00Z"}),
    answered("The card and when it comes back", {**_reviewed, "notice": None}),
]
UNDO = [answered("As it was before", card)]
SUSPEND = [answered("The card", {**card, "suspended_at": "2026-11-23T14:05:00Z"})]
BURY = [
    asked("Until tomorrow", {}),
    asked("Until a moment", {"until": "2026-11-25T08:00:00Z"}),
    answered("The card", {**card, "buried_until": "2026-11-25T08:00:00Z"}),
]
# The document wraps it into the array.
DUE = [answered("A queue", _reviewed)]
STATS = [
    answered(
        "One day back",
        {
            "retention": {"reviews": 40, "recalled": 37, "rate": 0.925, "expected_rate": 0.9108},
            "days": [
                {
                    "on": "2026-11-23",
                    "reviews": 46,
                    "new_cards": 6,
                    "studied_minutes": 21,
                    "planned_minutes": 25,
                }
            ],
            "forecast": [{"on": "2026-11-23", "cards": 12}, {"on": "2026-11-24", "cards": 9}],
            "studied_minutes": 21,
            "planned_minutes": 25,
        },
    )
]
