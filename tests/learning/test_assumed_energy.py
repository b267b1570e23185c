"""Sessions go where the energy is that the person said they have, and the answer says so."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from tests.conftest import ClientFor

# A Tuesday, 10:00 in Berlin.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def learn(client: APIClient, **body: object) -> dict:
    response = client.post(reverse("learn"), {"topic": "cell respiration", **body})
    assert response.status_code == 200
    return response.json()


def test_what_the_person_says_of_now_moves_the_first_session(
    client_for: ClientFor, user: User
) -> None:
    user.energy_by_hour = ["medium"] * 24
    user.save()
    with time_machine.travel(MORNING, tick=False):
        client = client_for(user)
        before = learn(client)
        client.post(reverse("check-in-list"), {"energy": 2})
        tired = learn(client)
        named = learn(client, energy="medium")

    assert before["sessions"][0]["starts_at"] == "2026-11-24T09:05:00Z"
    assert tired["sessions"][0]["starts_at"] >= "2026-11-24T11:00:00Z"
    assert named["sessions"][0]["starts_at"] == "2026-11-24T09:05:00Z"
    assert tired["suggestions"][0].startswith("You said at 10:00 that your energy is 2 of 10")
    assert tired["suggestions"][1:] == before["suggestions"]
    assert named["suggestions"] == before["suggestions"]
    assert len(tired["sessions"]) == len(before["sessions"])
