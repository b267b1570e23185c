"""What the coach may read of tasks, and what it may propose to do with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from pydantic import AwareDatetime, BaseModel, Field
from uuid6 import uuid7

from focushub.accounts.models import User
from focushub.caching import canonical, digest
from focushub.calendar.booking import book, free_time
from focushub.calendar.models import TimeBlock
from focushub.coaching import registry
from focushub.coaching.registry import MOST_THINGS, Action, Coach, Done, NotPossible, Preview, View
from focushub.coaching.things import Guess, Level, Piece, Thing
from focushub.language import DateOrder
from organize.engine.breakdown import break_down
from organize.engine.cookbook import MAX_MINUTES
from organize.engine.estimates import expected_minutes
from organize.engine.reader import read_dump
from organize.engine.recurrences import read_task
from organize.models import Task
from organize.services import snapshots, tasks
from organize.services.fingerprints import fingerprints

_MOST_TAKEN: Final = 12
_USUAL_MINUTES: Final = 15
_STEP_FIELDS: Final = ("title", "description", "minutes")


class OrganizeCoach(Coach):
    name = "organize"

    def look(self, *, person: User, at: datetime) -> View:
        mine = Task.objects.owned_by(person).open()
        rows = list(
            mine.order_by(F("due_at").asc(nulls_last=True), "-id").prefetch_related("steps")[
                :MOST_THINGS
            ]
        )
        done_today = Task.objects.owned_by(person).filter(
            completed_at__gte=at.replace(hour=0, minute=0, second=0, microsecond=0)
        )
        lines = [f"Done today: {title}" for title in done_today.values_list("title", flat=True)[:5]]
        blocks = dict(
            TimeBlock.objects.owned_by(person)
            .of_subjects([task.pk for task in rows])
            .filter(ends_at__gt=at)
            .order_by("-starts_at")
            .values_list("subject_id", "starts_at")
        )
        return View(things=[_thing(task, blocks.get(task.pk), at) for task in rows], lines=lines)

    def cut(self, title: str, granularity: int) -> Sequence[Piece]:
        cut = break_down(title, granularity=granularity)
        return [Piece(step.title, step.minutes) for step in cut.steps]

    def guess(self, *, person: User, title: str, minutes: int | None) -> Guess | None:
        named = minutes or break_down(title).minutes
        told = expected_minutes(guess=max(1, min(MAX_MINUTES, named)), history=())
        return Guess(told.low, told.likely, told.high, told.reason)

    def tasks_in(self, *, person: User, text: str, at: datetime) -> Sequence[Piece]:
        dump = read_dump(text, now=at, date_order=cast(DateOrder, person.date_order))
        return [
            Piece(task.title, task.minutes or _usual(task.title))
            for task in dump.tasks[:_MOST_TAKEN]
        ]


def _usual(title: str) -> int:
    return break_down(title, granularity=1).minutes


def _thing(task: Task, starts_at: datetime | None, at: datetime) -> Thing:
    waits = task.snoozed_until is not None and task.snoozed_until > at
    return Thing(
        id=str(task.pk),
        kind="task",
        title=task.title,
        minutes=task.estimate_minutes,
        steps=tuple(
            Piece(step.title, step.minutes, str(step.pk))
            for step in task.steps.all()
            if step.completed_at is None
        ),
        due_at=task.due_at.astimezone(at.tzinfo) if task.due_at else None,
        is_hard=task.due_is_hard and task.due_at is not None,
        priority=task.priority,
        energy=cast(Level | None, task.energy),
        starts_at=starts_at.astimezone(at.tzinfo) if starts_at else None,
        waits=waits,
    )


class TaskParams(BaseModel):
    task_id: UUID


class SnoozeParams(TaskParams):
    until: AwareDatetime


class BreakDownParams(TaskParams):
    granularity: int = Field(default=3, ge=1, le=5)


class ScheduleParams(TaskParams):
    starts_at: AwareDatetime
    minutes: int = Field(ge=5, le=240)


class CreateParams(BaseModel):
    """Either a line that is read for its date and length, or a title as it is."""

    text: str = Field(default="", max_length=300)
    title: str = Field(default="", max_length=200)
    with_steps: bool = False


class CreateManyParams(BaseModel):
    text: str = Field(min_length=1, max_length=4_000)


class _OfTask(Action[Any]):
    """An action on one task: it rests on the task, and is taken back by its snapshot."""

    def rests_on(self, *, person: User, params: TaskParams) -> str:
        return fingerprints(owner=person.pk, task_ids=[params.task_id]).get(str(params.task_id), "")

    def made(self, *, person: User, undo: Mapping[str, Any]) -> str:
        return fingerprints(owner=person.pk, task_ids=[undo["task_id"]]).get(undo["task_id"], "")

    def carry_out(self, *, person: User, params: TaskParams) -> Done:
        task = _open_task(person, params.task_id)
        before = snapshots.take(task)
        told = {"task_id": str(task.pk), **self.change(person=person, task=task, params=params)}
        return Done(result=told, undo={**told, "before": before})

    def change(self, *, person: User, task: Task, params: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        snapshots.restore(owner=person, task_id=UUID(undo["task_id"]), before=undo["before"])


class CompleteTask(_OfTask):
    kind = "complete_task"
    params = TaskParams
    told = "ticks a task off; task_id a T mark"

    def preview(self, *, person: User, params: TaskParams) -> Preview:
        return Preview(title=f"Tick off {_named(_open_task(person, params.task_id))}")

    def change(self, *, person: User, task: Task, params: TaskParams) -> Mapping[str, Any]:
        tasks.complete_task(task=task)
        return {}


class SnoozeTask(_OfTask):
    kind = "snooze_task"
    params = SnoozeParams
    told = "puts a task off; task_id a T mark, until a date and time with its offset"

    def preview(self, *, person: User, params: SnoozeParams) -> Preview:
        task = _open_task(person, params.task_id)
        local = params.until.astimezone(person.zone)
        return Preview(title=f"Put {_named(task)} off until {local:%A %d %B, %H:%M}")

    def change(self, *, person: User, task: Task, params: SnoozeParams) -> Mapping[str, Any]:
        tasks.snooze_task(task=task, until=params.until)
        return {}


class BreakDownTask(_OfTask):
    kind = "break_down_task"
    params = BreakDownParams
    told = "cuts a task that has no steps into steps; task_id a T mark, granularity 1 to 5"

    def preview(self, *, person: User, params: BreakDownParams) -> Preview:
        task = _open_task(person, params.task_id)
        if any(step.completed_at is None for step in task.steps.all()):
            raise NotPossible
        cut = break_down(task.title, granularity=params.granularity)
        return Preview(
            title=f"Cut {_named(task)} into {len(cut.steps)} steps",
            details=tuple(f"{step.title} ({step.minutes} min)" for step in cut.steps),
        )

    def change(self, *, person: User, task: Task, params: BreakDownParams) -> Mapping[str, Any]:
        tasks.break_down_task(task=task, granularity=params.granularity)
        return {}


class ScheduleTask(_OfTask):
    kind = "schedule_task"
    params = ScheduleParams
    told = "keeps time for a task; task_id a T mark, starts_at with its offset, minutes 5 to 240"

    def preview(self, *, person: User, params: ScheduleParams) -> Preview:
        task = _open_task(person, params.task_id)
        if not self._is_free(person, params):
            raise NotPossible
        local = params.starts_at.astimezone(person.zone)
        return Preview(title=f"{local:%A, %H:%M}: {params.minutes} minutes for {_named(task)}")

    def change(self, *, person: User, task: Task, params: ScheduleParams) -> Mapping[str, Any]:
        if not self._is_free(person, params):
            raise NotPossible
        block = TimeBlock(
            id=uuid7(),
            owner_id=person.pk,
            kind=TimeBlock.Kind.TASK,
            title=task.title,
            subject_id=task.pk,
            starts_at=params.starts_at,
            ends_at=params.starts_at + timedelta(minutes=params.minutes),
        )
        if not book(owner_id=person.pk, blocks=[block]):
            raise NotPossible
        return {"block_id": str(block.pk)}

    def _is_free(self, person: User, params: ScheduleParams) -> bool:
        ends_at = params.starts_at + timedelta(minutes=params.minutes)
        mine = TimeBlock.objects.owned_by(person).overlapping(params.starts_at, ends_at)
        return params.starts_at > timezone.now() and not mine.exists()

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        free_time(owner_id=person.pk, blocks=TimeBlock.objects.filter(pk=undo["block_id"]))


class _Creates(Action[Any]):
    """Makes tasks; taken back as long as nobody has touched them."""

    def made(self, *, person: User, undo: Mapping[str, Any]) -> str:
        return digest(canonical(fingerprints(owner=person.pk, task_ids=undo["task_ids"])))

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        for task in Task.objects.owned_by(person).filter(pk__in=undo["task_ids"]):
            tasks.delete_task(task=task)


class CreateTask(_Creates):
    kind = "create_task"
    params = CreateParams
    told = "puts a task onto the list; text as one would say it, its date and length in it"

    def preview(self, *, person: User, params: CreateParams) -> Preview:
        fields = _read(person, params)
        details = [f"{step['title']} ({step['minutes']} min)" for step in fields.get("steps", ())]
        if fields.get("due_at"):
            details.insert(0, f"Due {fields['due_at'].astimezone(person.zone):%A %d %B, %H:%M}")
        return Preview(
            title=f"Put \u201c{fields['title']}\u201d on the list", details=tuple(details)
        )

    def carry_out(self, *, person: User, params: CreateParams) -> Done:
        task = tasks.create_task(owner=person, **_read(person, params))
        told = {"task_id": str(task.pk)}
        return Done(result=told, undo={"task_ids": [str(task.pk)]})


class CreateTasks(_Creates):
    kind = "create_tasks"
    params = CreateManyParams

    def preview(self, *, person: User, params: CreateManyParams) -> Preview:
        found = self._read(person, params)
        return Preview(
            title=f"Put {len(found)} tasks on the list" if len(found) > 1 else "Put it on the list",
            details=tuple(fields["title"] for fields in found),
        )

    def carry_out(self, *, person: User, params: CreateManyParams) -> Done:
        ids = [
            str(tasks.create_task(owner=person, **fields).pk)
            for fields in self._read(person, params)
        ]
        return Done(result={"task_ids": ids}, undo={"task_ids": ids})

    def _read(self, person: User, params: CreateManyParams) -> list[dict[str, Any]]:
        dump = read_dump(
            params.text,
            now=timezone.now().astimezone(person.zone),
            date_order=cast(DateOrder, person.date_order),
        )
        if not dump.tasks:
            raise NotPossible
        return [
            {
                "title": task.title[:200],
                "estimate_minutes": task.minutes,
                "due_at": task.due_at,
                "due_is_date_only": task.due_is_date_only,
                "due_is_hard": task.is_hard,
                "priority": task.priority,
                "energy": task.energy,
                "recurrence": task.recurrence or "",
            }
            for task in dump.tasks[:_MOST_TAKEN]
        ]


def _read(person: User, params: CreateParams) -> dict[str, Any]:
    if params.text:
        told = read_task(
            params.text,
            now=timezone.now().astimezone(person.zone),
            date_order=cast(DateOrder, person.date_order),
        )
        if not told.title:
            raise NotPossible
        fields: dict[str, Any] = {
            "title": f"{told.title[:1].upper()}{told.title[1:200]}",
            "estimate_minutes": told.minutes,
            "due_at": told.due_at,
            "due_is_date_only": told.due_is_date_only,
            "due_is_hard": told.is_hard,
            "priority": told.priority,
            "energy": told.energy,
            "recurrence": told.recurrence or "",
        }
    elif params.title:
        fields = {"title": params.title}
    else:
        raise NotPossible
    if params.with_steps:
        cut = break_down(fields["title"], granularity=4)
        fields["steps"] = [
            {name: getattr(step, name) for name in _STEP_FIELDS} for step in cut.steps
        ]
        fields["estimate_minutes"] = cut.minutes
    return fields


def _open_task(person: User, task_id: UUID) -> Task:
    mine = Task.objects.owned_by(person).open().prefetch_related("steps")
    task = mine.filter(pk=task_id).first()
    if task is None:
        raise NotPossible
    return task


def _named(task: Task) -> str:
    return f"\u201c{task.title}\u201d"


OrganizeCoach.actions = (
    CompleteTask(),
    SnoozeTask(),
    BreakDownTask(),
    ScheduleTask(),
    CreateTask(),
    CreateTasks(),
)
registry.register(OrganizeCoach())
