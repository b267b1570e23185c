"""Breaks a task down into steps with honest minutes, from recipes and with no model.

Matched recipes give the steps; what the title counts ("10 pages", "3 rooms") sizes them; where
the person named the minutes, the steps share exactly those. A title of several parts is put
together from the recipes of its parts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from organize.engine.cookbook import GENERAL, MAX_MINUTES
from organize.engine.counts import count_in
from organize.engine.matching import CONFIDENCE_VERB, Match, as_yours, match
from organize.engine.outline import MAX_FIRST_MINUTES, Node, Step, cut, is_one_step, phase
from organize.engine.phrasing import is_time_only, lead_length
from organize.engine.titles import tidy_title
from organize.engine.words import (
    AMBIGUOUS,
    PREPOSITIONS,
    PRONOUNS,
    begins_with_verb,
    number_of,
    tokens,
)

__all__ = ["Breakdown", "Step", "break_down", "first_step"]

_PARTS = re.compile(r",(?!\d)|;|\s\+\s|\s&\s|\b(?:and|then|plus)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DUE = frozenset({"due", "of", "max", "min", "ideally", "latest"})
_MOST_PARTS = 5
_TITLE_IN_STEP = 80
# A task of at most so many minutes needs no talk about how to begin.
_SHORT = 15
# Beyond this a task is a row of days, and its recipe may hold only the first of them.
_LONG = 1200
_TIPS = (
    "Only the first step counts now; the others can wait.",
    "Set a timer for the first step and let it decide when to look up.",
    "Put the phone where you have to stand up for it.",
)
_LOW_ENERGY_TIP = "Energy is low: the first step alone is a good result for now."
_FIRST_STRETCH_TIP = "This is the first stretch; the rest gets its own plan when you are there."


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Steps whose minutes add up to `minutes`.

    `recipe` is the recipe's name, names joined by "+" for a task of several parts, or "general".
    `confidence` says what the match rests on: 0.9 a sure phrase, 0.85 the verb and the thing,
    0.75 the thing alone, 0.6 the verb alone, 0.5 a thing that is only mentioned, 0.3 general;
    of several parts the least counts.
    """

    steps: tuple[Step, ...]
    minutes: int
    recipe: str
    tips: tuple[str, ...]
    confidence: float


def break_down(
    title: str,
    *,
    granularity: int = 3,
    minutes: int | None = None,
    energy: str | None = None,
    notes: str = "",
) -> Breakdown:
    """Steps for a task, the first of at most 2 minutes.

    Args:
        title: what is to be done; any text, its first 200 characters count.
        granularity: 1 (few, long steps) to 5 (many, short ones).
        minutes: what the person named, 1 to 1440; the steps share exactly these.
        energy: "low", "medium" or "high" now; low makes the tips kinder, not the task shorter.
        notes: further words about the task, looked through for a count ("12 pages").
    Raises:
        ValueError: granularity or minutes out of bounds.
    """
    if not 1 <= granularity <= 5:
        raise ValueError(f"granularity is 1 to 5, not {granularity}")
    if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
        raise ValueError(f"minutes are 1 to {MAX_MINUTES}, not {minutes}")
    task = _task_name(title)
    matches = _matches(task, notes)
    trees = [_tree(part, found) for part, found in matches]
    firsts = [first for first, _ in trees]
    if len(trees) == 1:
        whole = trees[0][1]
    else:
        whole = phase(task, [_with_first(first, tree) for first, tree in trees])
        whole = replace(whole, children=(trees[0][1], *whole.children[1:]))
        whole = phase(task, whole.children)
    natural = min(MAX_MINUTES, round(whole.minutes) + MAX_FIRST_MINUTES)
    total = minutes or natural
    level = round(sum(found.recipe.energy for _, found in matches) / len(matches))
    if is_one_step(total, granularity):
        whole = replace(firsts[0] if not begins_with_verb(task) else whole, children=())
    elif total <= MAX_FIRST_MINUTES:
        whole = replace(whole, children=())
    steps = cut(_as_order(whole), firsts[0], granularity=granularity, minutes=total, energy=level)
    steps = _with_tools(steps, matches)
    return Breakdown(
        steps=steps,
        minutes=sum(step.minutes for step in steps),
        recipe="+".join(dict.fromkeys(found.recipe.name for _, found in matches)),
        tips=_tips(matches, total, energy, natural),
        confidence=min(found.confidence for _, found in matches),
    )


def first_step(task: Breakdown | str) -> Step:
    """The first step of a breakdown or of a title: at most 2 minutes, begins with a verb."""
    return (task if isinstance(task, Breakdown) else break_down(task)).steps[0]


def _task_name(title: str) -> str:
    name = tidy_title(title)
    return name or "This task"


def _matches(task: str, notes: str) -> list[tuple[str, Match]]:
    """The task with its recipe, or its parts with theirs where it has several."""
    whole = match(task)
    if notes and whole.count is None and whole.recipe.each:
        whole = replace(whole, count=count_in(tokens(notes[:100]), whole.recipe))
    parts = _parts(task)
    if len(parts) > 1:
        found = [(part, match(part)) for part, _ in parts]
        names = {part_match.recipe.name for _, part_match in found}
        sure = all(
            _is_sure(parts, at)
            for at, (_, part) in enumerate(found)
            if part.confidence == CONFIDENCE_VERB
        )
        if sure and GENERAL not in names and len(names) > 1:
            return found
    return [(task, whole)]


def _is_sure(parts: Sequence[tuple[str, bool]], at: int) -> bool:
    """Whether a part that only its verb explains is a task by itself.

    A verb of another part fits whatever follows it ("book 6 people"), "swap winter" lacks what
    "and summer clothes" names, and "sand" what "and paint the fence" does.
    """
    part, own = parts[at]
    following = parts[at + 1 : at + 2]
    shared = any(not next_own or len(tokens(part)) == 1 for _, next_own in following)
    return own and not shared


def _parts(task: str) -> list[tuple[str, bool]]:
    """The parts of a title, and whether each has a verb of its own or none is needed.

    In "clean kitchen and bath" the bath shares its verb. What stands in brackets, days and
    numbers are no parts: "pay the fee (card, not cash), due 30/11".
    """
    text = _BRACKETS.sub("", task[:200])
    pieces = [piece.strip() for piece in _PARTS.split(text)]
    pieces = [piece[lead_length(piece) :] for piece in pieces if not _names_nothing(piece)]
    parts: list[tuple[str, bool]] = []
    verb = ""
    for piece in pieces[:_MOST_PARTS]:
        # "Pay council tax and water": the name of a thing, and no order.
        own = begins_with_verb(piece) and (len(tokens(piece)) > 1 or not _may_be_thing(piece))
        verb = tokens(piece)[0].text if own else verb
        part = piece if own else f"{verb} {piece}".strip()
        parts.append((part[:1].upper() + part[1:], own or not verb))
    return parts


def _may_be_thing(piece: str) -> bool:
    return tokens(piece)[0].stem in AMBIGUOUS


def _names_nothing(piece: str) -> bool:
    """Whether a piece holds a time, a number or "of them" and no task."""
    words = [word for word in tokens(piece) if number_of(word.text) is None]
    return is_time_only(piece) or all(
        word.text.isdigit() or word.text.lower() in PREPOSITIONS | PRONOUNS | _DUE for word in words
    )


def _tree(task: str, found: Match) -> tuple[Node, Node]:
    named = as_yours(task)
    if len(named) > _TITLE_IN_STEP:
        named = named[:_TITLE_IN_STEP].rsplit(" ", 1)[0] + "…"
    return found.recipe.tree(task=named, object_=found.object_, count=found.count)


def _with_first(first: Node, tree: Node) -> Node:
    return phase(tree.title, (first, *tree.children))


def _as_order(whole: Node) -> Node:
    """The whole under a title that begins with a verb, for where it stays in one piece."""
    if begins_with_verb(whole.title):
        return whole
    return replace(whole, title=f"Do the rest of “{whole.title}”")


def _with_tools(steps: Sequence[Step], matches: Sequence[tuple[str, Match]]) -> tuple[Step, ...]:
    """The steps, the first one naming all tools, for fetching them is part of beginning."""
    tools = tuple(dict.fromkeys(tool for _, found in matches for tool in found.recipe.tools))
    first = steps[0] if steps[0].tools else replace(steps[0], tools=tools)
    return (first, *steps[1:])


def _tips(
    matches: Sequence[tuple[str, Match]], total: int, energy: str | None, natural: int
) -> tuple[str, ...]:
    tips = [_LOW_ENERGY_TIP] if energy == "low" else []
    if natural > _LONG and total == natural:
        tips.append(_FIRST_STRETCH_TIP)
    tips += [tip for _, found in matches for tip in found.recipe.tips][:2]
    tips += _TIPS[:1] if total <= _SHORT else _TIPS
    return tuple(dict.fromkeys(tips))[:3]
