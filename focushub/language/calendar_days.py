"""Arithmetic on days: months of unequal length, weeks from Monday, the nth Friday."""

import calendar
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1, 9998


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and day >= 1):
        return None
    if day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def add_days(day: date, days: int) -> date | None:
    """The date that many days later, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """The same day some months later, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def week_start(day: date) -> date:
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def day_of_week(start: date, weekday: int) -> date:
    """The day with that name in the seven that begin at the start."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday later than the day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday that is not before the day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; -1 is the last. None where the month has fewer."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if nth > 0:
        first = weekday_from(date(year, month, 1), weekday)
        found = first + timedelta(days=7 * (nth - 1))
    else:
        end = month_end(date(year, month, 1))
        found = end - timedelta(days=(end.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if found.month == month else None


def nth_weekday_of_year(year: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a year; negative counts from its end. None where there is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if nth > 0:
        found = weekday_from(date(year, 1, 1), weekday) + timedelta(days=7 * (nth - 1))
    else:
        end = date(year, 12, 31)
        found = end - timedelta(days=(end.weekday() - weekday) % 7 + 7 * (-nth - 1))
    return found if found.year == year else None
