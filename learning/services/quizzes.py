"""Quizzes: made of a deck's cards or of a text, graded by code; what they show feeds the cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.errors import DomainError, FieldProblem, Kind
from learning.engine import grade
from learning.engine.bounds import DEFAULT_QUESTIONS, MAX_CHOICE, MAX_CHOICES
from learning.engine.cards import BLANK
from learning.engine.grade import Grade, Verdict, grade_choice, grade_order, grade_true_false
from learning.engine.memory import Rating
from learning.engine.quiz import CHOICES, MIN_CHOICES, distractors, quiz_from_text
from learning.engine.quiz import Question as Drafted
from learning.engine.quiz import QuestionKind as DraftedKind
from learning.engine.source import plain, read_source
from learning.models import (
    MAX_FRONT,
    MAX_QUOTE,
    Card,
    Deck,
    Question,
    Quiz,
    QuizAnswer,
    QuizAttempt,
)
from learning.services.cards import UnknownDeck
from learning.services.reviews import review_card
from learning.services.transfer import cards_below

_POOL = 300
_MAX_OTHER, _MAX_OTHERS = 200, 20
_MAX_REASON = 500
_MAX_KNOWN = 120
_CHOICE_CHARACTERS = 120

Kinds = Question.Kind
_KINDS = {
    DraftedKind.CHOICE: Kinds.CHOICE,
    DraftedKind.TRUE_FALSE: Kinds.TRUE_FALSE,
    DraftedKind.FILL_IN: Kinds.FILL_IN,
    DraftedKind.SHORT: Kinds.SHORT_ANSWER,
    DraftedKind.ORDER: Kinds.ORDERING,
}

Answer: TypeAlias = int | bool | str | list[str] | None


class NothingToAsk(DomainError):
    code = "nothing_to_ask"
    detail = "There is not enough here for a question yet. A few more cards or sentences help."


class UnknownQuestion(DomainError):
    code = "unknown_question"
    detail = "This quiz has no question with this id."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("question_id", self.code, self.detail)])


class AnswerOfAnotherKind(DomainError):
    code = "answer_of_another_kind"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem("given", self.code, detail)])


class AlreadyAnswered(DomainError):
    kind = Kind.CONFLICT
    code = "already_answered"
    detail = "This question has its answer in this attempt. A new attempt asks it again."


class AttemptFinished(DomainError):
    kind = Kind.CONFLICT
    code = "attempt_finished"
    detail = "This attempt is finished. A new one asks the questions again."


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question before it has a row; its answer is in the form of its kind."""

    kind: Question.Kind
    prompt: str
    answer: Answer
    choices: Sequence[str] = ()
    accepted: Sequence[str] = ()
    source_quote: str | None = None
    card_id: UUID | None = None

    @property
    def fits(self) -> bool:
        return (
            len(self.prompt) <= MAX_FRONT
            and len(self.choices) <= MAX_CHOICES
            and all(len(choice) <= MAX_CHOICE for choice in self.choices)
        )


def create_quiz(
    *,
    owner: User,
    deck_id: UUID | None = None,
    text: str = "",
    count: int = DEFAULT_QUESTIONS,
    title: str = "",
) -> Quiz:
    """Of a deck and those below it, or else of a text. Equal input asks the same.

    Raises:
        UnknownDeck
        NothingToAsk
    """
    deck = None
    if deck_id is not None:
        deck = Deck.objects.filter(owner=owner, pk=deck_id).first()
        if deck is None:
            raise UnknownDeck
        drafts = list(_of_deck(deck, count))
    else:
        found = quiz_from_text(source=read_source(text=text), limit=count)
        drafts = [draft for draft in map(_of_text, found) if draft.fits]
    if not drafts:
        raise NothingToAsk
    shown = title or (deck.name if deck else _first_words(text))
    with transaction.atomic():
        quiz = Quiz.objects.create(owner=owner, deck=deck, title=shown[:200])
        Question.objects.bulk_create(
            Question(
                owner=owner,
                quiz=quiz,
                card_id=draft.card_id,
                position=position,
                kind=draft.kind,
                prompt=draft.prompt,
                choices=list(draft.choices),
                answer=draft.answer,
                accepted=[one for one in draft.accepted if len(one) <= _MAX_OTHER][:_MAX_OTHERS],
                source_quote=draft.source_quote,
            )
            for position, draft in enumerate(drafts)
        )
    return quiz


def start_attempt(*, quiz: Quiz) -> QuizAttempt:
    return QuizAttempt.objects.create(owner_id=quiz.owner_id, quiz=quiz)


@transaction.atomic
def answer_question(*, attempt: QuizAttempt, question_id: UUID, given: Answer) -> QuizAnswer:
    """Grade an answer, once. None is "I do not know", and shows the right one too.

    Args:
        given: a choice's index or words; true or false; words; the items in their order.
    Raises:
        AttemptFinished
        UnknownQuestion
        AlreadyAnswered
        AnswerOfAnotherKind
    """
    attempt = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.finished_at is not None:
        raise AttemptFinished
    question = Question.objects.filter(quiz_id=attempt.quiz_id, pk=question_id).first()
    if question is None:
        raise UnknownQuestion
    if attempt.answers.filter(question=question).exists():
        raise AlreadyAnswered
    told = _graded(question, given)
    return QuizAnswer.objects.create(
        owner_id=attempt.owner_id,
        attempt=attempt,
        question=question,
        given=given,
        verdict=told.verdict.value,
        score=told.score,
        reason=_cut(told.reason, _MAX_REASON),
    )


@transaction.atomic
def finish_attempt(*, attempt: QuizAttempt) -> QuizAttempt:
    """The score over all questions, and a review for each card that was asked.

    Finishing again changes nothing. Where two questions ask one card, the lower rating counts.
    """
    attempt = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.finished_at is not None:
        return attempt
    answers = list(attempt.answers.select_related("question__card"))
    count = Question.objects.filter(quiz_id=attempt.quiz_id).count()
    attempt.score = round(sum(answer.score for answer in answers) / count, 4) if count else 0.0
    attempt.finished_at = timezone.now()
    attempt.save(update_fields=["score", "finished_at", "updated_at"])
    ratings: dict[UUID, tuple[Card, Rating, QuizAnswer]] = {}
    for answer in answers:
        card = answer.question.card
        rating = grade.rating_of(verdict=Verdict(answer.verdict))
        if card is not None and (card.pk not in ratings or rating < ratings[card.pk][1]):
            ratings[card.pk] = (card, rating, answer)
    # In one order, so that two attempts that finish at once do not wait for each other.
    for _, (card, rating, answer) in sorted(ratings.items()):
        review_card(card=card, rating=int(rating), reviewed_at=answer.created_at)
    return attempt


def _graded(question: Question, given: Answer) -> Grade:
    if question.kind == Kinds.CHOICE:
        return grade_choice(
            right=question.answer, given=_chosen(question, given), choices=question.choices
        )
    if question.kind == Kinds.TRUE_FALSE:
        if given is not None and not isinstance(given, bool):
            raise AnswerOfAnotherKind("Answer with true or false.")
        return grade_true_false(right=question.answer, given=given, because=_because(question))
    if question.kind == Kinds.ORDERING:
        if given is not None and not isinstance(given, list):
            raise AnswerOfAnotherKind("Answer with the list of choices in their order.")
        return grade_order(right=question.answer, given=given or [])
    if given is not None and not isinstance(given, str):
        raise AnswerOfAnotherKind("Answer with words.")
    return grade.grade(
        expected=question.answer,
        given=given or "",
        accepted=question.accepted,
        known_terms=_known_terms(question),
    )


def _chosen(question: Question, given: Answer) -> int | None:
    if given is None:
        return None
    if isinstance(given, str) and given in question.choices:
        return question.choices.index(given)
    is_index = isinstance(given, int) and not isinstance(given, bool)
    if is_index and 0 <= cast(int, given) < len(question.choices):
        return cast(int, given)
    raise AnswerOfAnotherKind("Answer with one of the choices, or with its number from 0.")


def _because(question: Question) -> str:
    if question.source_quote:
        return plain(question.source_quote)
    return question.card.back if question.card else question.prompt


def _known_terms(question: Question) -> list[str]:
    """Words of the other questions: one of them is no slip of the pen."""
    own = question.answer.casefold()
    others = Question.objects.filter(quiz_id=question.quiz_id).exclude(pk=question.pk)
    terms: list[str] = []
    for other in others:
        terms += other.choices if other.kind == Kinds.CHOICE else ()
        if other.kind in {Kinds.FILL_IN, Kinds.SHORT_ANSWER} and len(other.answer.split()) <= 3:
            terms.append(other.answer)
    mine = {own, *(one.casefold() for one in question.accepted)}
    return [term for term in terms if term.casefold() not in mine][:_MAX_KNOWN]


def _of_text(one: Drafted) -> _Draft:
    answer: Answer = one.answer
    if one.kind is DraftedKind.CHOICE:
        answer = one.choices.index(one.answer)
    elif one.kind is DraftedKind.TRUE_FALSE:
        answer = one.answer == "true"
    elif one.kind is DraftedKind.ORDER:
        answer = one.answer.split("\n")
    quote = one.source_quote if len(one.source_quote) <= MAX_QUOTE else None
    return _Draft(_KINDS[one.kind], one.prompt, answer, one.choices, one.accepted, quote)


def _of_deck(deck: Deck, count: int) -> Iterator[_Draft]:
    """The cards that are due first; basic ones as a choice, a statement and a short answer in turn.

    What a wrong choice says is the back of another card of the same deck.
    """
    cards = list(cards_below(deck=deck).active().order_by("due_at", "pk")[:_POOL])
    backs = list(dict.fromkeys(card.back for card in cards if card.kind != Card.Kind.CLOZE))
    for turn, card in enumerate(cards[:count]):
        yield _of_card(card, turn, backs)


def _of_card(card: Card, turn: int, backs: Sequence[str]) -> _Draft:
    others: tuple[str, ...] = ()
    if card.kind == Card.Kind.BASIC and len(card.back) <= _CHOICE_CHARACTERS and turn % 3 != 2:
        near = [back for back in backs if len(back) <= _CHOICE_CHARACTERS]
        others = distractors(answer=card.back, terms=near, avoid=card.front, count=CHOICES - 1)
    kind, prompt = Kinds.SHORT_ANSWER, card.front
    answer: Answer = card.back
    choices: Sequence[str] = ()
    if card.kind == Card.Kind.CLOZE and BLANK in card.front:
        kind = Kinds.FILL_IN
    elif turn % 3 == 1 and others and len(card.front) <= MAX_FRONT - MAX_CHOICE:
        is_true = sha256(card.front.encode()).digest()[0] % 2 == 0
        shown = card.back if is_true else others[0]
        kind, answer = Kinds.TRUE_FALSE, is_true
        prompt = f"True or false? {card.front} \u2013 {shown}"
    elif turn % 3 == 0 and len(others) >= MIN_CHOICES - 1:
        choices = _mixed((card.back, *others), card.front)
        kind, answer = Kinds.CHOICE, choices.index(card.back)
    return _Draft(kind, prompt, answer, choices, card.accepted, card.source_quote, card.pk)


def _mixed(items: Sequence[str], salt: str) -> list[str]:
    """A fixed order that tells nothing: by the hash of the question and the item."""
    return sorted(items, key=lambda item: sha256(f"{salt}\0{item}".encode()).digest())


def _first_words(text: str) -> str:
    first = next((line.strip("# \t") for line in text.splitlines() if line.strip("# \t")), "Quiz")
    return _cut(first, 80)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
