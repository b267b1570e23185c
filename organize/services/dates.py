"""The dates of open tasks for a calendar, and what their blocks are called there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from focushub.accounts.models import User
from focushub.calendar.agenda import MAX_ENTRIES, Entry, Label
from focushub.calendar.models import TimeBlock
from focushub.common.clock import midnight
from organize.models import Step, Task
from organize.services.moving import open_minutes
from organize.services.occurrences import following, names_hours


class TaskDates:
    name = "organize"

    def labels(self, *, person: User, blocks: Sequence[TimeBlock]) -> Mapping[UUID, Label]:
        """The task's title as it is now, and the steps that the block holds."""
        mine = [block for block in blocks if block.kind == TimeBlock.Kind.TASK]
        subjects = {block.subject_id for block in mine if block.subject_id}
        parts = {part for block in mine for part in block.part_ids}
        tasks = Task.objects.owned_by(person).filter(pk__in=subjects)
        titles = dict(tasks.values_list("pk", "title"))
        steps = Step.objects.filter(owner=person, pk__in=parts)
        names = dict(steps.values_list("pk", "title"))
        return {
            block.pk: Label(
                titles[block.subject_id],
                "\n".join(names[part] for part in block.part_ids if part in names),
            )
            for block in mine
            if block.subject_id in titles
        }

    def entries(self, *, person: User, after: datetime, before: datetime) -> Sequence[Entry]:
        inside = Q(due_at__range=(after, before)) | Q(starts_at__range=(after, before))
        tasks = (
            Task.objects.owned_by(person)
            .open()
            .filter(inside | ~Q(recurrence=""))
            .order_by("due_at", "id")
            .prefetch_related("steps")[: MAX_ENTRIES // 2]
        )
        found: list[Entry] = []
        for task in tasks:
            if task.recurrence:
                found += _recurring(task, person)
            else:
                found += _once(task, person)
        return found


def _once(task: Task, person: User) -> list[Entry]:
    found = []
    if task.starts_at is not None:
        found.append(
            Entry(
                uid=f"start-{task.pk}",
                subject_id=task.pk,
                title=task.title,
                at=task.starts_at.astimezone(person.zone),
                changed_at=task.updated_at,
                minutes=open_minutes(task),
            )
        )
    if task.due_at is not None:
        due = task.due_at.astimezone(person.zone)
        found.append(
            Entry(
                uid=f"due-{task.pk}",
                subject_id=task.pk,
                title=f"Due: {task.title}" if task.due_is_hard else task.title,
                at=due.date() if task.due_is_date_only else due,
                changed_at=task.updated_at,
            )
        )
    return found


def _recurring(task: Task, person: User) -> list[Entry]:
    anchor = (task.starts_at or task.due_at or task.created_at).astimezone(person.zone)
    at_hours = bool(task.starts_at) or names_hours(task.recurrence)
    at_hours = at_hours or (task.due_at is not None and not task.due_is_date_only)
    if not at_hours:
        anchor = midnight(anchor.date(), person.zone)
    first = following(task.recurrence, start=anchor, after=anchor, inclusive=True)
    if first is None:
        return []
    return [
        Entry(
            uid=f"repeats-{task.pk}",
            subject_id=task.pk,
            title=task.title,
            at=first if at_hours else first.date(),
            changed_at=task.updated_at,
            minutes=open_minutes(task) if task.starts_at else 0,
            recurrence=task.recurrence,
        )
    ]
