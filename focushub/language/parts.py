"""The named pieces that a point in time is made of, before they are put together."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

What = Literal["date", "clock", "daypart", "shift"]


@dataclass(slots=True)
class Part:
    """One piece, from token ``first`` to before ``last``; only what was said is filled in.

    Attributes:
        day: a date that is certain ("tomorrow", "next Friday", "the end of the month").
        month, mday, year: of a calendar date, or one of them alone.
        weekday: 0 is Monday.
        next_week: whether "next" stood before the weekday.
        week: the first day of a named week; month_of: the first of a named month; both hold more
            words together ("Friday of next week", "the 20th of next month").
        until: the last day of a period, where one was named.
        hour, minute, second: of a clock.
        fixed: whether the half of the day is certain (am or pm was said, or 24 hours).
        day_part: the word of a part of the day.
        moment: an exact local time ("in 3 hours").
        base_months: whether a shift was counted in months or years.
    """

    what: What
    first: int
    last: int
    day: date | None = None
    until: date | None = None
    month: int | None = None
    mday: int | None = None
    year: int | None = None
    weekday: int | None = None
    next_week: bool = False
    week: date | None = None
    month_of: date | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    fixed: bool = False
    named: bool = False
    meridiem: bool = False
    day_part: str = ""
    moment: datetime | None = None
    base_months: bool = False
    weak: bool = False
    """Whether the piece alone, with no support around it, is more likely no date at all."""
    is_shift: bool = False
    end_of_day: bool = False


@dataclass(slots=True)
class Moment:
    """Pieces that belong together, tokens ``first`` to before ``last``, and what they come to."""

    first: int
    last: int
    core: int
    """The first token behind the prepositions."""
    parts: list[Part] = field(default_factory=list)
    role: str = ""
    day: date | None = None
    until: date | None = None
    at: time | None = None
    open_hour: bool = False
    day_part: str = ""
    exact: datetime | None = None
    day_is_said: bool = False
    midnight: bool = False
    window: tuple[time, time] | None = None
    """Of a part of the day without an hour: from when to when."""

    @property
    def has_time(self) -> bool:
        return self.at is not None or self.exact is not None


@dataclass(slots=True)
class Interval:
    """A start and an end, tokens ``first`` to before ``last``. A day without a time is whole."""

    first: int
    last: int
    start_day: date
    end_day: date
    start_at: time | None = None
    end_at: time | None = None
    start_exact: datetime | None = None
    end_exact: datetime | None = None
    day_is_said: bool = False
    open_hours: bool = False
    """Whether neither hour was said with its half of the day ("9-5")."""

    def on_another_day(self) -> tuple[time, time] | None:
        """The hours where the day stands elsewhere, so that no hour of today's decides."""
        if self.start_at is None or self.end_at is None:
            return None
        if not self.open_hours:
            return self.start_at, self.end_at
        start = self.start_at.replace(hour=self.start_at.hour % 12)
        if start.hour < 7:
            start = start.replace(hour=start.hour + 12)
        early = self.end_at.replace(hour=self.end_at.hour % 12)
        late = early.replace(hour=early.hour + 12)
        return start, early if early > start else late
