"""What calls about quizzes look like, for the OpenAPI document; a test validates each."""

from typing import Any

from focushub.api.examples import answered, asked
from learning.examples.cards import CARD_ID, DECK_ID

QUIZ_ID = "0199a1b2-0000-7000-8000-000000000031"
QUESTION_ID = "0199a1b2-0000-7000-8000-000000000032"
ATTEMPT_ID = "0199a1b2-0000-7000-8000-000000000033"
_CREATED = "2026-11-23T13:58:00Z"

_listed: dict[str, Any] = {
    "id": QUIZ_ID,
    "title": "Biology::Cells",
    "deck_id": DECK_ID,
    "study_plan_id": None,
    "created_at": _CREATED,
}
_quiz = {
    **_listed,
    "questions": [
        {
            "id": QUESTION_ID,
            "position": 0,
            "kind": "choice",
            "prompt": "Where does glycolysis happen?",
            "choices": ["nucleus", "cytoplasm", "cell wall"],
            "card_id": CARD_ID,
        }
    ],
}
_answer = {
    "question_id": QUESTION_ID,
    "given": 1,
    "verdict": "right",
    "score": 1.0,
    "reason": "That is it.",
    "right_answer": 1,
    "source_quote": None,
    "graded_by": "code",
    "run_id": None,
}
_read: dict[str, Any] = {
    **_answer,
    "given": "It cuts the sugar in two",
    "verdict": "close",
    "score": 0.5,
    "reason": "Sugar cut in two is there; what it becomes (pyruvate) would complete it.",
    "right_answer": "The splitting of glucose into two molecules of pyruvate",
    "graded_by": "model",
    "run_id": "0199a1b2-0000-7000-8000-000000000034",
}
_attempt: dict[str, Any] = {
    "id": ATTEMPT_ID,
    "quiz_id": QUIZ_ID,
    "finished_at": None,
    "score": None,
    "answers": [],
    "created_at": _CREATED,
}

QUIZ_LIST = [answered("One quiz", _listed)]
QUIZ = [answered("The quiz", _quiz)]
MAKING = [
    asked("Of a deck", {"deck_id": DECK_ID, "count": 5}),
    asked("Of a text", {"text": "Glycolysis is the splitting of glucose.", "title": "Cells"}),
    *QUIZ,
]
ATTEMPT = [answered("Nothing answered yet", _attempt)]
ANSWER = [
    asked("A choice", {"question_id": QUESTION_ID, "given": 1}),
    asked("Not known", {"question_id": QUESTION_ID, "given": None}),
    answered("Graded", _answer),
]
ATTEMPT_AS_IT_STANDS = [
    answered("A short answer that a model has read", {**_attempt, "answers": [_read]})
]
FINISH = [
    answered(
        "The score",
        {**_attempt, "finished_at": "2026-11-23T14:02:00Z", "score": 1.0, "answers": [_answer]},
    )
]
