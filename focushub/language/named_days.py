"""Days by their names: "by Christmas", "on New Year's Eve", "the day after Thanksgiving".

Many a name also stands before a thing ("Christmas cards", "Black Friday deals") or is one ("watch
Groundhog Day"). So a day is meant behind a preposition, or where the text has nothing else but an
hour or a year.
"""

from datetime import date, timedelta

from dateutil.easter import easter

from focushub.language.calendar_days import add_days, nth_weekday, week_start
from focushub.language.date_words import year_at
from focushub.language.line import Line
from focushub.language.parts import Part
from focushub.language.words import NamedDay

LONGEST_NAME = 4


def named_day(line: Line, i: int) -> Part | None:
    """The day whose name begins at token i; "the", "this" and "next" may lead it."""
    at = line.skip(i, "article")
    at = line.skip(at, "this", "next")
    for size in range(LONGEST_NAME, 0, -1):
        named = line.words.holidays.get(tuple(line.word(at + k) for k in range(size)))
        if named is None:
            continue
        last = at + size
        whole_weekend = line.has(last, "weekend")
        if not line.means_the_day(at, last + whole_weekend):
            return None
        year = year_at(line, last)
        day = _in(named, year[0]) if year else _next(named, line.today)
        last = year[1] if year else last
        if day is None:
            return None
        if whole_weekend:
            return _weekend(i, last + 1, day)
        return Part("date", i, last, day=day, year=day.year, month=day.month, mday=day.day)
    return None


def _weekend(i: int, last: int, day: date) -> Part:
    """ "Labor Day weekend": the one that the day makes longer."""
    saturday = week_start(day) + timedelta(days=5 if day.weekday() >= 2 else -2)
    return Part("date", i, last, day=saturday, until=saturday + timedelta(days=1))


def yearly(line: Line, i: int) -> tuple[int, int, int] | None:
    """(month, day, index behind) of "every Christmas"; of a day that moves none."""
    for size in range(LONGEST_NAME, 0, -1):
        named = line.words.holidays.get(tuple(line.word(i + k) for k in range(size)))
        if named is not None:
            return (named.month, named.mday, i + size) if named.mday else None
    return None


def _in(named: NamedDay, year: int) -> date | None:
    """The day of that name in a year."""
    if named.from_easter is not None:
        return easter(year) + timedelta(days=named.from_easter) if year < 4100 else None
    if named.mday:
        return date(year, named.month, named.mday)
    day = nth_weekday(year, named.month, named.weekday, named.nth)
    return add_days(day, named.later) if day else None


def _next(named: NamedDay, today: date) -> date | None:
    """The next day of that name, today included."""
    this = _in(named, today.year)
    return this if this is None or this >= today else _in(named, today.year + 1)
