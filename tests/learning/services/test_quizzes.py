"""Quizzes made of a deck or of a text."""

from uuid import uuid4

import pytest

from focushub.accounts.models import User
from learning.engine.cards import BLANK
from learning.models import Card, Deck, Question, Quiz
from learning.services import quizzes
from learning.services.cards import UnknownDeck
from tests.learning.engine.texts import CELL_RESPIRATION
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(user: User) -> Deck:
    return DeckFactory.create(owner=user, name="Cells")


def _asked(quiz: Quiz) -> list[Question]:
    return list(quiz.questions.order_by("position"))


def test_a_text_becomes_questions_whose_answers_have_the_form_of_their_kind(user: User) -> None:
    quiz = quizzes.create_quiz(owner=user, text=CELL_RESPIRATION, count=20)

    asked = _asked(quiz)
    forms = {
        "choice": int, "true_false": bool, "fill_in": str, "short_answer": str, "ordering": list,
    }  # fmt: skip
    assert quiz.title == "Cell respiration"
    assert all(type(one.answer) is forms[one.kind] for one in asked)
    assert len({one.kind for one in asked}) >= 4
    assert all((one.source_quote or "\0") in CELL_RESPIRATION for one in asked)
    assert {one.card for one in asked} == {None}


def test_equal_input_asks_the_same(user: User) -> None:
    first, second = (quizzes.create_quiz(owner=user, text=CELL_RESPIRATION) for _ in range(2))

    assert [one.prompt for one in _asked(first)] == [one.prompt for one in _asked(second)]


def test_a_long_first_line_is_cut_for_the_title(user: User) -> None:
    text = f"# {'long ' * 30}\n\n{CELL_RESPIRATION}"

    quiz = quizzes.create_quiz(owner=user, text=text)

    assert len(quiz.title) == 80
    assert quiz.title.endswith("\u2026")


def test_a_deck_asks_those_below_it_but_what_is_suspended(user: User, deck: Deck) -> None:
    below = DeckFactory.create(owner=user, name="Cells::Energy")
    cards = [CardFactory.create(deck=one) for one in (deck, below)]
    CardFactory.create(deck=deck, suspended_at=cards[0].created_at)

    quiz = quizzes.create_quiz(owner=user, deck_id=deck.pk)

    assert {one.card for one in _asked(quiz)} == set(cards)
    assert (quiz.title, quiz.deck) == ("Cells", deck)


def test_kinds_come_in_turn_where_the_cards_allow_it(deck: Deck) -> None:
    for back in ("nucleus", "ribosome", "membrane", "vacuole"):
        CardFactory.create(deck=deck, front=f"Which part is {back[::-1]}?", back=back)
    CardFactory.create(deck=deck, kind="cloze", front=f"It is in the {BLANK}.", back="cytosol")
    CardFactory.create(deck=deck, front="Explain it.", back="a word " * 30)

    asked = _asked(quizzes.create_quiz(owner=deck.owner, deck_id=deck.pk))

    assert [one.kind for one in asked] == [
        "choice", "true_false", "short_answer", "choice", "fill_in", "short_answer",
    ]  # fmt: skip
    choice = asked[0]
    assert choice.choices[choice.answer] == "nucleus"
    assert asked[1].prompt.startswith("True or false? Which part is emosobir? \u2013 ")


def test_a_card_alone_has_no_wrong_choices_and_is_a_short_answer(deck: Deck) -> None:
    card = CardFactory.create(deck=deck, back="nucleus", accepted=["core", "x" * 200])

    (question,) = _asked(quizzes.create_quiz(owner=deck.owner, deck_id=deck.pk, title="Mine"))

    assert (question.kind, question.answer) == ("short_answer", "nucleus")
    assert question.accepted == card.accepted
    assert question.quiz.title == "Mine"


def test_nothing_is_made_of_nothing(user: User, deck: Deck) -> None:
    with pytest.raises(quizzes.NothingToAsk):
        quizzes.create_quiz(owner=user, text="Hello.")
    with pytest.raises(quizzes.NothingToAsk):
        quizzes.create_quiz(owner=user, deck_id=deck.pk)
    with pytest.raises(UnknownDeck):
        quizzes.create_quiz(owner=user, deck_id=uuid4())
    with pytest.raises(UnknownDeck):
        quizzes.create_quiz(owner=user, deck_id=DeckFactory.create().pk)

    assert Quiz.objects.count() == Question.objects.count() == 0


def test_deleting_a_quiz_leaves_its_cards(deck: Deck) -> None:
    CardFactory.create(deck=deck)
    quiz = quizzes.create_quiz(owner=deck.owner, deck_id=deck.pk)

    quizzes.delete_quiz(quiz=quiz)

    assert (Quiz.objects.count(), Card.objects.count()) == (0, 1)
