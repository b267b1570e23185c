"""A plan takes the person's energy from what they said in the last hours, and says so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.models import Run
from organize.crew.answers import TasksDraft
from tests.conftest import ClientFor
from tests.focushub.focus.factories import check_in_at

# A Tuesday, 10:00 in Berlin.
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEXT = "write the report (60 min) deep work, water the plants (10 min) easy win"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    user.energy_by_hour = ["medium"] * 24
    user.save()
    return client_for(user)


def organize(client: APIClient, **body: object) -> dict:
    response = client.post(reverse("organize"), {"text": TEXT, **body})
    assert response.status_code == 200
    return response.json()


def say(client: APIClient, energy: int) -> None:
    assert client.post(reverse("check-in-list"), {"energy": energy}).status_code == 201


def first_title(answer: dict) -> str:
    titles = {task["id"]: task["title"] for task in answer["tasks"]}
    return titles[answer["schedule"][0]["task_id"]]


def test_what_the_person_says_of_now_changes_the_next_answer(client: APIClient) -> None:
    before = organize(client)
    say(client, 2)
    tired = organize(client)
    say(client, 9)
    awake = organize(client)

    assert "energy" not in " ".join(before["suggestions"])
    assert tired["suggestions"][0] == (
        "You said at 10:00 that your energy is 2 of 10, so this begins with what is easy."
    )
    assert awake["suggestions"][0].endswith("so what is hard may come first, while it lasts.")
    assert (first_title(tired), first_title(awake)) == ("Water the plants", "Write the report")
    assert tired["suggestions"][0] in tired["response"]


def test_the_energy_that_is_named_stands_above_it(client: APIClient) -> None:
    say(client, 2)

    named = organize(client, energy="high")

    assert first_title(named) == "Write the report"
    assert not any("You said" in told for told in named["suggestions"])


def test_what_was_said_yesterday_is_not_about_now(client: APIClient, user: User) -> None:
    check_in_at(MORNING - timedelta(hours=20), owner=user, energy=1)

    assert not any("You said" in told for told in organize(client)["suggestions"])


def test_it_stands_in_an_answer_of_a_model_too(client: APIClient, user: User) -> None:
    say(client, 2)
    run = Run.objects.get(pk=organize(client)["run_id"])
    steps = [{"title": "Fill the can", "minutes": 2}, {"title": "Water them all", "minutes": 8}]
    proposal = TasksDraft.model_validate(
        {
            "tasks": [
                {"quote": "water the plants", "title": "Water the plants", "steps": steps},
            ],
            "suggestions": ["Play a song"],
        }
    )

    settled = features.get("organize").settle(run=run, person=user, proposal=proposal)

    assert settled.body["suggestions"][1:] == ["Play a song"]
    assert "your energy is 2 of 10" in settled.body["suggestions"][0]
    assert first_title(settled.body) == "Water the plants"


def test_the_answer_is_made_anew_once_what_was_said_has_faded(client: APIClient) -> None:
    # The whole day is taken, so that no block ends the answer earlier.
    client.post(
        reverse("schedule-list"),
        {"title": "x", "starts_at": MORNING, "ends_at": MORNING + timedelta(days=6)},
    )
    say(client, 2)
    run = Run.objects.get(pk=organize(client)["run_id"])

    assert run.fresh_until is not None
    assert MORNING < run.fresh_until < MORNING + timedelta(hours=4)
