"""Open tasks that could be done now, each with a first step of two minutes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import cast

from django.db.models import Q

from focushub.accounts.models import User
from focushub.calendar.agenda import MAX_OFFERS, FirstStep, Offer
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Energy, Priority
from focushub.common.clock import end_of_day
from organize.engine.breakdown import break_down
from organize.engine.cookbook import GENERAL
from organize.models import Step, Task
from organize.services.moving import open_minutes

_FIRST_STEP_MINUTES = 2
_QUOTED = 120


class TaskOffers:
    name = "organize"

    def offers(self, *, person: User, now: datetime) -> Sequence[Offer]:
        tonight = end_of_day(now)
        mine = Task.objects.owned_by(person).ready()
        # What has an hour of its own waits for it; what repeats waits for its day.
        mine = mine.filter(Q(starts_at__isnull=True) | Q(starts_at__lte=now))
        mine = mine.filter(Q(recurrence="") | Q(due_at__isnull=True) | Q(due_at__lt=tonight))
        waiting_for = Task.objects.owned_by(person).open().values("pk")
        tasks = list(mine.order_by("due_at", "id").prefetch_related("steps")[:MAX_OFFERS])
        named = {other for task in tasks for other in task.after_ids}
        still_open = set(waiting_for.filter(pk__in=named).values_list("pk", flat=True))
        return [_offer(task) for task in tasks if not still_open.intersection(task.after_ids)]


def _offer(task: Task) -> Offer:
    steps = list(task.steps.all())
    return Offer(
        subject_id=task.pk,
        kind=TimeBlock.Kind.TASK,
        title=task.title,
        minutes=open_minutes(task),
        first_step=partial(_first_step, task),
        due_at=task.due_at,
        due_is_hard=task.due_is_hard,
        priority=cast(Priority | None, task.priority),
        energy=cast(Energy | None, task.energy),
        begun=any(step.completed_at is not None for step in steps),
    )


def _first_step(task: Task) -> FirstStep:
    steps = [step for step in task.steps.all() if step.completed_at is None]
    if steps and steps[0].minutes <= _FIRST_STEP_MINUTES:
        return FirstStep(steps[0].title, steps[0].minutes, steps[0].pk)
    return _opening(steps[0] if steps else task)


def _opening(thing: Step | Task) -> FirstStep:
    """The first two minutes of something longer."""
    cut = break_down(thing.title)
    if cut.recipe == GENERAL and isinstance(thing, Step):
        # It is a small piece already: no need to fetch what it needs.
        return FirstStep(f"Give “{thing.title[:_QUOTED]}” two minutes", _FIRST_STEP_MINUTES)
    return FirstStep(cut.steps[0].title, min(cut.steps[0].minutes, _FIRST_STEP_MINUTES))
