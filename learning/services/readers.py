"""A reader for short answers: a model that says whether an answer means what was expected.

Asked for what code is not sure of, by the one way to ask a model (`AIInteractionService`): with
the person's leave, within the budget, in a worker. The grade by code stands until, and unless, the
model's comes.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone

from focushub.ai.choice import model_for
from focushub.ai.features import Question as Asked
from focushub.ai.models import Run
from focushub.ai.services.interaction import AIInteractionService
from learning.models import QuizAnswer

FEATURE: Final = "grading"


def ask_reader(*, answer: QuizAnswer) -> Run | None:
    """In the caller's transaction. None where no model is configured or the person wants none."""
    person = answer.owner
    if model_for(FEATURE, person) is None:
        return None
    question = answer.question
    asked = Asked(
        feature=FEATURE,
        payload={
            "answer_id": str(answer.pk),
            "question": question.prompt,
            "expected": question.answer,
            "accepted": question.accepted,
            "quote": question.source_quote or "",
            "given": answer.given,
        },
        asked_at=timezone.now(),
    )
    return AIInteractionService().begin(asked, person=person).run


def inputs_of(payload: Mapping[str, Any]) -> dict[str, str]:
    """What the reader is told: every value is the person's own and reaches the prompt as data."""
    return {
        "question": payload["question"],
        "expected": payload["expected"],
        "accepted": "; ".join(payload["accepted"]) or "nothing else named",
        "quote": payload["quote"] or "no text was given",
        "given": payload["given"],
    }


def body_of(answer: QuizAnswer) -> dict[str, Any]:
    """The grade as it stands, for the run's answer."""
    return {
        "answer_id": str(answer.pk),
        "attempt_id": str(answer.attempt_id),
        "question_id": str(answer.question_id),
        "verdict": answer.verdict,
        "score": answer.score,
        "reason": answer.reason,
        "graded_by": answer.graded_by,
    }
