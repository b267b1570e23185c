"""Plans how to put a place in order, from what was said of it.

The steps come from the things that were named, in the order rubbish, dishes, clothes, the
rest; the end from the goal; the maintenance and the visual aids from the place and its things;
the suggestions from what makes it hard.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organize.engine.cookbook import MAX_MINUTES
from organize.engine.matching import as_yours
from organize.engine.outline import MAX_FIRST_MINUTES, Node, Step, cut, phase
from organize.engine.spaces import (
    Challenge,
    Place,
    Thing,
    challenges_in,
    goal_steps,
    line_node,
    objects_in,
    place_in,
    unnamed_place,
)

# What shows most goes first, what invites to stop and read goes last.
_ORDER = ("rubbish", "dishes", "clothes", "shoes", "food", "toys", "boxes", "tools", "pets",
          "cosmetics", "other", "cables", "plants", "stationery", "books", "paper")  # fmt: skip
_ENERGY = 4
# Below this share of what the whole takes, things are left for another day.
_TIGHTEST = 0.6
_FITTING_THINGS = 2
_MAX_SAID = 200


@dataclass(frozen=True, slots=True)
class SpacePlan:
    """An overview in one or two sentences, steps, and how the place stays as it is then.

    `maintenance` has the keys daily, weekly and monthly.
    """

    overview: str
    steps: tuple[Step, ...]
    maintenance: dict[str, tuple[str, ...]]
    visual_aids: tuple[str, ...]
    suggestions: tuple[str, ...]


def organise_space(
    description: str,
    *,
    area: str = "",
    challenges: Sequence[str] = (),
    goal: str = "",
    granularity: int = 3,
    minutes: int | None = None,
    energy: str | None = None,
) -> SpacePlan:
    """A plan for a place, built from what was said.

    Args:
        description: what it looks like; may be empty where `area` stands.
        area: which place, in the person's words.
        challenges: what makes it hard, in the person's words.
        goal: what it is to be afterwards.
        granularity: 1 (few, long steps) to 5 (many, short ones).
        minutes: how long there is, 1 to 1440; the steps share exactly these, and where the
            whole would take much longer, the things that can wait are left out and named.
    Raises:
        ValueError: granularity or minutes out of bounds.
    """
    if not 1 <= granularity <= 5:
        raise ValueError(f"granularity is 1 to 5, not {granularity}")
    if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
        raise ValueError(f"minutes are 1 to {MAX_MINUTES}, not {minutes}")
    said = ". ".join([area, description, *challenges])
    place = place_in(area) or place_in(description) or place_in(goal)
    place = place or unnamed_place(area)
    things = sorted(objects_in(said), key=lambda thing: _ORDER.index(thing.kind))
    hard = challenges_in([*challenges, description])
    kept, left = _fitting(place, things, hard, goal, minutes)
    whole = _whole(place, kept, hard, goal)
    natural = min(MAX_MINUTES, round(whole.minutes) + MAX_FIRST_MINUTES)
    first = Node(place.first, MAX_FIRST_MINUTES)
    steps = cut(whole, first, granularity=granularity, minutes=minutes or natural, energy=_ENERGY)
    return SpacePlan(
        overview=_overview(place, kept, goal, sum(step.minutes for step in steps)),
        steps=steps,
        maintenance=_maintenance(place, things),
        visual_aids=tuple(_aids(place, things, hard)),
        suggestions=tuple(_suggestions(hard, left, goal, energy, things)),
    )


def _fitting(
    place: Place,
    things: Sequence[Thing],
    hard: Sequence[Challenge],
    goal: str,
    minutes: int | None,
) -> tuple[list[Thing], list[Thing]]:
    """The things that fit into the minutes, and those that wait; at least two are kept."""
    kept = list(things)
    left: list[Thing] = []
    while minutes is not None and len(kept) > _FITTING_THINGS:
        needed = _whole(place, kept, hard, goal).minutes + MAX_FIRST_MINUTES
        if minutes >= needed * _TIGHTEST:
            break
        left.insert(0, kept.pop())
    return kept, left


def _whole(place: Place, things: Sequence[Thing], hard: Sequence[Challenge], goal: str) -> Node:
    parts = [phase(f"Deal with the {thing.name}", thing.steps) for thing in things]
    if not things:
        parts.append(
            phase(
                f"Free {place.surface}",
                [
                    line_node("3 Throw away what is obviously rubbish [bin bag]"),
                    line_node("3 Carry away what belongs in other rooms [basket]"),
                    line_node(f"5 Sort what is left of {place.surface} into stays and goes"),
                    line_node("5 Put back what stays, in groups of one kind"),
                ],
            )
        )
    steps = [challenge.step for challenge in hard if challenge.step is not None]
    if steps:
        parts.append(phase("Settle what is left over", steps))
    finish = [*place.finish, *_goal_steps(goal)]
    parts.append(phase(f"Make {_the(place)} ready to use", finish))
    return phase(f"Put {_the(place)} in order", parts)


def _the(place: Place) -> str:
    if place.name.split()[0] in {"the", "your", "my", "everything", "every"}:
        return as_yours(place.name)
    return f"the {place.name}"


def _goal_steps(goal: str) -> list[Node]:
    return list(goal_steps(goal))[:2]


def _overview(place: Place, things: Sequence[Thing], goal: str, minutes: int) -> str:
    if things:
        names = [thing.name for thing in things]
        listed = ", then the ".join(names) if len(names) <= 3 else ", the ".join(names)
        way = f"The {listed}; then {_the(place)} is wiped and ready."
    else:
        way = f"Free {place.surface} first, then go on from there."
    end = f" Goal: {as_yours(goal.strip())[:_MAX_SAID].rstrip('.')}." if goal.strip() else ""
    return f"{_the(place).capitalize()} in about {minutes} minutes. {way}{end}"


def _maintenance(place: Place, things: Sequence[Thing]) -> dict[str, tuple[str, ...]]:
    def some(own: Sequence[str], of_things: Iterator[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*own, *(line for line in of_things if line)]))[:4]

    daily = some(place.daily, (thing.daily for thing in things))
    monthly = some(place.monthly, (thing.monthly for thing in things))
    return {
        "daily": daily or (f"Put one thing back when you leave {_the(place)}",),
        "weekly": some(place.weekly, (thing.weekly for thing in things)),
        "monthly": monthly or ("Look round once and let go of one thing",),
    }


def _aids(place: Place, things: Sequence[Thing], hard: Sequence[Challenge]) -> Iterator[str]:
    yield from place.aids
    yield from dict.fromkeys(thing.aids for thing in things[:4])
    if any(challenge.kind == "time" for challenge in hard):
        yield "A timer in sight, set to ten minutes"


def _suggestions(
    hard: Sequence[Challenge],
    left: Sequence[Thing],
    goal: str,
    energy: str | None,
    things: Sequence[Thing],
) -> Iterator[str]:
    yield from (challenge.tip for challenge in hard)
    if left:
        names = " and the ".join(thing.name for thing in left)
        yield f"The {names} can wait in one box until another day; then the time is enough."
    if energy == "low" and all(challenge.kind != "energy" for challenge in hard):
        yield "With little energy: the first step alone is a good result."
    if "tomorrow" in goal.lower() or "today" in goal.lower():
        yield "The last step is the one that tomorrow notices: do it even if others stay open."
    if not hard and not left:
        paper = any(thing.kind == "paper" for thing in things)
        yield (
            "Read nothing while you sort; reading is for the pile “act”."
            if paper
            else "Work from the door to the right; then nothing has to be decided about order."
        )
