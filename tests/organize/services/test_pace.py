"""Estimates that learn: from what was guessed, to what it took, to what is proposed next."""

import math
import random
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.ai.services.interaction import AIInteractionService
from organize.engine.breakdown import break_down
from organize.models import Plan, Task, TimeTaken
from organize.serializers.plans import OrganizeSerializer, question_of
from organize.services import plans, tasks
from organize.services.pace import pace_of
from tests.conftest import ClientFor
from tests.focushub.focus.factories import FocusSessionFactory
from tests.organize.factories import TaskFactory

pytestmark = pytest.mark.django_db

TITLES = [
    "Clean the kitchen",
    "Write the report",
    "Sort the inbox",
    "Do the laundry",
    "Pay the bills",
    "Pack for the trip",
    "Call the bank",
    "Mow the lawn",
    "Fix the bug",
    "Practise piano",
    "Book a hotel",
    "Wrap the gifts",
]


def propose(user: User, text: str, **fields: Any) -> tuple[Plan, dict[str, Any]]:
    body = OrganizeSerializer(data={"text": text, **fields})
    body.is_valid(raise_exception=True)
    user.refresh_from_db()
    run = AIInteractionService().begin(question_of(body.validated_data, user), person=user).run
    assert run is not None
    return run.plan, run.plan.shown_revision().content["tasks"][0]


def live_through(user: User, *, ratio: float, scatter: float, seed: int) -> list[float]:
    """Someone who needs `ratio` times what a recipe says takes on and does ten proposed tasks.

    Gives how far each proposal was from what it took, as a share of it.
    """
    chance = random.Random(seed)
    errors = []
    for title in TITLES[:11]:
        usual = break_down(title).minutes
        took = max(1, round(usual * ratio * math.exp(chance.gauss(0, scatter))))
        plan, told = propose(user, title)
        errors.append(abs(told["estimate_minutes"] - usual * ratio) / (usual * ratio))
        plans.accept_plan(plan=plan)
        tasks.complete_task(task=Task.objects.get(pk=told["id"]), actual_minutes=took)
    return errors


def test_someone_who_takes_longer_sees_the_error_fall_by_40_percent_in_10_tasks(
    user: User,
) -> None:
    errors = live_through(user, ratio=1.8, scatter=0.2, seed=1)

    assert errors[0] == pytest.approx(0.44, abs=0.02)
    assert errors[10] <= 0.6 * errors[0]


def test_someone_who_takes_what_is_usual_is_not_made_worse(user: User) -> None:
    errors = live_through(user, ratio=1.0, scatter=0.1, seed=2)

    assert max(errors) <= 0.1


def test_a_new_person_s_recipes_stand_and_their_own_minutes_have_a_range(user: User) -> None:
    _, usual = propose(user, "clean the kitchen")
    _, named = propose(user, "clean the kitchen (30 min)")

    assert usual["estimate_minutes"] == usual["estimate"]["likely"] == usual["estimate"]["guess"]
    assert usual["estimate"]["is_own"] is False
    assert usual["estimate"]["reason"].startswith("This is what is usual;")
    assert named["estimate_minutes"] == 30
    assert sum(step["minutes"] for step in named["steps"]) == 30
    told = named["estimate"]
    assert (told["guess"], told["is_own"], told["likely"]) == (30, True, 45)
    assert "1.5 times the guess" in told["reason"]


def slow(user: User, *, times: int = 5, title: str = "Clean the kitchen") -> None:
    """A person who has needed double for this kind of thing."""
    for _ in range(times):
        task = TaskFactory.create(owner=user, title=title, guess_minutes=30, estimate_minutes=30)
        tasks.complete_task(task=task, actual_minutes=60)


def test_steps_stretch_to_the_pace_and_named_minutes_are_never_overruled(user: User) -> None:
    _, before = propose(user, "clean the kitchen")
    slow(user)

    _, usual = propose(user, "clean the kitchen")
    _, named = propose(user, "clean the kitchen (30 min)")

    minutes = [step["minutes"] for step in usual["steps"]]
    assert sum(minutes) == usual["estimate_minutes"] == usual["estimate"]["likely"]
    assert usual["estimate_minutes"] > 1.5 * before["estimate_minutes"]
    assert minutes[0] <= 2
    assert usual["estimate"]["guess"] == before["estimate_minutes"]
    assert usual["estimate"]["reason"].startswith("Going by your last 5 tasks of this kind")
    assert named["estimate_minutes"] == 30
    assert named["estimate"]["likely"] > 30


def test_the_guess_is_kept_so_that_the_pace_is_not_learnt_from_itself(user: User) -> None:
    slow(user)
    plan, told = propose(user, "clean the kitchen")

    plans.accept_plan(plan=plan)

    task = Task.objects.get(pk=told["id"])
    assert task.guess_minutes == told["estimate"]["guess"] < task.estimate_minutes
    tasks.update_task(task=task, notes="soon")
    task.refresh_from_db()
    assert task.guess_minutes is not None
    # Minutes that the person sets are theirs.
    tasks.update_task(task=task, estimate_minutes=25)
    tasks.complete_task(task=Task.objects.get(pk=task.pk), actual_minutes=50)
    newest = TimeTaken.objects.get(task_id=task.pk)
    assert (newest.guess_minutes, newest.is_own_guess) == (25, True)


def test_a_part_of_a_plan_has_its_part_of_the_guess(user: User) -> None:
    slow(user)
    plan, told = propose(user, "clean the kitchen")
    step = told["steps"][-1]

    plans.accept_plan(plan=plan, item_ids=[step["id"]])

    task = Task.objects.get(pk=told["id"])
    share = step["minutes"] / told["estimate_minutes"]
    assert task.guess_minutes == round(told["estimate"]["guess"] * share)


def test_focus_sessions_tell_what_nobody_said(user: User) -> None:
    task = TaskFactory.create(
        owner=user, title="Clean the kitchen", estimate_minutes=20, recurrence="FREQ=DAILY"
    )
    now = timezone.now()

    def sit(hours_ago: float, minutes: int) -> None:
        FocusSessionFactory.create(
            owner=user,
            subject_id=task.pk,
            finished=True,
            started_at=now - timedelta(hours=hours_ago),
            banked=timedelta(minutes=minutes),
        )

    sit(30, 15)
    sit(29, 25)
    tasks.complete_task(task=task, at=now - timedelta(hours=28))
    sit(3, 80)
    # This one ended after the task was ticked off, and counts with it.
    sit(1.2, 20)
    task.refresh_from_db()
    tasks.complete_task(task=task, at=now - timedelta(hours=1))
    unknown = TaskFactory.create(owner=user, title="Clean the kitchen", estimate_minutes=20)
    tasks.complete_task(task=unknown)

    done = [(one.actual.guess, one.actual.minutes) for one in pace_of(user)._done]

    assert done == [(20, 40), (20, 100)]


def test_what_is_taken_up_again_was_not_done(user: User) -> None:
    task = TaskFactory.create(owner=user, estimate_minutes=20)
    tasks.complete_task(task=task, actual_minutes=90)

    tasks.reopen_task(task=task)

    assert TimeTaken.objects.count() == 0


def test_only_so_many_are_kept(user: User) -> None:
    now = timezone.now()
    TimeTaken.objects.bulk_create(
        TimeTaken(
            owner=user,
            task_id=user.pk,
            kind="general",
            guess_minutes=10,
            is_own_guess=True,
            said_minutes=10,
            finished_at=now - timedelta(days=day),
        )
        for day in range(1, 403)
    )

    tasks.complete_task(task=TaskFactory.create(owner=user))

    assert TimeTaken.objects.count() == 400
    assert len(pace_of(user)._done) == 199


def test_a_finished_task_makes_the_old_answer_unreachable(user: User) -> None:
    task = TaskFactory.create(owner=user)
    tasks.complete_task(task=task)
    user.refresh_from_db()
    before = user.state_revision

    TimeTaken.objects.update(said_minutes=40)

    user.refresh_from_db()
    assert user.state_revision > before


def test_over_http(client_for: ClientFor, user: User) -> None:
    client: APIClient = client_for(user)
    task = TaskFactory.create(owner=user, title="Call mum", estimate_minutes=10)
    url = reverse("task-complete", args=[task.pk])

    refused = client.post(url, {"actual_minutes": 0})
    done = client.post(url, {"actual_minutes": 30})
    parsed = client.post(reverse("task-parse"), {"text": "call mum tomorrow (10 min)"}).json()
    long = client.post(reverse("task-parse"), {"text": "renovate the house (3 days)"}).json()

    assert refused.status_code == 400
    assert done.status_code == 200
    assert parsed["estimate_minutes"] == 10
    assert parsed["estimate"]["likely"] > 15
    assert parsed["estimate"]["reason"].startswith("Going by your last task of this kind")
    assert long["estimate"] is None
