"""A task with its steps and blocks as they are now, as JSON, so that a change can be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime

from focushub.accounts.models import User
from focushub.calendar.booking import free_time, put_back
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
_BLOCK: Final = (
    "id",
    "kind",
    "title",
    "starts_at",
    "ends_at",
    "subject_id",
    "part_ids",
    "is_locked",
    "created_at",
    "updated_at",
)
_TIMES: Final = frozenset(
    {
        "due_at",
        "starts_at",
        "ends_at",
        "completed_at",
        "snoozed_until",
        "created_at",
        "updated_at",
    }
)


def take(task: Task) -> dict[str, Any]:
    blocks = TimeBlock.objects.owned_by(task.owner_id).of_subjects([task.pk])
    return {
        "task": _told(task, _TASK),
        "steps": [_told(step, _STEP) for step in task.steps.all()],
        "blocks": [_told(block, _BLOCK) for block in blocks.order_by("starts_at", "id")],
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
    told_by_id = {told["id"]: told for told in before["blocks"]}
    same = [block.pk for block in mine if _is_as_told(block, told_by_id.get(str(block.pk)))]
    free_time(owner_id=owner.pk, blocks=mine.exclude(pk__in=same))
    there = set(mine.values_list("pk", flat=True))
    gone = [
        TimeBlock(owner_id=owner.pk, **_read(told))
        for told in before["blocks"]
        if UUID(told["id"]) not in there
    ]
    free = [
        block
        for block in gone
        if not TimeBlock.objects.owned_by(owner)
        .overlapping(block.starts_at, block.ends_at)
        .exists()
    ]
    put_back(owner_id=owner.pk, blocks=free)
    publish_rows(person_id=owner.pk, kind=TaskEvent, change=Change.CHANGED, ids=[task_id])


def _is_as_told(block: TimeBlock, told: Mapping[str, Any] | None) -> bool:
    """Whether a block is where it was: one that was ended early is put back with its old end."""
    return told is not None and _read(told)["ends_at"] == block.ends_at


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [str(part) for part in value]
    return str(value) if isinstance(value, UUID) else value


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: parse_datetime(value) if name in _TIMES and value else value
        for name, value in told.items()
    }
