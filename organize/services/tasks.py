"""What happens to tasks: made, changed, cut into steps, put off, done, and taken up again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.booking import end_blocks, free_time
from focushub.calendar.models import TimeBlock
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time
from focushub.focus.services.sessions import finish_sessions_of
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from organize.engine.breakdown import break_down
from organize.engine.cookbook import MAX_MINUTES as MAX_CUT_MINUTES
from organize.events import TaskEvent
from organize.models import MAX_STEPS, Step, Task
from organize.services.occurrences import dates_on, fewer, next_after
from organize.services.pace import forget_time_taken, note_time_taken

StepFields = Mapping[str, Any]
_NEEDED = ("title", "minutes")
_STEP_FIELDS = ("title", "description", "minutes", "tools", "completed_at")
_STEP_COLUMNS = (*_STEP_FIELDS, "position", "updated_at")


class TaskAlreadyCompleted(DomainError):
    kind = Kind.CONFLICT
    code = "task_already_completed"
    detail = "This task is done already."


class TaskIsOpen(DomainError):
    kind = Kind.CONFLICT
    code = "task_is_open"
    detail = "This task is open; there is nothing to take up again."


class TaskHasSteps(DomainError):
    kind = Kind.CONFLICT
    code = "task_has_steps"
    detail = "This task has steps already. Send `replace: true`, or a `step_id` to cut one further."


class UnknownStep(DomainError):
    code = "unknown_step"
    detail = "This step is not one of the task's open steps."


class SnoozeInThePast(DomainError):
    code = "snooze_in_the_past"
    detail = "Choose a moment that is still to come."


class IncompleteStep(DomainError):
    code = "incomplete_step"
    detail = "A step that is new needs a title and minutes."


class TooManySteps(DomainError):
    code = "too_many_steps"
    detail = f"A task has at most {MAX_STEPS} steps."


@transaction.atomic
def create_task(*, owner: User, steps: Sequence[StepFields] = (), **fields: Any) -> Task:
    task = Task.objects.create(owner=owner, **fields)
    _replace_steps(task, steps)
    _tell(task, Change.CREATED)
    return task


@transaction.atomic
def update_task(*, task: Task, steps: Sequence[StepFields] | None = None, **fields: Any) -> Task:
    """Only what is named changes. Named steps replace the old ones; those with an id keep it.

    Raises:
        IncompleteStep, TooManySteps
    """
    task = _lock(task)
    if fields.get("estimate_minutes", task.estimate_minutes) != task.estimate_minutes:
        task.guess_minutes = None  # It is the person's own from now on.
    for name, value in fields.items():
        setattr(task, name, value)
    task.save()
    if steps is not None:
        _replace_steps(task, steps)
    _tell(task)
    return task


@transaction.atomic
def delete_task(*, task: Task) -> None:
    one_at_a_time(task.owner_id)
    _tell(task, Change.DELETED)
    free_time(owner_id=task.owner_id, blocks=TimeBlock.objects.of_subjects([task.pk]))
    task.delete()


@transaction.atomic
def complete_task(
    *, task: Task, at: datetime | None = None, actual_minutes: int | None = None
) -> Task:
    """Done, with the focus session that is open for it, and the time kept for it is free again.

    So is the rest of a block that runs: nothing is to say that its end comes near. A task that
    recurs moves to its next date instead, with its steps open again.

    Args:
        actual_minutes: that it really took, as the person says; else its focus sessions tell.
    Raises:
        TaskAlreadyCompleted
    """
    task = _lock(task)
    if not task.is_open:
        raise TaskAlreadyCompleted
    now = at or timezone.now()
    # First of all, so that its minutes count.
    finish_sessions_of(owner_id=task.owner_id, subject_id=task.pk)
    note_time_taken(task=task, finished_at=now, minutes=actual_minutes)
    if not _move_to_next_date(task, now):
        task.completed_at = now
    task.snoozed_until = None
    task.save()
    _free(task, since=now)
    end_blocks(owner_id=task.owner_id, blocks=TimeBlock.objects.of_subjects([task.pk]), at=now)
    _tell(task)
    return task


@transaction.atomic
def reopen_task(*, task: Task) -> Task:
    """Raises `TaskIsOpen`."""
    task = _lock(task)
    if task.is_open:
        raise TaskIsOpen
    task.completed_at = None
    task.save(update_fields=["completed_at", "updated_at"])
    forget_time_taken(task=task)
    _tell(task)
    return task


@transaction.atomic
def snooze_task(*, task: Task, until: datetime | None = None, minutes: int | None = None) -> Task:
    """Out of sight until then; blocks that lie before it are freed.

    Raises:
        TaskAlreadyCompleted, SnoozeInThePast
    """
    task = _lock(task)
    if not task.is_open:
        raise TaskAlreadyCompleted
    now = timezone.now()
    moment = until or now + timedelta(minutes=minutes or 0)
    if moment <= now:
        raise SnoozeInThePast
    task.snoozed_until = moment
    task.save(update_fields=["snoozed_until", "updated_at"])
    _free(task, since=now, until=moment)
    _tell(task)
    return task


@transaction.atomic
def break_down_task(
    *, task: Task, granularity: int = 3, step_id: UUID | None = None, replace: bool = False
) -> Task:
    """Steps for a task, or smaller steps in the place of one of them. Done steps stay.

    Raises:
        TaskHasSteps: and neither `replace` nor a step was named.
        UnknownStep, TooManySteps
    """
    task = _lock(task)
    steps = list(task.steps.all())
    if step_id is not None:
        position = next(
            (i for i, s in enumerate(steps) if s.pk == step_id and s.completed_at is None), None
        )
        if position is None:
            raise UnknownStep
        cut = _cut(steps[position].title, granularity, steps[position].minutes, task)
        _replace_steps(task, [*_told(steps[:position]), *cut, *_told(steps[position + 1 :])])
        _tell(task)
        return task
    still_open = [step for step in steps if step.completed_at is None]
    if still_open and not replace:
        raise TaskHasSteps
    done = _told(step for step in steps if step.completed_at is not None)
    cut = _cut(task.title, granularity, task.estimate_minutes, task)
    _replace_steps(task, [*done, *cut])
    if task.estimate_minutes is None:
        task.estimate_minutes = sum(int(step["minutes"]) for step in cut)
        task.guess_minutes = task.estimate_minutes
        task.save(update_fields=["estimate_minutes", "guess_minutes", "updated_at"])
    _tell(task)
    return task


def settled_tasks(ids: Collection[UUID]) -> set[UUID]:
    """Those of which nobody is to be reminded: done, or put off until later."""
    settled = Q(completed_at__isnull=False) | Q(snoozed_until__gt=timezone.now())
    return set(Task.objects.filter(settled, pk__in=ids).values_list("pk", flat=True))


def _cut(title: str, granularity: int, minutes: int | None, task: Task) -> list[StepFields]:
    cut = break_down(
        title,
        granularity=granularity,
        minutes=minutes and min(minutes, MAX_CUT_MINUTES),
        energy=task.energy,
        notes=task.notes,
    )
    return [
        {
            "title": step.title,
            "description": step.description,
            "minutes": step.minutes,
            "tools": list(step.tools),
        }
        for step in cut.steps
    ]


def _told(steps: Any) -> list[StepFields]:
    return [{name: getattr(step, name) for name in ("id", *_STEP_FIELDS)} for step in steps]


def _replace_steps(task: Task, steps: Sequence[StepFields]) -> None:
    if len(steps) > MAX_STEPS:
        raise TooManySteps
    own = {step.pk: step for step in task.steps.all()}
    kept = {fields["id"] for fields in steps if fields.get("id") in own}
    for number, fields in enumerate(steps):
        missing = [] if fields.get("id") in own else [n for n in _NEEDED if n not in fields]
        if missing:
            where = FieldProblem(f"steps.{number}.{missing[0]}", "required", IncompleteStep.detail)
            raise IncompleteStep(problems=[where])
    task.steps.exclude(pk__in=kept).delete()
    fresh: list[Step] = []
    for position, fields in enumerate(steps):
        step = own.get(fields.get("id"))  # type: ignore[arg-type] # None finds nothing
        if step is None:
            step = Step(task=task, owner_id=task.owner_id)
            fresh.append(step)
        for name, value in fields.items():
            if name != "id":
                setattr(step, name, value)
        step.position, step.updated_at = position, timezone.now()
    Step.objects.bulk_create(fresh)
    Step.objects.bulk_update([own[pk] for pk in kept], _STEP_COLUMNS)
    task._prefetched_objects_cache = {}  # type: ignore[attr-defined] # what was prefetched is old


def _move_to_next_date(task: Task, now: datetime) -> bool:
    if not task.recurrence:
        return False
    zone = task.owner.zone
    anchor = task.due_at or task.starts_at or now
    following = next_after(task.recurrence, max(anchor, now).astimezone(zone))
    rest = fewer(task.recurrence)
    if following is None or rest is None:
        return False
    task.due_at, task.starts_at = dates_on(
        following, recurrence=task.recurrence, due_at=task.due_at, starts_at=task.starts_at
    )
    task.recurrence = rest
    task.steps.update(completed_at=None)
    return True


def _free(task: Task, *, since: datetime, until: datetime | None = None) -> None:
    blocks = TimeBlock.objects.of_subjects([task.pk])
    blocks = blocks.filter(starts_at__gte=since, is_locked=False)
    if until is not None:
        blocks = blocks.filter(starts_at__lt=until)
    free_time(owner_id=task.owner_id, blocks=blocks)


def _tell(task: Task, change: Change = Change.CHANGED) -> None:
    publish_rows(person_id=task.owner_id, kind=TaskEvent, change=change, ids=[task.pk])


def _lock(task: Task) -> Task:
    one_at_a_time(task.owner_id)
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("owner")
        .prefetch_related("steps")
        .get(pk=task.pk)
    )
