from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from tests.conftest import ClientFor
from tests.focushub.calendar.factories import TimeBlockFactory

pytestmark = pytest.mark.django_db

DENTIST = {
    "title": "Dentist",
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T10:00:00Z",
}


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def test_an_appointment_is_busy_time_of_its_owner(client: APIClient, user: User) -> None:
    response = client.post(reverse("schedule-list"), {**DENTIST, "kind": "task"})

    block = TimeBlock.objects.get()
    assert response.status_code == 201
    assert (block.owner, block.kind, response.json()["subject_id"]) == (user, "busy", None)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
        ("2026-11-24T10:00:00Z", "2026-11-24T09:00:00Z"),
        ("2026-11-24T10:00:00Z", "2026-12-24T10:00:00Z"),
    ],
)
def test_an_impossible_time_is_refused(client: APIClient, starts_at: str, ends_at: str) -> None:
    body = {"title": "x", "starts_at": starts_at, "ends_at": ends_at}

    response = client.post(reverse("schedule-list"), body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["ends_at"]
    assert TimeBlock.objects.count() == 0


def test_a_move_of_the_start_alone_is_checked_against_the_end(
    client: APIClient, user: User
) -> None:
    block = TimeBlockFactory.create(owner=user)
    late = (block.ends_at + timedelta(hours=1)).isoformat()

    response = client.patch(reverse("schedule-detail", args=[block.pk]), {"starts_at": late})

    assert response.status_code == 400


def test_the_list_is_by_start_and_can_be_cut_to_a_day(client: APIClient, user: User) -> None:
    now = timezone.now()
    for title, hours in (("later", 5), ("now", -0.5), ("gone", -5), ("soon", 1)):
        TimeBlockFactory.create(owner=user, title=title, starts_at=now + timedelta(hours=hours))
    TimeBlockFactory.create(title="another person's")

    told = client.get(
        reverse("schedule-list"),
        {"after": now.isoformat(), "before": (now + timedelta(hours=4)).isoformat()},
    ).json()

    assert [block["title"] for block in told] == ["now", "soon"]


def test_pages_follow_the_start(client: APIClient, user: User) -> None:
    now = timezone.now()
    for hours in (3, 1, 2):
        TimeBlockFactory.create(
            owner=user, title=f"in {hours}", starts_at=now + timedelta(hours=hours)
        )

    first = client.get(reverse("schedule-list"), {"limit": 2})
    link = first["Link"].split(";")[0].strip("<>")
    second = client.get(link)

    titles = [block["title"] for block in first.json() + second.json()]
    assert titles == ["in 1", "in 2", "in 3"]


def test_a_block_is_locked_and_freed(client: APIClient, user: User) -> None:
    block = TimeBlockFactory.create(owner=user)
    url = reverse("schedule-detail", args=[block.pk])

    locked = client.patch(url, {"is_locked": True}).json()
    freed = client.delete(url)

    assert locked["is_locked"] is True
    assert freed.status_code == 204
    assert TimeBlock.objects.count() == 0
