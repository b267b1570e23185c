from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.focus.models import CheckIn
from focushub.realtime import stream
from tests.focushub.focus.factories import CheckInFactory, check_in_at

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOOD = {"mood_score": 4, "energy_level": 2, "stress_level": 8, "notes": "Slept badly"}


@pytest.fixture
def client(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_one_number_is_enough(client: APIClient, user: User) -> None:
    response = client.post(reverse("check-in-list"), {"energy": 3})

    row = CheckIn.objects.get()
    assert response.status_code == 201
    assert (row.owner, row.energy, row.mood, row.stress) == (user, 3, None, None)
    told = response.json()
    del told["created_at"]
    assert told == {
        "id": str(row.pk),
        "energy": 3,
        "mood": None,
        "stress": None,
        "note": "",
        "triggers": [],
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"note": "words alone"},
        {"energy": None},
        {"energy": 0},
        {"mood": 11},
        {"stress": "very"},
        {"energy": 5, "note": "x" * 2001},
        {"energy": 5, "triggers": ["x"] * 11},
        {"energy": 5, "triggers": ["x" * 81]},
    ],
)
def test_what_cannot_be_read_is_refused(client: APIClient, body: dict[str, Any]) -> None:
    response = client.post(reverse("check-in-list"), body)

    assert response.status_code == 400
    assert not CheckIn.objects.exists()


def test_a_trigger_that_is_named_twice_is_one(client: APIClient) -> None:
    told = client.post(reverse("check-in-list"), {"mood": 5, "triggers": ["rain", "bus", "rain"]})

    assert told.json()["triggers"] == ["rain", "bus"]


def test_the_list_is_newest_first_and_can_be_cut(client: APIClient, user: User) -> None:
    CheckInFactory.create()
    check_in_at(NOON - timedelta(days=3), owner=user, energy=1)
    check_in_at(NOON, owner=user, energy=2)

    everything = client.get(reverse("check-in-list")).json()
    cut = client.get(reverse("check-in-list"), {"after": NOON.isoformat()}).json()

    assert [row["energy"] for row in everything] == [2, 1]
    assert [row["energy"] for row in cut] == [2]


@pytest.mark.django_db(transaction=True)
def test_a_check_in_can_be_taken_back_and_devices_are_told(client: APIClient, user: User) -> None:
    pk = client.post(reverse("check-in-list"), {"energy": 3, "note": "secret"}).json()["id"]

    response = client.delete(reverse("check-in-detail", args=[pk]))

    events = stream.since(user.pk, stream.latest([user.pk])[0] - 2)
    assert events is not None
    told = [orjson.loads(event.text) for event in events]
    assert response.status_code == 204
    assert [(e["type"], e["change"], e["ids"]) for e in told] == [
        ("check_in", "created", [pk]),
        ("check_in", "deleted", [pk]),
    ]
    assert "secret" not in str(told)
    assert not CheckIn.objects.exists()


def test_older_clients_say_their_mood(client: APIClient) -> None:
    made = client.post(reverse("mood-list"), {**MOOD, "triggers": ["deadline"]})
    client.post(reverse("check-in-list"), {"energy": 5})
    listed = client.get(reverse("mood-list"))

    row = CheckIn.objects.get(mood=4)
    assert made.status_code == 201
    assert made.json() == {
        "id": str(row.pk),
        **MOOD,
        "triggers": ["deadline"],
        "created_at": made.json()["created_at"],
    }
    assert (row.energy, row.stress, row.note) == (2, 8, "Slept badly")
    assert listed.json() == [made.json()]


@pytest.mark.parametrize("missing", ["mood_score", "energy_level", "stress_level"])
def test_older_clients_say_all_three(client: APIClient, missing: str) -> None:
    response = client.post(reverse("mood-list"), {k: v for k, v in MOOD.items() if k != missing})

    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == missing


def test_the_person_reads_what_is_assumed_of_them(client: APIClient, user: User) -> None:
    User.objects.filter(pk=user.pk).update(energy_by_hour=["medium"] * 24)
    user.refresh_from_db()
    CheckInFactory.create(energy=1)
    with time_machine.travel(NOON, tick=False):
        before = client.get(reverse("energy")).json()
        client.post(reverse("check-in-list"), {"energy": 2})
        client.post(reverse("check-in-list"), {"mood": 9})
        after = client.get(reverse("energy")).json()

    assert (before["level"], before["is_recent"], before["until"]) == ("medium", False, None)
    assert before["reason"] == "Your profile says that your energy is medium around 13:00."
    assert (after["level"], after["is_recent"]) == ("low", True)
    # In the person's zone.
    assert "at 13:00 that your energy is 2 of 10" in after["reason"]
    assert after["until"] > "2026-11-24T12:00:00Z"
    assert len(after["by_hour"]) == 24


def test_the_database_refuses_a_check_in_that_says_nothing(user: User) -> None:
    with pytest.raises(IntegrityError, match="check_in_says_something"):
        CheckInFactory.create(owner=user, energy=None)


def test_a_check_in_is_part_of_the_state_that_answers_rest_on(
    client: APIClient, user: User
) -> None:
    before = User.objects.get(pk=user.pk).state_revision

    client.post(reverse("check-in-list"), {"energy": 3})

    assert User.objects.get(pk=user.pk).state_revision > before
