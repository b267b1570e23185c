"""What is said about a task besides time: labels, projects, priority, energy, people, places.

Signs as other task apps write them: ``#tax``, ``*errand`` and ``@office`` are labels, ``+house``
a project, ``!3`` or ``!!`` or ``p1`` a priority.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from focushub.language.durations import duration
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
MOST_PEOPLE = 10
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
                # In the middle of a sentence "important" describes a thing: it stays there.
                inner = len(phrase) == 1 and token.word in line.words.describing
                edge = _edge(line, i - 1) or _edge(line, i + 1)
                return Mark(means, i, i + len(phrase), value, keep=inner and not edge)
    return None


def _edge(line: Line, i: int) -> bool:
    return i < 0 or line.ends(i) or line.token(i).kind == "tag"


_Table = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def _by_first(means: str, phrases: tuple[tuple[tuple[str, ...], str], ...]) -> _Table:
    out: _Table = {}
    for phrase, value in sorted(phrases, key=lambda row: -len(row[0])):
        # A hyphen is a token of its own.
        tokens = tuple(piece for word in phrase for piece in word.replace("-", " - ").split())
        out.setdefault(tokens[0], []).append((tokens, value))
    return out


_tables_of: dict[int, tuple[Words, list[tuple[str, _Table]]]] = {}


def _tables(words: Words) -> list[tuple[str, _Table]]:
    known = _tables_of.get(id(words))
    if known is None or known[0] is not words:
        rows = [
            ("priority", _by_first("priority", tuple(words.importance.items()))),
            ("energy", _by_first("energy", tuple(words.effort.items()))),
        ]
        _tables_of[id(words)] = known = (words, rows)
    return known[1]


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
    if level is None:
        return None
    return Mark("priority", i, i + 1, level)


def people(line: Line, i: int, stop: int) -> list[Mark]:
    """People named behind "with", "call", "email"; their words stay in the title."""
    if line.token(i).raw == "w" and line.token(i + 1).raw == "/":  # "w/ Kate"
        at = i + 2
    elif line.word(i) in line.words.companions:
        at = i + 1
    else:
        return []
    out: list[Mark] = []
    while len(out) < MOST_PEOPLE and (found := _person(line, at)) and found.last <= stop:
        out.append(found)
        behind = found.last + 1 if line.token(found.last).raw == "," else found.last
        at = line.skip(behind, "and", "or")
        if at == found.last:
            break
    return out


def _person(line: Line, i: int) -> Mark | None:
    at = line.skip(i, "article")
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
            and line.word(last - 1) in line.words.forms_of_address
        ):
            last += 1
        elif line.token(last - 1).word in line.words.kin - line.words.forms_of_address:
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


def dependency(line: Line, i: int, stop: int) -> Mark | None:
    """ "after the gym", "before I can book": what comes first; reads no further than ``stop``."""
    word = line.word(i)
    if word not in ("after", "before", "once", "when", "until"):
        return None
    clause = line.word(i + 1) in ("i", "i've", "i'm", "he", "she", "they", "we", "it", "you")
    if word in ("once", "when", "until") and not clause:
        return None
    at = i + 1
    while (
        at < min(stop, i + 9)
        and not line.ends(at)
        and line.token(at).kind in ("word", "num", "ord")
    ):
        at += 1
    if at == i + 1:
        return None
    said = line.text[line.token(i + 1).start : line.token(at - 1).end]
    return Mark("dependency", i, at, f"{word} {said}", keep=True)


def lead_time(line: Line, i: int) -> Mark | None:
    """ "one hour before the meeting", "a day in advance": when to remind, not how long."""
    at = i
    if line.has(at, "in"):
        at += 1
    length = duration(line, at)
    if length is None:
        k = line.skip(at, "the")
        if k == at or line.unit(k) is None or line.word(k + 1) != "before":
            return None
        stop = k + 1
    else:
        stop = length.last
    word = line.word(stop)
    if word == "in" and line.word(stop + 1) == "advance":
        stop += 2
    elif word in ("advance", "beforehand", "ahead", "prior"):
        stop += 1
        if line.word(stop) in ("to", "of") and word != "beforehand":
            stop += 1
    elif word == "before" and not line.ends(stop + 1):
        stop += 1
    else:
        return None
    said = line.text[line.token(at).start : line.token(stop - 1).end]
    return Mark("reminder", i, stop, said, keep=not line.talks_of_alarms)
