"""One line read, one title cut: nothing is saved."""

from math import ceil
from typing import Any

from uuid6 import uuid7

from focushub.language import Reading
from organize.engine.breakdown import break_down
from organize.engine.cookbook import MAX_MINUTES as MAX_CUT_MINUTES
from organize.services.composing import told_estimate
from organize.services.pace import Pace
from organize.services.proposals import Guessed

_LEVELS = ("easy", "medium", "hard")


def parsed(reading: Reading, *, pace: Pace) -> dict[str, Any]:
    """A reading under the names of the contract, with how long it is likely to take."""
    cut = break_down(reading.title)
    is_own = reading.minutes is not None
    guess = reading.minutes or cut.minutes
    estimate = pace.estimate(kind=cut.recipe, guess=guess, is_own=is_own)
    return {
        "estimate": estimate and told_estimate(Guessed(guess, is_own, estimate)),
        "title": reading.title,
        "estimate_minutes": reading.minutes,
        "due_at": reading.due_at,
        "due_is_date_only": reading.due_is_date_only,
        "starts_at": reading.starts_at,
        "ends_at": reading.ends_at,
        "recurrence": reading.recurrence or "",
        "priority": reading.priority,
        "energy": reading.energy,
        "labels": reading.labels,
        "project": reading.project or "",
        "people": reading.people,
        "places": reading.places,
        "is_hard": reading.is_hard,
        "spans": reading.spans,
    }


def break_down_title(
    *,
    title: str,
    session_minutes: int,
    description: str = "",
    priority: str | None = None,
    estimated_duration: int | None = None,
    granularity: int = 3,
) -> dict[str, Any]:
    """The subtasks of a title in their order, with how many focus sessions they fill.

    The difficulty of the whole is that of its hardest step. `priority` is accepted from older
    clients; how soon a thing matters does not change how it is cut.
    """
    minutes = estimated_duration and min(estimated_duration, MAX_CUT_MINUTES)
    cut = break_down(title, granularity=granularity, minutes=minutes, notes=description)
    hardest = max(_LEVELS.index(step.difficulty) for step in cut.steps)
    return {
        "subtasks": [
            {
                "id": uuid7(),
                "title": step.title,
                "description": step.description,
                "estimated_minutes": step.minutes,
                "difficulty": step.difficulty,
                "energy_required": step.energy,
                "order": order,
            }
            for order, step in enumerate(cut.steps, start=1)
        ],
        "total_estimated_minutes": cut.minutes,
        "difficulty_assessment": _LEVELS[hardest],
        "adhd_tips": cut.tips,
        "recommended_focus_sessions": ceil(cut.minutes / session_minutes),
    }
