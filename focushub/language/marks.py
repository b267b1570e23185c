"""What is said about a task besides time: labels, projects, priority, energy, people, places.

Signs as other task apps write them: ``#tax``, ``*errand`` and ``@office`` are labels, ``+house``
a project, ``!3`` or ``!!`` or ``p1`` a priority.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from focushub.language.line import Line
from focushub.language.words import Words

Level = Literal["low", "medium", "high", "urgent"]
LEVELS: dict[str, Level] = {"low": "low", "medium": "medium", "high": "high", "urgent": "urgent"}
BANG: dict[str, Level] = {
    "!!": "high",
    "!!!": "urgent",
    "!0": "low",
    "!1": "low",
    "!2": "medium",
    "!3": "high",
    "!4": "urgent",
    "!5": "urgent",
    "!!1": "urgent",
    "!!2": "high",
    "!!3": "medium",
    "!!4": "low",
}
FIRST_TO_FOURTH: dict[int, Level] = {1: "urgent", 2: "high", 3: "medium", 4: "low"}


@dataclass(slots=True)
class Mark:
    """One understood remark, tokens ``first`` to before ``last``."""

    means: str
    first: int
    last: int
    value: str
    keep: bool = False
    """Whether the words stay in the title ("call mum")."""


def mark(line: Line, i: int) -> Mark | None:
    """The mark that begins at token i."""
    token = line.token(i)
    if token.kind == "tag":
        return _tag(line, i)
    if token.raw.startswith("!"):
        return _bang(line, i)
    if token.kind not in ("word", "ord", "num"):
        return None
    if token.word == "p" and line.glued(i + 1) and not line.glued(i + 2):
        level = FIRST_TO_FOURTH.get(line.whole(i + 1) or 0)
        return Mark("priority", i, i + 2, level) if level and token.gap else None
    for means, table in _tables(line.words):
        for phrase, value in table.get(token.word, ()):
            if all(line.word(i + k) == word for k, word in enumerate(phrase)):
                return Mark(means, i, i + len(phrase), value)
    return None


@lru_cache(maxsize=8)
def _first_words(words_id: int, means: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    words = _known[words_id]
    source: Mapping[tuple[str, ...], str] = (
        words.importance if means == "priority" else words.effort
    )
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, value in sorted(source.items(), key=lambda row: -len(row[0])):
        for joined in (phrase,):
            out.setdefault(joined[0], []).append((joined, value))
    return out


_known: dict[int, Words] = {}


def _tables(words: Words) -> list[tuple[str, dict[str, list[tuple[tuple[str, ...], str]]]]]:
    _known[id(words)] = words
    return [(m, _first_words(id(words), m)) for m in ("priority", "energy")]


def _tag(line: Line, i: int) -> Mark:
    raw = line.token(i).raw
    body = raw[1:].strip('"')
    return Mark("project" if raw[0] == "+" else "label", i, i + 1, body)


def _bang(line: Line, i: int) -> Mark | None:
    token = line.token(i)
    if not token.gap and not token.raw.startswith("!!"):
        return None
    if token.raw == "!" and line.glued(i + 1) and token.gap:
        named = LEVELS.get(line.word(i + 1))
        return Mark("priority", i, i + 2, named) if named else None
    level = BANG.get(token.raw)
    if level is None or (not token.gap and token.raw == "!!!" and False):
        return None
    return Mark("priority", i, i + 1, level)


def people(line: Line, i: int) -> Mark | None:
    """A person named behind "with", "call", "email"; the words stay in the title."""
    if line.word(i) not in line.words.companions:
        return None
    at = i + 1
    at = line.skip(at, "article")
    if line.word(at) in ("my", "our", "your"):
        at += 1
    token = line.token(at)
    if token.kind != "word":
        return None
    last = at
    while last - at < 3 and _name(line, last, first=last == at):
        last += 1
        if (
            line.token(last).raw == "."
            and line.glued(last)
            and line.word(last - 1) in ("prof", "dr", "mr", "mrs", "ms")
        ):
            last += 1
        elif line.token(last - 1).word in line.words.kin and line.token(last - 1).word not in (
            "prof",
            "professor",
            "dr",
            "mr",
            "mrs",
            "ms",
            "aunt",
            "uncle",
        ):
            break
    if last == at:
        return None
    said = line.text[line.token(at).start : line.token(last - 1).end]
    if line.token(last - 1).possessive:
        said = said[:-2]
    return Mark("person", at, last, said.rstrip("."), keep=True)


def _name(line: Line, i: int, *, first: bool) -> bool:
    token = line.token(i)
    if token.kind != "word" or (not token.gap and not first and line.token(i - 1).raw != "."):
        return False
    if token.word in line.words.weekdays or token.word in line.words.months:
        return False
    if token.word in line.words.kin:
        return True
    return token.raw[:1].isupper() and not token.raw.isupper() and len(token.raw) > 1


def place(line: Line, i: int) -> Mark | None:
    """A place named behind "at", "in", "from"; the words stay in the title."""
    if line.word(i) not in line.words.place_leads:
        return None
    at = line.skip(i + 1, "article")
    if line.word(at) == "my":
        at += 1
    if line.word(at) not in line.words.places or line.token(at).kind != "word":
        return None
    if line.word(at) in ("work", "home", "school") and line.word(i) == "to":
        return None
    return Mark("place", at, at + 1, line.token(at).raw, keep=True)


def dependency(line: Line, i: int) -> Mark | None:
    """ "after the gym", "before I can book": another thing that comes first."""
    word = line.word(i)
    if word not in ("after", "before", "once", "when", "until"):
        return None
    if word in ("once", "when", "until") and line.word(i + 1) not in (
        "i",
        "i've",
        "he",
        "she",
        "they",
        "we",
        "it",
    ):
        return None
    at = i + 1
    while at - i < 8 and not line.ends(at) and line.token(at).kind in ("word", "num", "ord"):
        at += 1
    if at == i + 1:
        return None
    said = line.text[line.token(i + 1).start : line.token(at - 1).end]
    return Mark("dependency", i, at, f"{word} {said}", keep=True)
