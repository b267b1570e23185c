"""`POST /organize`: the three ways to ask, the cache, and the older clients' bodies."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.ai.models import Run
from organize.models import Plan, Task
from tests.conftest import ClientFor
from tests.factories import UserFactory

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_THREE = "2026-11-23T15:00:00+01:00"
DUMP = (
    "I need to file my taxes by Friday 5pm, clean the kitchen, email prof. Lee about the "
    "extension (5 min), gym every Tue and Thu, and maybe call mum. Totally overwhelmed."
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def _organize(client: APIClient, **body: object) -> dict:
    response = client.post(reverse("organize"), body)
    assert response.status_code == 200, response.content
    return response.json()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(BERLIN)


class TestADump:
    @pytest.fixture
    def answer(self, client: APIClient) -> dict:
        return _organize(
            client, text=DUMP, energy="low", available_minutes=60, starts_at=MONDAY_THREE
        )

    def test_it_holds_five_tasks_and_no_feeling(self, answer: dict) -> None:
        titles = [task["title"].lower() for task in answer["tasks"]]

        assert len(titles) == 5
        assert [
            word in title
            for word, title in zip(("taxes", "kitchen", "lee", "gym", "mum"), titles, strict=True)
        ] == [True] * 5
        leftover = "".join(DUMP[s["start"] : s["end"]] for s in answer["leftover"])
        assert "Totally overwhelmed" in leftover

    def test_the_taxes_are_due_on_friday_at_five_in_berlin(self, answer: dict) -> None:
        taxes = answer["tasks"][0]

        assert _instant(taxes["due_at"]) == datetime(2026, 11, 27, 17, tzinfo=BERLIN)
        assert taxes["due_is_date_only"] is False

    def test_recurrence_minutes_and_priority_are_read(self, answer: dict) -> None:
        _, _, mail, gym, mum = answer["tasks"]

        assert mail["estimate_minutes"] == 5
        assert gym["recurrence"] == "FREQ=WEEKLY;BYDAY=TU,TH"
        assert mum["priority"] == "low"

    def test_the_blocks_fit_into_the_hour_and_do_not_overlap(self, answer: dict) -> None:
        blocks = [(_instant(b["starts_at"]), _instant(b["ends_at"])) for b in answer["schedule"]]

        start = datetime(2026, 11, 23, 15, tzinfo=BERLIN)
        assert blocks
        assert all(start <= a < b <= start + timedelta(minutes=60) for a, b in blocks)
        assert all(b[0] >= a[1] for a, b in pairwise(blocks))

    def test_after_midnight_on_a_gym_day_the_deadline_still_comes_first(
        self, client: APIClient
    ) -> None:
        answer = _organize(
            client,
            text=DUMP,
            energy="low",
            available_minutes=60,
            starts_at="2026-11-24T00:10:00+01:00",
        )

        gym = answer["tasks"][3]["id"]
        assert gym not in {block["task_id"] for block in answer["schedule"]}

    def test_what_does_not_fit_is_listed_with_minutes_and_reason(self, answer: dict) -> None:
        left = answer["unscheduled"]

        assert left
        assert all(one["remaining_minutes"] >= 1 and one["why"] and one["code"] for one in left)

    def test_the_first_step_takes_at_most_two_minutes(self, answer: dict) -> None:
        assert 1 <= answer["first_step"]["minutes"] <= 2
        assert all(task["steps"][0]["minutes"] <= 2 for task in answer["tasks"])

    def test_it_is_a_proposal(self, answer: dict) -> None:
        assert Task.objects.count() == 0
        assert str(Plan.objects.get().pk) == answer["id"]
        assert (answer["engine"], answer["degraded"]) == ("builtin", None)


def test_a_space_is_told_by_its_own_things(client: APIClient) -> None:
    answer = _organize(
        client,
        space_description="my desk is buried under paper, cables and mugs",
        goal="a clear desk to work at tomorrow",
    )

    told = " ".join(step["title"] for step in answer["steps"]).lower()
    assert answer["kind"] == "space"
    assert all(thing in told for thing in ("paper", "cable", "mug"))
    assert "desk" in answer["system_overview"].lower()
    assert answer["maintenance_schedule"]["daily"]
    assert answer["visual_aids"]


def test_a_space_of_the_older_client_needs_no_text(client: APIClient) -> None:
    answer = _organize(
        client,
        area="closet",
        challenges=["I cannot throw things away"],
        available_time="half an hour",
    )

    assert answer["kind"] == "space"
    assert "closet" in answer["system_overview"].lower()
    assert sum(step["estimated_minutes"] for step in answer["steps"]) <= 30


def test_a_paper_cut_finely_adds_up_to_what_a_student_believes(client: APIClient) -> None:
    answer = _organize(
        client,
        text="write the 10 page climate paper, due in 9 days",
        granularity=5,
        starts_at=MONDAY_THREE,
    )

    task = answer["tasks"][0]
    assert len(answer["tasks"]) == 1
    assert _instant(task["due_at"]).date().isoformat() == "2026-12-02"
    assert 6 * 60 <= task["estimate_minutes"] <= 25 * 60
    assert sum(step["minutes"] for step in task["steps"]) == task["estimate_minutes"]
    assert task["steps"][0]["minutes"] <= 2


def test_a_week_without_hours_is_named_and_the_first_step_stands(
    client: APIClient, user: User
) -> None:
    user.working_hours = {str(day): [] for day in range(1, 8)}
    user.save()

    planned = _organize(client, text="clean the kitchen")
    now = _organize(client, text="clean the kitchen", available_minutes=30)

    assert planned["schedule"] == []
    assert "no working hours" in planned["suggestions"][0]
    assert planned["first_step"]["minutes"] <= 2
    assert now["schedule"]
    assert "no working hours" not in " ".join(now["suggestions"])


def test_what_repeats_counts_once_in_the_summary(client: APIClient) -> None:
    answer = _organize(client, text="stretch every day (10 min)", starts_at=MONDAY_THREE)

    assert len(answer["schedule"]) > 1
    assert answer["summary"].startswith("One task, about 10 min in all. 10 min have a place")


def test_where_there_is_no_task_it_is_still_a_kind_answer(client: APIClient) -> None:
    answer = _organize(client, text="everything is too much today")

    assert answer["tasks"] == []
    assert answer["first_step"]["text"]


@pytest.mark.django_db(transaction=True)
class TestCache:
    def test_the_second_time_only_cached_differs(self, client: APIClient) -> None:
        first = client.post(reverse("organize"), {"text": DUMP})
        second = client.post(reverse("organize"), {"text": DUMP})

        assert first.content.replace(b'"cached":false', b'"cached":true') == second.content

    def test_defaults_white_space_and_older_names_do_not_matter(self, client: APIClient) -> None:
        _organize(client, text="clean the kitchen", available_minutes=30)

        same = _organize(
            client,
            granularity=3,
            kind="auto",
            available_time=30,
            text="  clean the kitchen ",
            timezone="Europe/Berlin",
            goal="",
        )

        assert same["cached"] is True

    @pytest.mark.parametrize(
        "other", [{"energy": "low"}, {"granularity": 5}, {"goal": "x"}, {"timezone": "UTC"}]
    )
    def test_another_question_is_answered_anew(
        self, client: APIClient, other: dict[str, object]
    ) -> None:
        _organize(client, text="clean the kitchen")

        assert _organize(client, text="clean the kitchen", **other)["cached"] is False

    def test_force_refresh(self, client: APIClient) -> None:
        first = _organize(client, text="clean the kitchen")

        forced = _organize(client, text="clean the kitchen", force_refresh=True)
        after = _organize(client, text="clean the kitchen")

        assert (forced["cached"], after["cached"]) == (False, True)
        assert first["id"] != forced["id"] == after["id"]

    def test_it_is_not_shared(self, client: APIClient, client_for: ClientFor) -> None:
        mine = _organize(client, text=DUMP)

        theirs = _organize(client_for(UserFactory.create()), text=DUMP)

        assert theirs["cached"] is False
        assert theirs["id"] != mine["id"]

    def test_accepting_makes_it_anew_around_the_booked_time(self, client: APIClient) -> None:
        first = _organize(client, text="clean the kitchen (30 min)")
        client.post(reverse("plan-accept", args=[first["id"]]))

        again = _organize(client, text="clean the kitchen (30 min)")

        assert again["cached"] is False
        assert again["schedule"][0]["starts_at"] >= first["schedule"][0]["ends_at"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "text"),
            ({"text": ""}, "text"),
            ({"text": "x" * 20_001}, "text"),
            ({"text": "x", "energy": "tired"}, "energy"),
            ({"text": "x", "granularity": 6}, "granularity"),
            ({"text": "x", "available_minutes": 4}, "available_minutes"),
            ({"text": "x", "timezone": "Mars/Olympus"}, "timezone"),
            ({"text": "x", "starts_at": "soon"}, "starts_at"),
            ({"text": "x", "challenges": ["y"] * 21}, "challenges"),
        ],
    )
    def test_it_is_named_and_nothing_is_kept(
        self, client: APIClient, body: dict[str, object], field: str
    ) -> None:
        response = client.post(reverse("organize"), body)

        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == [field]
        assert Run.objects.count() == 0


class TestPlans:
    def test_accept_undo_and_delete(self, client: APIClient) -> None:
        plan = _organize(client, text="clean the kitchen, call mum")

        accepted = client.post(reverse("plan-accept", args=[plan["id"]])).json()
        listed = client.get(reverse("task-list")).json()
        undone = client.post(reverse("plan-undo", args=[plan["id"]])).json()
        deleted = client.delete(reverse("plan-detail", args=[plan["id"]]))

        assert sorted(task["id"] for task in listed) == accepted["accepted_task_ids"]
        assert undone["accepted_at"] is None
        assert client.get(reverse("task-list")).json() == []
        assert deleted.status_code == 204
        assert client.get(reverse("plan-list")).json() == []

    def test_a_changed_task_is_named_in_the_conflict(self, client: APIClient) -> None:
        plan = _organize(client, text="clean the kitchen, call mum")
        client.post(reverse("plan-accept", args=[plan["id"]]))
        task = plan["tasks"][1]["id"]
        client.patch(reverse("task-detail", args=[task]), {"title": "Call dad"})

        response = client.post(reverse("plan-undo", args=[plan["id"]]))

        assert response.status_code == 409
        assert response.json()["code"] == "plan_changed"
        assert [error["field"] for error in response.json()["errors"]] == [task]
