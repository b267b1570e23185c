"""What a description names: the place, the things that lie in it, what makes it hard.

The words stand in `spaces.toml`. Things that it does not know are found by how they are said
("buried under yarn and snow globes") and get steps of the general kind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from organize.engine.outline import Node
from organize.engine.phrasing import word_list
from organize.engine.words import DETERMINERS, PREPOSITIONS, Token, read_toml, stems, tokens

_LINE = re.compile(r"(\d+) ([^\[\]]+?)(?: \[([^\]]+)\])?")
_UNKNOWN = re.compile(
    r"\b(?:buried (?:under|in|beneath)|covered (?:in|with|by)|full of|filled with|piles? of|"
    r"stacks? of|heaps? of|"
    r"mountains? of|loads of|lots of|cluttered with|crammed with|stuffed with|overflowing with|"
    r"drowning in|"
    r"littered with|bursting with|too many|too much|packed with|strewn with)\s+([^.!?;:\n]{2,120})",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",|\band\b|\bor\b|&|\bplus\b", re.IGNORECASE)
_STOPS = PREPOSITIONS | word_list("clauses", "ends_thing")
_MOST_OBJECTS = 8
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place: `name` as the person called it, `surface` what to free first."""

    kind: str
    name: str
    surface: str
    first: str
    finish: tuple[Node, ...]
    daily: tuple[str, ...]
    weekly: tuple[str, ...]
    monthly: tuple[str, ...]
    aids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of things in the mess, by the words that the person used for it."""

    kind: str
    name: str
    steps: tuple[Node, ...]
    daily: str
    weekly: str
    monthly: str
    aids: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What makes it hard, and what helps; `step` is added to the plan where there is one."""

    kind: str
    tip: str
    step: Node | None


@cache
def _data() -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    return read_toml("spaces.toml")


@cache
def _index(part: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The kinds by the first stem of their words, the longest words first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entry in _data()[part].items():
        for word in _list(entry, "words"):
            phrase = stems(word)
            index.setdefault(phrase[0], []).append((phrase, kind))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _list(entry: Mapping[str, object], name: str) -> list[str]:
    value = entry.get(name, [])
    return [str(item) for item in value] if isinstance(value, list) else []


def _found(text: str, part: str) -> list[tuple[str, Sequence[Token]]]:
    """The kinds that are named, in order, each with the words that named it."""
    words = tokens(text)
    found: list[tuple[str, Sequence[Token]]] = []
    at = 0
    while at < len(words):
        length = 1
        for phrase, kind in _index(part).get(words[at].stem, ()):
            here = words[at : at + len(phrase)]
            if tuple(word.stem for word in here) == phrase:
                found.append((kind, here))
                length = len(phrase)
                break
        at += length
    return found


def place_in(text: str) -> Place | None:
    """The first place that the text names; None where it names none."""
    found = _found(text, "places")
    if not found:
        return None
    # "My room is full of ..., even the bed": a place named first is the place meant, but
    # "floor" and "table" are only parts where another place is named.
    parts = {"floor", "table", "bed", "bag", "drawer"}
    at = next((i for i, (_, w) in enumerate(found) if not (len(w) == 1 and w[0].stem in parts)), 0)
    kind, words = found[at]
    # "Bedroom closet": the last noun is the place.
    while at + 1 < len(found) and found[at + 1][1][0].start <= words[-1].end + 1:
        at += 1
        kind, words = found[at]
    name = text[words[0].start : words[-1].end].lower()
    return place_of(kind, name)


def place_of(kind: str, name: str) -> Place:
    """The place of a kind (a name of `spaces.toml`), called as the person calls it."""
    entry = _data()["places"][kind]
    return Place(
        kind=kind,
        name=name,
        surface=str(entry["surface"]),
        first=str(entry["first"]),
        finish=tuple(line_node(line) for line in _list(entry, "finish")),
        daily=tuple(_list(entry, "daily")),
        weekly=tuple(_list(entry, "weekly")),
        monthly=tuple(_list(entry, "monthly")),
        aids=tuple(_list(entry, "aids")),
    )


def unnamed_place(name: str) -> Place:
    """A place of no known kind ("the greenhouse"), or none at all."""
    name = name.strip()[:60].lower() or "the place"
    return Place(
        kind="other",
        name=name.removeprefix("my ").removeprefix("the "),
        surface="one corner of it",
        first="Pick up one thing that is rubbish and throw it away",
        finish=(line_node("3 Wipe or sweep what is free now [cloth]"),),
        daily=("Put five things back at the end of the day",),
        weekly=("Clear one corner again",),
        monthly=("Let go of three things",),
        aids=("A photo of the place when it is clear, hung where you see it",),
    )


def objects_in(text: str) -> tuple[Thing, ...]:
    """Up to 8 kinds of things, in the order in which the text names them."""
    places: list[tuple[int, Thing]] = []
    names: dict[str, list[str]] = {}
    starts: dict[str, int] = {}
    covered: set[int] = set()
    # A word for a place ("boot", "bag") is not a thing of the mess as well.
    located = {id_.start for kind, words in _found(text, "places")[:1] for id_ in words}
    for kind, words in _found(text, "objects"):
        if words[0].start in located:
            continue
        starts.setdefault(kind, words[0].start)
        name = text[words[0].start : words[-1].end].lower()
        if name not in names.setdefault(kind, []):
            names[kind].append(name)
        covered |= {word.start for word in words}
    # "Stuff" and "things" say nothing where something is named.
    if len(names) > 1 and set(names.get("stationery", [])) <= {
        "stuff",
        "things",
        "clutter",
        "crap",
    }:
        names.pop("stationery", None)
    for kind, called in names.items():
        places.append((starts[kind], _thing(kind, _together(called))))
    places += [(at, _unknown_thing(name)) for at, name in _unknown(text, covered)]
    places.sort(key=lambda entry: entry[0])
    return tuple(thing for _, thing in places[:_MOST_OBJECTS])


def _together(names: Sequence[str]) -> str:
    names = names[:3]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _thing(kind: str, name: str) -> Thing:
    entry = _data()["objects"][kind]

    def said(field: str) -> str:
        return str(entry.get(field, "")).replace("{object}", name)

    lines = [said(part) for part in ("gather", "sort", "home")]
    return Thing(
        kind=kind,
        name=name,
        steps=tuple(line_node(line) for line in lines if line),
        daily=said("daily"),
        weekly=said("weekly"),
        monthly=said("monthly"),
        aids=said("aids"),
    )


def _unknown_thing(name: str) -> Thing:
    return Thing(
        kind="other",
        name=name,
        steps=(
            line_node(f"3 Gather the {name} into one pile"),
            line_node("4 Take out what is broken or no longer wanted [bag]"),
            line_node(f"3 Give the {name} one box or shelf [box]"),
        ),
        daily=f"Put the {name} back into their box",
        weekly="",
        monthly="",
        aids=f"A box with the word “{name}” on it",
    )


def _unknown(text: str, covered: set[int]) -> list[tuple[int, str]]:
    """Things by how they are said: what follows "buried under", "full of", "piles of"."""
    found: list[tuple[int, str]] = []
    for match in _UNKNOWN.finditer(text[:2_000]):
        at = match.start(1)
        for piece in _SPLIT.split(match[1]):
            start = text.find(piece, at)
            at = start + len(piece)
            words = []
            for word in tokens(piece):
                low = word.text.lower()
                if low in _STOPS:
                    break
                if low not in DETERMINERS:
                    words.append(word)
            if not words or len(words) > _MOST_WORDS:
                continue
            if any(start + word.start in covered for word in words):
                continue
            if _found(piece, "places") or words[-1].text.lower() in {"stuff", "things"}:
                continue
            found.append((start, piece[words[0].start : words[-1].end].lower()))
    return found


def challenges_in(texts: Sequence[str]) -> tuple[Challenge, ...]:
    """What makes it hard, each once, in the order in which it is said."""
    kinds: dict[str, None] = {}
    for text in texts:
        kinds |= dict.fromkeys(kind for kind, _ in _found(text, "challenges"))
    found = []
    for kind in kinds:
        entry = _data()["challenges"][kind]
        step = entry.get("step")
        found.append(Challenge(kind, str(entry["tip"]), line_node(str(step)) if step else None))
    return tuple(found)


def goal_steps(goal: str) -> Iterator[Node]:
    """What the goal ("a desk to work at") adds at the end of a plan."""
    for kind in dict.fromkeys(kind for kind, _ in _found(goal, "goals")):
        yield line_node(str(_data()["goals"][kind]["step"]))


def line_node(line: str) -> Node:
    """A step from a line as "4 Wipe the counter [cloth]".

    Raises:
        ValueError: the line has another form.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"This line of spaces.toml is not understood: {line}")
    tools = tuple(tool.strip() for tool in (match[3] or "").split(",") if tool.strip())
    return Node(match[2], float(match[1]), tools=tools)
