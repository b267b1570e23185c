"""Kept tokens: told once, each for its own door, and refused as soon as they end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from focushub.accounts.models import Scope, ScopedToken, User
from focushub.accounts.services.tokens import make_token, person_of_token
from tests.conftest import ClientFor
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

URL = reverse("token-list")
CALENDAR = {"name": "Phone", "scopes": ["calendar:read"]}


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def token_of(person: User, *scopes: Scope, **fields: Any) -> str:
    return make_token(person=person, name="Phone", scopes=scopes, **fields).token


def test_a_token_is_told_once_and_kept_as_a_hash(client: APIClient, user: User) -> None:
    made = client.post(URL, {"name": " Phone ", "scopes": ["calendar:read", "calendar:read"]})

    token = made.json()["token"]
    row = ScopedToken.objects.get()
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    assert (row.owner, row.name, row.scopes) == (user, "Phone", ["calendar:read"])
    assert token not in str(ScopedToken.objects.values().get())
    assert token[4:] not in client.get(URL).content.decode()
    assert client.get(URL).json() == [{k: v for k, v in made.json().items() if k != "token"}]
    assert person_of_token(token, Scope.CALENDAR_READ) == user


def test_no_answer_with_a_token_is_kept_under_a_key(client: APIClient) -> None:
    for _ in range(2):
        client.post(URL, CALENDAR, headers={"Idempotency-Key": "the same"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM api_idempotencyrecord")
        assert cursor.fetchone() == (0,)
    assert ScopedToken.objects.count() == 2


def test_it_opens_what_its_scopes_say_and_nothing_else(user: User, anonymous: APIClient) -> None:
    reading = token_of(user, Scope.ASSISTANT_READ)
    both = token_of(user, Scope.ASSISTANT_READ, Scope.ASSISTANT_WRITE)

    assert person_of_token(reading, Scope.ASSISTANT_READ) == user
    assert person_of_token(reading, Scope.ASSISTANT_WRITE) is None
    assert person_of_token(both, Scope.ASSISTANT_WRITE) == user
    assert person_of_token(both, Scope.CALENDAR_READ) is None
    anonymous.credentials(HTTP_AUTHORIZATION=f"Bearer {both}")
    assert anonymous.get(reverse("me")).status_code == 401


@pytest.mark.parametrize("token", ["", "fht_", "fht_" + "x" * 43, "x" * 5000, "fht_" + "é" * 43])
def test_what_was_never_given_opens_nothing(user: User, token: str) -> None:
    assert person_of_token(token, Scope.CALENDAR_READ) is None


def test_a_revoked_token_is_refused_at_once(client: APIClient, user: User) -> None:
    made = client.post(URL, CALENDAR).json()
    kept = client.post(URL, CALENDAR).json()

    response = client.delete(reverse("token-detail", args=[made["id"]]))

    assert response.status_code == 204
    assert person_of_token(made["token"], Scope.CALENDAR_READ) is None
    assert person_of_token(kept["token"], Scope.CALENDAR_READ) == user
    assert [one["id"] for one in client.get(URL).json()] == [kept["id"]]
    assert client.delete(reverse("token-detail", args=[made["id"]])).status_code == 404


def test_a_deactivated_person_s_token_is_refused_at_once(user: User) -> None:
    token = token_of(user, Scope.CALENDAR_READ)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert person_of_token(token, Scope.CALENDAR_READ) is None


def test_it_ends_at_its_time(user: User) -> None:
    now = timezone.now()
    token = token_of(user, Scope.CALENDAR_READ, expires_at=now + timedelta(hours=1))

    assert person_of_token(token, Scope.CALENDAR_READ) == user
    with time_machine.travel(now + timedelta(hours=1, seconds=1), tick=False):
        assert person_of_token(token, Scope.CALENDAR_READ) is None


def test_a_look_costs_one_query_and_the_use_is_noted_once_a_minute(user: User) -> None:
    token = token_of(user, Scope.CALENDAR_READ)
    now = timezone.now()

    with time_machine.travel(now, tick=False), CaptureQueriesContext(connection) as first:
        person_of_token(token, Scope.CALENDAR_READ)
    later = time_machine.travel(now + timedelta(seconds=59), tick=False)
    with later, CaptureQueriesContext(connection) as second:
        person_of_token(token, Scope.CALENDAR_READ)

    assert (len(first), len(second)) == (2, 1)
    assert ScopedToken.objects.get().last_used_at == now


def test_a_new_password_by_mail_ends_all_of_them(user: User) -> None:
    token = token_of(user, Scope.ASSISTANT_WRITE)
    reset = f"{user.pk.hex}.{default_token_generator.make_token(user)}"

    response = APIClient().post(
        reverse("password-reset-confirm"),
        {"token": reset, "new_password": "nine loud herons"},
    )

    assert response.status_code == 204
    assert person_of_token(token, Scope.ASSISTANT_WRITE) is None


def test_there_are_only_so_many(client: APIClient, user: User) -> None:
    for _ in range(20):
        token_of(user, Scope.CALENDAR_READ)

    response = client.post(URL, CALENDAR)

    assert (response.status_code, response.json()["code"]) == (409, "too_many_tokens")
    token_of(UserFactory.create(), Scope.CALENDAR_READ)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**CALENDAR, "name": ""}, "name"),
        ({**CALENDAR, "name": "x" * 61}, "name"),
        ({**CALENDAR, "scopes": []}, "scopes"),
        ({**CALENDAR, "scopes": ["everything"]}, "scopes.0"),
        ({**CALENDAR, "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_bad_input_is_named_and_nothing_is_made(
    client: APIClient, body: dict[str, object], field: str
) -> None:
    response = client.post(URL, body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert ScopedToken.objects.count() == 0


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_the_database_keeps_no_token_for_nothing(user: User, scopes: list[str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopedToken.objects.create(owner=user, name="x", token_hash="x", scopes=scopes)
