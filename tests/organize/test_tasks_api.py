from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from focushub.accounts.models import User
from organize.models import Task
from tests.conftest import ClientFor
from tests.factories import UserFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def _titles(client: APIClient, **query: str) -> set[str]:
    return {task["title"] for task in client.get(reverse("task-list"), query).json()}


def test_a_task_is_made_with_its_steps(client: APIClient, user: User) -> None:
    response = client.post(
        reverse("task-list"),
        {
            "title": " Pack the bag ",
            "labels": ["trip"],
            "recurrence": "RRULE:FREQ=DAILY",
            "steps": [{"title": "Find the bag", "minutes": 2}, {"title": "Fill it", "minutes": 20}],
        },
    )

    told = response.json()
    assert response.status_code == 201
    assert (told["title"], told["recurrence"]) == ("Pack the bag", "FREQ=DAILY")
    assert [step["title"] for step in told["steps"]] == ["Find the bag", "Fill it"]
    assert Task.objects.get().owner == user


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "x", "estimate_minutes": 0}, "estimate_minutes"),
        ({"title": "x", "recurrence": "every day"}, "recurrence"),
        ({"title": "x", "recurrence": "FREQ=SECONDLY"}, "recurrence"),
        ({"title": "x", "recurrence": "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"}, "recurrence"),
        ({"title": "x", "steps": [{"title": "y", "minutes": 500}]}, "steps.0.minutes"),
        ({"title": "x", "priority": "top"}, "priority"),
    ],
)
def test_bad_input_is_named_and_nothing_is_made(
    client: APIClient, body: dict[str, object], field: str
) -> None:
    response = client.post(reverse("task-list"), body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Task.objects.count() == 0


def test_a_change_may_leave_out_parts_of_a_step_that_is_there_but_not_of_a_new_one(
    client: APIClient, user: User
) -> None:
    step = StepFactory.create(task__owner=user, title="Sit down", minutes=2)
    url = reverse("task-detail", args=[step.task_id])

    shorter = client.patch(url, {"steps": [{"id": str(step.pk), "minutes": 1}]})
    refused = client.patch(url, {"steps": [{"id": str(uuid4()), "minutes": 5}]})

    assert [(s["title"], s["minutes"]) for s in shorter.json()["steps"]] == [("Sit down", 1)]
    assert refused.status_code == 400
    assert [e["field"] for e in refused.json()["errors"]] == ["steps.0.title"]
    assert list(step.task.steps.values_list("title", "minutes")) == [("Sit down", 1)]


def test_filters_by_state(client: APIClient, user: User) -> None:
    TaskFactory.create(owner=user, title="ready")
    TaskFactory.create(owner=user, title="later", snoozed_until=timezone.now() + timedelta(hours=1))
    TaskFactory.create(owner=user, title="done", completed=True)
    TaskFactory.create(title="another person's")

    assert _titles(client) == {"ready", "later", "done"}
    assert _titles(client, state="open") == {"ready", "later"}
    assert _titles(client, state="ready") == {"ready"}
    assert _titles(client, state="snoozed") == {"later"}
    assert _titles(client, state="done") == {"done"}


def test_filters_by_due_energy_label_and_words(client: APIClient, user: User) -> None:
    now = timezone.now()
    TaskFactory.create(owner=user, title="Soon", due_at=now + timedelta(days=1), labels=["home"])
    TaskFactory.create(owner=user, title="Late", due_at=now + timedelta(days=9), energy="low")
    TaskFactory.create(owner=user, title="Never", notes="about the Boat")
    limit = (now + timedelta(days=5)).isoformat()

    assert _titles(client, due_before=limit) == {"Soon"}
    assert _titles(client, due_after=limit) == {"Late"}
    assert _titles(client, energy="low") == {"Late"}
    assert _titles(client, label="home") == {"Soon"}
    assert _titles(client, search="boat") == {"Never"}


def test_a_filter_that_is_not_understood_is_an_error(client: APIClient) -> None:
    response = client.get(reverse("task-list"), {"state": "half-done"})

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["state"]


def test_the_list_costs_the_same_for_one_task_or_many(
    client: APIClient, user: User, django_assert_num_queries: object
) -> None:
    for task in TaskFactory.create_batch(5, owner=user):
        StepFactory.create_batch(2, task=task)

    with django_assert_num_queries(3):  # type: ignore[operator] # session and person, tasks, steps
        client.get(reverse("task-list"))


def test_complete_reopen_and_snooze(client: APIClient, user: User) -> None:
    task = TaskFactory.create(owner=user)

    done = client.post(reverse("task-complete", args=[task.pk])).json()
    again = client.post(reverse("task-complete", args=[task.pk]))
    reopened = client.post(reverse("task-reopen", args=[task.pk])).json()
    snoozed = client.post(reverse("task-snooze", args=[task.pk]), {"minutes": 30}).json()

    assert done["completed_at"] is not None
    assert (again.status_code, again.json()["code"]) == (409, "task_already_completed")
    assert reopened["completed_at"] is None
    assert snoozed["snoozed_until"] is not None


def test_another_persons_task_is_not_found_and_stays(client: APIClient) -> None:
    theirs = TaskFactory.create(owner=UserFactory.create())

    responses = [
        client.get(reverse("task-detail", args=[theirs.pk])),
        client.patch(reverse("task-detail", args=[theirs.pk]), {"title": "mine"}),
        client.post(reverse("task-complete", args=[theirs.pk])),
        client.delete(reverse("task-detail", args=[theirs.pk])),
    ]

    assert [response.status_code for response in responses] == [404] * 4
    before = theirs.title
    theirs.refresh_from_db()
    assert (theirs.title, theirs.is_open) == (before, True)


def test_a_change_against_an_old_version_is_refused(client: APIClient, user: User) -> None:
    task = TaskFactory.create(owner=user, title="First")
    url = reverse("task-detail", args=[task.pk])
    tag = client.get(url)["ETag"]
    fresh = client.patch(url, {"title": "Second"}, headers={"If-Match": tag})

    stale = client.patch(url, {"title": "Third"}, headers={"If-Match": tag})

    task.refresh_from_db()
    assert (fresh.status_code, stale.status_code, task.title) == (200, 412, "Second")


class TestParse:
    def test_a_line_is_read_in_the_persons_zone(self, client: APIClient) -> None:
        told = client.post(
            reverse("task-parse"),
            {"text": "call mum tomorrow at 5pm #family", "starts_at": "2026-11-23T15:00:00+01:00"},
        ).json()

        named = told["due_at"] or told["starts_at"]
        assert named == "2026-11-24T16:00:00Z"
        assert told["labels"] == ["family"]
        assert "mum" in told["title"]

    def test_a_piece_that_was_refused_stays_a_word(self, client: APIClient) -> None:
        text = "read the Sunday paper"
        span = {"start": 9, "end": 15}

        told = client.post(reverse("task-parse"), {"text": text, "reject": [span]}).json()

        assert told["due_at"] is None
        assert "Sunday" in told["title"]


class TestBreakdown:
    def test_it_adds_up_and_saves_nothing(self, client: APIClient) -> None:
        told = client.post(
            reverse("task-breakdown-preview"), {"title": "Clean the kitchen", "granularity": 4}
        ).json()

        minutes = [subtask["estimated_minutes"] for subtask in told["subtasks"]]
        assert sum(minutes) == told["total_estimated_minutes"]
        assert minutes[0] <= 2
        assert [subtask["order"] for subtask in told["subtasks"]] == list(
            range(1, len(minutes) + 1)
        )
        assert told["recommended_focus_sessions"] >= 1
        assert Task.objects.count() == 0


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize(
    ("route", "field"),
    [
        ("task-list", "due_at"),
        ("task-list", "starts_at"),
        ("task-parse", "starts_at"),
        ("organize", "starts_at"),
        ("schedule-list", "ends_at"),
    ],
)
def test_a_year_that_nobody_plans_for_is_refused_by_its_field(
    client: APIClient, user: User, route: str, field: str, moment: str
) -> None:
    body = {"title": "x", "text": "call mum tomorrow 9am", "starts_at": "2026-12-01T09:00:00Z"}

    response = client.post(reverse(route), {**body, field: moment})

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Task.objects.exists()
