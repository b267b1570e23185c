"""What a time names instead of saying when: "Sunday roast on Saturday", "from Friday to Monday"."""

from collections.abc import Sequence

from focushub.language.line import Line
from focushub.language.moments import moment
from focushub.language.parts import Moment
from focushub.language.rules import Rule

MOST_WORDS = 12
"""Between "move" and the two times."""


def is_name(line: Line, found: Moment, others: Sequence[Moment | Rule]) -> bool:
    """Whether a weekday or a part of the day is the name of a thing that another day is for.

    "Sunday roast on Saturday" is on Saturday; "Sunday roast" alone may well be on Sunday.
    """
    behind = line.token(found.last)
    thing = behind.kind == "word" and not line.has(found.last, "function")
    told = line.word(found.core - 1) == "about" and line.has(found.core, "article")
    if not thing or (found.role and line.word(found.first) != "about"):
        return False
    if any(p.what not in ("date", "daypart") for p in found.parts):
        return False
    if found.parts[0].what == "daypart":
        return told  # "Remind me about the evening class"
    plain = found.parts[0].weekday is not None and not found.parts[0].day
    return plain and any(other.first > found.last and _says_when(line, other) for other in others)


def _says_when(line: Line, other: Moment | Rule) -> bool:
    if isinstance(other, Rule):
        return line.has(other.first, "every")
    return other.day_is_said and (other.role in ("on", "by") or line.has(other.first, "this"))


def moved_to(line: Line, i: int) -> Moment | None:
    """The later of two times that a thing is moved between: "move lunch from Friday to Monday"."""
    if line.word(i) != "from":
        return None
    if not any(line.has(k, "moving") for k in range(max(0, i - MOST_WORDS), i)):
        return None
    before = moment(line, i + 1, bare=True, loose=True)
    if before is None or line.word(before.last) != "to":
        return None
    after = moment(line, before.last + 1, bare=True, loose=True)
    if after is None:
        return None
    after.first = i
    if before.day_is_said and not after.day_is_said:
        after.day, after.day_is_said = before.day, True
    return after
