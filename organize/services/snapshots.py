"""A task with its steps and blocks as they are now, as JSON, so that a change can be taken back."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from focushub.accounts.models import User
from focushub.calendar.booking import free_and_taken, free_time, put_back
from focushub.calendar.kept import block_of, plain, told
from focushub.calendar.models import TimeBlock
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from organize.events import TaskEvent
from organize.models import Step, Task

_TASK: Final = (
    "estimate_minutes",
    "due_at",
    "due_is_date_only",
    "due_is_hard",
    "starts_at",
    "recurrence",
    "completed_at",
    "snoozed_until",
)
_STEP: Final = (
    "id",
    "position",
    "title",
    "description",
    "minutes",
    "tools",
    "completed_at",
    "created_at",
)
_TIMES: Final = frozenset({"due_at", "starts_at", "completed_at", "snoozed_until", "created_at"})


def take(task: Task) -> dict[str, Any]:
    blocks = TimeBlock.objects.owned_by(task.owner_id).of_subjects([task.pk])
    return {
        "task": _told(task, _TASK),
        "steps": [_told(step, _STEP) for step in task.steps.all()],
        "blocks": [told(block) for block in blocks.order_by("starts_at", "id")],
    }


@transaction.atomic
def restore(*, owner: User, task_id: UUID, before: Mapping[str, Any]) -> None:
    """What stood there. A task that is gone stays gone; time that is taken is not taken twice."""
    one_at_a_time(owner.pk)
    task = Task.objects.owned_by(owner).select_for_update().filter(pk=task_id).first()
    if task is None:
        return
    for name, value in _read(before["task"]).items():
        setattr(task, name, value)
    task.save()
    steps = [Step(owner_id=owner.pk, task=task, **_read(told)) for told in before["steps"]]
    made = {step.pk: step.created_at for step in steps}
    task.steps.all().delete()
    Step.objects.bulk_create(steps)
    for step in steps:
        # An insert sets the hour of its making anew.
        step.created_at = made[step.pk]
    Step.objects.bulk_update(steps, ["created_at"])
    mine = TimeBlock.objects.owned_by(owner).of_subjects([task_id])
    blocks = [block_of(one, owner_id=owner.pk) for one in before["blocks"]]
    # One that was ended early is put back with its old end.
    ends = {block.pk: block.ends_at for block in blocks}
    same = {block.pk for block in mine if ends.get(block.pk) == block.ends_at}
    free_time(owner_id=owner.pk, blocks=mine.exclude(pk__in=same))
    gone = [block for block in blocks if block.pk not in same]
    free, _ = free_and_taken(gone, owner_id=owner.pk)
    put_back(owner_id=owner.pk, blocks=free)
    publish_rows(person_id=owner.pk, kind=TaskEvent, change=Change.CHANGED, ids=[task_id])


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: parse_datetime(value) if name in _TIMES and value else value
        for name, value in told.items()
    }
