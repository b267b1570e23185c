from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.focus.models import FocusSession
from tests.focushub.focus.factories import FocusSessionFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(clock, user: User) -> APIClient:
    client = APIClient()
    # With no token: it would expire while the clock is moved on.
    client.force_authenticate(user)
    return client


def start(client: APIClient, **fields: Any) -> Any:
    body = {"description": "First page", "planned_minutes": 25, **fields}
    return client.post(reverse("focus-session-list"), body)


def call(client: APIClient, verb: str, session_id: str, **body: Any) -> Any:
    return client.post(reverse(f"focus-session-{verb}", args=[session_id]), body)


def read(client: APIClient, session_id: str, **headers: Any) -> Any:
    return client.get(reverse("focus-session-detail", args=[session_id]), **headers)


def test_a_session_from_its_start_to_its_end(client: APIClient, clock) -> None:
    task_id = str(uuid4())
    started = start(client, subject_id=task_id)
    session_id = started.json()["id"]
    clock.shift(timedelta(minutes=10))
    paused = call(client, "pause", session_id).json()
    clock.shift(timedelta(minutes=30))
    resumed = call(client, "resume", session_id).json()
    clock.shift(timedelta(minutes=5, milliseconds=250))
    running = read(client, session_id).json()
    finished = call(client, "finish", session_id).json()

    assert started.status_code == 201
    assert started.json()["state"] == "running"
    assert started.json()["running_since"] == "2026-11-24T12:00:00Z"
    assert started.json()["planned_end_at"] == "2026-11-24T12:25:00Z"
    assert (paused["state"], paused["elapsed_seconds"], paused["running_since"]) == (
        "paused",
        600,
        None,
    )
    assert (resumed["running_since"], resumed["planned_end_at"]) == (
        "2026-11-24T12:40:00Z",
        "2026-11-24T12:55:00Z",
    )
    assert (running["elapsed_seconds"], running["server_now"]) == (
        900.25,
        "2026-11-24T12:45:00.250000Z",
    )
    assert (finished["state"], finished["planned_minutes"], finished["actual_minutes"]) == (
        "finished",
        25,
        15,
    )
    assert (finished["subject_id"], finished["minutes_are_certain"]) == (task_id, True)
    assert finished["ended_at"] == finished["server_now"]


def test_a_second_start_is_told_what_runs(client: APIClient) -> None:
    first = start(client, description="The tax letter").json()

    refused = start(client)

    assert (refused.status_code, refused.json()["code"]) == (409, "focus_session_running")
    assert "The tax letter" in refused.json()["detail"]
    assert refused.json()["errors"] == [
        {"field": first["id"], "code": "running", "detail": "The tax letter"}
    ]
    assert FocusSession.objects.count() == 1


def test_replacing_finishes_the_one_that_runs(client: APIClient, clock) -> None:
    first = start(client).json()
    clock.shift(timedelta(minutes=12))

    second = start(client, replace=True)

    told = read(client, first["id"]).json()
    assert second.status_code == 201
    assert (told["state"], told["actual_minutes"]) == ("finished", 12)


def test_a_paused_one_waits_while_another_runs(client: APIClient, clock) -> None:
    first = start(client).json()
    call(client, "pause", first["id"])
    second = start(client).json()

    refused = call(client, "resume", first["id"])
    resumed = call(client, "resume", first["id"], replace=True)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, second["id"])
    assert resumed.json()["state"] == "running"
    assert read(client, second["id"]).json()["state"] == "finished"


@pytest.mark.parametrize("verb", ["pause", "resume", "finish", "abandon"])
def test_two_taps_are_one(client: APIClient, clock, verb: str) -> None:
    session_id = start(client).json()["id"]
    if verb == "resume":
        call(client, "pause", session_id)
    once = call(client, verb, session_id).json()
    twice = call(client, verb, session_id).json()

    assert once == twice


def test_what_is_over_stays_over(client: APIClient) -> None:
    aside, done = start(client).json()["id"], start(client, replace=True).json()["id"]
    done, aside = aside, call(client, "abandon", done).json()["id"]

    refused = [
        call(client, "pause", done),
        call(client, "resume", done),
        call(client, "abandon", done),
        call(client, "finish", aside),
        client.patch(reverse("focus-session-detail", args=[done]), {"planned_minutes": 30}),
    ]

    assert [(r.status_code, r.json()["code"]) for r in refused] == [(409, "focus_session_over")] * 5
    assert read(client, done).json()["state"] == "finished"
    assert read(client, aside).json()["state"] == "abandoned"


def test_a_forgotten_session_is_paused_and_then_over_with_nobody_there(
    client: APIClient, clock
) -> None:
    session_id = start(client).json()["id"]

    def listed(state: str) -> list[str]:
        told = client.get(reverse("focus-session-list"), {"state": state})
        return [row["state"] for row in told.json()]

    clock.shift(timedelta(hours=2))
    paused = read(client, session_id).json()
    lists_then = [listed(state) for state in ("running", "paused", "finished")]
    clock.shift(timedelta(hours=13))
    over = read(client, session_id).json()
    lists_now = [listed(state) for state in ("running", "paused", "finished", "abandoned")]
    said = call(client, "finish", session_id, minutes=40).json()

    assert (paused["state"], paused["elapsed_seconds"]) == ("paused", 75 * 60)
    assert not paused["minutes_are_certain"]
    assert lists_then == [[], ["paused"], []]
    assert (over["state"], over["ended_at"]) == ("finished", "2026-11-24T13:15:00Z")
    assert lists_now == [[], [], ["finished"], []]
    assert (said["actual_minutes"], said["minutes_are_certain"]) == (40, True)
    assert said["ended_at"] == "2026-11-24T13:15:00Z"


def test_a_forgotten_session_stands_in_nobodys_way(client: APIClient, clock) -> None:
    forgotten = start(client).json()["id"]
    clock.shift(timedelta(hours=2))

    second = start(client)

    row = FocusSession.objects.get(pk=forgotten)
    assert second.status_code == 201
    assert (row.state, row.actual_minutes, row.is_certain) == ("paused", 75, False)


def test_ten_minutes_more(client: APIClient, clock) -> None:
    session_id = start(client).json()["id"]
    clock.shift(timedelta(minutes=20))
    address = reverse("focus-session-detail", args=[session_id])
    read_before = client.get(address)

    changed = client.patch(
        address, {"planned_minutes": 35}, headers={"If-Match": read_before["ETag"]}
    )
    again = client.patch(
        address, {"description": "Second page"}, headers={"If-Match": read_before["ETag"]}
    )

    assert changed.json()["planned_end_at"] == "2026-11-24T12:35:00Z"
    assert (changed.json()["description"], changed.json()["elapsed_seconds"]) == (
        "First page",
        1200,
    )
    assert again.status_code == 412


def test_a_running_clock_is_always_told_anew_and_has_one_version(client: APIClient, clock) -> None:
    session_id = start(client).json()["id"]
    first = read(client, session_id)
    clock.shift(timedelta(minutes=1))

    second = read(client, session_id, headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second["ETag"]) == (200, first["ETag"])
    assert second.json()["elapsed_seconds"] == 60


def test_a_call_that_is_sent_again_tells_the_time_of_now(client: APIClient, clock) -> None:
    def send(address: str, key: str) -> Any:
        body = {"description": "First page"}
        return client.post(address, body, headers={"Idempotency-Key": key})

    first = send(reverse("focus-session-list"), "one")
    clock.shift(timedelta(minutes=3))
    again = send(reverse("focus-session-list"), "one")
    address = reverse("focus-session-pause", args=[first.json()["id"]])
    paused, paused_again = send(address, "two"), send(address, "two")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["id"] == first.json()["id"]
    assert (again.json()["elapsed_seconds"], again.json()["server_now"]) == (
        180,
        "2026-11-24T12:03:00Z",
    )
    assert (paused.status_code, paused_again.status_code) == (200, 200)
    assert FocusSession.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"description": ""},
        {"description": "x" * 501},
        {"description": "x", "planned_minutes": 0},
        {"description": "x", "planned_minutes": 481},
        {"description": "x", "subject_id": "a task"},
    ],
)
def test_a_start_that_cannot_be_is_refused(client: APIClient, body: dict[str, Any]) -> None:
    response = client.post(reverse("focus-session-list"), body)

    assert response.status_code == 400
    assert not FocusSession.objects.exists()


def test_the_list_is_the_persons_newest_first_and_by_subject(client: APIClient, user: User) -> None:
    subject = uuid4()
    FocusSessionFactory.create()
    rows = [
        FocusSessionFactory.create(owner=user, finished=True, subject_id=subject),
        FocusSessionFactory.create(owner=user, finished=True),
    ]

    told = client.get(reverse("focus-session-list")).json()
    of_subject = client.get(reverse("focus-session-list"), {"subject_id": str(subject)}).json()

    assert [row["id"] for row in told] == [str(row.pk) for row in reversed(rows)]
    assert [row["id"] for row in of_subject] == [str(rows[0].pk)]


def test_a_deleted_session_is_gone(client: APIClient) -> None:
    session_id = start(client).json()["id"]

    response = client.delete(reverse("focus-session-detail", args=[session_id]))

    assert response.status_code == 204
    assert not FocusSession.objects.exists()


def test_the_database_refuses_a_second_run(user: User) -> None:
    FocusSessionFactory.create(owner=user)

    with pytest.raises(IntegrityError, match="focus_session_one_running"):
        FocusSessionFactory.create(owner=user)


def test_a_change_is_part_of_the_state_that_answers_rest_on(client: APIClient, user: User) -> None:
    before = User.objects.get(pk=user.pk).state_revision

    start(client)

    assert User.objects.get(pk=user.pk).state_revision > before
