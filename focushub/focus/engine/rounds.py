"""The rounds of a room: which one it is follows from when it began, whoever asks and whenever."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

PhaseKind = Literal["waiting", "focus", "break", "over"]

MIN_FOCUS: Final = 5
MAX_FOCUS: Final = 90
MAX_BREAK: Final = 30
MAX_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Phase:
    """What a room does at an instant.

    Attributes:
        round: 1 is the first, 0 before it; a break belongs to the round before it.
        ends_at: None once it is over.
    """

    kind: PhaseKind
    round: int
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Focus and break by turns; after the last focus it is over.

    Attributes:
        ends_at: may be earlier than the last round's end, where somebody closed the room.
    """

    starts_at: datetime
    focus_minutes: int
    break_minutes: int
    rounds: int
    ends_at: datetime

    def at(self, now: datetime) -> Phase:
        if now >= self.ends_at:
            return Phase("over", self.rounds, self.ends_at, None)
        if now < self.starts_at:
            return Phase("waiting", 0, self.starts_at, self.starts_at)
        focus = timedelta(minutes=self.focus_minutes)
        cycle = focus + timedelta(minutes=self.break_minutes)
        done, into = divmod(now - self.starts_at, cycle)
        begins = self.starts_at + done * cycle
        if into < focus:
            return Phase("focus", done + 1, begins, min(begins + focus, self.ends_at))
        return Phase("break", done + 1, begins + focus, min(begins + cycle, self.ends_at))


def last_end(
    *, starts_at: datetime, focus_minutes: int, break_minutes: int, rounds: int
) -> datetime:
    """When the last round is over: there is no break after it."""
    whole = rounds * focus_minutes + (rounds - 1) * break_minutes
    return starts_at + timedelta(minutes=whole)
