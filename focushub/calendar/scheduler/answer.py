"""What the scheduler answers: blocks, what found no place and why, and what comes late."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Block:
    """One sitting with one item. `step_ids` are the steps that it covers, in their order.

    The times that the scheduler gives back are UTC; `minutes` is their difference.
    """

    item_id: str
    step_ids: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class Why(StrEnum):
    """Why an item, or the rest of it, has no place. The values are part of the API."""

    DEADLINE = "deadline"
    CAPACITY = "capacity"
    NO_ROOM = "no_room"
    BUDGET = "budget"
    TOO_LONG = "too_long"
    NOT_YET = "not_yet"
    WAITS = "waits"
    CIRCLE = "circle"
    START_OUTSIDE = "start_outside"
    START_TAKEN = "start_taken"


_SENTENCES = {
    Why.DEADLINE: "There is not enough room before its deadline. "
    "A smaller version or a later date would help.",
    Why.CAPACITY: "The days are full enough already. It can wait for a day with room.",
    Why.NO_ROOM: "No open hour is left for it in these days. It can wait for later ones.",
    Why.BUDGET: "The time that you named is used up. The rest keeps for another time.",
    Why.TOO_LONG: "No opening is long enough for it in one piece. Cutting it up would help.",
    Why.NOT_YET: "Its time begins after these days.",
    Why.WAITS: "It waits for something that has no place yet.",
    Why.CIRCLE: "It waits for something that waits for it. Take one of the two links away.",
    Why.START_OUTSIDE: "Its start is outside the hours that are planned here. "
    "It stays at the time that you named.",
    Why.START_TAKEN: "Something else is at the time that you named. Choose which of them stays.",
}


def explain(why: Why) -> str:
    """One kind sentence that a person can read."""
    return _SENTENCES[why]


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """What is left of an item: all of it, or the rest after the blocks that it has."""

    item_id: str
    remaining_minutes: int
    why: Why


@dataclass(frozen=True, slots=True)
class Late:
    """An item whose last block ends after its `due_at`, which was soft or has passed."""

    item_id: str
    due_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """Blocks by their start, the rest by the order of the items, and the cost of it all."""

    blocks: tuple[Block, ...]
    unscheduled: tuple[Unscheduled, ...]
    late: tuple[Late, ...]
    cost: float
