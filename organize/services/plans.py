"""Plans: proposed, accepted, taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from focushub.accounts.models import User
from focushub.ai import proposals
from focushub.ai.features import Answer
from focushub.ai.models import Run
from focushub.calendar.availability import rules_for, taken_times
from focushub.calendar.booking import book, free_time
from focushub.calendar.models import TimeBlock
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from organize.events import TaskEvent
from organize.models import Plan, Step, Task
from organize.services.composing import compose
from organize.services.fingerprints import fingerprints
from organize.services.pace import at_pace, pace_of
from organize.services.proposals import Proposal
from organize.services.requests import PlanRequest

_BUSY_AHEAD = timedelta(days=29)
_TASK_FIELDS = (
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
)


def propose(*, run: Run, person: User, request: PlanRequest, proposal: Proposal) -> Answer:
    """A new revision of the run's plan, at the person's own pace."""
    proposal = at_pace(proposal, pace=pace_of(person))

    def make(plan: Plan, number: int) -> Answer:
        return compose(
            proposal,
            plan_id=plan.pk,
            revision=number,
            request=request,
            rules=rules_for(
                person,
                energy=request.energy,
                energy_by_hour=request.assumed.by_hour if request.assumed else (),
            ),
            taken=taken_times(
                person, starts_at=request.begins_at, ends_at=request.begins_at + _BUSY_AHEAD
            ),
        )

    return proposals.add_revision(
        Plan, run=run, person=person, make=make, defaults={"kind": request.kind}
    )


@transaction.atomic
def accept_plan(
    *,
    plan: Plan,
    item_ids: Collection[UUID] = (),
    revision: int | None = None,
    corrections: Sequence[Mapping[str, Any]] = (),
) -> Plan:
    """Makes tasks, steps and blocks of the plan, under the ids that were proposed.

    Args:
        item_ids: tasks, or single steps of them; none named takes all.
        revision: the one that the person saw; the newest that holds all items where left out.
        corrections: a task's `id` and what the person says of it. With them the plan gets a
            revision of its own, so that it shows, and undo compares, what was accepted.
    Raises:
        UnknownItems: an id, or the revision, is not in the plan.
    """
    plan = proposals.locked(plan)
    if plan.is_accepted:
        return plan
    wanted = {str(item_id) for item_id in item_ids}
    corrected = {str(correction["id"]): correction for correction in corrections}
    chosen = proposals.choose_revision(
        plan, wanted=wanted | set(corrected), number=revision, items_of=_item_ids
    )
    if corrected:
        chosen = proposals.revise(plan, chosen, content=_corrected(chosen.content, corrected))
    tasks = _take_on(plan, chosen.content, wanted)
    _book(plan, chosen.content, tasks)
    made = fingerprints(owner=plan.owner_id, task_ids=[task.pk for task in tasks])
    proposals.mark_accepted(plan, revision=chosen, items=made)
    _tell(plan, Change.CREATED, [task.pk for task in tasks])
    return plan


@transaction.atomic
def undo_plan(*, plan: Plan, force: bool = False) -> Plan:
    """Takes back what accepting made; a plan that is not accepted stays as it is.

    Args:
        force: leave the tasks that were changed since, and take back the rest.
    Raises:
        PlanChanged: names the tasks that were changed since.
    """
    plan = proposals.locked(plan)
    if not plan.is_accepted:
        return plan
    now = fingerprints(owner=plan.owner_id, task_ids=plan.accepted_items)
    taken_back = proposals.untouched(plan, now=now, titles=_titles, force=force)
    free_time(owner_id=plan.owner_id, blocks=TimeBlock.objects.of_subjects(taken_back))
    Task.objects.owned_by(plan.owner_id).filter(pk__in=taken_back).delete()
    _tell(plan, Change.DELETED, [UUID(task_id) for task_id in taken_back])
    proposals.mark_open(plan)
    return plan


@transaction.atomic
def delete_plan(*, plan: Plan) -> None:
    """Tasks that were accepted stay."""
    proposals.discard(plan)


def _tell(plan: Plan, change: Change, task_ids: list[UUID]) -> None:
    publish_rows(person_id=plan.owner_id, kind=TaskEvent, change=change, ids=task_ids)


def _titles(task_ids: list[str]) -> dict[UUID, str]:
    return dict(Task.objects.filter(pk__in=task_ids).values_list("pk", "title"))


def _item_ids(content: Mapping[str, Any]) -> set[str]:
    tasks = content["tasks"]
    return {task["id"] for task in tasks} | {step["id"] for task in tasks for step in task["steps"]}


def _corrected(
    content: Mapping[str, Any], corrections: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    tasks = []
    for task in content["tasks"]:
        said = {
            name: value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
            for name, value in corrections.get(task["id"], {}).items()
            if name != "id"
        }
        if "estimate_minutes" in said:
            said["estimate"] = None  # Nobody's guess any more.
        if "due_at" in said and said["due_at"] is None:
            said["due_is_date_only"] = said["due_is_hard"] = False
        tasks.append({**task, **said})
    return {**content, "tasks": tasks}


def _take_on(plan: Plan, content: Mapping[str, Any], wanted: Collection[str]) -> list[Task]:
    # What a forced undo left behind is still there under its id.
    ids = [task["id"] for task in content["tasks"]]
    there = {str(pk) for pk in Task.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    details = {step["id"]: step for step in content["steps"]}
    tasks, steps = [], []
    for proposed in content["tasks"]:
        taken = [
            step
            for step in proposed["steps"]
            if not wanted or proposed["id"] in wanted or step["id"] in wanted
        ]
        is_whole = not wanted or proposed["id"] in wanted
        if proposed["id"] in there or not (is_whole or taken):
            continue
        fields = {name: proposed[name] for name in _TASK_FIELDS}
        if not is_whole:
            fields["estimate_minutes"] = sum(step["minutes"] for step in taken)
        fields["guess_minutes"] = _guess_of(proposed, fields["estimate_minutes"])
        task = Task(id=UUID(proposed["id"]), owner_id=plan.owner_id, plan=plan, **fields)
        task.after_ids = [UUID(other) for other in proposed["after_ids"]]
        tasks.append(task)
        steps += [
            Step(
                id=UUID(step["id"]),
                owner_id=plan.owner_id,
                task=task,
                position=position,
                title=step["title"],
                minutes=step["minutes"],
                description=details[step["id"]]["description"],
                tools=details[step["id"]]["tools_needed"],
            )
            for position, step in enumerate(taken)
        ]
    Task.objects.bulk_create(tasks)
    Step.objects.bulk_create(steps)
    return tasks


def _guess_of(proposed: Mapping[str, Any], minutes: int) -> int | None:
    """What was guessed for the part of it that has so many minutes; None where the person did."""
    told = proposed.get("estimate")
    if not told or told["is_own"]:
        return None
    return max(1, round(told["guess"] * minutes / max(1, proposed["estimate_minutes"])))


def _book(plan: Plan, content: Mapping[str, Any], tasks: Iterable[Task]) -> None:
    """Blocks of the accepted tasks, but for those whose time was taken in the meantime."""
    titles = {str(task.pk): task.title for task in tasks}
    steps = {
        str(pk) for pk in Step.objects.filter(task__in=list(titles)).values_list("pk", flat=True)
    }
    blocks = []
    for block in content["schedule"]:
        parts = [step_id for step_id in block["step_ids"] if step_id in steps]
        if block["task_id"] not in titles or (block["step_ids"] and not parts):
            continue
        blocks.append(
            TimeBlock(
                id=UUID(block["id"]),
                owner_id=plan.owner_id,
                kind=TimeBlock.Kind.TASK,
                title=titles[block["task_id"]],
                subject_id=UUID(block["task_id"]),
                part_ids=[UUID(step_id) for step_id in parts],
                starts_at=datetime.fromisoformat(block["starts_at"]),
                ends_at=datetime.fromisoformat(block["ends_at"]),
            )
        )
    book(owner_id=plan.owner_id, blocks=blocks)
