"""A recurrence rule: its parts, its RFC 5545 text, and the first day it falls on."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from focushub.language.calendar_days import add_days, month_end, nth_weekday

Frequency = Literal["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


FREQUENCY: dict[str, tuple[Frequency, int]] = {
    "second": ("SECONDLY", 1),
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
    "decade": ("YEARLY", 10),
}


LONGEST_INTERVAL = 1000

MOST_POSITIONS = 30
"""More of them would outgrow the field that a rule is kept in."""


@dataclass(slots=True)
class Rule:
    """The parts of a recurrence rule, tokens ``first`` to before ``last``."""

    first: int
    last: int
    freq: Frequency = "DAILY"
    interval: int = 1
    byday: list[str] = field(default_factory=list)
    bymonthday: list[int] = field(default_factory=list)
    byyearday: list[int] = field(default_factory=list)
    byweekno: list[int] = field(default_factory=list)
    bymonth: list[int] = field(default_factory=list)
    bysetpos: list[int] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    count: int | None = None
    until: date | None = None
    starts: date | None = None
    day_part: str = ""
    is_quota: bool = False
    """Whether it was said how often but not when ("once a month")."""

    @property
    def is_open(self) -> bool:
        """Whether nothing said on which day it falls."""
        named = self.byday or self.bymonthday or self.byyearday or self.byweekno
        return self.is_quota and not (named or self.bymonth or self.starts)

    def text(self) -> str:
        """The RRULE value of RFC 5545."""
        pieces = [f"FREQ={self.freq}"]
        if self.interval != 1:
            pieces.append(f"INTERVAL={self.interval}")
        rows: list[tuple[str, list[int] | list[str]]] = [
            ("BYMONTH", sorted(set(self.bymonth))),
            ("BYWEEKNO", sorted(set(self.byweekno))),
            ("BYYEARDAY", sorted(set(self.byyearday))),
            ("BYMONTHDAY", sorted(set(self.bymonthday))),
            ("BYDAY", _in_order(self.byday)),
            *self._clock_rows(),
        ]
        pieces += [f"{name}={','.join(map(str, values))}" for name, values in rows if values]
        if self.count is not None:
            pieces.append(f"COUNT={self.count}")
        elif self.until is not None:
            # A date alone would end the rule before the hours of its last day.
            pieces.append(f"UNTIL={self.until:%Y%m%d}T235959")
        return ";".join(pieces)

    def _clock_rows(self) -> list[tuple[str, list[int] | list[str]]]:
        """The times of day, and BYSETPOS where a rule would ring at every hour and every minute.

        "At 9 and 14:30" gives four times by BYHOUR and BYMINUTE; the first and the last of each
        day are meant. Where too many days would have to be counted, the first time stands alone.
        """
        times = sorted(set(self.times))
        hours, minutes = sorted({t.hour for t in times}), sorted({t.minute for t in times})
        positions = sorted(set(self.bysetpos))
        width = len(hours) * len(minutes)
        if len(times) < width:
            days = self._days_at_most()
            if positions or days * len(times) > MOST_POSITIONS:
                hours, minutes = [times[0].hour], [times[0].minute]
            else:
                grid = [(hour, minute) for hour in hours for minute in minutes]
                rings = [grid.index((t.hour, t.minute)) + 1 for t in times]
                positions = [day * width + ring for day in range(days) for ring in rings]
        return [("BYHOUR", hours), ("BYMINUTE", minutes), ("BYSETPOS", positions)]

    def _days_at_most(self) -> int:
        """How many days the rule can name in one of its periods."""
        if self.freq == "DAILY":
            return 1
        if self.freq == "WEEKLY":
            return len(set(self.byday)) or 1
        months = 1 if self.freq == "MONTHLY" else len(set(self.bymonth)) or 12
        plain = [name for name in self.byday if len(name) == 2]
        if self.bymonthday:
            return len(set(self.bymonthday)) * months
        return (5 * len(plain) + len(self.byday) - len(plain)) * months or 1

    def first_day(self, today: date) -> date | None:
        """The first day of the rule from today, or from its start, on."""
        day: date | None = max(self.starts, today) if self.starts else today
        for _ in range(366 * 5):
            if day is None or self._has(day):
                return day
            day = add_days(day, 1)
        return None

    def days(self, first: date, last: date) -> list[date]:
        """The days of the calendar from first to last that the rule allows."""
        span = range((last - first).days + 1)
        return [day for n in span if self._has(day := first + timedelta(days=n))]

    def _has(self, day: date) -> bool:
        if not self._fits(day):
            return False
        if not self.bysetpos or self.freq != "MONTHLY":
            return True
        # "The last working day": its place among the days of its month that fit.
        first = day.replace(day=1)
        whole = [first + timedelta(days=n) for n in range(month_end(day).day)]
        fitting = [other for other in whole if self._fits(other)]
        place = fitting.index(day)
        return place + 1 in self.bysetpos or place - len(fitting) in self.bysetpos

    def _fits(self, day: date) -> bool:
        if self.bymonth and day.month not in self.bymonth:
            return False
        if self.byweekno and day.isocalendar().week not in self.byweekno:
            return False
        if self.byyearday and day.timetuple().tm_yday not in self.byyearday:
            return False
        if self.bymonthday:
            wanted = {d for d in self.bymonthday if d > 0}
            from_end = {-d for d in self.bymonthday if d < 0}
            distance = month_end(day).day - day.day + 1
            if day.day not in wanted and distance not in from_end:
                return False
        if not self.byday:
            return True
        for name in self.byday:
            nth, weekday = name[:-2], DAYS.index(name[-2:])
            if day.weekday() != weekday:
                continue
            if not nth or nth_weekday(day.year, day.month, weekday, int(nth)) == day:
                return True
        return False


def _in_order(names: list[str]) -> list[str]:
    unique = list(dict.fromkeys(names))
    return sorted(unique, key=lambda n: (n[:-2], DAYS.index(n[-2:])))
