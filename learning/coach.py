"""What the coach may read of cards and study sessions, and what it may propose to do with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import Count, F, Q
from pydantic import BaseModel, Field

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.coaching import registry
from focushub.coaching.registry import Action, Coach, Done, NotPossible, Preview, View
from focushub.coaching.things import CardBox, Thing
from learning.models import Card, Deck, Quiz, StudySession
from learning.services import attempts, quizzes
from learning.services.queue import due_cards

_MOST_SESSIONS: Final = 10
_MOST_DECKS: Final = 20


class QuizParams(BaseModel):
    deck_id: UUID
    count: int = Field(default=5, ge=1, le=20)


class StartQuiz(Action[QuizParams]):
    kind = "start_quiz"
    params = QuizParams
    told = "makes a quiz of a deck and starts it; deck_id a D mark, count 1 to 20"

    def preview(self, *, person: User, params: QuizParams) -> Preview:
        deck = Deck.objects.owned_by(person).filter(pk=params.deck_id).first()
        if deck is None or not Card.objects.filter(deck=deck).active().exists():
            raise NotPossible
        return Preview(title=f"Start {params.count} questions on \u201c{deck.name}\u201d")

    def carry_out(self, *, person: User, params: QuizParams) -> Done:
        """Raises UnknownDeck, NothingToAsk."""
        quiz = quizzes.create_quiz(owner=person, deck_id=params.deck_id, count=params.count)
        attempt = attempts.start_attempt(quiz=quiz)
        told = {"quiz_id": str(quiz.pk), "attempt_id": str(attempt.pk)}
        return Done(result=told, undo=told)

    def made(self, *, person: User, undo: Mapping[str, Any]) -> str:
        """Answers are work of the person's: with one of them, the quiz stays."""
        answers = Quiz.objects.owned_by(person).filter(pk=undo["quiz_id"])
        return str(answers.aggregate(n=Count("attempts__answers"))["n"] or 0)

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        Quiz.objects.owned_by(person).filter(pk=undo["quiz_id"]).delete()


class ReviewParams(BaseModel):
    minutes: int = Field(ge=1, le=120)


class StartReviews(Action[ReviewParams]):
    """Nothing changes by it: the client is told where to begin."""

    kind = "start_reviews"
    params = ReviewParams
    told = "opens the cards that are due; minutes 1 to 120"
    minutes_open = 12 * 60

    def preview(self, *, person: User, params: ReviewParams) -> Preview:
        if not due_cards(person=person, minutes=params.minutes):
            raise NotPossible
        return Preview(title=f"Look at cards for {params.minutes} minutes")

    def carry_out(self, *, person: User, params: ReviewParams) -> Done:
        path = f"/api/v1/reviews/due?minutes={params.minutes}"
        return Done(result={"path": path}, undo={})

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        """There is nothing to take back, which is no refusal."""


class LearningCoach(Coach):
    name = "learning"
    actions: ClassVar = (StartQuiz(), StartReviews())

    def look(self, *, person: User, at: datetime) -> View:
        waiting = Q(cards__suspended_at__isnull=True) & Q(cards__due_at__lte=at)
        waiting &= Q(cards__buried_until__isnull=True) | Q(cards__buried_until__lte=at)
        decks = (
            Deck.objects.owned_by(person)
            .annotate(due=Count("cards", filter=waiting), total=Count("cards"))
            .filter(total__gt=0)
            .order_by("-due", "name")[:_MOST_DECKS]
        )
        boxes = [CardBox(str(deck.pk), deck.name, deck.due, deck.total) for deck in decks]
        lines = [
            f"The exam of deck {deck.name} is on {deck.exam_on:%d %B}."
            for deck in decks
            if deck.exam_on and deck.exam_on >= at.date()
        ]
        return View(things=_sessions(person, at), boxes=boxes, lines=lines)


def _sessions(person: User, at: datetime) -> list[Thing]:
    rows = StudySession.objects.owned_by(person).open()
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "position")[:_MOST_SESSIONS]
    begins = dict(
        TimeBlock.objects.owned_by(person)
        .of_subjects([row.pk for row in rows])
        .filter(ends_at__gt=at)
        .order_by("-starts_at")
        .values_list("subject_id", "starts_at")
    )
    return [
        Thing(
            id=str(row.pk),
            kind="study",
            title=row.title,
            minutes=row.minutes,
            due_at=row.due_at.astimezone(at.tzinfo) if row.due_at else None,
            starts_at=begins.get(row.pk),
            # What has a time of its own waits for it.
            waits=row.pk in begins,
        )
        for row in rows
    ]


registry.register(LearningCoach())
