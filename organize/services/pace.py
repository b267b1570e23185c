"""How long things take this person: what was guessed, what it took, and what that says of the next.

Minutes that the person named are never overruled; they only get a range beside them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from focushub.accounts.models import User
from focushub.focus.services.actuals import recent_actuals
from organize.engine.breakdown import break_down
from organize.engine.estimates import MAX_HISTORY, MAX_MINUTES, Actual, Estimate, expected_minutes
from organize.models import Task, TimeTaken
from organize.services.checking import FIRST_STEP_MINUTES, share_out
from organize.services.proposals import Guessed, Proposal, ProposedTask

_KEPT = 2 * MAX_HISTORY
# What the person named is held to be too hopeful at first, what a recipe says is not.
_PRIOR_OWN, _PRIOR_USUAL = 1.5, 1.0
# A session may begin this long before the task that it is for is ticked off.
_LONGEST_SESSION = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Done:
    kind: str
    is_own: bool
    actual: Actual


class Pace:
    """A person's finished tasks, oldest first."""

    def __init__(self, done: Sequence[_Done]) -> None:
        self._done = done

    def estimate(self, *, kind: str, guess: int, is_own: bool) -> Estimate | None:
        """None where the guess is beyond a day: what takes longer is several things."""
        if not 1 <= guess <= MAX_MINUTES:
            return None
        same = [one.actual for one in self._done if (one.kind, one.is_own) == (kind, is_own)]
        rest = [one.actual for one in self._done if (one.kind, one.is_own) != (kind, is_own)]
        return expected_minutes(
            guess=guess,
            history=same,
            others=rest,
            prior_ratio=_PRIOR_OWN if is_own else _PRIOR_USUAL,
            own=is_own,
        )

    def of(self, task: ProposedTask, *, stretches: bool = True) -> ProposedTask:
        """The task with its range, and with longer or shorter steps where nobody named minutes."""
        is_own = task.named_minutes is not None
        guess = task.minutes
        estimate = self.estimate(kind=task.kind, guess=guess, is_own=is_own)
        if estimate is None:
            return task
        task = replace(task, guessed=Guessed(guess, is_own, estimate))
        minutes = [step.minutes for step in task.steps]
        # What is but a first step stays one.
        if is_own or not stretches or len(minutes) < 2:
            return task
        total = max(estimate.likely, len(minutes))
        shares = share_out(minutes, total=total, first_at_most=FIRST_STEP_MINUTES)
        steps = zip(task.steps, shares, strict=True)
        return task.with_steps(tuple(replace(step, minutes=share) for step, share in steps))


def pace_of(person: User) -> Pace:
    """From the newest 200 finished tasks; two queries."""
    rows = list(TimeTaken.objects.owned_by(person).order_by("-finished_at")[:MAX_HISTORY])
    rows.reverse()
    measured = _measured(person, rows)
    done = []
    for row in rows:
        minutes = row.said_minutes or measured.get(row.pk, 0)
        if minutes:
            done.append(_Done(row.kind, row.is_own_guess, Actual(row.guess_minutes, minutes)))
    return Pace(done)


def at_pace(proposal: Proposal, *, pace: Pace) -> Proposal:
    """The proposal with a range for each task; its steps are stretched where nobody named minutes.

    A space is left as it is cut: it fits into the time that there is.
    """
    tasks = tuple(pace.of(task, stretches=proposal.kind == "tasks") for task in proposal.tasks)
    first = proposal.first_step
    if tasks and proposal.tasks[0].steps[0] == first:
        first = tasks[0].steps[0]
    return replace(proposal, tasks=tasks, first_step=first)


def note_time_taken(*, task: Task, finished_at: datetime, minutes: int | None) -> None:
    """What the next estimates learn from; call it in the transaction that ticks the task off."""
    cut = break_down(task.title)
    own = task.estimate_minutes if task.guess_minutes is None else None
    TimeTaken.objects.create(
        owner_id=task.owner_id,
        task_id=task.pk,
        kind=cut.recipe,
        guess_minutes=own or task.guess_minutes or cut.minutes,
        is_own_guess=own is not None,
        said_minutes=minutes,
        finished_at=finished_at,
    )
    mine = TimeTaken.objects.owned_by(task.owner_id).order_by("-finished_at")
    mine.filter(pk__in=list(mine.values_list("pk", flat=True)[_KEPT : _KEPT + 10])).delete()


def forget_time_taken(*, task: Task) -> None:
    """The last time was none: the task is taken up again."""
    last = TimeTaken.objects.owned_by(task.owner_id).filter(task_id=task.pk)
    last.filter(pk=last.order_by("-finished_at").values("pk")[:1]).delete()


def _measured(person: User, rows: Sequence[TimeTaken]) -> dict[object, int]:
    """Minutes of the focus sessions with a task, up to each time that it was done."""
    unsaid = [row for row in rows if row.said_minutes is None]
    if not unsaid:
        return {}
    of_task = defaultdict(list)
    for row in rows:
        of_task[row.task_id].append(row)
    found: dict[object, int] = defaultdict(int)
    since = unsaid[0].finished_at - _LONGEST_SESSION
    for session in recent_actuals(owner_id=person.pk, since=since):
        started = session.ended_at - timedelta(minutes=session.minutes)
        times = of_task.get(session.subject_id, ()) if session.subject_id else ()
        done = next((row for row in times if started <= row.finished_at), None)
        if done is not None:
            found[done.pk] += session.minutes
    return found
