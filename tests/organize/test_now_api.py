"""One thing for now, over HTTP: which, why, and not this one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.calendar import agenda
from focushub.calendar.agenda import FirstStep, Offer
from focushub.calendar.models import SetAside, TimeBlock
from organize.models import Task
from organize.services import tasks
from tests.conftest import ClientFor
from tests.focushub.focus.factories import CheckInFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db

# Monday, 14:10 in Berlin: an hour that brings little energy.
NOW = datetime(2026, 11, 23, 13, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
URL = reverse("now")
NOT_THIS = reverse("now-not-this")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def in_days(days: float) -> datetime:
    return NOW + timedelta(days=days)


def kept_time(task: Task, starts_at: datetime, minutes: int = 30) -> TimeBlock:
    return TimeBlock.objects.create(
        owner=task.owner,
        kind=TimeBlock.Kind.TASK,
        title=task.title,
        subject_id=task.pk,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def told(client: APIClient, **query: Any) -> tuple[str | None, str]:
    body = client.get(URL, query).json()
    return body["title"], body["reason"]


def test_one_thing_comes_with_its_first_step_and_the_reason(client: APIClient, user: User) -> None:
    task = TaskFactory.create(owner=user, title="Write the report", due_at=in_days(1))
    StepFactory.create(task=task, position=0, minutes=2, completed_at=NOW)
    step = StepFactory.create(task=task, position=1, title="Open the file", minutes=2)
    StepFactory.create(task=task, position=2, minutes=30)

    body = client.get(URL).json()

    assert body == {
        "task_id": str(task.pk),
        "kind": "task",
        "title": "Write the report",
        "first_step": {"text": "Open the file", "minutes": 2, "step_id": str(step.pk)},
        "minutes": 32,
        "due_at": "2026-11-24T13:10:00Z",
        "block": None,
        "reason": "Tomorrow is its day, and you have begun it already.",
    }


def test_nothing_to_do_is_told_kindly(client: APIClient) -> None:
    body = client.get(URL).json()

    assert body.pop("reason") == "Nothing is waiting for you now. Rest counts too."
    assert set(body.values()) == {None}


def test_the_time_that_was_kept_for_it_decides(client: APIClient, user: User) -> None:
    TaskFactory.create(owner=user, title="Pressing", due_at=in_days(0.2), priority="urgent")
    planned = TaskFactory.create(owner=user, title="Planned", priority="low")
    block = kept_time(planned, NOW - timedelta(minutes=5))

    body = client.get(URL).json()

    assert (body["title"], body["block"]["id"]) == ("Planned", str(block.pk))
    assert body["reason"].startswith("You kept this time for it")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"due_at": in_days(0.3)}, "Today is its day."),
        ({"due_at": in_days(-4)}, "It has waited a while."),
        ({"priority": "urgent"}, "You marked it as urgent."),
        ({"due_at": in_days(1)}, "Tomorrow is its day."),
        ({"due_at": in_days(3)}, "Its day is Thursday."),
        ({"priority": "high"}, "You marked it as important."),
        ({"energy": "low"}, "It suits this time of the day."),
        ({"estimate_minutes": 10}, "It is short."),
        ({}, "Nothing presses, and this one has a small first step."),
    ],
)
def test_the_reason_is_what_sets_it_apart(
    client: APIClient, user: User, fields: dict[str, Any], reason: str
) -> None:
    TaskFactory.create(owner=user, title="Any other", priority="low", due_at=in_days(30))
    TaskFactory.create(owner=user, title="This one", **fields)

    assert told(client) == ("This one", reason)


def test_minutes_and_energy_of_now_count(client: APIClient, user: User) -> None:
    TaskFactory.create(owner=user, title="Deep", energy="high", estimate_minutes=90)
    TaskFactory.create(owner=user, title="Light", energy="low", estimate_minutes=30)

    assert told(client, energy="high")[0] == "Deep"
    assert told(client, energy="low")[0] == "Light"
    assert told(client, minutes=30, energy="medium") == ("Light", "It fits into your 30 minutes.")


def test_what_the_person_said_of_their_energy_counts_until_it_is_old(
    client: APIClient, user: User
) -> None:
    TaskFactory.create(owner=user, title="Light", energy="low")
    TaskFactory.create(owner=user, title="Deep", energy="high")
    assert told(client) == ("Light", "It suits this time of the day.")

    CheckInFactory.create(owner=user, energy=10)

    assert told(client) == ("Deep", "It suits the energy that you have.")


def test_a_wish_presses_less_than_a_limit(client: APIClient, user: User) -> None:
    TaskFactory.create(owner=user, title="Wish", due_at=in_days(0.2), due_is_hard=False)
    TaskFactory.create(owner=user, title="Limit", due_at=in_days(0.3))

    assert told(client)[0] == "Limit"


def test_it_stays_the_same_until_something_changes(
    client: APIClient, client_for: ClientFor, user: User
) -> None:
    for number in range(5):
        TaskFactory.create(owner=user, title=f"Thing {number}", due_at=in_days(2 + number))
    first = client.get(URL)

    for minutes in (1, 20, 45):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            again = client_for(user).get(URL)
        assert again.json() == first.json()
        assert again["ETag"] == first["ETag"]
    tasks.complete_task(task=Task.objects.get(title="Thing 0"))

    assert told(client)[0] == "Thing 1"


def test_what_waits_is_put_off_or_has_its_own_hour_or_day_is_not_offered(
    client: APIClient, user: User
) -> None:
    first = TaskFactory.create(owner=user, title="First", priority="low")
    TaskFactory.create(owner=user, title="After it", priority="urgent", after_ids=[first.pk])
    TaskFactory.create(owner=user, priority="urgent", snoozed_until=in_days(1))
    TaskFactory.create(owner=user, priority="urgent", starts_at=in_days(0.1))
    TaskFactory.create(owner=user, priority="urgent", completed=True)
    TaskFactory.create(owner=user, priority="urgent", recurrence="FREQ=DAILY", due_at=in_days(1))
    TaskFactory.create(title="Another person's", priority="urgent")

    assert told(client)[0] == "First"

    tasks.complete_task(task=first)
    assert told(client)[0] == "After it"


def test_not_this_one_holds_for_today(client: APIClient, user: User) -> None:
    pressing = TaskFactory.create(owner=user, title="Pressing", due_at=in_days(0.2))
    other = TaskFactory.create(owner=user, title="Other")

    body = client.post(NOT_THIS, {"task_id": str(pressing.pk), "minutes": 20}).json()

    assert body["title"] == "Other"
    assert told(client)[0] == "Other"
    client.post(NOT_THIS, {"task_id": str(pressing.pk)})
    client.post(NOT_THIS, {"task_id": str(other.pk)})
    assert SetAside.objects.count() == 2
    assert told(client) == (
        None,
        "Everything that is open is set aside for today. It will be there tomorrow.",
    )
    pressing.refresh_from_db()
    assert pressing.snoozed_until is None


def test_tomorrow_it_is_offered_again(client_for: ClientFor, user: User) -> None:
    task = TaskFactory.create(owner=user, title="Pressing")
    # 23:30 in Berlin: the day ends there, not in London.
    with time_machine.travel(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), tick=False):
        client_for(user).post(NOT_THIS, {"task_id": str(task.pk)})
        assert told(client_for(user))[0] is None

    with time_machine.travel(datetime(2026, 11, 23, 23, 5, tzinfo=UTC), tick=False):
        assert told(client_for(user))[0] == "Pressing"
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        client_for(user).post(NOT_THIS, {"task_id": str(task.pk)})
    assert [one.day.isoformat() for one in SetAside.objects.all()] == ["2026-11-28"]


def test_only_what_could_be_offered_can_be_set_aside(client: APIClient, user: User) -> None:
    theirs = TaskFactory.create()
    done = TaskFactory.create(owner=user, completed=True)

    for task in (theirs, done):
        response = client.post(NOT_THIS, {"task_id": str(task.pk)})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert SetAside.objects.count() == 0


@pytest.mark.parametrize(
    "query", [{"minutes": "0"}, {"minutes": "soon"}, {"energy": "lots"}, {"energy": ""}]
)
def test_bad_input_is_named(client: APIClient, query: dict[str, str]) -> None:
    response = client.get(URL, query)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == list(query)


@pytest.mark.parametrize(
    ("title", "step", "text"),
    [
        ("Call mum", None, "Find the number and write it on a piece of paper"),
        ("Move house", "Call mum", "Find the number and write it on a piece of paper"),
        ("Move house", "Frobnicate it", "Give “Frobnicate it” two minutes"),
    ],
)
def test_the_first_step_takes_two_minutes_whatever_the_thing(
    client: APIClient, user: User, title: str, step: str | None, text: str
) -> None:
    task = TaskFactory.create(owner=user, title=title, estimate_minutes=60)
    if step:
        StepFactory.create(task=task, title=step, minutes=30)

    body = client.get(URL).json()

    assert body["first_step"] == {"text": text, "minutes": 2, "step_id": None}


def test_other_features_offer_their_things_too(
    client: APIClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = TaskFactory.create(owner=user, title="Task")
    session = Offer(
        subject_id=SetAside().pk,
        kind=TimeBlock.Kind.STUDY,
        title="Cells",
        minutes=25,
        first_step=lambda: FirstStep("Open the book", 1),
        energy="low",
    )

    class Study:
        name = "study"

        def offers(self, *, person: User, now: datetime) -> list[Offer]:
            return [session] if person == user else []

    monkeypatch.setitem(agenda._offers, "study", Study())

    assert client.get(URL).json()["kind"] == "study"
    client.post(NOT_THIS, {"task_id": str(session.subject_id)})
    assert client.get(URL).json()["task_id"] == str(task.pk)
