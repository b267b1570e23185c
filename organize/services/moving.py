"""Open tasks for a re-plan: what is left of them, and the dates that they get with a new place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.dateparse import parse_datetime

from focushub.accounts.models import User
from focushub.calendar.agenda import MAX_MOVABLE, Fields, Movable, NewPlace
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Energy, Item, Piece, Priority
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from organize.events import TaskEvent
from organize.models import Task
from organize.services.fingerprints import fingerprints
from organize.services.occurrences import (
    dates_on,
    fewer,
    following,
    next_after,
    pinned,
    times_between,
)

# For a task that says nothing of how long it takes, and for one whose steps are all done.
_USUAL_MINUTES = 30
_LAST_TOUCH_MINUTES = 10
_LONGEST_RULE = 200
_TIMES = ("due_at", "starts_at", "updated_at")
_WRITTEN = (*_TIMES, "due_is_date_only", "due_is_hard", "recurrence")


class MovableTasks:
    name = "organize"

    def open_work(self, *, person: User, now: datetime) -> Sequence[Movable]:
        mine = TimeBlock.objects.owned_by(person).filter(subject_id=OuterRef("pk"))
        dated = Q(due_at__isnull=False) | Q(starts_at__isnull=False)
        tasks = (
            Task.objects.owned_by(person)
            .open()
            .filter(dated | Exists(mine))
            .order_by("due_at", "starts_at", "id")
            .prefetch_related("steps")[:MAX_MOVABLE]
        )
        recurring = [task.pk for task in tasks if task.recurrence]
        begun = dict(
            TimeBlock.objects.owned_by(person)
            .of_subjects(recurring)
            .filter(starts_at__lte=now)
            .order_by("starts_at")
            .values_list("subject_id", "starts_at")
        )
        return [_movable(task, person, now, begun.get(task.pk)) for task in tasks]

    def new_dates(
        self, *, person: User, places: Sequence[NewPlace], now: datetime
    ) -> Mapping[str, Fields]:
        """A date that has passed moves to the day of the new place, or goes on a fresh start.

        What repeats keeps its rhythm: with a place, this one time is due at its end; let go for
        this time, it has the next date of its rule.
        """
        tasks = Task.objects.owned_by(person).in_bulk([place.work.subject_id for place in places])
        found = {}
        for place in places:
            task = tasks[place.work.subject_id]
            if place.is_let_go:
                fields = _next_dates(task, person, now)
            else:
                fields = _dates(task, place, person, now)
            if fields:
                found[str(task.pk)] = {**fields, "updated_at": now.isoformat()}
        return found

    def fingerprints(self, *, owner: UUID, ids: Collection[str]) -> Mapping[str, str]:
        return fingerprints(owner=owner, task_ids=ids)

    def write(self, *, owner: UUID, rows: Mapping[str, Fields]) -> Mapping[str, Fields]:
        tasks = list(Task.objects.owned_by(owner).select_for_update().filter(pk__in=list(rows)))
        before = {
            str(task.pk): {name: _plain(getattr(task, name)) for name in _WRITTEN} for task in tasks
        }
        for task in tasks:
            for name, value in rows[str(task.pk)].items():
                setattr(task, name, parse_datetime(value) if name in _TIMES and value else value)
        # Not `save`: what is put back has the hour of its last change back as well.
        Task.objects.bulk_update(tasks, _WRITTEN)
        ids = [task.pk for task in tasks]
        publish_rows(person_id=owner, kind=TaskEvent, change=Change.CHANGED, ids=ids)
        return before


def _movable(task: Task, person: User, now: datetime, begun: datetime | None) -> Movable:
    steps = tuple(
        Piece(str(step.pk), step.minutes) for step in task.steps.all() if step.completed_at is None
    )
    next_at = None
    if task.recurrence:
        anchor = task.due_at or task.starts_at or begun or now
        anchor = anchor.astimezone(person.zone)
        # A rule that has come to its end leaves a task like any other.
        if following(task.recurrence, start=anchor, after=max(anchor, now)):
            next_at = next_after(task.recurrence, anchor)
    item = Item(
        id=str(task.pk),
        minutes=open_minutes(task),
        due_at=task.due_at,
        due_is_hard=task.due_is_hard,
        starts_at=task.starts_at,
        not_before=task.snoozed_until,
        priority=cast(Priority | None, task.priority),
        energy=cast(Energy | None, task.energy),
        after=tuple(str(other) for other in task.after_ids),
        steps=steps,
        splittable=not task.recurrence,
    )
    return Movable(task.pk, TimeBlock.Kind.TASK, task.title, item, next_at)


def open_minutes(task: Task) -> int:
    """What is left of it: its open steps, or all of it where it has none."""
    steps = task.steps.all()
    left = [step.minutes for step in steps if step.completed_at is None]
    if left:
        return sum(left)
    if steps:
        return _LAST_TOUCH_MINUTES
    return task.estimate_minutes or _USUAL_MINUTES


def _dates(task: Task, place: NewPlace, person: User, now: datetime) -> dict[str, Any]:
    if place.work.next_at is not None:
        return _this_time(task, place, person, now)
    found: dict[str, Any] = {}
    if task.starts_at is not None and task.starts_at <= now:
        found["starts_at"] = None
    if task.due_at is not None and task.due_at <= now:
        if place.forgets_dates:
            found |= {"due_at": None, "due_is_date_only": False}
        elif place.is_whole and place.ends_at is not None:
            day = place.ends_at.astimezone(person.zone)
            end = day.replace(hour=23, minute=59, second=0, microsecond=0)
            # A day of our own choosing is a wish, whatever the old one was.
            found |= {"due_at": _plain(end), "due_is_date_only": True, "due_is_hard": False}
    return found


def _this_time(task: Task, place: NewPlace, person: User, now: datetime) -> dict[str, Any]:
    """Dates of the one time that found a place before the next of its rule."""
    due_at = task.due_at
    if due_at is None or due_at > now or not place.is_whole or place.ends_at is None:
        return {}
    was = due_at.astimezone(person.zone)
    end = place.ends_at.astimezone(person.zone)
    rule = pinned(task.recurrence, was, hours=not task.due_is_date_only)
    if rule is None or len(rule) > _LONGEST_RULE:
        return {}  # Another date would shift its rhythm.
    new = datetime.combine(end, was.timetz()) if task.due_is_date_only else end
    fields = {"due_at": _plain(new), "recurrence": rule}
    if task.starts_at is not None and task.due_is_date_only:
        start = task.starts_at.astimezone(person.zone)
        fields["starts_at"] = _plain(start + (new.date() - was.date()))
    elif task.starts_at is not None:
        fields["starts_at"] = _plain(new - (due_at - task.starts_at))
    return fields


def _next_dates(task: Task, person: User, now: datetime) -> dict[str, Any]:
    anchor = task.due_at or task.starts_at
    if anchor is None:
        return {}
    anchor = anchor.astimezone(person.zone)
    day = following(task.recurrence, start=anchor, after=now)
    rest = day and fewer(task.recurrence, times_between(task.recurrence, anchor, day))
    if day is None or rest is None:
        return {}
    due_at, starts_at = dates_on(
        day, recurrence=task.recurrence, due_at=task.due_at, starts_at=task.starts_at
    )
    return {"due_at": _plain(due_at), "starts_at": _plain(starts_at), "recurrence": rest}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
