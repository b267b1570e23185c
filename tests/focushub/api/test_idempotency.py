import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from focushub.api.models import IdempotencyRecord
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.focushub.api.urls"),
    pytest.mark.usefixtures("no_groups"),
]

URL = "/test/effect"


@pytest.fixture
def client(client_for, user):
    client = client_for(user)
    client.raise_request_exception = False
    return client


def send(client, key="a key", **body):
    return client.post(URL, body, headers={"Idempotency-Key": key})


def test_the_same_key_gives_the_first_answer_and_does_nothing_again(client):
    first = send(client)
    second = send(client)

    assert (first.status_code, first.json()) == (201, {"made": "1"})
    assert (second.status_code, second.content) == (201, first.content)
    assert second["Location"] == "/made"
    assert second["Content-Type"] == first["Content-Type"] == "application/json"
    assert Group.objects.count() == 1


@pytest.mark.parametrize(("then", "status"), [("bare", 200), ("nothing", 204)])
def test_answers_of_every_form_are_kept(client, then, status):
    first = send(client, then=then)
    second = send(client, then=then)

    assert (first.status_code, second.status_code) == (status, status)
    assert second.content == first.content
    assert Group.objects.count() == 1


def test_an_answer_that_is_still_being_made_is_taken_up_where_it_is(client):
    send(client, then="later")

    again = send(client, then="later")

    assert again.json() == {"resumed": "a-run"}
    assert Group.objects.count() == 1


def test_without_a_key_each_call_counts(client):
    client.post(URL, {})
    client.post(URL, {})

    assert Group.objects.count() == 2
    assert not IdempotencyRecord.objects.exists()


def test_another_key_is_another_call(client):
    send(client, "one")
    send(client, "two")

    assert Group.objects.count() == 2


def test_a_key_is_one_persons_own(client, client_for):
    send(client)

    send(client_for(UserFactory()))

    assert Group.objects.count() == 2


def test_a_key_with_another_body_is_refused(client):
    send(client)

    response = send(client, other="body")

    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert Group.objects.count() == 1


def test_a_key_at_another_address_is_refused(client):
    send(client)

    response = client.post(f"{URL}?other=1", {}, headers={"Idempotency-Key": "a key"})

    assert response.status_code == 422


@pytest.mark.parametrize("key", ["", "x" * 201, "é", "tab\tinside"])
def test_a_key_that_cannot_be_kept_is_refused(client, key):
    response = send(client, key)

    assert (response.status_code, response.json()["code"]) == (400, "invalid_idempotency_key")
    assert not Group.objects.exists()


def test_while_the_first_call_is_at_work_a_second_is_told_to_wait(client, user):
    send(client)
    IdempotencyRecord.objects.update(status=None)

    response = send(client)

    assert (response.status_code, response.json()["code"]) == (409, "idempotency_in_progress")
    assert response["Retry-After"] == "1"
    assert Group.objects.count() == 1


def test_a_claim_whose_process_died_is_taken_over(client):
    send(client)
    IdempotencyRecord.objects.update(status=None, claimed_at=timezone.now() - timedelta(seconds=61))

    response = send(client)

    assert (response.status_code, response.json()) == (201, {"made": "2"})
    assert send(client).json() == {"made": "2"}


def test_a_key_counts_for_a_day(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(client)
        IdempotencyRecord.objects.update(claimed_at=timezone.now())
        clock.shift(timedelta(hours=24))
        within = IdempotencyRecord.objects.get()
        assert timezone.now() - within.claimed_at == timedelta(hours=24)
    IdempotencyRecord.objects.update(claimed_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert send(client).json() == {"made": "2"}


@pytest.mark.parametrize(
    ("then", "status"), [("refuse", 400), ("crash", 500), ("answer with an error", 409)]
)
def test_a_call_that_did_not_work_frees_its_key(client, then, status):
    response = send(client, then=then)

    assert response.status_code == status
    assert not IdempotencyRecord.objects.exists()
    assert send(client).status_code == 201


@pytest.mark.parametrize("then", ["refuse", "crash"])
def test_what_a_refused_call_did_is_taken_back(client, then):
    send(client, then=then)

    assert not Group.objects.exists()


def test_a_key_on_a_route_without_post_is_only_a_wrong_method(client):
    response = client.post("/api/v1/me", {}, headers={"Idempotency-Key": "k"})

    assert response.status_code == 405


def test_a_body_that_cannot_be_read_claims_nothing(client):
    response = client.generic(
        "POST", URL, b"{", content_type="application/json", headers={"Idempotency-Key": "k"}
    )

    assert response.status_code == 400
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_equal_calls_at_once_have_one_effect(client_for, user):
    clients = [client_for(user) for _ in range(2)]
    start, statuses = threading.Barrier(2), []

    def call(client):
        try:
            start.wait()
            statuses.append(send(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) in ([201, 201], [201, 409])
    assert Group.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_claim_meanwhile_takes_its_work_back(client_for, user, monkeypatch):
    """A call that stalls past its claim must not leave a second effect beside its successor's."""
    client = client_for(user)
    other = client_for(user)
    create = Group.objects.create

    def stall(**fields):
        monkeypatch.setattr(Group.objects, "create", create)
        IdempotencyRecord.objects.using("default")
        answers.append(in_a_thread(lambda: take_over(other)))
        return create(name=f"late {uuid4()}")

    answers: list[int] = []
    monkeypatch.setattr(Group.objects, "create", stall)

    late = send(client)

    assert answers == [201]
    assert (late.status_code, late.json()["code"]) == (409, "idempotency_in_progress")
    assert [group.name for group in Group.objects.all()] == ["1"]
    assert send(client).json() == {"made": "1"}


def take_over(client):
    IdempotencyRecord.objects.update(claimed_at=timezone.now() - timedelta(seconds=61))
    return send(client).status_code


def in_a_thread(work):
    told = []

    def run():
        try:
            told.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return told[0]
