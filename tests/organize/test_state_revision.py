"""Whatever changes a person's state makes the old answer unreachable, however it is made."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from organize.models import Step, Task
from tests.factories import UserFactory
from tests.organize.factories import StepFactory, TaskFactory

Change = Callable[[Task], object]


def _block(task: Task) -> TimeBlock:
    now = timezone.now()
    return TimeBlock.objects.create(
        owner=task.owner,
        kind=TimeBlock.Kind.BUSY,
        title="Dentist",
        starts_at=now,
        ends_at=now + timedelta(hours=1),
    )


CHANGES: dict[str, Change] = {
    "a new task": lambda task: TaskFactory.create(owner=task.owner),
    "a changed task": lambda task: Task.objects.filter(pk=task.pk).update(title="Other"),
    "a deleted task": lambda task: task.delete(),
    "tasks made in bulk": lambda task: Task.objects.bulk_create(
        [Task(owner=task.owner, title="One"), Task(owner=task.owner, title="Two")]
    ),
    "a new step": lambda task: StepFactory.create(task=task, position=999),
    "a done step": lambda task: Step.objects.filter(task=task).update(completed_at=timezone.now()),
    "a deleted step": lambda task: task.steps.all().delete(),
    "an appointment": _block,
    "a moved block": lambda task: TimeBlock.objects.update(title="Moved"),
    "a deleted block": lambda task: TimeBlock.objects.all().delete(),
    "another time zone": lambda task: User.objects.update(timezone="Asia/Tokyo"),
    "other working hours": lambda task: User.objects.update(working_hours={}),
    "other energy": lambda task: User.objects.update(energy_by_hour=["low"] * 24),
    "longer sessions": lambda task: User.objects.update(session_minutes=60),
    "less capacity": lambda task: User.objects.update(capacity_minutes=60),
    "another order of dates": lambda task: User.objects.update(date_order="dmy"),
    "no model any more": lambda task: User.objects.update(allow_model=False),
    "deactivation": lambda task: User.objects.update(is_active=False),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_revision_grows_with(change: Change, user: User) -> None:
    task = TaskFactory.create(owner=user)
    StepFactory.create(task=task)
    _block(task)
    user.refresh_from_db()
    before = user.state_revision

    change(task)

    user.refresh_from_db()
    assert user.state_revision > before


@pytest.mark.django_db
def test_a_log_in_or_a_change_of_another_person_leaves_it(user: User) -> None:
    before = user.state_revision

    TaskFactory.create(owner=UserFactory.create())
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())

    user.refresh_from_db()
    assert user.state_revision == before
