"""The nth of something in a longer time: "2nd Friday in February", "last working day of the month".

What has gone by in this month or year is the next one's, unless the month or year was said.
"""

from datetime import date, timedelta

from focushub.language.calendar_days import (
    add_days,
    add_months,
    day_or_none,
    month_end,
    nth_weekday,
    nth_weekday_of_year,
    week_start,
)
from focushub.language.date_words import line_lead, month_at, year_at
from focushub.language.line import Line
from focushub.language.parts import Part
from focushub.language.rule_lists import working_day

FARTHEST_YEAR = 30
"""Years ahead up to which "by 2030" is a year and no hour."""


def _count(line: Line, i: int) -> tuple[int, int] | None:
    """(n, index behind) of "third", "3rd", "last", "2nd last", "second to last"."""
    if line.word(i) == "last":
        return -1, i + 1
    rank = line.rank(i)
    if rank is None or rank < 1:
        return None
    if line.word(i + 1) == "last":
        return -rank, i + 2
    if line.word(i + 1) == "to":
        k = line.skip(i + 2, "article")
        if line.word(k) == "last":
            return -rank, k + 1
    return rank, i + 1


def nth_of(line: Line, i: int) -> Part | None:
    """ "2nd Friday in February", "last day of October", "36th day of 2011", "1st week of May"."""
    count = _count(line, line.skip(i, "article"))
    if count is None:
        return None
    nth, at = count
    if (working := working_day(line, at)) is not None:
        return _nth_working_day(line, i, working[1], nth)
    weekday = line.words.weekdays.get(line.word(at))
    unit = line.unit(at)
    if weekday is None and unit not in ("day", "week", "month") and not line.has(at, "weekend"):
        return None
    last = at + 1
    of = line.skip(last, "of")
    if of == last and weekday is None:
        return None if not line.rank(i) or nth <= 31 or unit != "day" else _year_day(line, i, nth)
    scope = _scope(line, of)
    if scope is None:
        return _of_a_month(line, i, last, weekday, nth) if weekday is not None else None
    first, whole_year, last, sure = scope
    if whole_year and unit == "week" and not line.has(line_lead(line, i), "date_lead"):
        return None  # "Timesheet 2nd week of 2026" names a timesheet.
    day: date | None = None
    until: date | None = None
    if whole_year:
        if unit == "day":
            base = first if nth > 0 else first.replace(month=12, day=31)
            day = add_days(base, nth - 1 if nth > 0 else nth + 1)
        elif unit == "week" and nth > 0:
            day = add_days(week_start(first.replace(day=4)), 7 * (nth - 1))
            until = add_days(day, 6) if day else None
        elif unit == "week":
            day = add_days(week_start(first.replace(month=12, day=28)), 7 * (nth + 1))
            until = add_days(day, 6) if day else None
        elif unit == "month" and 0 < nth <= 12:
            day = first.replace(month=nth)
            until = month_end(day)
        elif weekday is not None or line.has(at, "weekend"):
            day = nth_weekday_of_year(first.year, 5 if weekday is None else weekday, nth)
            until = add_days(day, 1) if day and weekday is None else None
    else:
        # "The first Monday of the month" that has gone by is the next month's.
        step = 1 if line.unit(last - 1) == "month" else 12
        for ahead in (0, step, 2 * step):
            month = add_months(first, ahead) or first
            if weekday is not None:
                day = nth_weekday(month.year, month.month, weekday, nth)
            elif line.has(at, "weekend"):
                day = nth_weekday(month.year, month.month, 5, nth)
            elif unit == "day":
                day = day_or_none(
                    month.year, month.month, nth if nth > 0 else month_end(month).day + nth + 1
                )
            elif unit == "week" and abs(nth) <= 5:
                fourth = month.replace(day=4)
                day = (
                    add_days(week_start(fourth), 7 * (nth - 1))
                    if nth > 0
                    else week_start(month_end(fourth))
                )
                until = add_days(day, 6) if day else None
            if sure or day is None or day >= line.today:
                break
    week = day if unit == "week" and weekday is None else None
    return Part("date", i, last, day=day, until=until, week=week) if day else None


def _nth_working_day(line: Line, i: int, last: int, nth: int) -> Part | None:
    """ "the last working day of the month", "the 2nd business day of next month"."""
    scope = _scope(line, line.skip(last, "of"))
    if scope is None or scope[1]:
        return None
    for ahead in (0, 1):
        first = add_months(scope[0], ahead) or scope[0]
        days = [first + timedelta(days=n) for n in range(month_end(first).day)]
        working = [day for day in days if day.weekday() < 5]
        if not 0 < abs(nth) <= len(working):
            return None
        day = working[nth - 1 if nth > 0 else nth]
        if day >= line.today or scope[3]:
            return Part("date", i, scope[2], day=day)
    return None


def _of_a_month(line: Line, i: int, last: int, weekday: int, nth: int) -> Part | None:
    """ "on the second Tuesday": of this month, or of the next that has one to come."""
    led = line.has(i, "article") and (line.has(i - 1, "on") or line.has(i - 1, "by"))
    if not led or abs(nth) > 5 or line.word(last) == "after":
        return None
    first = line.today.replace(day=1)
    for ahead in range(4):
        month = add_months(first, ahead) or first
        day = nth_weekday(month.year, month.month, weekday, nth)
        if day is not None and day >= line.today:
            return Part("date", i, last, day=day)
    return None


def _year_day(line: Line, i: int, nth: int) -> Part | None:
    """ "35th day": counted from New Year."""
    found = add_days(line.today.replace(month=1, day=1), nth - 1)
    return Part("date", i, i + 2, day=found) if found else None


def _scope(line: Line, i: int) -> tuple[date, bool, int, bool] | None:
    """(first day, whether a year, index behind, whether the year is certain) of "in X"."""
    at = line.skip(i, "article")
    mode = ""
    if line.has(at, "next") or line.has(at, "this") or line.word(at) == "last":
        mode, at = line.word(at), at + 1
    month = month_at(line, at)
    if month is not None:
        last = at + 1
        if line.token(last).raw == "." and line.glued(last):
            last += 1
        year = year_at(line, last)
        if year:
            return date(year[0], month, 1), False, year[1], True
        this_year = line.today.year + (month < line.today.month)
        return date(this_year, month, 1), False, last, False
    unit = line.unit(at)
    if unit == "month" and not line.word(at).endswith("s"):
        first = line.today.replace(day=1)
        moved = add_months(first, 1 if mode in ("next", "following", "coming") else 0)
        return (moved, False, at + 1, bool(mode)) if moved else None
    if unit == "year":
        year_number = line.today.year + (1 if mode in ("next", "following", "coming") else 0)
        return date(year_number, 1, 1), True, at + 1, True
    year = year_at(line, at)
    if year and at == line.skip(i, "article"):
        return date(year[0], 1, 1), True, year[1], True
    return None
