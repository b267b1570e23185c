"""Digests of tasks with their steps and blocks: equal exactly while nobody has touched them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from focushub.caching import canonical, digest
from focushub.calendar.models import TimeBlock
from organize.models import Task

_TASK = (
    "title",
    "notes",
    "estimate_minutes",
    "due_at",
    "due_is_date_only",
    "due_is_hard",
    "starts_at",
    "recurrence",
    "priority",
    "energy",
    "labels",
    "project",
    "completed_at",
    "snoozed_until",
)
_STEP = ("id", "position", "title", "description", "minutes", "completed_at")
_BLOCK = ("id", "starts_at", "ends_at", "part_ids", "is_locked")


def fingerprints(*, owner: UUID, task_ids: Iterable[Any]) -> dict[str, str]:
    """By the task's id as text; a task that is gone has none."""
    wanted = list(task_ids)
    blocks = defaultdict(list)
    for block in TimeBlock.objects.owned_by(owner).of_subjects(wanted).order_by("starts_at", "id"):
        blocks[block.subject_id].append(_told(block, _BLOCK))
    tasks = Task.objects.owned_by(owner).filter(pk__in=wanted).prefetch_related("steps")
    return {
        str(task.pk): digest(
            canonical(
                {
                    "task": _told(task, _TASK),
                    "steps": [_told(step, _STEP) for step in task.steps.all()],
                    "blocks": blocks[task.pk],
                }
            )
        )
        for task in tasks
    }


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
