"""Digests of what accepting a study plan makes: equal exactly while nobody has touched it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count

from focushub.caching import canonical, digest
from focushub.calendar.models import TimeBlock
from learning.models import Card, Deck, Quiz, StudySession

_SESSION = ("title", "goal", "minutes", "due_at", "completed_at", "actual_minutes")
_BLOCK = ("id", "starts_at", "ends_at", "is_locked")
_CARD = (
    "deck_id", "kind", "front", "back", "accepted", "tags", "reps", "due_at", "suspended_at",
    "buried_until",
)  # fmt: skip
_DECK = ("name", "desired_retention", "new_cards_per_day", "exam_on")


def fingerprints(*, owner: UUID, ids: Iterable[Any]) -> dict[str, str]:
    """By the row's id as text; a row that is gone has none."""
    wanted = list(ids)
    blocks = defaultdict(list)
    for block in TimeBlock.objects.owned_by(owner).of_subjects(wanted).order_by("starts_at", "id"):
        blocks[block.subject_id].append(_told(block, _BLOCK))
    told = {
        str(session.pk): [_told(session, _SESSION), blocks[session.pk]]
        for session in StudySession.objects.owned_by(owner).filter(pk__in=wanted)
    }
    for model, names in ((Card, _CARD), (Deck, _DECK)):
        for row in model.objects.owned_by(owner).filter(pk__in=wanted):
            told[str(row.pk)] = [_told(row, names)]
    quizzes = Quiz.objects.owned_by(owner).filter(pk__in=wanted)
    for quiz in quizzes.annotate(tries=Count("attempts")):
        told[str(quiz.pk)] = [_told(quiz, ("title", "tries"))]
    return {pk: digest(canonical({"row": parts})) for pk, parts in told.items()}


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
