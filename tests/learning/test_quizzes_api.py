from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from learning.engine.cards import BLANK
from learning.models import Card, Deck, Question, Quiz, Review
from tests.conftest import ClientFor
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db

BACKS = ["nucleus", "ribosome", "chloroplast", "membrane", "vacuole", "lysosome"]
TEXT = (
    "Glycolysis is the splitting of glucose into two molecules of pyruvate. "
    "It happens in the cytoplasm of the cell. Mitochondria are the organelles that make most "
    "of the energy of a cell. The matrix is the inner space of a mitochondrion. "
    "A ribosome is a machine that builds proteins from amino acids."
)


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


@pytest.fixture
def deck(user: User) -> Deck:
    deck = DeckFactory.create(owner=user, name="Cells")
    for back in BACKS:
        CardFactory.create(deck=deck, front=f"Which part is described by {back[::-1]}?", back=back)
    CardFactory.create(
        deck=deck, kind="cloze", front=f"Glycolysis happens in the {BLANK}.", back="cytoplasm"
    )
    return deck


def _made(client: APIClient, **body: Any) -> dict[str, Any]:
    response = client.post(reverse("quiz-list"), body)
    assert response.status_code == 201
    return dict(response.json())


def _attempt(client: APIClient, quiz: dict[str, Any] | Quiz) -> tuple[str, str]:
    quiz_id = str(quiz.pk) if isinstance(quiz, Quiz) else quiz["id"]
    return quiz_id, client.post(reverse("quiz-attempts", args=[quiz_id])).json()["id"]


def _answer(client: APIClient, attempt: tuple[str, str], question: Any, given: Any) -> Any:
    body = {"question_id": str(question), "given": given}
    return client.post(reverse("quiz-answers", args=attempt), body)


def _question(user: User, kind: str, answer: Any, **fields: Any) -> Question:
    quiz = Quiz.objects.create(owner=user, title="Cells")
    return Question.objects.create(
        owner=user, quiz=quiz, position=0, kind=kind, prompt="?", answer=answer, **fields
    )


def test_a_quiz_of_a_deck_asks_its_cards_and_does_not_tell_the_answers(
    client: APIClient, deck: Deck
) -> None:
    made = _made(client, deck_id=str(deck.pk))
    read = client.get(reverse("quiz-detail", args=[made["id"]])).json()
    listed = client.get(reverse("quiz-list")).json()

    kinds = [question["kind"] for question in made["questions"]]
    assert read == made
    assert kinds == [
        "choice", "true_false", "short_answer", "choice", "true_false", "short_answer", "fill_in",
    ]  # fmt: skip
    assert set(made["questions"][0]) == {
        "id", "position", "kind", "prompt", "choices", "card_id",
    }  # fmt: skip
    assert set(made["questions"][0]["choices"]) <= set(BACKS)
    assert len(made["questions"][0]["choices"]) == 4
    assert [quiz["title"] for quiz in listed] == ["Cells"]


def test_a_quiz_of_a_text_asks_its_own_words_and_is_deleted(client: APIClient) -> None:
    made = _made(client, text=TEXT, count=4, title="Respiration")
    gone = client.delete(reverse("quiz-detail", args=[made["id"]]))

    assert (made["title"], made["deck_id"], len(made["questions"])) == ("Respiration", None, 4)
    assert gone.status_code == 204
    assert (Quiz.objects.count(), Question.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "one_of"),
        ({"deck_id": str(uuid4()), "text": "x"}, "one_of"),
        ({"deck_id": str(uuid4())}, "unknown_deck"),
        ({"text": "x", "count": 0}, "min_value"),
        ({"text": "x", "count": 51}, "max_value"),
    ],
)
def test_a_quiz_that_cannot_be_made_says_why(
    client: APIClient, body: dict[str, Any], code: str
) -> None:
    response = client.post(reverse("quiz-list"), body)

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == code


def test_a_text_with_nothing_to_ask_is_told_kindly(client: APIClient) -> None:
    response = client.post(reverse("quiz-list"), {"text": "Hello."})

    assert (response.status_code, response.json()["code"]) == (400, "nothing_to_ask")


def test_answers_are_graded_and_finishing_reviews_the_cards_once(
    client: APIClient, deck: Deck
) -> None:
    made = _made(client, deck_id=str(deck.pk))
    attempt = _attempt(client, made)
    rows = list(Question.objects.order_by("position"))

    right = _answer(client, attempt, rows[0].pk, rows[0].answer).json()
    typo = _answer(client, attempt, rows[6].pk, "Cytoplsam").json()
    unknown = _answer(client, attempt, rows[2].pk, None).json()
    finished = client.post(reverse("quiz-finish", args=attempt))
    again = client.post(reverse("quiz-finish", args=attempt))

    assert (right["verdict"], right["score"]) == ("right", 1.0)
    assert (typo["verdict"], typo["right_answer"]) == ("right", "cytoplasm")
    assert (unknown["verdict"], unknown["score"]) == ("different", 0.0)
    assert unknown["right_answer"] == rows[2].answer
    assert finished.json() == again.json()
    assert finished.json()["score"] == pytest.approx((1.0 + typo["score"]) / 7, abs=1e-4)
    ratings = {review.card_id: review.rating for review in Review.objects.all()}
    assert ratings == {rows[0].card_id: 3, rows[6].card_id: 3, rows[2].card_id: 1}
    assert Card.objects.filter(reps=1).count() == 3


@pytest.mark.parametrize(
    ("kind", "answer", "choices", "given", "verdict"),
    [
        ("choice", 1, ["a", "b"], 1, "right"),
        ("choice", 1, ["a", "b"], "b", "right"),
        ("choice", 1, ["a", "b"], 0, "different"),
        ("true_false", True, [], True, "right"),
        ("true_false", True, [], False, "different"),
        ("fill_in", "café", [], "Cafe", "right"),
        ("short_answer", "20 mg", [], "30 mg", "different"),
        ("ordering", ["a", "b", "c"], ["c", "a", "b"], ["a", "b", "c"], "right"),
        ("ordering", ["a", "b", "c"], ["c", "a", "b"], ["c", "b", "a"], "different"),
    ],
)
def test_each_kind_is_graded_by_its_own_rule(
    client: APIClient,
    user: User,
    kind: str,
    answer: Any,
    choices: list[str],
    given: Any,
    verdict: str,
) -> None:
    question = _question(user, kind, answer, choices=choices)

    response = _answer(client, _attempt(client, question.quiz), question.pk, given)

    told = response.json()
    assert (response.status_code, told["verdict"]) == (200, verdict)
    assert (told["right_answer"], told["given"]) == (answer, given)
    assert told["reason"]


@pytest.mark.parametrize(
    ("kind", "answer", "given"),
    [
        ("choice", 0, 2),
        ("choice", 0, True),
        ("choice", 0, "c"),
        ("true_false", True, "true"),
        ("fill_in", "x", 1),
        ("ordering", ["a", "b"], "a"),
        ("fill_in", "x", "y" * 2_001),
        ("fill_in", "x", {"a": 1}),
        ("fill_in", "x", "nul\0"),
        ("ordering", ["a", "b"], [["a"], "b"]),
    ],
)
def test_an_answer_of_another_form_is_refused_and_can_be_given_again(
    client: APIClient, user: User, kind: str, answer: Any, given: Any
) -> None:
    question = _question(user, kind, answer, choices=["a", "b"])
    attempt = _attempt(client, question.quiz)

    refused = _answer(client, attempt, question.pk, given)
    taken = _answer(client, attempt, question.pk, answer)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "given")
    assert (taken.status_code, taken.json()["verdict"]) == (200, "right")


def test_a_question_is_answered_once_and_not_after_the_end(client: APIClient, user: User) -> None:
    question = _question(user, "fill_in", "x")
    attempt = _attempt(client, question.quiz)

    stranger = _answer(client, attempt, uuid4(), "x")
    _answer(client, attempt, question.pk, "y")
    twice = _answer(client, attempt, question.pk, "x")
    client.post(reverse("quiz-finish", args=attempt))
    late = _answer(client, attempt, question.pk, "x")

    assert (stranger.status_code, stranger.json()["code"]) == (400, "unknown_question")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_answered")
    assert (late.status_code, late.json()["code"]) == (409, "attempt_finished")


def test_an_attempt_is_found_in_its_own_quiz_and_by_its_person_alone(
    client: APIClient, client_for: ClientFor, user: User
) -> None:
    question, other = _question(user, "fill_in", "x"), _question(user, "fill_in", "x")
    quiz_id, attempt_id = _attempt(client, question.quiz)

    elsewhere = _answer(client, (str(other.quiz_id), attempt_id), question.pk, "x")
    theirs = _answer(
        client_for(DeckFactory.create().owner), (quiz_id, attempt_id), question.pk, "x"
    )

    assert (elsewhere.status_code, theirs.status_code) == (404, 404)
