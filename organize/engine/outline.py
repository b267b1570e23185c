"""Cuts an outline of steps as coarsely or finely as asked, in whole minutes that add up.

An outline is a tree: phases, their steps, and steps that repeat for each page or room. Cutting
starts with the whole and opens the longest piece again and again until there are as many
pieces as the granularity wants; so a finer cut never loses what a coarser one held.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Difficulty = Literal["easy", "medium", "hard"]

MAX_STEP_MINUTES = 120
MAX_FIRST_MINUTES = 2
MAX_TITLE = 200
# The usual length of a step by granularity 1 to 5, and the least and most steps in all.
_STEP_MINUTES = (45, 30, 20, 12, 8)
_MOST = (14, 18, 24, 30, 40)
_LEAST_BY_TOTAL = ((12, (2, 3, 4, 5, 6)), (30, (2, 4, 5, 7, 9)), (10**6, (3, 4, 6, 8, 10)))
# A piece is not cut by the clock below this; a person would spend it on reading the list.
_SHORTEST_SLICE = 2.5
_JOINED_TITLE = 110
_CUTS_EVEN_TWO = 4
_BARE_HEADING = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: begins with a verb, 1 to 120 minutes, energy 1 (least) to 10."""

    title: str
    description: str
    minutes: int
    tools: tuple[str, ...] = ()
    difficulty: Difficulty = "medium"
    energy: int = 5


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of work; `each` names what repeats (page, room), from `low` to `high`."""

    title: str
    minutes: float
    children: tuple["Node", ...] = ()
    tools: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    description: str = ""
    each: str = ""
    low: int = 0
    high: int = 0


def phase(title: str, children: Sequence[Node], description: str = "") -> Node:
    """A node that takes as long as its children."""
    return Node(title, sum(c.minutes for c in children), tuple(children), description=description)


def cut(
    whole: Node, first: Node, *, granularity: int, minutes: int, energy: int
) -> tuple[Step, ...]:
    """Steps that take exactly `minutes` (1 to 1440): the first one of at most 2, then the pieces.

    Args:
        whole: everything after the first step; its own title stands where it stays in one piece.
        granularity: 1 (few, long steps) to 5 (many, short ones).
        energy: 1 to 10, what the task usually costs.
    """
    if is_one_step(minutes, granularity):
        return (_step(whole, minutes, energy),)
    opening = min(MAX_FIRST_MINUTES if minutes > 6 else 1, max(1, round(first.minutes)))
    rest = minutes - opening
    wanted = min(step_count(minutes, granularity) - 1, rest)
    pieces = _opened(whole, wanted, rest)
    allotted = _whole_minutes([piece.minutes for piece in pieces], rest)
    start = _step(replace(first, difficulty="easy"), opening, min(energy, 2))
    titles = _titles(pieces)
    steps = (
        _step(replace(piece, title=title), share, energy)
        for piece, title, share in zip(pieces, titles, allotted, strict=True)
    )
    return (start, *steps)


def is_one_step(minutes: int, granularity: int) -> bool:
    """Whether it takes no cut: a minute does not, and two only where the steps are to be small."""
    return minutes < MAX_FIRST_MINUTES or (
        minutes == MAX_FIRST_MINUTES and granularity < _CUTS_EVEN_TWO
    )


def step_count(minutes: int, granularity: int) -> int:
    """How many steps a task of this length is cut into where its outline has as many."""
    least = next(counts for limit, counts in _LEAST_BY_TOTAL if minutes < limit)
    index = granularity - 1
    wanted = round(minutes / _STEP_MINUTES[index])
    return min(max(wanted, least[index]), _MOST[index])


def _opened(whole: Node, wanted: int, total: int) -> list[Node]:
    """At least `wanted` pieces where the outline has them, each short enough for one step."""
    scale = total / whole.minutes
    pieces = [_scaled(whole, scale)]
    while True:
        too_long = max(piece.minutes for piece in pieces) > MAX_STEP_MINUTES
        if len(pieces) >= total or (len(pieces) >= wanted and not too_long):
            return pieces
        candidates = [i for i, piece in enumerate(pieces) if _can_open(piece)]
        if not candidates:
            return pieces
        chosen = max(candidates, key=lambda i: (_weight(pieces[i], too_long), -i))
        missing = max(2, wanted - len(pieces) + 1)
        missing = min(missing, total - len(pieces) + 1)
        pieces[chosen : chosen + 1] = _children(pieces[chosen], missing)


def _scaled(node: Node, scale: float) -> Node:
    children = tuple(_scaled(child, scale) for child in node.children)
    return replace(node, minutes=node.minutes * scale, children=children)


def _can_open(piece: Node) -> bool:
    return bool(piece.children or piece.high > piece.low or piece.minutes >= 2 * _SHORTEST_SLICE)


def _weight(piece: Node, too_long: bool) -> float:
    # A piece with parts of its own is opened before one that only the clock can cut.
    if too_long or piece.children or piece.high > piece.low:
        return piece.minutes
    return piece.minutes / 2


def _children(piece: Node, missing: int) -> list[Node]:
    if piece.children:
        if len(piece.children) <= missing:
            return list(piece.children)
        return [_joined(group) for group in _groups(piece.children, missing)]
    if piece.high > piece.low:
        middle = (piece.low + piece.high) // 2
        share = (middle - piece.low + 1) / (piece.high - piece.low + 1)
        return [
            replace(piece, high=middle, minutes=piece.minutes * share),
            replace(piece, low=middle + 1, minutes=piece.minutes * (1 - share)),
        ]
    half = replace(piece, minutes=piece.minutes / 2)
    return [half, half]


def _groups(nodes: Sequence[Node], count: int) -> list[Sequence[Node]]:
    """Neighbours in `count` groups of about equal minutes, none empty."""
    total = sum(node.minutes for node in nodes)
    edges = [0]
    passed = 0.0
    for index, node in enumerate(nodes):
        passed += node.minutes
        left = count - len(edges)
        due = passed >= total * len(edges) / count or len(nodes) - index - 1 <= left
        if left and due:
            edges.append(index + 1)
    return [nodes[a:b] for a, b in pairwise([*edges, len(nodes)]) if a < b]


def _joined(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    tools = tuple(dict.fromkeys(tool for node in nodes for tool in node.tools))
    return replace(phase(join_titles([_shown(node) for node in nodes]), nodes), tools=tools)


def join_titles(titles: Sequence[str]) -> str:
    """ "Wash the cups, then wipe the sink"; long ones keep the first and the last."""
    if len(titles) == 1:
        return titles[0]
    lowered = [titles[0], *(_lowered(title) for title in titles[1:])]
    whole = ", ".join(lowered[:-1]) + ", then " + lowered[-1]
    if len(whole) <= _JOINED_TITLE or len(titles) == 2:
        return whole
    return f"{lowered[0]}, and go on until you {lowered[-1]}"


def _lowered(title: str) -> str:
    # An abbreviation keeps its capitals.
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _shown(node: Node) -> str:
    """The title with what repeats written out: "Write pages 3 to 5".

    A heading of one or two words ("Finish") says too little to stand alone: its steps do.
    """
    if node.children and len(node.title.split()) <= _BARE_HEADING:
        return join_titles([_shown(child) for child in node.children])
    template = node.title
    if "{range" not in template:
        return template
    head, _, rest = template.partition("{range")
    alternative, _, tail = rest.partition("}")
    if not node.each:
        return head + alternative.removeprefix("|") + tail
    many = _plural(node.each)
    span = (
        f"{node.each} {node.low}" if node.low == node.high else f"{many} {node.low} to {node.high}"
    )
    return head + span + tail


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _titles(pieces: Sequence[Node]) -> list[str]:
    """Titles in which slices of one step by the clock are numbered."""
    shown = [_shown(piece) for piece in pieces]
    totals: dict[str, int] = {}
    for title in shown:
        totals[title] = totals.get(title, 0) + 1
    seen: dict[str, int] = {}
    titles = []
    for title in shown:
        seen[title] = seen.get(title, 0) + 1
        part = f" (part {seen[title]} of {totals[title]})" if totals[title] > 1 else ""
        titles.append(title[: MAX_TITLE - len(part)].rstrip() + part)
    return titles


def _whole_minutes(shares: Sequence[float], total: int) -> list[int]:
    """Whole minutes in these proportions: 1 to 120 each, together exactly `total`."""
    scale = total / sum(shares)
    exact = [share * scale for share in shares]
    allotted = [min(MAX_STEP_MINUTES, max(1, math.floor(value))) for value in exact]
    missing = total - sum(allotted)
    order = sorted(range(len(exact)), key=lambda i: (allotted[i] - exact[i], i))
    while missing:
        moved = False
        for index in order if missing > 0 else reversed(order):
            change = 1 if missing > 0 else -1
            if missing and 1 <= allotted[index] + change <= MAX_STEP_MINUTES:
                allotted[index] += change
                missing -= change
                moved = True
        if not moved:
            break
    return allotted


def _step(node: Node, minutes: int, energy: int) -> Step:
    difficulty = node.difficulty or difficulty_of(energy)
    change = {"easy": -2, "medium": 0, "hard": 2}[node.difficulty or "medium"]
    return Step(
        title=_shown(node)[:MAX_TITLE],
        description=node.description or _contents(node),
        minutes=minutes,
        tools=node.tools or _all_tools(node.children),
        difficulty=difficulty,
        energy=min(10, max(1, energy + change)),
    )


def difficulty_of(energy: int) -> Difficulty:
    """1 to 3 is easy, 4 to 7 medium, 8 to 10 hard."""
    if energy <= 3:
        return "easy"
    return "medium" if energy <= 7 else "hard"


def _contents(node: Node) -> str:
    return "; ".join(_shown(child) for child in node.children)[:500]


def _all_tools(nodes: Iterable[Node]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in nodes:
        found |= dict.fromkeys(node.tools or _all_tools(node.children))
    return tuple(found)
