from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from organize.models import Task
from organize.services import snapshots, tasks
from tests.focushub.focus.factories import FocusSessionFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_completing_frees_the_time_that_was_kept(person_with_a_week: User) -> None:
    block = TimeBlock.objects.filter(title="Chore 3").get()
    task = Task.objects.get(pk=str(block.subject_id))

    done = tasks.complete_task(task=task)

    assert not done.is_open
    assert not TimeBlock.objects.filter(title="Chore 3").exists()
    assert TimeBlock.objects.count() == 6


def test_completing_finishes_the_focus_session_that_is_open_for_it() -> None:
    task = TaskFactory.create()
    running = FocusSessionFactory.create(owner=task.owner, subject_id=task.pk)
    other = FocusSessionFactory.create(owner=task.owner, paused=True)

    tasks.complete_task(task=task)

    running.refresh_from_db()
    other.refresh_from_db()
    assert (running.state, other.state) == ("finished", "paused")


def test_completing_twice_is_refused() -> None:
    task = TaskFactory.create(completed=True)

    with pytest.raises(tasks.TaskAlreadyCompleted):
        tasks.complete_task(task=task)


def test_a_task_that_recurs_moves_to_its_next_date_with_its_steps_open() -> None:
    tuesday = datetime(2026, 11, 24, 18, tzinfo=UTC)
    task = TaskFactory.create(recurrence="FREQ=WEEKLY;BYDAY=TU,TH", due_at=tuesday)
    StepFactory.create(task=task, completed_at=tuesday)

    moved = tasks.complete_task(task=task, at=tuesday - timedelta(hours=1))

    assert moved.is_open
    assert moved.due_at == datetime(2026, 11, 26, 18, tzinfo=UTC)
    assert [step.completed_at for step in moved.steps.all()] == [None]


def test_doing_it_ends_the_block_that_runs_and_taking_it_back_gives_it_its_end(user: User) -> None:
    now = timezone.now()
    task = TaskFactory.create(owner=user, recurrence="FREQ=DAILY")
    block = TimeBlock.objects.create(
        owner=user,
        kind=TimeBlock.Kind.TASK,
        title="x",
        subject_id=task.pk,
        starts_at=now - timedelta(minutes=20),
        ends_at=now + timedelta(minutes=10),
    )
    before = snapshots.take(task)

    tasks.complete_task(task=task, at=now)

    block.refresh_from_db()
    assert block.ends_at == now
    snapshots.restore(owner=user, task_id=task.pk, before=before)
    assert snapshots.take(task)["blocks"] == before["blocks"]


def test_the_wall_time_of_a_recurrence_stays_over_the_change_of_clocks() -> None:
    friday = datetime(2026, 10, 23, 7, tzinfo=UTC)  # 09:00 in Berlin, summer time
    task = TaskFactory.create(recurrence="FREQ=WEEKLY", due_at=friday)

    moved = tasks.complete_task(task=task, at=friday)

    assert moved.due_at == datetime(2026, 10, 30, 8, tzinfo=UTC)  # 09:00 in Berlin, winter time


def test_a_recurrence_that_has_ended_completes() -> None:
    task = TaskFactory.create(
        recurrence="FREQ=DAILY;UNTIL=20260101T000000", due_at=datetime(2025, 12, 31, tzinfo=UTC)
    )

    done = tasks.complete_task(task=task)

    assert not done.is_open


def test_a_recurrence_that_counts_ends_with_its_last_time() -> None:
    monday = datetime(2026, 11, 23, 18, tzinfo=UTC)
    task = TaskFactory.create(recurrence="FREQ=DAILY;COUNT=2", due_at=monday)

    again = tasks.complete_task(task=task, at=monday)
    assert (again.is_open, again.recurrence) == (True, "FREQ=DAILY;COUNT=1")

    assert not tasks.complete_task(task=again, at=monday + timedelta(days=1)).is_open


def test_a_recurrence_with_several_hours_moves_from_one_to_the_next() -> None:
    nine = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Berlin
    rule = "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;BYSETPOS=1,4"
    task = TaskFactory.create(recurrence=rule, due_at=nine, starts_at=nine)

    moved = tasks.complete_task(task=task, at=nine + timedelta(minutes=5))

    assert moved.due_at == moved.starts_at == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


def test_reopening_an_open_task_is_refused() -> None:
    with pytest.raises(tasks.TaskIsOpen):
        tasks.reopen_task(task=TaskFactory.create())


def test_a_done_task_is_taken_up_again() -> None:
    assert tasks.reopen_task(task=TaskFactory.create(completed=True)).is_open


def test_snoozing_frees_only_the_blocks_before_it(user: User) -> None:
    task = TaskFactory.create(owner=user)
    now = timezone.now()
    for hours in (1, 5):
        TimeBlock.objects.create(
            owner=user,
            kind=TimeBlock.Kind.TASK,
            title=f"in {hours}",
            subject_id=task.pk,
            starts_at=now + timedelta(hours=hours),
            ends_at=now + timedelta(hours=hours, minutes=30),
        )

    snoozed = tasks.snooze_task(task=task, minutes=120)

    assert snoozed.snoozed_until is not None
    assert [block.title for block in TimeBlock.objects.all()] == ["in 5"]


def test_snoozing_into_the_past_is_refused() -> None:
    with pytest.raises(tasks.SnoozeInThePast):
        tasks.snooze_task(task=TaskFactory.create(), until=timezone.now() - timedelta(minutes=1))


def test_breaking_down_gives_steps_and_an_estimate() -> None:
    task = tasks.break_down_task(task=TaskFactory.create(title="Clean the kitchen"))

    steps = list(task.steps.all())
    assert len(steps) >= 3
    assert steps[0].minutes <= 2
    assert task.estimate_minutes == sum(step.minutes for step in steps)


def test_steps_that_are_there_are_not_lost_unasked() -> None:
    step = StepFactory.create(title="My own step")

    with pytest.raises(tasks.TaskHasSteps):
        tasks.break_down_task(task=step.task)

    assert [s.title for s in step.task.steps.all()] == ["My own step"]


def test_replacing_keeps_the_steps_that_are_done() -> None:
    done = StepFactory.create(title="Done", position=0, completed_at=timezone.now())
    StepFactory.create(task=done.task, title="Open", position=1)

    task = tasks.break_down_task(task=done.task, replace=True)

    titles = [step.title for step in task.steps.all()]
    assert titles[0] == "Done"
    assert "Open" not in titles


def test_one_step_is_cut_further_in_its_place() -> None:
    first = StepFactory.create(title="Begin", position=0, minutes=2)
    big = StepFactory.create(task=first.task, title="Clean the kitchen", position=1, minutes=60)
    last = StepFactory.create(task=first.task, title="End", position=2, minutes=2)

    task = tasks.break_down_task(task=first.task, step_id=big.pk)

    steps = list(task.steps.all())
    assert (steps[0].pk, steps[-1].pk) == (first.pk, last.pk)
    assert len(steps) > 3
    assert sum(step.minutes for step in steps[1:-1]) == 60


def test_a_step_of_another_task_is_unknown() -> None:
    with pytest.raises(tasks.UnknownStep):
        tasks.break_down_task(task=TaskFactory.create(), step_id=StepFactory.create().pk)


def test_more_steps_than_a_task_may_have_are_refused(user: User) -> None:
    steps = [{"title": "One more", "minutes": 1}] * 61

    with pytest.raises(tasks.TooManySteps):
        tasks.create_task(owner=user, title="Too fine", steps=steps)

    assert Task.objects.count() == 0


def test_many_steps_cost_as_many_queries_as_a_few(user: User) -> None:
    def cost(count: int) -> int:
        task = TaskFactory.create(owner=user)
        kept = [StepFactory.create(task=task, position=n) for n in range(count)]
        steps = [
            *({"title": "New", "minutes": 5} for _ in kept),
            *({"id": step.pk, "title": "Kept"} for step in kept),
        ]
        with CaptureQueriesContext(connection) as seen:
            tasks.update_task(task=task, steps=steps)
        titles = list(task.steps.values_list("title", flat=True))
        assert titles == ["New"] * count + ["Kept"] * count
        return len(seen)

    assert cost(20) == cost(2)


def test_updating_steps_keeps_those_that_are_named_by_id() -> None:
    kept = StepFactory.create(title="Old title", position=0)
    StepFactory.create(task=kept.task, title="Goes", position=1)

    task = tasks.update_task(
        task=kept.task,
        steps=[
            {"title": "New", "minutes": 3},
            {"id": kept.pk, "title": "New title", "minutes": 4},
        ],
    )

    told = [(step.title, step.minutes) for step in task.steps.all()]
    assert told == [("New", 3), ("New title", 4)]
    assert task.steps.last() == kept


def test_deleting_a_task_frees_its_time(person_with_a_week: User) -> None:
    block = TimeBlock.objects.first()
    assert block is not None

    tasks.delete_task(task=Task.objects.get(pk=str(block.subject_id)))

    assert not TimeBlock.objects.filter(pk=block.pk).exists()
