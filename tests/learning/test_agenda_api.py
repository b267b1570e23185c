"""Study sessions on the agenda, over HTTP: a new place after days that went otherwise, and now."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from learning.models import StudyPlan, StudySession
from learning.services import sessions, study_plans
from tests.conftest import ClientFor
from tests.learning.conftest import ProposePlan

pytestmark = pytest.mark.django_db

# A Monday, 10:02 in Berlin; the person has hours from 9 to 18 each day.
NOW = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
EXAM = date(2026, 12, 5)
URL = reverse("replan-list")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


@pytest.fixture
def plan(propose_plan: ProposePlan) -> StudyPlan:
    proposed = propose_plan(
        topic="cells",
        learning_goals=["explain osmosis", "explain mitosis"],
        available_minutes=25,
        exam_on=EXAM.isoformat(),
    )
    return study_plans.accept_plan(plan=proposed)


def _on(day: int, client_for: ClientFor, user: User) -> tuple[Any, APIClient]:
    """Travelled so many days on, with a client whose token is from then."""
    later = time_machine.travel(NOW + timedelta(days=day), tick=False)
    later.start()
    return later, client_for(user)


def _state(user: User) -> list[list[dict[str, Any]]]:
    models: list[type[Any]] = [StudySession, TimeBlock]
    return [list(model.objects.filter(owner=user).order_by("pk").values()) for model in models]


def _blocks(user: User) -> dict[Any, TimeBlock]:
    blocks = TimeBlock.objects.owned_by(user).order_by("starts_at")
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(blocks))
    return {block.subject_id: block for block in blocks}


def _study() -> list[StudySession]:
    return list(StudySession.objects.filter(kind="study").order_by("position"))


def test_sessions_that_slipped_find_room_in_their_order_and_go_back_exactly(
    client_for: ClientFor, user: User, plan: StudyPlan
) -> None:
    first, *rest = _study()
    sessions.complete_session(session=first)
    before, old = _state(user), _blocks(user)
    later, client = _on(3, client_for, user)
    now = NOW + timedelta(days=3)

    told = client.post(URL, {"reason": "late"}).json()

    new = _blocks(user)
    moved = {thing["subject_id"] for thing in told["things"]}
    slipped = [one for one in rest if old[one.pk].starts_at < now]
    assert slipped
    assert {str(one.pk) for one in slipped} <= moved
    assert str(first.pk) not in moved
    assert {thing["outcome"] for thing in told["things"]} == {"placed"}
    assert all(new[one.pk].starts_at >= now for one in rest)
    starts = [new[one.pk].starts_at for one in rest]
    assert starts == sorted(starts)
    assert all(block.ends_at.astimezone(BERLIN).date() < EXAM for block in new.values())
    for one in rest:
        one.refresh_from_db()
        assert one.due_at is not None
        assert one.due_at > new[one.pk].ends_at

    undone = client.post(reverse("replan-undo", args=[told["id"]]), {})

    later.stop()
    assert undone.status_code == 200
    assert _state(user) == before


def test_what_is_days_ahead_stays_and_nothing_comes_before_its_day(
    client_for: ClientFor, user: User, plan: StudyPlan
) -> None:
    old = _blocks(user)
    later, client = _on(1, client_for, user)
    now = NOW + timedelta(days=1)
    slipped = [pk for pk, block in old.items() if block.starts_at < now]

    told = client.post(URL, {"reason": "late"}).json()

    later.stop()
    new = _blocks(user)
    horizon = now + timedelta(days=len(slipped))
    moved = {thing["subject_id"] for thing in told["things"]}
    assert {str(pk) for pk in slipped} <= moved
    for pk, block in old.items():
        if block.starts_at >= horizon:
            assert (new[pk].starts_at, str(pk) in moved) == (block.starts_at, False)
        elif pk not in slipped:
            day = block.starts_at.astimezone(BERLIN).date()
            assert new[pk].starts_at.astimezone(BERLIN).date() >= day


def test_after_the_exam_its_sessions_are_let_be(
    client_for: ClientFor, user: User, plan: StudyPlan
) -> None:
    later, client = _on(12, client_for, user)

    told = client.post(URL, {"reason": "late"}).json()
    now = client.get(reverse("now")).json()

    later.stop()
    assert told["things"] == []
    assert now["title"] is None


def test_a_session_that_no_longer_fits_before_the_exam_is_told_first(
    client_for: ClientFor, user: User, plan: StudyPlan
) -> None:
    later, client = _on(11, client_for, user)

    told = client.post(URL, {"reason": "late", "preview": True}).json()

    later.stop()
    assert told["dangers"]
    assert all(datetime.fromisoformat(one["due_at"]).date() == EXAM - timedelta(days=1)
               for one in told["dangers"])  # fmt: skip
    assert "missed" not in str(told)


def test_a_plan_without_an_exam_and_one_that_is_deleted_move_too(
    client_for: ClientFor, user: User, propose_plan: ProposePlan
) -> None:
    plan = study_plans.accept_plan(plan=propose_plan(topic="tides"))
    study_plans.delete_plan(plan=plan)
    later, client = _on(2, client_for, user)
    now = NOW + timedelta(days=2)
    slipped = {str(pk) for pk, block in _blocks(user).items() if block.starts_at < now}

    told = client.post(URL, {"reason": "late"}).json()

    later.stop()
    assert {thing["subject_id"] for thing in told["things"]} == slipped
    assert told["dangers"] == []


def test_a_fresh_start_keeps_each_session_on_its_day_or_later(
    client_for: ClientFor, user: User, plan: StudyPlan
) -> None:
    old = _blocks(user)
    later, client = _on(1, client_for, user)

    told = client.post(URL, {"reason": "fresh_start"}).json()

    later.stop()
    new = _blocks(user)
    assert {thing["subject_id"] for thing in told["things"]} == {str(pk) for pk in old}
    assert all(new[pk].starts_at.date() >= old[pk].starts_at.date() for pk in new)


def test_without_a_place_a_passed_date_goes_on_a_fresh_start_alone(
    client_for: ClientFor, user: User
) -> None:
    StudySession.objects.create(
        owner=user, position=0, title="cells", minutes=300, due_at=NOW - timedelta(days=1)
    )
    user.working_hours = {"1": [["09:00", "10:00"]]}
    user.save()
    client = client_for(user)

    late = client.post(URL, {"reason": "late"}).json()
    after_late = StudySession.objects.get().due_at
    client.post(URL, {"reason": "fresh_start"})

    assert [thing["outcome"] for thing in late["things"]] == ["waits"]
    assert after_late == NOW - timedelta(days=1)
    assert StudySession.objects.get().due_at is None


class TestNow:
    def test_time_that_is_kept_for_study_is_the_thing_for_now(
        self, client_for: ClientFor, user: User, plan: StudyPlan
    ) -> None:
        first, *_ = _study()
        block = _blocks(user)[first.pk]
        with time_machine.travel(block.starts_at + timedelta(minutes=1), tick=False):
            told = client_for(user).get(reverse("now")).json()

        assert told["title"] == first.title
        assert told["reason"].startswith("You kept this time for it")
        assert told["first_step"]["text"] == (
            f"Open your material on \u201c{first.module}\u201d and read one paragraph"
        )
        assert told["first_step"]["minutes"] == 2

    def test_one_session_of_a_plan_at_a_time_and_none_of_later_days(
        self, client_for: ClientFor, user: User, plan: StudyPlan
    ) -> None:
        _, second, *_ = _study()
        client = client_for(user)
        first = client.get(reverse("now")).json()

        done = StudySession.objects.get(pk=first["task_id"])
        sessions.complete_session(session=done)
        StudySession.objects.filter(pk=second.pk).update(due_at=NOW + timedelta(days=5))
        TimeBlock.objects.filter(subject_id=second.pk).delete()
        then = client.get(reverse("now")).json()

        assert done.kind == "study"
        assert then["title"] is None

    @pytest.mark.parametrize(
        ("kind", "verb"), [("review", "Open your cards"), ("check", "Take a blank page")]
    )
    def test_a_review_whose_day_is_here_is_offered(
        self, client_for: ClientFor, user: User, kind: str, verb: str
    ) -> None:
        StudySession.objects.create(
            owner=user, kind=kind, position=0, title="cells", minutes=15, due_at=NOW
        )

        told = client_for(user).get(reverse("now")).json()

        assert (told["title"], told["minutes"]) == ("cells", 15)
        assert told["first_step"]["text"].startswith(verb)
