"""Small questions about dates that several rules ask: a month here? a year? which day is next?"""

from datetime import date

from focushub.language.calendar_days import add_months, day_or_none
from focushub.language.line import Line

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


def month_at(line: Line, i: int) -> int | None:
    """The month that the token names."""
    return line.words.months.get(line.word(i)) if line.token(i).kind == "word" else None


def year_at(line: Line, i: int) -> tuple[int, int] | None:
    """(year, index behind) of a year at the token, with a comma or "of" or "in" before it."""
    at = i
    if line.token(at).raw == "," or line.has(at, "of"):
        at += 1
    if line.unit(at + 1) == "year" and not line.word(at + 1).endswith("s"):
        if line.word(at) in ("next", "following"):
            return line.today.year + 1, at + 2
        if line.has(at, "this"):
            return line.today.year, at + 2
    token = line.token(at)
    if token.raw in ("'", "\u2019") and len(line.token(at + 1).raw) == 2 and line.glued(at + 1):
        short = line.whole(at + 1)
        return (2000 + short, at + 2) if short is not None else None
    value = line.whole(at)
    if value is None or token.kind != "num":
        return None
    if (len(token.raw) == 4 or token.spelled) and EARLIEST_YEAR <= value <= LATEST_YEAR:
        if line.unit(at + 1) is not None or meridiem_follows(line, at + 1):
            return None
        return value, at + 1
    if len(token.raw) == 4 and line.word(at + 1) == "be" and value > 2400:
        return value - 543, at + 2
    return None


def meridiem_follows(line: Line, at: int) -> bool:
    """Whether am or pm stands at the token, so that the number before it is no year."""
    return line.word(at) in line.words.meridiems


def line_lead(line: Line, i: int) -> int:
    """The index of the word before, "the" left out."""
    return i - 2 if line.has(i - 1, "article") else i - 1


def next_monthday(
    today: date, month: int | None, mday: int | None, year: int | None
) -> date | None:
    """The date of a day and month, the next one from today on where the year is open."""
    if mday is None:
        return None
    if month is not None and year is not None:
        return day_or_none(year, month, mday)
    if month is not None:
        for candidate in range(today.year, today.year + 9):
            found = day_or_none(candidate, month, mday)
            if found is not None and found >= today:
                return found
        return None
    first = today.replace(day=1)
    for step in range(14):
        base = add_months(first, step)
        found = day_or_none(base.year, base.month, mday) if base else None
        if found is not None and found >= today:
            return found
    return None
