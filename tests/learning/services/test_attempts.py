"""Answers graded by code at once, short ones read by a model after that, and what cards learn."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from focushub.accounts.models import User
from focushub.ai.gateways import FaultCode, ModelFault
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.common.turns import one_at_a_time
from learning.crew.answers import ModelGrade
from learning.engine.grade import Verdict
from learning.feature import GradingFeature
from learning.models import Card, Question, Quiz, QuizAnswer, QuizAttempt, Review
from learning.services import attempts, reviews
from tests.fakes.crew import ScriptedCrew
from tests.learning.factories import CardFactory, DeckFactory

Script = Callable[..., ScriptedCrew]
EXPECTED = "The splitting of glucose into pyruvate"
OWN_WORDS = "It cuts the sugar in pieces"

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quiz(user: User) -> Quiz:
    return Quiz.objects.create(owner=user, title="Cells")


@pytest.fixture
def with_model(settings: Settings) -> None:
    settings.LLM_MODEL = "a-model"


def _question(quiz: Quiz, answer: Any = EXPECTED, **fields: Any) -> Question:
    fields = {"kind": Question.Kind.SHORT_ANSWER, "prompt": "What is glycolysis?", **fields}
    position = quiz.questions.count()
    return Question.objects.create(
        owner=quiz.owner, quiz=quiz, position=position, answer=answer, **fields
    )


def _answered(question: Question, given: Any = OWN_WORDS) -> QuizAnswer:
    attempt = attempts.start_attempt(quiz=question.quiz)
    return attempts.answer_question(attempt=attempt, question_id=question.pk, given=given)


def _carry_out(answer: QuizAnswer) -> QuizAnswer:
    """What a worker does, and the row after it."""
    assert answer.run is not None
    async_to_sync(runs.carry_out)(answer.run.pk)
    answer.refresh_from_db()
    return answer


def _read(answer: QuizAnswer, verdict: str = "right", reason: str = "Yes.") -> QuizAnswer:
    """The same from where a model has spoken."""
    assert answer.run is not None
    proposal = ModelGrade.model_validate({"verdict": verdict, "reason": reason})
    GradingFeature().settle(run=answer.run, person=answer.owner, proposal=proposal)
    answer.refresh_from_db()
    return answer


def _told(answer: QuizAnswer) -> tuple[str, float, str]:
    return answer.verdict, answer.score, answer.graded_by


@pytest.mark.usefixtures("with_model")
class TestAReader:
    @committed
    def test_the_models_grade_takes_the_place_of_the_one_by_code(
        self, quiz: Quiz, crew_override: Script
    ) -> None:
        crew = crew_override({"verdict": "right", "reason": "One sugar becomes two halves: yes."})
        quoted = _question(quiz, source_quote="Glycolysis splits glucose.", accepted=["Splitting"])

        answer = _answered(quoted)
        at_once = _told(answer)
        _carry_out(answer)

        assert at_once == ("different", 0.0, "code")
        assert _told(answer) == ("right", 1.0, "model")
        assert answer.reason == "One sugar becomes two halves: yes."
        assert crew.calls[0].inputs == {
            "question": "What is glycolysis?",
            "expected": EXPECTED,
            "accepted": "Splitting",
            "quote": "Glycolysis splits glucose.",
            "given": OWN_WORDS,
        }
        run = Run.objects.get()
        assert (run.feature, run.engine, run.calls) == ("grading", "crew", 1)
        assert run.body is not None
        assert (run.body["verdict"], run.body["graded_by"]) == ("right", "model")
        assert run.drafted is not None
        assert (run.drafted["verdict"], run.drafted["graded_by"]) == ("different", "code")

    def test_a_job_carries_no_word_of_the_person(self, quiz: Quiz, jobs: Any) -> None:
        answer = _answered(_question(quiz))

        (job,) = ProcrastinateJob.objects.all()
        assert job.args == {"run_id": str(answer.run_id)}

    @committed
    def test_where_it_faults_the_grade_by_code_stands(
        self, quiz: Quiz, crew_override: Script
    ) -> None:
        crew_override(ModelFault(FaultCode.BAD_JSON))

        answer = _carry_out(_answered(_question(quiz)))

        assert _told(answer) == ("different", 0.0, "code")
        run = Run.objects.get()
        assert (run.engine, run.error_code) == ("builtin", "bad_json")

    def test_past_the_budget_nobody_is_asked(
        self, quiz: Quiz, settings: Settings, crew_override: Script
    ) -> None:
        crew = crew_override({"verdict": "right", "reason": "Yes."})
        settings.LLM_DAILY_TOKENS_PERSON = 0

        answer = _answered(_question(quiz))

        assert answer.run is not None
        assert (answer.run.state, answer.run.error_code) == ("done", "budget_person")
        assert _told(answer)[2] == "code"
        assert crew.calls == []

    def test_who_wants_no_model_has_no_word_sent_to_one(self, quiz: Quiz) -> None:
        User.objects.update(allow_model=False)

        answer = _answered(_question(quiz))

        assert (answer.run, Run.objects.count()) == (None, 0)

    @pytest.mark.parametrize("given", [None, "", EXPECTED, EXPECTED.upper()])
    def test_what_code_is_sure_of_is_not_asked(self, quiz: Quiz, given: str | None) -> None:
        assert _answered(_question(quiz), given).run is None

    @pytest.mark.parametrize(
        ("kind", "answer", "given"),
        [
            (Question.Kind.FILL_IN, "cytoplasm", "nucleus"),
            (Question.Kind.TRUE_FALSE, True, False),
            (Question.Kind.ORDERING, ["a", "b"], ["b", "a"]),
        ],
    )
    def test_other_kinds_are_for_code_alone(
        self, quiz: Quiz, kind: str, answer: Any, given: Any
    ) -> None:
        assert _answered(_question(quiz, answer, kind=kind), given).run is None

    @pytest.mark.parametrize(
        ("expected", "given"),
        [
            ("The dose is 20 mg a day for an adult", "an adult takes 30 mg of it each day"),
            ("Enzymes are not used up in a reaction", "enzymes are used up when they react"),
        ],
    )
    def test_it_does_not_talk_figures_and_negations_away(
        self, quiz: Quiz, expected: str, given: str
    ) -> None:
        answer = _read(_answered(_question(quiz, expected), given))

        assert _told(answer) == ("close", 0.5, "model")
        assert answer.reason.endswith(f"The answer is: {expected}")

    def test_an_unkind_reason_is_not_passed_on(self, quiz: Quiz) -> None:
        said = "Wrong again, you should have read it."

        answer = _read(_answered(_question(quiz)), "close", said)

        assert (answer.verdict, answer.reason) == ("close", f"It is written: {EXPECTED}")

    @committed
    def test_a_quiz_that_is_gone_by_then_stays_gone(
        self, quiz: Quiz, crew_override: Script
    ) -> None:
        crew_override({"verdict": "right", "reason": "Yes."})
        answer = _answered(_question(quiz))
        quiz.delete()

        assert answer.run_id is not None
        async_to_sync(runs.carry_out)(answer.run_id)

        run = Run.objects.get()
        assert (run.state, run.engine) == ("done", "crew")
        assert run.body is not None
        assert run.body["verdict"] == "different"


@pytest.mark.usefixtures("with_model")
class TestAReaderWhoComesAfterTheEnd:
    @pytest.fixture
    def card(self, quiz: Quiz) -> Card:
        return CardFactory.create(deck=DeckFactory.create(owner=quiz.owner), back=EXPECTED)

    def _finished(self, *questions: Question) -> tuple[QuizAttempt, list[QuizAnswer]]:
        attempt = attempts.start_attempt(quiz=questions[0].quiz)
        answers = [
            attempts.answer_question(attempt=attempt, question_id=one.pk, given=OWN_WORDS)
            for one in questions
        ]
        return attempts.finish_attempt(attempt=attempt), answers

    def test_score_and_card_follow_and_the_log_keeps_both_lines(
        self, quiz: Quiz, card: Card
    ) -> None:
        attempt, (answer,) = self._finished(_question(quiz, card=card))
        scored_by_code = attempt.score

        _read(answer)

        attempt.refresh_from_db()
        assert (scored_by_code, attempt.score) == (0.0, 1.0)
        first, second = Review.objects.order_by("number")
        assert (first.rating, second.rating) == (1, 3)
        assert first.undone_at is not None
        assert second.undone_at is None
        assert first.reviewed_at == second.reviewed_at == answer.created_at
        card.refresh_from_db()
        assert (card.reps, card.lapses) == (1, 0)
        assert reviews.rebuild_cards(cards=Card.objects.all()) == (1, 0)

    def test_what_was_reviewed_since_is_replayed_upon_it(self, quiz: Quiz, card: Card) -> None:
        _, (answer,) = self._finished(_question(quiz, card=card))
        reviews.review_card(card=card, rating=4)

        _read(answer)

        counted = Review.objects.counted().order_by("reviewed_at")
        assert list(counted.values_list("rating", flat=True)) == [3, 4]
        assert reviews.rebuild_cards(cards=Card.objects.all()) == (1, 0)

    def test_the_lower_rating_of_two_questions_still_counts(self, quiz: Quiz, card: Card) -> None:
        asked = [_question(quiz, card=card) for _ in range(2)]
        _, (first, second) = self._finished(*asked)

        _read(first)
        between = Review.objects.counted().get().rating
        _read(second)

        assert (between, Review.objects.counted().get().rating) == (1, 3)

    def test_an_equal_verdict_leaves_the_review_alone(self, quiz: Quiz, card: Card) -> None:
        _, (answer,) = self._finished(_question(quiz, card=card))

        _read(answer, "different")

        assert (_told(answer), Review.objects.count()) == (("different", 0.0, "model"), 1)

    def test_a_card_that_is_gone_is_no_matter(self, quiz: Quiz, card: Card) -> None:
        attempt, (answer,) = self._finished(_question(quiz, card=card))
        card.delete()

        _read(answer)

        attempt.refresh_from_db()
        assert (attempt.score, Review.objects.count()) == (1.0, 0)


def test_a_grade_for_nothing_is_no_matter() -> None:
    assert attempts.replace_grade(answer_id=uuid4(), verdict=Verdict.RIGHT, reason="Yes.") is None


def test_a_review_of_another_moment_is_not_rerated(user: User) -> None:
    card = CardFactory.create(deck__owner=user)
    reviewed = reviews.review_card(card=card, rating=1).review

    reviews.rerate(card=card, moments=[reviewed.reviewed_at - timedelta(seconds=1)], rating=3)

    assert Review.objects.get().undone_at is None


def test_an_attempt_without_questions_scores_nothing(quiz: Quiz) -> None:
    finished = attempts.finish_attempt(attempt=attempts.start_attempt(quiz=quiz))

    assert (finished.score, finished.finished_at is not None) == (0.0, True)


def test_the_right_answer_may_be_a_card_or_a_quote(quiz: Quiz) -> None:
    kind = Question.Kind.TRUE_FALSE
    card = CardFactory.create(deck__owner=quiz.owner, back="In the cytoplasm")
    asked = [
        _question(quiz, True, kind=kind, source_quote="It is **small**."),
        _question(quiz, True, kind=kind, card=card),
        _question(quiz, True, kind=kind, prompt="Cells breathe."),
    ]

    reasons = [_answered(one, False).reason for one in asked]

    assert reasons == [
        "The text says: It is small.",
        "The text says: In the cytoplasm",
        "The text says: Cells breathe.",
    ]


@committed
def test_a_device_that_reviews_meanwhile_does_not_block_the_finishing(
    quiz: Quiz, until_somebody_waits: Callable[[], None]
) -> None:
    cards = CardFactory.create_batch(2, deck=DeckFactory.create(owner=quiz.owner))
    attempt = attempts.start_attempt(quiz=quiz)
    for card in cards:
        question = _question(quiz, "x", card=card)
        attempts.answer_question(attempt=attempt, question_id=question.pk, given="x")
    last = max(cards, key=lambda card: card.pk)
    faults: list[BaseException] = []

    def finish() -> None:
        try:
            attempts.finish_attempt(attempt=attempt)
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            connection.close()

    thread = threading.Thread(target=finish)
    with transaction.atomic():
        one_at_a_time(last.owner_id)
        thread.start()
        until_somebody_waits()
        reviews.review_card(card=last, rating=4)
    thread.join(timeout=30)

    assert faults == []
    ratings = Review.objects.filter(card=last).order_by("number").values_list("rating", flat=True)
    assert list(ratings) == [4, 3]
