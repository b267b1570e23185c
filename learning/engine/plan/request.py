"""What a person asks for, and what their words on level and struggles are taken to mean."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.engine.source import Source


class Style(StrEnum):
    """How the person likes to begin. A liking, not a measure: retrieval follows in every one."""

    VISUAL = "visual"
    AUDITORY = "auditory"
    KINESTHETIC = "kinesthetic"
    READING = "reading"
    MIXED = "mixed"


class Energy(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Level(StrEnum):
    """What is known already."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Struggle(StrEnum):
    """What a struggle in the person's words is about; each changes the plan in its own way."""

    MEMORY = "memory"
    SEQUENCE = "sequence"
    FOCUS = "focus"
    STARTING = "starting"
    UNDERSTANDING = "understanding"
    OVERWHELM = "overwhelm"
    BOREDOM = "boredom"
    NERVES = "nerves"
    TIME = "time"
    READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRequest:
    """The request, validated by the caller.

    Attributes:
        topic: 1 to 200 characters.
        source: own material, or None.
        goals, level, struggles: in the person's words; empty is none.
        minutes: that a day has for this, 5 to 480; None leaves it to the plan.
        exam_on: local day; a day in the past counts as none.
    """

    topic: str
    source: Source | None = None
    goals: tuple[str, ...] = ()
    level: str = ""
    struggles: str = ""
    style: Style = Style.MIXED
    minutes: int | None = None
    exam_on: date | None = None
    energy: Energy | None = None


_LEVELS = (
    (Level.ADVANCED, r"advanced|expert|fluent|proficient|confident|strong|very good|master"),
    (
        Level.BEGINNER,
        r"beginner|novice|new\b|never|nothing|no idea|zero|none|scratch|basic|start|little|low",
    ),
    (Level.INTERMEDIATE, r"intermediate|medium|some|middle|average|okay|ok\b|average|know"),
)
_STRUGGLES = (
    (Struggle.SEQUENCE, r"\bsteps?\b|\border\b|sequence|phases?\b|stages?\b|which comes"),
    (Struggle.MEMORY, r"forget|forgot|remember|memor|recall|retain|slips? (?:away|my mind)|stick"),
    (Struggle.FOCUS, r"focus|concentrat|distract|attention|zone out|drift|wander|phone|sit still"),
    (Struggle.STARTING, r"procrastinat|start(?:ed|ing)?\b|put(?:ting)? (?:it )?off|motivat|begin"),
    (Struggle.OVERWHELM, r"overwhelm|too much|so much|where to begin|big|stress|panic|drown"),
    (Struggle.UNDERSTANDING, r"confus|understand|don.t get|complic|difficult|abstract|hard|lost"),
    (Struggle.BOREDOM, r"bor(?:ed|ing)|dull|dry\b|tedious|interest"),
    (Struggle.NERVES, r"nervous|anxi|afraid|blank(?:ing)?\b|exam fear|scared|worr"),
    (Struggle.TIME, r"\btime\b|late\b|deadline|last minute|schedule|busy"),
    (Struggle.READING, r"reading|long text|dyslex|textbook|paragraph"),
)  # fmt: skip


def level_of(words: str) -> Level | None:
    """The level that the words name; None where they name none."""
    text = words.casefold()
    return next((level for level, pattern in _LEVELS if re.search(pattern, text)), None)


def struggles_of(words: str) -> tuple[Struggle, ...]:
    """What the words are about, at most three, in the order of the list; () for none."""
    text = words.casefold()
    return tuple(kind for kind, pattern in _STRUGGLES if re.search(pattern, text))[:3]
