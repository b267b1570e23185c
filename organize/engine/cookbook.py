"""The recipes: how tasks that people put off are usually done, read once from `recipes/*.toml`.

The files are meant to be edited by people who do not program; `recipes/README.md` tells how.
A broken file raises RecipeError with the recipe's name and what is wrong, in words.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from organize.engine.outline import MAX_FIRST_MINUTES, MAX_STEP_MINUTES, Difficulty, Node, phase
from organize.engine.words import DETERMINERS, NOUN_FAMILIES, VERB_FAMILIES, phrases, stem, stems

GENERAL = "general"
MAX_MINUTES = 1440
_FOLDER = Path(__file__).parent / "recipes"
_LINE = re.compile(
    r"(?P<mark>[-*]) (?P<minutes>\d+(?:\.\d+)?) (?P<title>[^\[\]()]+?)"
    r"(?: \[(?P<tools>[^\]]+)\])?(?: \((?P<difficulty>easy|medium|hard)\))?"
    r"(?: -- (?P<description>.+))?"
)
_BLANK = re.compile(r"\{(task|object)(?:\|([^{}]*))?\}")
_FIELDS = {
    "verbs", "things", "phrases", "alone", "unless", "energy", "tools", "first", "steps",
    "tips", "each", "usual", "units",
    "needs_verb", "not_of", "new", "bare",
}  # fmt: skip

Phrase = tuple[str, ...]


class RecipeError(ValueError):
    """A recipe file that cannot be used; the message says which recipe and why."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a kind of task is called, and the outline of its steps.

    `things` name it by what it is about, `verbs` by what is done to it, `phrases` are sure by
    themselves, `alone` are verbs that need no thing, `bare` those that may act on none ("run for
    20 minutes", not "run the script"), and a word of `unless` rules it out.
    Where `needs_verb`, a thing without one of the verbs does not count. What is done to a word of
    `not_of` is no such task ("change" is by hand, but not of a career), and `new` recipes are for
    what one does not have yet: to look for "the charger" is not to shop for one.
    `units` says how much of `each` (a page) one unit of the text (a word) is.
    """

    name: str
    verbs: frozenset[Phrase]
    things: tuple[Phrase, ...]
    phrases: tuple[Phrase, ...]
    alone: frozenset[Phrase]
    bare: frozenset[Phrase]
    unless: frozenset[str]
    not_of: frozenset[str]
    needs_verb: bool
    new: bool
    energy: int
    tools: tuple[str, ...]
    first: str
    outline: tuple[Node, ...]
    tips: tuple[str, ...] = ()
    each: str = ""
    usual: float = 1
    units: Mapping[str, float] = field(default_factory=dict)

    def tree(self, *, task: str, object_: str, count: float | None) -> tuple[Node, Node]:
        """The first step and the rest, with the person's words in the blanks.

        `count` is how many of `each` the text names, or None where it names none. Where that
        would take longer than MAX_MINUTES, the tree holds the first stretch of it.
        """
        filled = [_filled(node, task, object_) for node in self.outline]
        fixed = sum(_leaf_minutes(node, repeated=False) for node in filled)
        each = sum(_leaf_minutes(node, repeated=True) for node in filled)
        if count is not None and each:
            count = max(1.0, min(count, (MAX_MINUTES - MAX_FIRST_MINUTES - fixed) // each))
        sized = [self._sized(node, count) for node in filled]
        first = Node(_fill(self.first, task, object_), MAX_FIRST_MINUTES)
        return first, phase(task, sized)

    def _sized(self, node: Node, count: float | None) -> Node:
        if node.children:
            children = [self._sized(child, count) for child in node.children]
            return phase(node.title, children, node.description)
        if not node.each:
            return node
        if count is None:
            return _again(node, each="", minutes=node.minutes * self.usual)
        high = max(1, round(count))
        return _again(node, each=node.each, minutes=node.minutes * count, high=high)


def _again(node: Node, *, each: str, minutes: float, high: int = 0) -> Node:
    return Node(
        node.title, minutes, (), node.tools, node.difficulty, node.description,
        each=each, low=1 if high else 0, high=high,
    )  # fmt: skip


def _leaf_minutes(node: Node, *, repeated: bool) -> float:
    if node.children:
        return sum(_leaf_minutes(child, repeated=repeated) for child in node.children)
    return node.minutes if bool(node.each) is repeated else 0


def _fill(template: str, task: str, object_: str) -> str:
    values = {"task": task, "object": object_}
    return _BLANK.sub(lambda m: values[m[1]] or m[2] or "it", template)


def _filled(node: Node, task: str, object_: str) -> Node:
    return Node(
        _fill(node.title, task, object_),
        node.minutes,
        tuple(_filled(child, task, object_) for child in node.children),
        node.tools,
        node.difficulty,
        _fill(node.description, task, object_),
        each=node.each,
    )


@cache
def recipes() -> dict[str, Recipe]:
    """All recipes by name, in the order of the files' names and of the recipes in them."""
    found: dict[str, Recipe] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            for name, data in tomllib.load(file).items():
                if name in found:
                    raise RecipeError(f"{name}: there are two recipes of this name.")
                found[name] = read_recipe(name, data)
    if GENERAL not in found:
        raise RecipeError(f"{GENERAL}: this recipe is needed and there is none.")
    return found


def read_recipe(name: str, data: Mapping[str, Any]) -> Recipe:
    """A recipe from its table in a file.

    Raises:
        RecipeError: an unknown or missing field, a line of `steps` that is not understood,
            or an `each` without a repeated step.
    """
    unknown = sorted(set(data) - _FIELDS)
    if unknown:
        raise RecipeError(f"{name}: nothing is known about {', '.join(unknown)}.")
    for needed in ("first", "steps"):
        if needed not in data:
            raise RecipeError(f"{name}: `{needed}` is missing.")
    each = str(data.get("each", ""))
    outline = _read_outline(name, data["steps"], each)
    units = {stem(unit): float(part) for unit, part in data.get("units", {}).items()}
    if each:
        units.setdefault(stem(each), 1.0)
    return Recipe(
        name=name,
        verbs=_verbs(name, data.get("verbs", ())),
        things=_patterns(data.get("things", ())),
        phrases=_patterns(data.get("phrases", ())),
        alone=_verbs(name, data.get("alone", ())),
        bare=_verbs(name, data.get("bare", ())),
        unless=frozenset(stem(word) for word in data.get("unless", ())),
        not_of=_nouns(name, data.get("not_of", ())),
        needs_verb=bool(data.get("needs_verb", False)),
        new=bool(data.get("new", False)),
        energy=int(data.get("energy", 5)),
        tools=tuple(data.get("tools", ())),
        first=str(data["first"]),
        outline=outline,
        tips=tuple(data.get("tips", ())),
        each=each,
        usual=float(data.get("usual", 1)),
        units=units,
    )


def _patterns(said: Sequence[str]) -> tuple[Phrase, ...]:
    """Stems without "the" and "my", for titles are looked through without them as well."""
    kept = (" ".join(w for w in line.split() if w.lower() not in DETERMINERS) for line in said)
    return tuple(dict.fromkeys(stems(line) for line in kept))


def _verbs(name: str, words: Any) -> frozenset[Phrase]:
    verbs: set[Phrase] = set()
    for word in words:
        if not word.startswith("@"):
            verbs |= set(phrases(word.replace(" ", "-")))
        elif word[1:] in VERB_FAMILIES:
            verbs |= VERB_FAMILIES[word[1:]]
        else:
            raise RecipeError(f"{name}: there is no family of verbs called {word}.")
    return frozenset(verbs)


def _nouns(name: str, words: Any) -> frozenset[str]:
    nouns: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            nouns.add(stem(word))
        elif word[1:] in NOUN_FAMILIES:
            nouns |= NOUN_FAMILIES[word[1:]]
        else:
            raise RecipeError(f"{name}: there is no family of nouns called {word}.")
    return frozenset(nouns)


def _read_outline(name: str, text: str, each: str) -> tuple[Node, ...]:
    phases: list[tuple[str, list[Node]]] = []
    repeats = False
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line[0] not in "-*":
            phases.append((line, []))
            continue
        match = _LINE.fullmatch(line)
        if match is None or not phases:
            raise RecipeError(f"{name}: this line of `steps` is not understood: {line}")
        minutes = float(match["minutes"])
        if not 0 < minutes <= MAX_STEP_MINUTES:
            raise RecipeError(f"{name}: a step takes 1 to {MAX_STEP_MINUTES} minutes: {line}")
        repeated = match["mark"] == "*"
        repeats = repeats or repeated
        if repeated and not each:
            raise RecipeError(f"{name}: a line with * needs `each`.")
        phases[-1][1].append(_leaf(match, each if repeated else ""))
    if each and not repeats:
        raise RecipeError(f"{name}: `each` needs a line with *.")
    if not phases or not all(children for _, children in phases):
        raise RecipeError(f"{name}: every heading of `steps` needs a step below it.")
    return tuple(phase(title, children) for title, children in phases)


def _leaf(match: re.Match[str], each: str) -> Node:
    tools = tuple(tool.strip() for tool in (match["tools"] or "").split(",") if tool.strip())
    difficulty: Difficulty | None = match["difficulty"]  # type: ignore[assignment]  # by _LINE
    return Node(
        match["title"].strip(),
        float(match["minutes"]),
        tools=tools,
        difficulty=difficulty,
        description=match["description"] or "",
        each=each,
    )
