"""Proposals: shown, accepted once, taken back exactly, refused once things have moved on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import Replan, TimeBlock
from focushub.chat.engine.turns import Act
from focushub.chat.models import ActionProposal, Memory
from focushub.chat.services.proposals import offer
from focushub.focus.models import FocusSession
from learning.models import Card, Deck, Quiz, QuizAttempt
from organize.models import Step, Task
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.chat.factories import ActionProposalFactory, AnswerFactory, MemoryFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db


def offered(user: User, kind: str, **params) -> ActionProposal:
    message = AnswerFactory.create(conversation__owner=user)
    (proposal,) = offer(message=message, person=user, acts=[Act(kind, params)])
    return proposal


def state_of(user: User) -> dict:
    """Every row that a proposal may change, but for the hour of its last change."""
    told = {}
    for model in (Task, Step, TimeBlock, Memory, Quiz, Card, Deck):
        rows = model.objects.filter(owner=user).order_by("pk")
        told[model] = [
            {n: v for n, v in row["fields"].items() if n != "updated_at"} | {"pk": row["pk"]}
            for row in serializers.serialize("python", rows)
        ]
    return told


def soon(hours: int = 2) -> str:
    moment = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)
    return moment.isoformat()


def tomorrow(user: User) -> str:
    return (timezone.now() + timedelta(days=1)).isoformat()


@pytest.fixture
def task(user) -> Task:
    return TaskFactory.create(
        owner=user,
        title="Write the report",
        estimate_minutes=40,
        due_at=timezone.now() + timedelta(days=2),
    )


def call(client_for, user, proposal, what):
    return client_for(user).post(f"/api/v1/proposals/{proposal.pk}/{what}")


CASES: dict[str, Callable[[Any, Any], dict[str, Any]]] = {
    "complete_task": lambda user, task: {"task_id": str(task.pk)},
    "snooze_task": lambda user, task: {"task_id": str(task.pk), "until": tomorrow(user)},
    "break_down_task": lambda user, task: {"task_id": str(task.pk), "granularity": 4},
    "schedule_task": lambda user, task: {
        "task_id": str(task.pk),
        "starts_at": soon(),
        "minutes": 30,
    },
    "create_task": lambda user, task: {"text": "call mum tomorrow at 5pm (10 min)"},
    "create_tasks": lambda user, task: {"text": "Buy milk. Call the dentist. Water the plants."},
    "remember": lambda user, task: {"text": "I study best at night"},
}


@pytest.mark.parametrize("kind", CASES)
def test_accepting_does_it_once_and_undoing_puts_everything_back(client_for, user, task, kind):
    if kind == "complete_task":
        TimeBlockFactory.create(
            owner=user,
            kind="task",
            subject_id=task.pk,
            starts_at=timezone.now() + timedelta(hours=5),
            ends_at=timezone.now() + timedelta(hours=6),
        )
    proposal = offered(user, kind, **CASES[kind](user, task))
    before = state_of(user)

    accepted = call(client_for, user, proposal, "accept")
    after = state_of(user)
    again = call(client_for, user, proposal, "accept")
    undone = call(client_for, user, proposal, "undo")
    undone_again = call(client_for, user, proposal, "undo")

    assert proposal.title
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert after != before
    assert state_of(user) == before
    assert again.json() == accepted.json()
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert undone_again.json() == undone.json()
    refused = call(client_for, user, proposal, "accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "proposal_taken_back")


def test_what_each_of_them_does(client_for, user, task):
    for kind in ("break_down_task", "schedule_task", "complete_task"):
        proposal = offered(user, kind, **CASES[kind](user, task))
        assert call(client_for, user, proposal, "accept").status_code == 200

    task.refresh_from_db()
    assert task.completed_at is not None
    assert task.steps.count() > 1
    # Completing a task gives the time back that was kept for it.
    assert not TimeBlock.objects.exists()


def test_a_task_that_recurs_is_put_back_to_its_old_date(client_for, user):
    due = timezone.now().replace(microsecond=0) + timedelta(hours=3)
    task = TaskFactory.create(owner=user, recurrence="FREQ=DAILY", due_at=due)
    StepFactory.create(task=task, completed_at=timezone.now())
    proposal = offered(user, "complete_task", task_id=str(task.pk))
    before = state_of(user)

    call(client_for, user, proposal, "accept")
    task.refresh_from_db()
    moved = task.due_at
    call(client_for, user, proposal, "undo")

    assert moved == due + timedelta(days=1)
    assert state_of(user) == before


def test_what_was_changed_since_it_was_shown_is_not_done(client_for, user, task):
    proposal = offered(user, "complete_task", task_id=str(task.pk))
    Task.objects.filter(pk=task.pk).update(title="Another thing altogether")

    response = call(client_for, user, proposal, "accept")

    assert (response.status_code, response.json()["code"]) == (409, "proposal_moved_on")
    task.refresh_from_db()
    assert task.is_open


def test_what_was_changed_since_it_was_done_is_not_taken_back(client_for, user, task):
    proposal = offered(user, "snooze_task", task_id=str(task.pk), until=tomorrow(user))
    call(client_for, user, proposal, "accept")
    Task.objects.filter(pk=task.pk).update(title="Mine now")

    response = call(client_for, user, proposal, "undo")

    assert (response.status_code, response.json()["code"]) == (409, "proposal_moved_on")
    task.refresh_from_db()
    assert task.snoozed_until is not None


def test_a_proposal_runs_out(client_for, user, task):
    proposal = offered(user, "complete_task", task_id=str(task.pk))
    ActionProposal.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = call(client_for, user, proposal, "accept")

    assert (response.status_code, response.json()["code"]) == (409, "proposal_run_out")
    task.refresh_from_db()
    assert task.is_open


def test_what_was_not_accepted_cannot_be_taken_back(client_for, user, task):
    proposal = offered(user, "complete_task", task_id=str(task.pk))

    response = call(client_for, user, proposal, "undo")

    assert (response.status_code, response.json()["code"]) == (409, "proposal_not_accepted")


def test_a_kind_that_nobody_offers_any_more_has_moved_on(client_for, user):
    proposal = ActionProposalFactory.create(
        message__conversation__owner=user, kind="fly_to_the_moon"
    )

    assert call(client_for, user, proposal, "accept").json()["code"] == "proposal_moved_on"


def test_time_that_was_taken_meanwhile_is_not_taken_twice(client_for, user, task):
    starts_at = soon()
    proposal = offered(user, "schedule_task", task_id=str(task.pk), starts_at=starts_at, minutes=30)
    TimeBlockFactory.create(
        owner=user,
        starts_at=starts_at,
        ends_at=timezone.now() + timedelta(hours=4),
    )

    response = call(client_for, user, proposal, "accept")

    assert response.status_code == 409
    assert TimeBlock.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("fly_to_the_moon", {}),
        ("complete_task", {}),
        ("complete_task", {"task_id": "T1"}),
        ("complete_task", {"task_id": "0199a1b2-0000-7000-8000-000000000003"}),
        ("snooze_task", {"task_id": "0199a1b2-0000-7000-8000-000000000003", "until": "now"}),
        ("schedule_task", {"task_id": "0199a1b2-0000-7000-8000-000000000003"}),
        ("create_task", {}),
        ("create_task", {"text": "x" * 301}),
        ("create_tasks", {"text": "hello there"}),
        ("forget", {"text": "what was never said"}),
        ("replan", {"reason": "late"}),
        ("replan", {"reason": "boredom"}),
        ("start_reviews", {"minutes": 10}),
        ("start_quiz", {"deck_id": "0199a1b2-0000-7000-8000-000000000003"}),
        ("start_focus_session", {"description": "", "minutes": 25}),
        ("start_focus_session", {"description": "x", "minutes": 500}),
    ],
)
def test_what_cannot_be_done_is_not_offered(user, kind, params):
    message = AnswerFactory.create(conversation__owner=user)

    assert offer(message=message, person=user, acts=[Act(kind, params)]) == []
    assert not Replan.objects.exists()


def test_another_persons_task_is_not_offered(user):
    theirs = TaskFactory.create(owner=UserFactory.create())
    message = AnswerFactory.create(conversation__owner=user)
    acts = [
        Act("complete_task", {"task_id": str(theirs.pk)}),
        Act("break_down_task", {"task_id": str(theirs.pk)}),
        Act("schedule_task", {"task_id": str(theirs.pk), "starts_at": soon(), "minutes": 30}),
    ]

    assert offer(message=message, person=user, acts=acts) == []


def test_a_task_with_steps_is_not_cut_again(user, task):
    StepFactory.create(task=task)
    message = AnswerFactory.create(conversation__owner=user)

    act = Act("break_down_task", {"task_id": str(task.pk)})
    assert offer(message=message, person=user, acts=[act]) == []


def test_the_same_is_offered_once_and_at_most_three(user, task):
    message = AnswerFactory.create(conversation__owner=user)
    facts = [Act("remember", {"text": f"fact {n}"}) for n in (1, 1, 2, 3, 4)]

    made = offer(message=message, person=user, acts=facts)

    assert [one.params["text"] for one in made] == ["fact 1", "fact 2", "fact 3"]


def test_a_focus_session_starts_and_is_set_aside(client_for, user):
    proposal = offered(user, "start_focus_session", description="Open the file", minutes=15)

    call(client_for, user, proposal, "accept")
    session = FocusSession.objects.get()
    assert (session.state, session.planned_minutes) == ("running", 15)
    other = offered(user, "start_focus_session", description="Another", minutes=15)
    refused = call(client_for, user, other, "accept")
    call(client_for, user, proposal, "undo")

    session.refresh_from_db()
    assert session.state == "abandoned"
    assert (refused.status_code, refused.json()["code"]) == (409, "focus_session_running")


def test_the_days_are_planned_anew_and_back(client_for, user, task):
    Task.objects.update(due_at=timezone.now() - timedelta(days=1))
    proposal = offered(user, "replan", reason="late")
    before = state_of(user)

    call(client_for, user, proposal, "accept")
    moved = state_of(user)
    call(client_for, user, proposal, "undo")

    assert moved != before
    assert state_of(user) == before
    Replan.objects.all().delete()
    assert call(client_for, user, offered_again(proposal), "accept").status_code == 409


def offered_again(proposal: ActionProposal) -> ActionProposal:
    ActionProposal.objects.update(state="open", accepted_at=None, undone_at=None)
    return proposal


def test_a_quiz_starts_and_goes_unless_something_was_answered(client_for, user):
    cards = CardFactory.create_batch(3, deck__owner=user)
    deck = cards[0].deck
    proposal = offered(user, "start_quiz", deck_id=str(deck.pk), count=3)

    accepted = call(client_for, user, proposal, "accept").json()
    quiz = Quiz.objects.get()
    assert accepted["result"]["quiz_id"] == str(quiz.pk)
    attempt = QuizAttempt.objects.get()
    question = quiz.questions.all()[0]
    client_for(user).post(
        f"/api/v1/quizzes/{quiz.pk}/attempts/{attempt.pk}/answers",
        {"question_id": str(question.pk), "given": None},
    )
    kept = call(client_for, user, proposal, "undo")

    assert kept.status_code == 409
    assert Quiz.objects.exists()


def test_reviews_are_only_pointed_at(client_for, user):
    CardFactory.create(deck__owner=user)
    proposal = offered(user, "start_reviews", minutes=10)

    accepted = call(client_for, user, proposal, "accept").json()
    undone = call(client_for, user, proposal, "undo")

    assert accepted["result"] == {"path": "/api/v1/reviews/due?minutes=10"}
    assert undone.status_code == 200


def test_forgetting_is_for_good(client_for, user):
    MemoryFactory.create(owner=user, text="I study best at night")
    proposal = offered(user, "forget", text="I study best at night")

    accepted = call(client_for, user, proposal, "accept")
    undone = call(client_for, user, proposal, "undo")

    assert accepted.status_code == 200
    assert not Memory.objects.exists()
    assert (undone.status_code, undone.json()["code"]) == (409, "proposal_cannot_be_undone")
