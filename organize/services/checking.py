"""The model proposes, code decides: what of a crew's answer goes into the plan.

The built-in draft is the ground. A model may name, cut and estimate the tasks that the text holds;
it may find one that the draft took for a remark, if it can quote it. It cannot lose a task, invent
one, set a date, overrule minutes that the person named, or begin with a big step.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from focushub.ai.gateways import FaultCode, ModelFault
from focushub.language import Span
from focushub.language.kindness import is_kind, kind_ones
from organize.crew.answers import SpaceDraft, StepDraft, TaskDraft, TasksDraft
from organize.engine.breakdown import Step, break_down, first_step
from organize.engine.reader import read_dump
from organize.models import MAX_STEP_MINUTES, MAX_TASK_MINUTES
from organize.services.proposals import Proposal, ProposedTask
from organize.services.requests import PlanRequest

AGENT = "organizer"
FIRST_STEP_MINUTES = 2
# Below this a model's title speaks of something else than its quote (0..100, token overlap).
_TITLE_LIKENESS = 45


class TaskChecker:
    """Takes the model's tasks one by one, in its order.

    Attributes:
        taken: how many there were.
        kept: how many of them stood up to the checks.
    """

    def __init__(self, *, draft: Proposal, request: PlanRequest) -> None:
        self.taken = 0
        self.kept = 0
        self._request = request
        self._tasks = list(draft.tasks)
        self._drafted = len(draft.tasks)
        self._refined: set[int] = set()

    @property
    def tasks(self) -> tuple[ProposedTask, ...]:
        """The draft's, as far as refined, and behind them what only the model found."""
        return tuple(self._tasks)

    @property
    def found(self) -> tuple[ProposedTask, ...]:
        return self.tasks[self._drafted :]

    def take(self, proposed: TaskDraft) -> int | None:
        """Where in `tasks` it is now; None where it does not stand up to the checks."""
        self.taken += 1
        quote = find_quote(proposed.quote, self._request.text)
        if quote is None:
            return None
        drafted = self._tasks[: self._drafted]
        position = _best_match(drafted, quote, but_for=self._refined)
        if position is not None:
            self._tasks[position] = _refined(self._tasks[position], proposed)
            self._refined.add(position)
        elif not any(_overlap(task.source, quote) for task in drafted) and (
            new := _found(proposed, quote, self._request)
        ):
            position = len(self._tasks)
            self._tasks.append(new)
        self.kept += position is not None
        return position


def check_tasks(answer: TasksDraft, *, draft: Proposal, request: PlanRequest) -> Proposal:
    """The draft, made better by what stands up to the checks.

    Raises:
        ModelFault: the model named tasks and none of them is in the text.
    """
    checker = TaskChecker(draft=draft, request=request)
    for proposed in answer.tasks:
        checker.take(proposed)
    if checker.taken and not checker.kept:
        raise ModelFault(FaultCode.WRONG_SCHEMA)
    tasks = checker.tasks
    return replace(
        draft,
        tasks=tasks,
        first_step=_opening(tasks[0].steps[0]) if tasks else draft.first_step,
        leftover=_without(draft.leftover, [task.source for task in checker.found]),
        suggestions=kind_ones(answer.suggestions) or draft.suggestions,
        confidence=round(checker.kept / checker.taken, 2) if checker.taken else draft.confidence,
        agent=AGENT,
    )


def check_space(answer: SpaceDraft, *, draft: Proposal) -> Proposal:
    """The draft with the model's steps, and of its words those that are kind."""
    task = refine_space(answer.task, draft=draft)
    maintenance = {"daily": answer.daily, "weekly": answer.weekly, "monthly": answer.monthly}
    kept = {when: kind for when, habits in maintenance.items() if (kind := kind_ones(habits))}
    return replace(
        draft,
        tasks=(task,),
        first_step=task.steps[0],
        overview=answer.overview if is_kind(answer.overview) else draft.overview,
        maintenance={**(draft.maintenance or {}), **kept},
        visual_aids=kind_ones(answer.visual_aids) or draft.visual_aids,
        suggestions=kind_ones(answer.suggestions) or draft.suggestions,
        confidence=1.0,
        agent=AGENT,
    )


def refine_space(proposed: TaskDraft, *, draft: Proposal) -> ProposedTask:
    """The one task of a space, with the model's steps as far as there are any."""
    return _refined(draft.tasks[0], proposed)


def find_quote(quote: str, text: str) -> Span | None:
    """Where the quote stands in the text, whatever the case and the white space; else None."""
    words = quote.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.search(pattern, text, re.IGNORECASE)
    return Span(match.start(), match.end(), "task") if match else None


@dataclass(frozen=True, slots=True)
class _Fit:
    position: int
    shared: int


def _best_match(tasks: Sequence[ProposedTask], quote: Span, *, but_for: set[int]) -> int | None:
    fits = [
        _Fit(position, _overlap(task.source, quote))
        for position, task in enumerate(tasks)
        if position not in but_for
    ]
    best = max(fits, key=lambda fit: fit.shared, default=None)
    return best.position if best and best.shared else None


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _refined(task: ProposedTask, proposed: TaskDraft) -> ProposedTask:
    likeness = fuzz.token_set_ratio(proposed.title.lower(), task.title.lower())
    title = proposed.title if likeness >= _TITLE_LIKENESS else task.title
    steps = _steps(proposed.steps, title=title, named_minutes=task.named_minutes)
    return task.with_steps(steps, title=title)


def _found(proposed: TaskDraft, quote: Span, request: PlanRequest) -> ProposedTask | None:
    """A task that the draft took for a remark: read by our own rules at the place of the quote."""
    words = request.text[quote.start : quote.end]
    dump = read_dump(words, now=request.asked_at, date_order=request.date_order, single=True)
    if not dump.tasks:
        return None
    read = dump.tasks[0]
    steps = _steps(proposed.steps, title=read.title, named_minutes=read.minutes)
    shifted = tuple(Span(s.start + quote.start, s.end + quote.start, s.means) for s in read.spans)
    task = ProposedTask.of_reading(read, steps, kind=break_down(read.title).recipe)
    return replace(task, source=quote, spans=shifted, after=())


def _steps(
    proposed: Sequence[StepDraft], *, title: str, named_minutes: int | None
) -> tuple[Step, ...]:
    """Bounded: at most two minutes first, and in all the minutes that the person named."""
    first = first_step(title)
    steps = [
        replace(first, title=step.title, minutes=min(step.minutes, MAX_STEP_MINUTES))
        for step in proposed
    ]
    if steps[0].minutes > FIRST_STEP_MINUTES and (named_minutes or 99) > FIRST_STEP_MINUTES:
        steps.insert(0, first)
    minutes = [step.minutes for step in steps]
    total = named_minutes or min(sum(minutes), MAX_TASK_MINUTES)
    shares = share_out(minutes, total=total, first_at_most=FIRST_STEP_MINUTES)
    return tuple(replace(step, minutes=share) for step, share in zip(steps, shares, strict=False))


def share_out(minutes: Sequence[int], *, total: int, first_at_most: int) -> list[int]:
    """Whole minutes in about the same proportions that add up to `total`, each 1 to 120.

    Where there are more steps than minutes, the last steps go; where 120 each is not enough, the
    sum is what fits.
    """
    kept = list(minutes[:total])
    if len(kept) == 1:
        return [min(total, MAX_STEP_MINUTES)]
    head = min(kept[0], first_at_most, total - (len(kept) - 1))
    tail = kept[1:]
    rest = min(total - head, len(tail) * MAX_STEP_MINUTES)
    weight = sum(tail)
    shares = [max(1, min(MAX_STEP_MINUTES, m * rest // weight)) for m in tail]
    while (missing := rest - sum(shares)) != 0:
        step = 1 if missing > 0 else -1
        for i in sorted(range(len(shares)), key=lambda i: -tail[i]):
            if missing and 1 <= shares[i] + step <= MAX_STEP_MINUTES:
                shares[i] += step
                missing -= step
    return [head, *shares]


def _opening(step: Step) -> Step:
    return replace(step, minutes=min(step.minutes, FIRST_STEP_MINUTES))


def _without(leftover: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The leftover without what became a task: a span may shrink or fall in two."""
    rest = list(leftover)
    for hole in taken:
        rest = [
            Span(start, end, span.means)
            for span in rest
            for start, end in (
                (span.start, min(span.end, hole.start)),
                (max(span.start, hole.end), span.end),
            )
            if start < end
        ]
    return tuple(rest)
