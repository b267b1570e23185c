"""A proposal, whoever made it, before it has ids and a place in the day."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self, cast

from focushub.language import Span
from organize.engine.breakdown import Step
from organize.engine.estimates import Estimate
from organize.engine.reader import ReadTask

Level = Literal["low", "medium", "high"]
Urgency = Literal["low", "medium", "high", "urgent"]


@dataclass(frozen=True, slots=True)
class Guessed:
    """What was guessed for a task, by the person (`is_own`) or for them, and what that comes to."""

    minutes: int
    is_own: bool
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """One task. `source` and `spans` are code points of the person's text.

    Attributes:
        named_minutes: what the person said it takes; nobody overrules it.
        after: positions in the proposal of the tasks that come first.
        kind: the recipe that its title is cut by: what is learnt of one is learnt of its kind.
        guessed: what it is likely to take this person, once their pace has been counted in.
    """

    title: str
    steps: tuple[Step, ...]
    source: Span
    notes: str = ""
    named_minutes: int | None = None
    due_at: datetime | None = None
    due_is_date_only: bool = False
    is_hard: bool = False
    starts_at: datetime | None = None
    recurrence: str | None = None
    priority: Urgency | None = None
    energy: Level | None = None
    labels: tuple[str, ...] = ()
    project: str | None = None
    after: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    kind: str = "general"
    guessed: Guessed | None = None

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @classmethod
    def of_reading(cls, read: ReadTask, steps: tuple[Step, ...], *, kind: str) -> Self:
        return cls(
            kind=kind,
            title=read.title,
            steps=steps,
            source=read.source,
            notes=read.notes,
            named_minutes=read.minutes,
            due_at=read.due_at,
            due_is_date_only=read.due_is_date_only,
            is_hard=read.is_hard,
            starts_at=read.starts_at,
            recurrence=read.recurrence,
            priority=cast(Urgency | None, read.priority),
            energy=cast(Level | None, read.energy),
            labels=read.labels,
            project=read.project,
            after=read.after,
            spans=read.spans,
        )

    def with_steps(self, steps: tuple[Step, ...], *, title: str | None = None) -> Self:
        return replace(self, steps=steps, title=title or self.title)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an engine proposes.

    Attributes:
        confidence: 0..1. Built-in: the mean of how specific the recipes were that cut the tasks.
            Crew: the share of the model's tasks that stood up to the checks.
        agent: who says so.
    """

    kind: Literal["tasks", "space"]
    tasks: tuple[ProposedTask, ...]
    first_step: Step
    leftover: tuple[Span, ...] = ()
    overview: str = ""
    maintenance: dict[str, tuple[str, ...]] | None = None
    visual_aids: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    agent: str = "builtin"
