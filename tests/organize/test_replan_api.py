"""The way back after days that went otherwise, over HTTP: shown, applied, taken back."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.calendar.models import Replan, TimeBlock
from organize.models import Step, Task
from organize.services import tasks
from tests.conftest import ClientFor
from tests.factories import UserFactory
from tests.focushub.focus.factories import CheckInFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db

# A Monday; the person is in Berlin, one hour ahead, and has hours from 9 to 18 each day.
NOW = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
URL = reverse("replan-list")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def hours(number: float) -> datetime:
    return NOW.replace(minute=0) + timedelta(hours=number)


def block(task: Task, starts_at: datetime, minutes: int = 30, **fields: Any) -> TimeBlock:
    return TimeBlock.objects.create(
        owner=task.owner,
        kind=TimeBlock.Kind.TASK,
        title=task.title,
        subject_id=task.pk,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **fields,
    )


def appointment(user: User, starts_at: datetime, minutes: int = 60) -> TimeBlock:
    return TimeBlock.objects.create(
        owner=user,
        kind=TimeBlock.Kind.BUSY,
        title="Dentist",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def slipped(user: User, count: int) -> list[Task]:
    """Tasks of 15, 20 and 30 minutes whose dates and blocks lie in the last two weeks."""
    made = []
    for number in range(count):
        minutes = (15, 20, 30)[number % 3]
        due = hours(-5 - 5 * number)
        task = TaskFactory.create(owner=user, estimate_minutes=minutes, due_at=due)
        StepFactory.create(task=task, position=0, minutes=2)
        StepFactory.create(task=task, position=1, minutes=minutes - 2)
        block(task, due - timedelta(hours=1), minutes)
        made.append(task)
    return made


def state(user: User) -> list[list[dict[str, Any]]]:
    """All that a re-plan could touch, to the last column."""
    models: list[type[Any]] = [Task, Step, TimeBlock]
    return [list(model.objects.filter(owner=user).order_by("pk").values()) for model in models]


def problems(response: Any) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def test_sixty_tasks_whose_time_has_gone_find_room_in_one_call_and_go_back_exactly(
    client: APIClient, user: User
) -> None:
    slipped(user, 60)
    before = state(user)

    told = client.post(URL, {"reason": "fresh_start"}).json()

    blocks = TimeBlock.objects.owned_by(user)
    minutes = Counter[date]()
    for one in blocks:
        length = one.ends_at - one.starts_at
        minutes[one.starts_at.astimezone(BERLIN).date()] += length // timedelta(minutes=1)
    assert told["summary"] == (f"60 things have a new place, on {len(minutes)} days.")
    assert Counter(thing["outcome"] for thing in told["things"]) == {"placed": 60}
    assert {str(one.pk) for one in blocks} == {one["id"] for one in told["schedule"]}
    assert all(one.starts_at >= NOW for one in blocks)
    # The days stay light: three quarters of the 240 minutes at most.
    assert max(minutes.values()) <= 180
    assert len(minutes) >= 7
    # A fresh start lets go of the dates that have passed.
    assert not Task.objects.filter(due_at__isnull=False).exists()

    undone = client.post(reverse("replan-undo", args=[told["id"]]), {})

    assert undone.status_code == 200
    assert undone.json()["applied_at"] is None
    assert state(user) == before


def test_what_is_shown_is_written_only_when_it_is_applied(client: APIClient, user: User) -> None:
    [task, *_] = slipped(user, 3)
    before = state(user)

    shown = client.post(URL, {"reason": "late", "preview": True}).json()
    assert state(user) == before
    applied = client.post(reverse("replan-apply", args=[shown["id"]]), {}).json()
    again = client.post(reverse("replan-apply", args=[shown["id"]]), {}).json()

    assert applied == again == {**shown, "applied_at": applied["applied_at"]}
    assert {str(pk) for pk in TimeBlock.objects.values_list("pk", flat=True)} == {
        one["id"] for one in shown["schedule"]
    }
    # The date that has passed is now the day of the new place: a wish, no limit.
    task.refresh_from_db()
    [new] = TimeBlock.objects.of_subjects([task.pk])
    assert task.due_at is not None
    due = task.due_at.astimezone(BERLIN)
    assert (due.date(), due.hour, due.minute) == (new.starts_at.astimezone(BERLIN).date(), 23, 59)
    assert (task.due_is_date_only, task.due_is_hard) == (True, False)
    assert new.part_ids == list(task.steps.values_list("pk", flat=True))


def test_what_changed_since_it_was_shown_is_named_and_force_goes_on_with_the_rest(
    client: APIClient, user: User
) -> None:
    renamed, taken, gone, rest = slipped(user, 4)
    shown = client.post(URL, {"reason": "late", "preview": True}).json()
    starts = {thing["subject_id"]: thing["starts_at"] for thing in shown["things"]}
    Task.objects.filter(pk=renamed.pk).update(title="Another name")
    appointment(user, datetime.fromisoformat(starts[str(taken.pk)]), 10)
    Task.objects.filter(pk=gone.pk).delete()
    before = state(user)
    url = reverse("replan-apply", args=[shown["id"]])

    refused = client.post(url, {})

    assert refused.status_code == 409
    assert refused.json()["code"] == "replan_changed"
    assert sorted(problems(refused)) == sorted(
        [(str(renamed.pk), "changed"), (str(gone.pk), "changed"), (str(taken.pk), "time_taken")]
    )
    assert state(user) == before

    forced = client.post(url, {"force": True})

    assert forced.status_code == 200
    moved = TimeBlock.objects.filter(starts_at__gte=NOW, kind="task")
    assert [one.subject_id for one in moved] == [rest.pk]
    client.post(reverse("replan-undo", args=[shown["id"]]), {})
    assert state(user) == before


def test_a_proposal_whose_times_are_over_is_not_applied(
    client: APIClient, client_for: ClientFor, user: User
) -> None:
    slipped(user, 1)
    shown = client.post(URL, {"reason": "late", "preview": True}).json()
    before = state(user)
    url = reverse("replan-apply", args=[shown["id"]])

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        response = client_for(user).post(url, {"force": True})

    assert (response.status_code, response.json()["code"]) == (409, "replan_run_out")
    assert state(user) == before


def test_undo_names_what_was_changed_since_and_force_puts_back_the_rest(
    client: APIClient, user: User
) -> None:
    done, taken, gone, rest = slipped(user, 4)
    old = {one.subject_id: one.pk for one in TimeBlock.objects.all()}
    old_time = TimeBlock.objects.get(subject_id=taken.pk)
    applied = client.post(URL, {"reason": "late"}).json()
    tasks.complete_task(task=done)
    appointment(user, old_time.starts_at, 10)
    tasks.delete_task(task=gone)
    url = reverse("replan-undo", args=[applied["id"]])

    refused = client.post(url, {})

    assert refused.status_code == 409
    assert problems(refused) == [(str(done.pk), "changed"), (str(taken.pk), "time_taken")]

    forced = client.post(url, {"force": True})

    assert forced.status_code == 200
    blocks = TimeBlock.objects.filter(kind="task")
    assert {one.subject_id: one.pk for one in blocks} == {rest.pk: old[rest.pk]}
    taken.refresh_from_db()
    assert taken.due_at is not None
    assert taken.due_at < NOW
    done.refresh_from_db()
    assert not done.is_open
    # Once it is taken back, it stays so.
    assert client.post(url, {}).status_code == 200


def test_what_still_stands_stays_where_it_is_and_the_rest_goes_around_it(
    client: APIClient, user: User
) -> None:
    busy = appointment(user, hours(0), 180)
    locked_task = TaskFactory.create(owner=user, estimate_minutes=30)
    locked = block(locked_task, hours(-24), is_locked=True)
    ahead = block(TaskFactory.create(owner=user, due_at=hours(100)), hours(3))
    [task] = slipped(user, 1)

    told = client.post(URL, {"reason": "late"}).json()

    assert [thing["subject_id"] for thing in told["things"]] == [str(task.pk)]
    [new] = told["schedule"]
    assert datetime.fromisoformat(new["starts_at"]) >= ahead.ends_at
    for one in (busy, locked, ahead):
        assert TimeBlock.objects.filter(pk=one.pk, starts_at=one.starts_at).exists()


def test_a_fresh_start_moves_all_that_is_not_locked(client: APIClient, user: User) -> None:
    ahead = block(TaskFactory.create(owner=user, estimate_minutes=30), hours(48))
    locked = block(TaskFactory.create(owner=user, estimate_minutes=30), hours(2), is_locked=True)

    told = client.post(URL, {"reason": "fresh_start"}).json()

    assert [one["id"] for one in told["freed"]] == [str(ahead.pk)]
    assert TimeBlock.objects.filter(pk=locked.pk).exists()


def test_who_is_ill_until_thursday_has_nothing_before_and_dates_in_danger_come_first(
    client: APIClient, user: User
) -> None:
    form = TaskFactory.create(owner=user, title="Send the form", due_at=hours(30))
    block(form, hours(5))
    calm = TaskFactory.create(owner=user, due_at=hours(24 * 9))
    block(calm, hours(24 * 8))
    [task] = slipped(user, 1)

    told = client.post(URL, {"reason": "sick", "until": "2026-11-26"}).json()

    thursday = datetime(2026, 11, 25, 23, tzinfo=UTC)
    assert told["until"] == told["begins_at"] == "2026-11-25T23:00:00Z"
    assert all(datetime.fromisoformat(one["starts_at"]) >= thursday for one in told["schedule"])
    assert {thing["subject_id"] for thing in told["things"]} == {str(form.pk), str(task.pk)}
    [danger] = told["dangers"]
    assert (danger["title"], danger["remaining_minutes"]) == ("Send the form", 30)
    assert danger["told"].startswith("30 min of it find no place before Tue 24 Nov 16:00.")
    assert told["summary"].startswith("One date needs a look first.")
    # A date that is still to come is the world's, and stays.
    form.refresh_from_db()
    assert form.due_at == hours(30)


def test_what_repeats_is_done_before_its_next_date_or_let_go_to_it(
    client: APIClient, user: User
) -> None:
    plants = TaskFactory.create(
        owner=user, estimate_minutes=20, recurrence="FREQ=WEEKLY;BYDAY=SU", due_at=hours(-12)
    )
    gone, ahead = block(plants, hours(-13)), block(plants, hours(24 * 6 + 12))
    bins = TaskFactory.create(
        owner=user, recurrence="FREQ=DAILY", due_at=hours(-50), starts_at=hours(-51)
    )
    gym = TaskFactory.create(owner=user, recurrence="FREQ=WEEKLY;BYDAY=MO")
    block(gym, hours(-24 * 7))

    told = client.post(URL, {"reason": "late"}).json()

    outcome = {thing["subject_id"]: thing["outcome"] for thing in told["things"]}
    assert outcome == {str(plants.pk): "placed", str(bins.pk): "let_go", str(gym.pk): "let_go"}
    assert {one["id"] for one in told["freed"]} >= {str(gone.pk)}
    assert TimeBlock.objects.filter(pk=ahead.pk).exists()
    [new] = told["schedule"]
    assert datetime.fromisoformat(new["ends_at"]) <= hours(24 * 6 + 15)
    [let_go] = [one for one in told["things"] if one["subject_id"] == str(bins.pk)]
    assert let_go["next_at"] == let_go["due_at"] == "2026-11-24T07:00:00Z"
    bins.refresh_from_db()
    # Its rhythm stays: the next of its days that is still to come.
    assert (bins.due_at, bins.starts_at) == (hours(22), hours(21))
    plants.refresh_from_db()
    # This one time is due when its new place ends; what slipped is not asked for again.
    assert plants.due_at == datetime.fromisoformat(new["ends_at"])
    again = client.post(URL, {"reason": "late", "preview": True}).json()
    assert str(plants.pk) not in {thing["subject_id"] for thing in again["things"]}
    done = tasks.complete_task(task=plants)
    assert done.due_at == hours(-12) + timedelta(days=7)


def test_one_time_of_what_repeats_gets_a_date_of_its_own_and_the_rhythm_stays(
    client: APIClient, user: User
) -> None:
    sunday = hours(-24).replace(hour=22, minute=59, second=59)
    whole_day = TaskFactory.create(
        owner=user,
        estimate_minutes=20,
        recurrence="FREQ=WEEKLY",
        due_at=sunday,
        due_is_date_only=True,
        starts_at=hours(-26),
    )
    timed = TaskFactory.create(
        owner=user,
        estimate_minutes=20,
        recurrence="FREQ=WEEKLY",
        due_at=hours(-20),
        starts_at=hours(-21),
    )
    fortnightly = TaskFactory.create(
        owner=user,
        estimate_minutes=20,
        recurrence="FREQ=WEEKLY;INTERVAL=2",
        due_at=hours(-20),
    )
    before = state(user)

    told = client.post(URL, {"reason": "late"}).json()

    ends = {one["subject_id"]: datetime.fromisoformat(one["ends_at"]) for one in told["schedule"]}
    for task in (whole_day, timed, fortnightly):
        task.refresh_from_db()
    assert (whole_day.due_at, whole_day.starts_at) == (
        sunday.replace(day=ends[str(whole_day.pk)].day),
        hours(-26) + timedelta(days=ends[str(whole_day.pk)].day - sunday.day),
    )
    assert (timed.due_at, timed.starts_at) == (
        ends[str(timed.pk)],
        ends[str(timed.pk)] - timedelta(hours=1),
    )
    # Every other week counts from its date.
    assert fortnightly.due_at == hours(-20)
    client.post(reverse("replan-undo", args=[told["id"]]), {})
    assert state(user) == before


def test_a_rule_that_counts_has_fewer_times_left_or_has_come_to_its_end(
    client: APIClient, user: User
) -> None:
    counted, ended = (
        TaskFactory.create(owner=user, recurrence=f"FREQ=DAILY;COUNT={count}", due_at=hours(-50))
        for count in (5, 2)
    )
    before = state(user)

    told = client.post(URL, {"reason": "late"}).json()

    outcome = {thing["subject_id"]: thing["outcome"] for thing in told["things"]}
    assert outcome == {str(counted.pk): "let_go", str(ended.pk): "placed"}
    counted.refresh_from_db()
    assert (counted.due_at, counted.recurrence) == (hours(22), "FREQ=DAILY;COUNT=2")
    ended.refresh_from_db()
    assert ended.due_at is not None
    assert ended.due_at > NOW
    client.post(reverse("replan-undo", args=[told["id"]]), {})
    assert state(user) == before


def test_what_comes_after_something_that_moves_moves_too(client: APIClient, user: User) -> None:
    [first] = slipped(user, 1)
    second = TaskFactory.create(owner=user, estimate_minutes=20, after_ids=[first.pk])
    block(second, hours(1), 20)

    told = client.post(URL, {"reason": "other"}).json()

    ends = {one["subject_id"]: one["ends_at"] for one in told["schedule"]}
    starts = {one["subject_id"]: one["starts_at"] for one in told["schedule"]}
    assert starts[str(second.pk)] >= ends[str(first.pk)]


def test_locked_time_ahead_counts_for_its_task(client: APIClient, user: User) -> None:
    half, whole = slipped(user, 2)
    block(half, hours(24), 10, is_locked=True)
    block(whole, hours(25), 20, is_locked=True)

    told = client.post(URL, {"reason": "late"}).json()

    assert [(t["subject_id"], t["minutes"]) for t in told["things"]] == [(str(half.pk), 5)]


def test_done_put_off_and_undated_things_are_left_alone(client: APIClient, user: User) -> None:
    TaskFactory.create(owner=user, title="someday")
    TaskFactory.create(owner=user, due_at=hours(-5), completed_at=hours(-6))
    TaskFactory.create(owner=UserFactory.create(), due_at=hours(-5))
    later = TaskFactory.create(owner=user, due_at=hours(-5), snoozed_until=hours(48))
    last = TaskFactory.create(owner=user, due_at=hours(-5))
    StepFactory.create(task=last, minutes=40, completed_at=hours(-6))

    told = client.post(URL, {"reason": "late"}).json()

    found = {thing["subject_id"]: thing for thing in told["things"]}
    assert set(found) == {str(later.pk), str(last.pk)}
    assert datetime.fromisoformat(found[str(later.pk)]["starts_at"]) >= hours(48)
    # All its steps are done: a last touch is enough.
    assert found[str(last.pk)]["minutes"] == 10


def test_the_energy_that_the_person_told_of_counts_for_what_begins_now(
    client: APIClient, user: User
) -> None:
    TaskFactory.create(owner=user, title="Light", energy="low", due_at=hours(-5))
    TaskFactory.create(owner=user, title="Deep", energy="high", due_at=hours(-5))
    # Late in the morning this person usually has much of it.
    usual = client.post(URL, {"reason": "late", "preview": True}).json()
    CheckInFactory.create(owner=user, energy=1)

    told = client.post(URL, {"reason": "late", "preview": True}).json()

    assert usual["schedule"][0]["title"] == "Deep"
    assert told["schedule"][0]["title"] == "Light"


def test_nothing_to_move_is_told_in_peace(client: APIClient, user: User) -> None:
    told = client.post(URL, {"reason": "late"}).json()

    assert told["summary"] == "Nothing needs a new place now."
    assert told["things"] == told["schedule"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "reason"),
        ({"reason": "lazy"}, "reason"),
        ({"reason": "sick", "until": "soon"}, "until"),
        ({"reason": "sick", "until": "2030-01-01"}, "until"),
        ({"reason": "late", "preview": "perhaps"}, "preview"),
    ],
)
def test_bad_input_is_named(client: APIClient, body: dict[str, object], field: str) -> None:
    response = client.post(URL, body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Replan.objects.count() == 0


def test_a_moment_that_has_passed_is_no_time_to_begin_again(client: APIClient) -> None:
    response = client.post(URL, {"reason": "vacation", "until": "2026-11-20T09:00:00Z"})

    assert (response.status_code, response.json()["code"]) == (400, "until_has_passed")


def test_re_plans_are_listed_and_the_oldest_forgotten(client: APIClient, user: User) -> None:
    rows = Replan.objects.bulk_create(
        [Replan(owner=user, reason="late", content={"summary": "x"}) for _ in range(55)]
    )

    made = client.post(URL, {"reason": "late"}).json()

    listed = client.get(URL, {"limit": 200}).json()
    assert [one["id"] for one in listed] == [
        made["id"],
        *sorted((str(row.pk) for row in rows[6:]), reverse=True),
    ]
    read = client.get(reverse("replan-detail", args=[made["id"]]))
    assert read.json() == made
