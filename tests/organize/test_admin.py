"""What staff see of plans and tasks before and after they ask for the words."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.admin.base import list_of, page_of
from organize.models import Plan, PlanRevision, Task
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may
from tests.focushub.ai.factories import RunFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def support() -> Client:
    return browser(staff_who_may("organize.view_task", "organize.view_plan", "ai.view_run"))


@pytest.fixture
def task(user: User) -> Task:
    task = TaskFactory.create(
        owner=user,
        title="Call the clinic, in confidence",
        notes="Notes in confidence",
        labels=["label in confidence"],
        project="project in confidence",
        estimate_minutes=35,
    )
    StepFactory.create(task=task, position=0, title="A step in confidence")
    return task


@pytest.fixture
def plan(user: User) -> Plan:
    plan = Plan.objects.create(owner=user, run=RunFactory.create(owner=user), kind="tasks")
    for number, engine in enumerate(("builtin", "crew"), start=1):
        PlanRevision.objects.create(
            owner=user,
            plan=plan,
            number=number,
            engine=engine,
            content={"summary": f"Revision {number} in confidence"},
        )
    return plan


def _ask(client: Client, row: Any) -> str:
    address = f"/admin/organize/{row._meta.model_name}/{row.pk}/show-text/"
    return client.post(address, follow=True).content.decode()


def test_a_tasks_facts_are_shown_and_its_words_are_not(support: Client, task: Task) -> None:
    with queries() as seen:
        pages = [support.get(list_of(Task)), support.get(page_of(task.pk, Task))]

    for page in pages:
        assert page.status_code == 200
        assert b"35" in page.content
        assert b"in confidence" not in page.content
    for column in ("title", "notes", "labels", "project"):
        assert seen.reading(f'"organize_task"."{column}"') == []
    assert seen.reading('"organize_step"."title"') == []


def test_a_tasks_words_are_shown_to_who_asks(support: Client, task: Task) -> None:
    page = _ask(support, task)

    for words in (
        "Call the clinic, in confidence",
        "Notes in confidence",
        "label in confidence",
        "project in confidence",
        "1. A step in confidence (5 min)",
    ):
        assert words in page
    assert LogEntry.objects.get().object_id == str(task.pk)


def test_a_plans_facts_are_shown_and_its_words_are_not(support: Client, plan: Plan) -> None:
    with queries() as seen:
        pages = [support.get(list_of(Plan)), support.get(page_of(plan.pk, Plan))]

    assert not any(b"in confidence" in page.content for page in pages)
    assert seen.reading('"organize_planrevision"."content"') == []
    page = pages[1].content.decode()
    assert "1: builtin" in page
    assert "2: crew" in page
    assert f"/admin/ai/run/{plan.run_id}/change/" in page


def test_a_plans_words_are_shown_to_who_asks(support: Client, plan: Plan) -> None:
    page = _ask(support, plan)

    assert "Revision 1 in confidence" in page
    assert "Revision 2 in confidence" in page
    assert LogEntry.objects.get().object_id == str(plan.pk)


def test_a_plan_whose_run_is_gone_has_a_page(support: Client, plan: Plan) -> None:
    Plan.objects.update(run=None)

    assert support.get(page_of(plan.pk, Plan)).status_code == 200


def test_filters_tell_done_from_open_and_accepted_from_not(
    support: Client, task: Task, plan: Plan
) -> None:
    done = TaskFactory.create(owner=task.owner, completed=True)
    taken = Plan.objects.create(
        owner=task.owner, kind="space", accepted_at=timezone.now(), accepted_revision=1
    )

    def listed(model: type, **query: str) -> list[Any]:
        return support.get(list_of(model), query).context["cl"].result_list

    assert listed(Task, done="yes") == [done]
    assert listed(Task, done="no") == [task]
    assert listed(Plan, accepted="yes") == [taken]
    assert listed(Plan, accepted="no") == [plan]
    assert listed(Plan, kind="space") == [taken]


@pytest.mark.parametrize("model", [Task, Plan])
def test_lists_cost_the_same_for_one_row_or_many(
    support: Client, task: Task, plan: Plan, model: type
) -> None:
    with queries() as for_one:
        support.get(list_of(model))
    for _ in range(5):
        other = TaskFactory.create()
        Plan.objects.create(owner=other.owner, kind="tasks")

    with queries() as for_many:
        support.get(list_of(model))

    assert len(for_many.statements) == len(for_one.statements) <= MOST_QUERIES
