"""Attempts at a quiz: begun, answered one by one, finished; what they show feeds the cards."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time
from learning.engine.grade import Verdict, rating_of
from learning.engine.memory import Rating
from learning.models import Question, Quiz, QuizAnswer, QuizAttempt
from learning.services import readers
from learning.services.grading import Given, grade_by_code
from learning.services.reviews import rerate, review_card

_MAX_REASON = 500


class UnknownQuestion(DomainError):
    code = "unknown_question"
    detail = "This quiz has no question with this id."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("question_id", self.code, self.detail)])


class AlreadyAnswered(DomainError):
    kind = Kind.CONFLICT
    code = "already_answered"
    detail = "This question has its answer in this attempt. A new attempt asks it again."


class AttemptFinished(DomainError):
    kind = Kind.CONFLICT
    code = "attempt_finished"
    detail = "This attempt is finished. A new one asks the questions again."


@transaction.atomic
def start_attempt(*, quiz: Quiz) -> QuizAttempt:
    one_at_a_time(quiz.owner_id)
    quiz = Quiz.objects.get(pk=quiz.pk)  # It may have been deleted since it was read.
    return QuizAttempt.objects.create(owner_id=quiz.owner_id, quiz=quiz)


@transaction.atomic
def answer_question(*, attempt: QuizAttempt, question_id: UUID, given: Given) -> QuizAnswer:
    """Grade an answer, once. None is "I do not know", and shows the right one too.

    The grade is by code and stands at once. Where a model may be asked what a short answer means,
    its run stands in `run`, and its grade replaces this one (see `replace_grade`).

    Args:
        given: a choice's index or words; true or false; words; the items in their order.
    Raises:
        AttemptFinished
        UnknownQuestion
        AlreadyAnswered
        AnswerOfAnotherKind
    """
    attempt = _lock(attempt.pk)
    if attempt.finished_at is not None:
        raise AttemptFinished
    question = Question.objects.filter(quiz_id=attempt.quiz_id, pk=question_id).first()
    if question is None:
        raise UnknownQuestion
    if attempt.answers.filter(question=question).exists():
        raise AlreadyAnswered
    told = grade_by_code(question=question, given=given)
    answer = QuizAnswer.objects.create(
        owner_id=attempt.owner_id,
        attempt=attempt,
        question=question,
        given=given,
        verdict=told.verdict.value,
        score=told.score,
        reason=_cut(told.reason),
    )
    if question.kind == Question.Kind.SHORT_ANSWER and not told.is_sure:
        answer.run = readers.ask_reader(answer=answer)
        answer.save(update_fields=["run", "updated_at"])
    return answer


@transaction.atomic
def finish_attempt(*, attempt: QuizAttempt) -> QuizAttempt:
    """The score over all questions, and a review for each card that was asked.

    Finishing again changes nothing. Where two questions ask one card, the lower rating counts.
    """
    one_at_a_time(attempt.owner_id)
    attempt = _lock(attempt.pk)
    if attempt.finished_at is not None:
        return attempt
    answers = _answers(attempt)
    attempt.score = _score(attempt, answers)
    attempt.finished_at = timezone.now()
    attempt.save(update_fields=["score", "finished_at", "updated_at"])
    ratings = _ratings(answers)
    for _, (rating, answer) in sorted(ratings.items()):
        assert answer.question.card is not None
        review_card(card=answer.question.card, rating=int(rating), reviewed_at=answer.created_at)
    return attempt


@transaction.atomic
def replace_grade(*, answer_id: UUID, verdict: Verdict, reason: str) -> QuizAnswer | None:
    """The grade of somebody who read for the meaning, in the place of the one by code.

    Code holds it within its bounds (`Grade.read_as`). In an attempt that is finished already, the
    score and the card's review follow.

    Returns:
        None where the answer is gone.
    """
    answer = QuizAnswer.objects.filter(pk=answer_id).first()
    if answer is None:
        return None
    one_at_a_time(answer.owner_id)
    attempt = _lock(answer.attempt_id)
    answers = _answers(attempt)
    answer = next(one for one in answers if one.pk == answer_id)
    by_code = grade_by_code(question=answer.question, given=answer.given)
    held, answer.score = by_code.read_as(verdict)
    answer.verdict = held.value
    answer.graded_by = QuizAnswer.GradedBy.MODEL
    if held is verdict:
        answer.reason = _cut(reason or f"It is written: {answer.question.answer}")
    answer.save(update_fields=["verdict", "score", "reason", "graded_by", "updated_at"])
    if attempt.finished_at is not None:
        attempt.score = _score(attempt, answers)
        attempt.save(update_fields=["score", "updated_at"])
        card = answer.question.card
        if card is not None:
            moments = [one.created_at for one in answers if one.question.card_id == card.pk]
            rerate(card=card, moments=moments, rating=int(_ratings(answers)[card.pk][0]))
    return answer


def _lock(attempt_id: UUID) -> QuizAttempt:
    return QuizAttempt.objects.select_for_update().get(pk=attempt_id)


def _answers(attempt: QuizAttempt) -> list[QuizAnswer]:
    return list(attempt.answers.select_related("question__card").order_by("created_at", "pk"))


def _score(attempt: QuizAttempt, answers: Iterable[QuizAnswer]) -> float:
    count = Question.objects.filter(quiz_id=attempt.quiz_id).count()
    return round(sum(answer.score for answer in answers) / count, 4) if count else 0.0


def _ratings(answers: Iterable[QuizAnswer]) -> dict[UUID, tuple[Rating, QuizAnswer]]:
    """By card, the lowest rating and the answer that gives it."""
    ratings: dict[UUID, tuple[Rating, QuizAnswer]] = {}
    for answer in answers:
        card_id = answer.question.card_id
        rating = rating_of(verdict=Verdict(answer.verdict))
        if card_id is not None and (card_id not in ratings or rating < ratings[card_id][0]):
            ratings[card_id] = (rating, answer)
    return ratings


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_REASON else f"{text[: _MAX_REASON - 1]}\u2026"
