"""A proposal becomes the body of an answer: ids, blocks of time, and the words around them.

Pure but for the ids: what is taken and the rules of the person come in as arguments.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from uuid6 import uuid7

from focushub.ai.features import Answer
from focushub.calendar.availability import Taken
from focushub.calendar.scheduler import (
    Block,
    Interval,
    Rules,
    Schedule,
    Unscheduled,
    Why,
    explain,
    schedule,
)
from focushub.common.clock import end_of_day, in_words
from focushub.common.rendering import render
from organize.services.occurrences import occurrence_items
from organize.services.proposals import Guessed, Proposal, ProposedTask
from organize.services.requests import PlanRequest

_USUAL_DAYS = 7
_MOST_DAYS = 28
_NO_HOURS = (
    "Your week has no working hours yet, so nothing gets a time. Name some in your profile, "
    "or just begin with the first step."
)
_HABITS = ("daily", "weekly", "monthly")


@dataclass(frozen=True, slots=True)
class _Named:
    """A proposed task with the ids that it keeps when it is accepted."""

    id: UUID
    task: ProposedTask
    step_ids: tuple[UUID, ...]


def compose(
    proposal: Proposal,
    *,
    plan_id: UUID,
    revision: int,
    request: PlanRequest,
    rules: Rules,
    taken: Taken,
) -> Answer:
    """The feature's fields of the answer, as JSON values in the order of the contract."""
    named = [_Named(uuid7(), task, tuple(uuid7() for _ in task.steps)) for task in proposal.tasks]
    placed = _place(named, request=request, rules=rules, taken=taken)
    summary = _summary(proposal, _placed_minutes(named, placed), placed, request)
    has_hours = request.available_minutes is not None or any(rules.working_hours.values())
    notes = (request.energy_note, "" if has_hours or not named else _NO_HOURS)
    suggestions = (*filter(None, notes), *proposal.suggestions)
    maintenance = proposal.maintenance or {}
    body = {
        "id": plan_id,
        "kind": proposal.kind,
        "revision": revision,
        "summary": summary,
        "system_overview": proposal.overview or summary,
        "response": _markdown(summary, proposal, suggestions, named, placed, request),
        "first_step": {"text": proposal.first_step.title, "minutes": proposal.first_step.minutes},
        "tasks": [_task(one, named) for one in named],
        "leftover": [{"start": s.start, "end": s.end} for s in proposal.leftover],
        "steps": _flat_steps(named),
        "schedule": [_block(block) for block in placed.blocks],
        "unscheduled": _unscheduled(placed, request),
        "maintenance_schedule": {when: maintenance.get(when, ()) for when in _HABITS},
        "visual_aids": proposal.visual_aids,
        "suggestions": suggestions,
        "agent_used": proposal.agent,
        "confidence": proposal.confidence,
    }
    return Answer(body=orjson.loads(render(body)), fresh_until=_fresh_until(placed, request))


def planning_window(request: PlanRequest, tasks: Sequence[ProposedTask]) -> Interval:
    """The named minutes from the beginning; else a week, or up to the last deadline within four."""
    begins = request.begins_at
    if request.available_minutes is not None:
        return Interval(begins, begins + timedelta(minutes=request.available_minutes))
    usual = begins + timedelta(days=_USUAL_DAYS)
    last_due = max((t.due_at for t in tasks if t.due_at), default=usual)
    return Interval(begins, min(max(usual, last_due), begins + timedelta(days=_MOST_DAYS)))


def _place(
    named: Sequence[_Named], *, request: PlanRequest, rules: Rules, taken: Taken
) -> Schedule:
    window = planning_window(request, [one.task for one in named])
    is_named = request.available_minutes is not None
    items = [
        item
        for one in named
        for item in occurrence_items(
            one.task,
            id=str(one.id),
            step_ids=[str(step_id) for step_id in one.step_ids],
            after=[str(named[i].id) for i in one.task.after],
            window=window,
            is_now=is_named,
        )
    ]
    return schedule(
        items,
        window=window,
        rules=rules,
        busy=taken.busy,
        locked=taken.work,
        budget_minutes=request.available_minutes,
        anywhere=is_named,
    )


def _fresh_until(placed: Schedule, request: PlanRequest) -> datetime | None:
    """An undated question is answered anew once its first block begins or the day is over, or
    what was assumed of the person's energy has changed.
    """
    if request.is_dated:
        return None
    ends = [end_of_day(request.asked_at), *(block.starts_at for block in placed.blocks[:1])]
    if request.assumed and request.assumed.until:
        ends.append(request.assumed.until)
    return min(ends)


def _task(one: _Named, named: Sequence[_Named]) -> dict[str, Any]:
    steps = [
        {"id": step_id, "title": step.title, "minutes": step.minutes}
        for step_id, step in zip(one.step_ids, one.task.steps, strict=True)
    ]
    return {
        "id": one.id,
        **facts_of(one.task, steps=steps),
        "estimate": None if one.task.guessed is None else told_estimate(one.task.guessed),
        "after_ids": [named[i].id for i in one.task.after],
    }


def told_estimate(guessed: Guessed) -> dict[str, Any]:
    return {
        "guess": guessed.minutes,
        "is_own": guessed.is_own,
        "low": guessed.estimate.low,
        "likely": guessed.estimate.likely,
        "high": guessed.estimate.high,
        "reason": guessed.estimate.reason,
    }


def facts_of(task: ProposedTask, *, steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is known of a task before the plan gives it an id."""
    return {
        "title": task.title,
        "notes": task.notes,
        "steps": steps,
        "estimate_minutes": task.minutes,
        "due_at": task.due_at,
        "due_is_date_only": task.due_is_date_only,
        "due_is_hard": task.is_hard,
        "starts_at": task.starts_at,
        "recurrence": task.recurrence or "",
        "priority": task.priority,
        "energy": task.energy,
        "labels": task.labels,
        "project": task.project or "",
        "spans": [{"start": s.start, "end": s.end, "means": s.means} for s in task.spans],
    }


def _flat_steps(named: Sequence[_Named]) -> list[dict[str, Any]]:
    steps = [
        (step_id, step)
        for one in named
        for step_id, step in zip(one.step_ids, one.task.steps, strict=True)
    ]
    return [
        {
            "id": step_id,
            "step": number,
            "title": step.title,
            "description": step.description,
            "estimated_minutes": step.minutes,
            "tools_needed": step.tools,
        }
        for number, (step_id, step) in enumerate(steps, start=1)
    ]


def task_id_of(item_id: str) -> str:
    """An occurrence of a recurring task is an item of its own, named `<task>@<date>`."""
    return item_id.partition("@")[0]


def _block(block: Block) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "starts_at": block.starts_at,
        "ends_at": block.ends_at,
        "task_id": task_id_of(block.item_id),
        "step_id": block.step_ids[0] if block.step_ids else None,
        "step_ids": block.step_ids,
    }


def _unscheduled(placed: Schedule, request: PlanRequest) -> list[dict[str, Any]]:
    def why(left: Unscheduled) -> Why:
        # A window of named minutes is full because the minutes are used up.
        is_named = request.available_minutes is not None
        return Why.BUDGET if is_named and left.why == Why.NO_ROOM else left.why

    return [
        {
            "task_id": task_id_of(left.item_id),
            "remaining_minutes": left.remaining_minutes,
            "why": explain(why(left)),
            "code": why(left),
        }
        for left in placed.unscheduled
    ]


def _placed_minutes(named: Sequence[_Named], placed: Schedule) -> int:
    """What repeats counts once, as it does in the sum of the tasks."""
    minutes: Counter[UUID] = Counter()
    for block in placed.blocks:
        minutes[UUID(task_id_of(block.item_id))] += block.minutes
    return sum(min(minutes[one.id], one.task.minutes) for one in named)


def _summary(
    proposal: Proposal, placed_minutes: int, placed: Schedule, request: PlanRequest
) -> str:
    if not proposal.tasks:
        return "There is no task in this yet, and that is fine. One small step is enough for now."
    count = len(proposal.tasks)
    total = sum(task.minutes for task in proposal.tasks)
    if proposal.kind == "space":
        steps = len(proposal.tasks[0].steps)
        told = [f"{proposal.tasks[0].title}: {steps} small steps, about {in_words(total)} in all."]
    else:
        tasks = "One task" if count == 1 else f"{count} tasks"
        told = [f"{tasks}, about {in_words(total)} in all."]
    if placed.blocks:
        zone = request.asked_at.tzinfo
        start = placed.blocks[0].starts_at.astimezone(zone)
        day = "today" if start.date() == request.asked_at.date() else f"on {start:%A}"
        told.append(f"{in_words(placed_minutes)} have a place, beginning {day} at {start:%H:%M}.")
    if placed.unscheduled:
        told.append("What does not fit now keeps for later.")
    if request.goal:
        told.append(f"Done looks like this: {request.goal.rstrip('.')}.")
    return " ".join(told)


def _markdown(
    summary: str,
    proposal: Proposal,
    suggestions: Sequence[str],
    named: Sequence[_Named],
    placed: Schedule,
    request: PlanRequest,
) -> str:
    zone = request.asked_at.tzinfo
    first = proposal.first_step
    lines = [f"**Start here:** {first.title} ({first.minutes} min)", "", summary]
    if proposal.overview:
        lines += ["", proposal.overview]
    for one in named:
        due = one.task.due_at.astimezone(zone) if one.task.due_at else None
        when = "" if due is None else f", by {due:%a %d %b}"
        if due is not None and not one.task.due_is_date_only:
            when += f" {due:%H:%M}"
        lines += ["", f"### {one.task.title} ({in_words(one.task.minutes)}{when})"]
        lines += [f"- {step.title} ({step.minutes} min)" for step in one.task.steps]
    titles = {str(one.id): one.task.title for one in named}
    if placed.blocks:
        lines += ["", "### When"]
        for block in placed.blocks:
            start, end = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
            title = titles[task_id_of(block.item_id)]
            lines.append(f"- {start:%a %d %b %H:%M} to {end:%H:%M}: {title}")
    for heading, texts in (
        ("To see it", proposal.visual_aids),
        ("Worth a try", suggestions),
    ):
        if texts:
            lines += ["", f"### {heading}", *(f"- {text}" for text in texts)]
    return "\n".join(lines)
