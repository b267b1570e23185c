"""The built-in proposal: what the engine makes of a request, with no model and no database."""

from statistics import fmean

from focushub.language import Span
from organize.engine.breakdown import break_down
from organize.engine.cookbook import MAX_MINUTES as MAX_CUT_MINUTES
from organize.engine.reader import Dump, read_dump
from organize.engine.space import organise_space
from organize.engine.spaces import objects_in, place_in
from organize.engine.suggestions import kind_first_step, suggest
from organize.models import MAX_TITLE
from organize.services.proposals import Proposal, ProposedTask
from organize.services.requests import PlanRequest

# By how many of the two, a place and the things in it, the text names in words that we know.
_SPACE_CONFIDENCE = (0.3, 0.6, 0.9)


def draft(request: PlanRequest) -> Proposal:
    return _space(request) if request.kind == "space" else _tasks(request)


def _tasks(request: PlanRequest) -> Proposal:
    dump = read_dump(request.text, now=request.asked_at, date_order=request.date_order)
    tasks, confidences = [], []
    for read in dump.tasks:
        cut = break_down(
            read.title,
            granularity=request.granularity,
            minutes=read.minutes and min(read.minutes, MAX_CUT_MINUTES),
            energy=read.energy or request.energy,
            notes=read.notes,
        )
        tasks.append(ProposedTask.of_reading(read, cut.steps, kind=cut.recipe))
        confidences.append(cut.confidence)
    return Proposal(
        kind="tasks",
        tasks=tuple(tasks),
        first_step=tasks[0].steps[0] if tasks else kind_first_step(request.text),
        leftover=dump.leftover,
        suggestions=_suggestions(request, dump),
        confidence=round(fmean(confidences), 2) if confidences else 0.0,
    )


def _suggestions(request: PlanRequest, dump: Dump) -> tuple[str, ...]:
    return suggest(
        request.text,
        tasks=dump.tasks,
        energy=request.energy,
        available_minutes=request.available_minutes,
        now=request.asked_at,
    )


def _space(request: PlanRequest) -> Proposal:
    space = organise_space(
        request.text,
        area=request.area,
        challenges=request.challenges,
        goal=request.goal,
        granularity=request.granularity,
        minutes=request.available_minutes,
        energy=request.energy,
    )
    place = place_in(request.area) or place_in(request.text) or place_in(request.goal)
    things = objects_in(f"{request.area} {request.text}")
    task = ProposedTask(
        title=f"Put the {place.name if place else request.area or 'space'} in order"[:MAX_TITLE],
        steps=space.steps,
        source=Span(0, len(request.text), "task"),
        kind="space",
    )
    return Proposal(
        kind="space",
        tasks=(task,),
        first_step=space.steps[0],
        overview=space.overview,
        maintenance=dict(space.maintenance),
        visual_aids=space.visual_aids,
        suggestions=space.suggestions,
        confidence=_SPACE_CONFIDENCE[bool(place) + bool(things)],
    )
