"""Quizzes: made of a deck's cards or of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from focushub.accounts.models import User
from focushub.common.errors import DomainError
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.engine.bounds import DEFAULT_QUESTIONS, MAX_CHOICE, MAX_CHOICES
from learning.engine.cards import BLANK
from learning.engine.quiz import CHOICES, MIN_CHOICES, distractors, quiz_from_text
from learning.engine.quiz import Question as Drafted
from learning.engine.quiz import QuestionKind as DraftedKind
from learning.engine.source import read_source
from learning.events import QuizEvent
from learning.models import (
    MAX_ACCEPTED,
    MAX_ACCEPTED_ANSWER,
    MAX_FRONT,
    MAX_QUOTE,
    Card,
    Deck,
    Question,
    Quiz,
)
from learning.services.cards import UnknownDeck
from learning.services.grading import Given
from learning.services.transfer import cards_below

_POOL = 300
_CHOICE_CHARACTERS = 120

Kinds = Question.Kind
_KINDS = {
    DraftedKind.CHOICE: Kinds.CHOICE,
    DraftedKind.TRUE_FALSE: Kinds.TRUE_FALSE,
    DraftedKind.FILL_IN: Kinds.FILL_IN,
    DraftedKind.SHORT: Kinds.SHORT_ANSWER,
    DraftedKind.ORDER: Kinds.ORDERING,
}


class NothingToAsk(DomainError):
    code = "nothing_to_ask"
    detail = "There is not enough here for a question yet. A few more cards or sentences help."


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question before it has a row; its answer is in the form of its kind."""

    kind: Question.Kind
    prompt: str
    answer: Given
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
                accepted=_short_enough(draft.accepted),
                source_quote=draft.source_quote,
            )
            for position, draft in enumerate(drafts)
        )
        _tell(quiz, Change.CREATED)
    return quiz


@transaction.atomic
def delete_quiz(*, quiz: Quiz) -> None:
    """Its attempts go with it; cards and reviews stay."""
    _tell(quiz, Change.DELETED)
    quiz.delete()


def _tell(quiz: Quiz, change: Change) -> None:
    publish_rows(person_id=quiz.owner_id, kind=QuizEvent, change=change, ids=[quiz.pk])


def _of_text(one: Drafted) -> _Draft:
    answer: Given = one.answer
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
    answer: Given = card.back
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


def _short_enough(accepted: Sequence[str]) -> list[str]:
    return [one for one in accepted if len(one) <= MAX_ACCEPTED_ANSWER][:MAX_ACCEPTED]


def _first_words(text: str) -> str:
    first = next((line.strip("# \t") for line in text.splitlines() if line.strip("# \t")), "Quiz")
    return first if len(first) <= 80 else f"{first[:79]}\u2026"
