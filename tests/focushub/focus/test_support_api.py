"""`/mood/log` and `/focus/start`: what older clients call, and that it is true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.focus.models import CheckIn, FocusSession
from tests.focushub.focus.factories import FocusSessionFactory, check_in_at

pytestmark = pytest.mark.django_db

# A Tuesday, 15:00 in Berlin.
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def log(client: APIClient, **fields: Any) -> dict[str, Any]:
    body = {"mood_score": 6, "energy_level": 5, "stress_level": 4, **fields}
    response = client.post(reverse("mood-log"), body)
    assert response.status_code == 200
    return response.json()


def begin(client: APIClient, **fields: Any) -> dict[str, Any]:
    response = client.post(reverse("focus-start"), {"task_description": "Write an essay", **fields})
    assert response.status_code == 200
    return response.json()


class TestMoodLog:
    def test_it_is_kept_and_compared_with_the_persons_own(
        self, client: APIClient, user: User
    ) -> None:
        for days in (3, 2, 1):
            check_in_at(
                NOW - timedelta(days=days), owner=user, mood=7, stress=8, triggers=["deadline"]
            )
        check_in_at(NOW - timedelta(days=1), mood=1)

        told = log(client, mood_score=4, stress_level=8, notes="too much", triggers=["deadline"])

        row = CheckIn.objects.get(pk=told["check_in_id"])
        assert (row.owner, row.mood, row.note) == (user, 4, "too much")
        assert told["analysis"] == (
            "You said: mood 4, energy 5, stress 8 of 10. Your mood is lower than your usual 7. "
            "“deadline” also stood with 3 of your last 3 hard moments; it may be worth a small "
            "plan of its own."
        )
        assert {"category", "strategy", "description", "time_needed"} == set(
            told["coping_strategies"][0]
        )
        assert told["coping_strategies"][0]["time_needed"].endswith(" min")
        assert told["recommended_activities"]
        assert told["follow_up_time"] == "2026-11-24T18:00:00Z"
        assert (told["escalation_needed"], told["helplines"]) == (False, [])

    def test_words_of_crisis_are_heard_whatever_the_numbers(
        self, client: APIClient, user: User
    ) -> None:
        told = log(client, mood_score=8, notes="I want to kill myself")

        assert told["escalation_needed"]
        assert told["coping_strategies"][0]["category"] == "people"
        # The time zone's country, as the profile names none.
        assert told["emergency_number"] == "112"
        assert "116 123" in str(told["helplines"]) or "0800" in str(told["helplines"])
        assert told["helplines"][-1]["url"].startswith("https://")
        assert told["follow_up_time"] == "2026-11-24T15:00:00Z"

    def test_numbers_alone_can_be_heavy_and_the_profiles_country_counts(
        self, client: APIClient, user: User
    ) -> None:
        user.country = "US"
        user.save()

        told = log(client, mood_score=1)

        assert (told["escalation_needed"], told["emergency_number"]) == (True, "911")
        assert "988" in str(told["helplines"])

    def test_violence_has_its_own_lines_first(self, client: APIClient, user: User) -> None:
        told = log(client, notes="my boyfriend hits me and I am scared to go home")

        assert told["escalation_needed"]
        assert "Gewalt" in told["helplines"][0]["name"]

    def test_what_only_sounds_like_it_is_none(self, client: APIClient) -> None:
        assert not log(client, notes="this homework is killing me")["escalation_needed"]


class TestFocusStart:
    def test_it_runs_for_the_length_that_was_adapted(self, client: APIClient, user: User) -> None:
        task_id = str(uuid4())
        check_in_at(NOW - timedelta(minutes=10), owner=user, energy=2, stress=9)

        told = begin(client, task_id=task_id, requested_duration=60, distraction_level=8)

        session = FocusSession.objects.get(pk=told["session_id"])
        assert told["adapted_duration"] == 30
        assert told["reason"] == (
            "30 of the 60 minutes first, because much pulls at you, your energy is low and there "
            "is much stress. You can always go on."
        )
        assert (session.state, session.planned_minutes) == ("running", 30)
        assert (str(session.subject_id), session.description) == (task_id, "Write an essay")
        assert [pause["after_minutes"] for pause in told["break_schedule"]] == [10, 20, 30]
        assert told["break_schedule"][-1]["type"] == "short"
        assert len(told["focus_techniques"]) == 4
        assert len(told["environment_suggestions"]) == 3

    def test_the_persons_own_sessions_say_what_is_usual(
        self, client: APIClient, user: User
    ) -> None:
        user.energy_by_hour = ["medium"] * 24
        user.save()
        before = begin(client, requested_duration=60)
        for days in range(1, 6):
            FocusSessionFactory.create(
                owner=user,
                finished=True,
                started_at=NOW - timedelta(days=days),
                banked=timedelta(minutes=20),
            )

        after = begin(client, requested_duration=60)

        assert (before["adapted_duration"], before["reason"]) == (60, "60 minutes, as you asked.")
        assert after["adapted_duration"] == 35
        assert "your last sessions were mostly about 20 minutes" in after["reason"]

    def test_one_that_runs_is_finished_for_older_clients_cannot(
        self, client: APIClient, user: User
    ) -> None:
        first = begin(client)

        second = begin(client)

        states = {str(row.pk): row.state for row in FocusSession.objects.owned_by(user)}
        assert states == {first["session_id"]: "finished", second["session_id"]: "running"}
        assert first["adapted_duration"] <= 25

    @pytest.mark.parametrize(
        "fields",
        [
            {"task_description": ""},
            {"task_description": "x" * 501},
            {"requested_duration": 4},
            {"requested_duration": 91},
            {"distraction_level": 0},
            {"distraction_level": 11},
            {"task_id": "seven"},
        ],
    )
    def test_what_cannot_be_read_is_refused(
        self, client: APIClient, fields: dict[str, Any]
    ) -> None:
        response = client.post(reverse("focus-start"), {"task_description": "x", **fields})

        assert response.status_code == 400
        assert not FocusSession.objects.exists()
