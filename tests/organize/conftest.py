from datetime import timedelta

import pytest
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from tests.organize.factories import StepFactory, TaskFactory


@pytest.fixture
def person_with_a_week(user: User) -> User:
    """Seven open tasks, one a day, each with two steps and a block; and one that is done."""
    now = timezone.now().replace(second=0, microsecond=0)
    for day in range(7):
        start = now + timedelta(days=day, hours=1)
        task = TaskFactory.create(
            owner=user, title=f"Chore {day}", estimate_minutes=30, due_at=start + timedelta(hours=8)
        )
        StepFactory.create(task=task, position=0, minutes=2)
        StepFactory.create(task=task, position=1, minutes=28)
        TimeBlock.objects.create(
            owner=user,
            kind=TimeBlock.Kind.TASK,
            title=task.title,
            subject_id=task.pk,
            starts_at=start,
            ends_at=start + timedelta(minutes=30),
        )
    TaskFactory.create(owner=user, title="Done chore", completed=True)
    return user
