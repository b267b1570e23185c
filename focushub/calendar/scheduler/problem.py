"""What the scheduler is asked: items to place, and the rules of the person's days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

Priority = Literal["low", "medium", "high", "urgent"]
Energy = Literal["low", "medium", "high"]

MAX_ITEM_MINUTES = 10_080

OFFICE_HOURS: Mapping[int, tuple[tuple[time, time], ...]] = {
    weekday: ((time(9), time(17)),) for weekday in range(5)
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A step of an item: where the item may be cut without cutting a thought.

    Raises:
        ValueError: `minutes` is not 1 to 10,080.
    """

    id: str
    minutes: int

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MAX_ITEM_MINUTES:
            raise ValueError(f"A step takes 1 to {MAX_ITEM_MINUTES} minutes, not {self.minutes}.")


@dataclass(frozen=True, slots=True)
class Item:
    """A task to place.

    Attributes:
        id: unique among the items of one call.
        minutes: what is still to place, 1 to 10,080; locked blocks are not part of it.
        due_at: no block ends later where `due_is_hard`; else later costs. A hard deadline that
            lies before the window binds nothing any more: the item is placed, and named in
            `Schedule.late`.
        starts_at: a start that the person named. The item is one block from exactly there, or
            it is reported. It is cut to the minute.
        not_before: no block begins earlier.
        after: ids that must be finished first. An id that is no item of the call counts as done,
            at the end of its locked blocks where it has any.
        steps: in their order; a block names those that it covers. Minutes beyond their sum belong
            to the last; where they are more than `minutes`, the last ones are not covered.
        splittable: False is one block or none, however long it is.

    Raises:
        ValueError: minutes out of bounds, or a time without a zone.
    """

    id: str
    minutes: int
    due_at: datetime | None = None
    due_is_hard: bool = True
    starts_at: datetime | None = None
    not_before: datetime | None = None
    priority: Priority | None = None
    energy: Energy | None = None
    after: tuple[str, ...] = ()
    steps: tuple[Piece, ...] = ()
    splittable: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MAX_ITEM_MINUTES:
            raise ValueError(f"An item takes 1 to {MAX_ITEM_MINUTES} minutes, not {self.minutes}.")
        for moment in (self.due_at, self.starts_at, self.not_before):
            require_aware(moment)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, its end excluded. Empty is allowed: calendars hold such events.

    Raises:
        ValueError: a time without a zone, or an end before the start.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        require_aware(self.starts_at)
        require_aware(self.ends_at)
        if self.ends_at < self.starts_at:
            raise ValueError("An interval ends before it starts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a person's days are built.

    Attributes:
        zone: where the hours, the days and the energy are meant.
        working_hours: by weekday, Monday is 0. An end that is not after its start belongs to the
            next day: 22:00 to 06:00 is a night, 00:00 to 00:00 the whole day.
        energy_by_hour: 24 words, by the local hour.
        session_minutes: work without a break, at most, 1 or more.
        break_minutes: a gap this long ends a session; 0 means that no breaks are wanted.
        capacity_minutes: work on one local day, at most; locked blocks count.
        capacity_on: dates that hold another number of minutes than the rest.
        buffer_minutes: gap between blocks of different items, at least.
        quick_minutes: two items that are both this short sit side by side without a buffer;
            0 turns that off.
        current_energy: holds for the first two hours of the window, over `energy_by_hour`.

    Raises:
        ValueError: a number out of bounds, or not 24 hours of energy.
    """

    zone: ZoneInfo
    working_hours: Mapping[int, tuple[tuple[time, time], ...]] = field(
        default_factory=lambda: OFFICE_HOURS
    )
    energy_by_hour: tuple[Energy, ...] = ("medium",) * 24
    session_minutes: int = 45
    break_minutes: int = 10
    capacity_minutes: int = 240
    capacity_on: Mapping[date, int] = field(default_factory=dict)
    buffer_minutes: int = 5
    quick_minutes: int = 5
    current_energy: Energy | None = None

    def __post_init__(self) -> None:
        if len(self.energy_by_hour) != 24:
            raise ValueError("Energy by hour needs 24 values.")
        if self.session_minutes < 1:
            raise ValueError("A session takes at least one minute.")
        rest = (self.break_minutes, self.capacity_minutes, self.buffer_minutes, self.quick_minutes)
        if min(*rest, *self.capacity_on.values()) < 0:
            raise ValueError("Breaks, capacity and buffers are not negative.")


def require_aware(moment: datetime | None) -> None:
    if moment is not None and moment.utcoffset() is None:
        raise ValueError("A time without a zone.")
