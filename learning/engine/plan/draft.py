"""The plan as a whole, before the calendar gives it hours."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from learning.engine.plan.methods import (
    RetentionMethod,
    motivation_hooks,
    retention_methods,
    suggestions,
)
from learning.engine.plan.modules import Module, modules_of
from learning.engine.plan.request import Level, StudyRequest, level_of, struggles_of
from learning.engine.plan.sessions import (
    EVERY_DAY,
    Session,
    StudySessions,
    sessions_of,
    sittings_of,
)


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """Modules, sessions with days, and what helps. `level` is what the words were taken for."""

    topic: str
    level: Level | None
    modules: tuple[Module, ...]
    sessions: tuple[Session, ...]
    study_sessions: StudySessions
    retention_methods: tuple[RetentionMethod, ...]
    motivation_hooks: tuple[str, ...]
    suggestions: tuple[str, ...]
    exam_on: date | None


def draft_plan(
    *,
    request: StudyRequest,
    today: date,
    first_on: date | None = None,
    weekdays: Collection[int] = EVERY_DAY,
) -> StudyPlan:
    """A plan from a topic or a text. Equal input gives an equal plan.

    Args:
        today: the person's local day.
        first_on: the first day with study; today where left out.
        weekdays: on which there is study, Monday is 0: those with working hours.
    """
    level = level_of(request.level)
    struggles = struggles_of(request.struggles)
    sittings = sittings_of(
        request=request, struggles=struggles, today=first_on or today, weekdays=weekdays
    )
    modules = modules_of(request=request, level=level, sittings=sittings)
    sessions, rhythm = sessions_of(
        request=request,
        modules=modules,
        struggles=struggles,
        today=first_on or today,
        weekdays=weekdays,
    )
    return StudyPlan(
        topic=request.topic,
        level=level,
        modules=modules,
        sessions=sessions,
        study_sessions=rhythm,
        retention_methods=retention_methods(request=request, struggles=struggles),
        motivation_hooks=motivation_hooks(
            request=request, sessions=rhythm.count, minutes=rhythm.minutes, today=today
        ),
        suggestions=suggestions(request=request, level=level, struggles=struggles, today=today),
        exam_on=request.exam_on,
    )
