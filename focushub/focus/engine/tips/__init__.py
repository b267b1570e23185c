"""Small helpful things to do, out of files that people who do not program can edit.

`README.md` beside this tells how. What fits is chosen by rules: each tip says when it helps, and
what a person said, their hour and their history say what holds.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FOLDER = Path(__file__).parent
ALWAYS: Final = "always"
HEAVY: Final = "heavy"
# What can hold of a person and of a moment; see the README for what each means.
SITUATIONS: Final = frozenset(
    {
        "low mood", "very low mood", "good mood", "falling mood", "rising mood",
        "low energy", "high energy", "worn out", "wound up",
        "high stress", "very high stress", "low stress",
        "morning", "afternoon", "evening", "night",
        "distracted", "very distracted", "short session", "long session",
        "stops early", "runs long", "first time", HEAVY,
    }
)  # fmt: skip
_FIELDS: Final = frozenset(
    {"text", "how", "category", "minutes", "when", "needs", "unless", "words"}
)
_WORD_POINTS: Final = 2.0
# What is for a hard moment comes before all else in one.
_HEAVY_POINTS: Final = 6.0
_ALWAYS_POINTS: Final = 0.5
MAX_MINUTES: Final = 60


class TipError(ValueError):
    """A file that cannot be used; the message says which tip and why."""


@dataclass(frozen=True, slots=True)
class Tip:
    """One thing to do.

    Attributes:
        text: begins with a verb.
        when: one of these is enough; needs: all of these; unless: none of these.
        words: what it is about; one of them in the person's words makes it fit well.
    """

    name: str
    text: str
    how: str
    category: str
    minutes: int
    when: frozenset[str]
    needs: frozenset[str]
    unless: frozenset[str]
    words: re.Pattern[str] | None

    def points(self, situations: Collection[str], said: str) -> float:
        """How well it fits; 0 where it does not."""
        holds = frozenset(situations)
        if not self.needs <= holds or self.unless & holds:
            return 0.0
        points = float(len(self.when & holds))
        if HEAVY in self.when & holds:
            points += _HEAVY_POINTS
        if self.words is not None and self.words.search(said):
            points += _WORD_POINTS
        if ALWAYS in self.when:
            points += _ALWAYS_POINTS
        return points


@cache
def tips_in(name: str) -> tuple[Tip, ...]:
    """All tips of `<name>.toml`, in the file's order.

    Raises:
        TipError: the file cannot be used.
    """
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tuple(read_tip(tip, data) for tip, data in tomllib.load(file).items())


def read_tip(name: str, data: Mapping[str, Any]) -> Tip:
    """Raises `TipError`."""
    if unknown := sorted(set(data) - _FIELDS):
        raise TipError(f"{name}: nothing is known about {', '.join(unknown)}.")
    if not data.get("text"):
        raise TipError(f"{name}: `text` is missing.")
    if not (data.get("when") or data.get("words")):
        raise TipError(f'{name}: say `when` it helps, or `words`; `when = ["always"]` is fine.')
    minutes = data.get("minutes", 2)
    if not (isinstance(minutes, int) and 1 <= minutes <= MAX_MINUTES):
        raise TipError(f"{name}: `minutes` is a whole number from 1 to {MAX_MINUTES}.")
    words = tuple(data.get("words", ()))
    return Tip(
        name=name,
        text=data["text"],
        how=data.get("how", ""),
        category=data.get("category", ""),
        minutes=minutes,
        when=_situations(name, data.get("when", ()), and_always=True),
        needs=_situations(name, data.get("needs", ())),
        unless=_situations(name, data.get("unless", ())),
        words=re.compile("|".join(map(_forms, words)), re.IGNORECASE) if words else None,
    )


def choose(
    tips: Sequence[Tip],
    *,
    situations: Collection[str],
    said: str = "",
    most: int,
    a_category: int | None = None,
    turn: int = 0,
) -> tuple[Tip, ...]:
    """What fits best, the best first.

    Args:
        said: the person's words.
        a_category: of one category at most.
        turn: grows with each time that somebody asks, so that what fits equally well takes turns.
    """
    count = len(tips)
    ranked = sorted(
        (
            (-tip.points(situations, said), (place - turn) % count, tip)
            for place, tip in enumerate(tips)
        ),
        key=lambda ranked: ranked[:2],
    )
    chosen: list[Tip] = []
    taken: Counter[str] = Counter()
    for points, _, tip in ranked:
        if points == 0 or len(chosen) == most:
            break
        if a_category is None or taken[tip.category] < a_category:
            chosen.append(tip)
            taken[tip.category] += 1
    return tuple(chosen)


def hour_situation(hour: int) -> str:
    """Which part of the day a local hour belongs to."""
    if 5 <= hour < 12:
        return "morning"
    if 12 <= hour < 18:
        return "afternoon"
    return "evening" if 18 <= hour < 22 else "night"


def _situations(name: str, said: Sequence[str], *, and_always: bool = False) -> frozenset[str]:
    known = SITUATIONS | {ALWAYS} if and_always else SITUATIONS
    if unknown := sorted(set(said) - known):
        raise TipError(f"{name}: there is no situation called {', '.join(unknown)}.")
    return frozenset(said)


def _forms(word: str) -> str:
    """A pattern for a plain word and what is made of it: write, writes, writing, writer."""
    stem = re.escape(word.removesuffix("e")).replace(r"\ ", r"\s+")
    endings = "(?:e|es|ed|er|ers|ing)" if word.endswith("e") else "(?:s|es|ed|er|ers|ing)?"
    return rf"\b{stem}{endings}\b"
