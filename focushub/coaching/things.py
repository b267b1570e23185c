"""What features tell the coach of a person's things, in one form for all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Level = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A small step. `id` is empty where it stands in no list yet."""

    title: str
    minutes: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the person has taken on and that is open.

    Attributes:
        kind: "task", "study" and the like, as the feature calls it.
        steps: those that are still open, in their order.
        starts_at: where it has a time of its own in the days.
        waits: it is put off, or comes after something else.
    """

    id: str
    kind: str
    title: str
    minutes: int | None = None
    steps: tuple[Piece, ...] = ()
    due_at: datetime | None = None
    is_hard: bool = False
    priority: str | None = None
    energy: Level | None = None
    starts_at: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class CardBox:
    """Cards that belong together, and how many of them wait to be looked at."""

    id: str
    name: str
    due: int
    cards: int


@dataclass(frozen=True, slots=True)
class Guess:
    """How long something takes: 8 of 10 lie between `low` and `high`."""

    low: int
    likely: int
    high: int
    reason: str = ""
