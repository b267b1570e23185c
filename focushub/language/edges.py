"""Where a longer time begins, has its middle or ends: "end of the month", "mid March", "eod".

The end of a week is its Friday, or Sunday once Friday has gone by.
"""

from datetime import date, timedelta

from focushub.language.calendar_days import (
    add_days,
    add_months,
    month_end,
    week_start,
)
from focushub.language.date_words import month_at, year_at
from focushub.language.line import Line
from focushub.language.parts import Part
from focushub.language.periods import quarter_at

FARTHEST_YEAR = 30
"""Years ahead up to which "by 2030" is a year and no hour."""


def edge(line: Line, i: int) -> Part | None:
    """ "end of the month", "beginning of next year", "eom", "mid March", "end of day"."""
    at = line.skip(i, "article")
    today = line.today
    for name, unit in (("eow", "week"), ("eom", "month"), ("eoy", "year")):
        if line.has(at, name):
            return _edge_of(line, i, at + 1, "end", unit, today)
    edge = next((e for e in ("end", "begin", "middle") if line.has(at, e)), "")
    vague = {"early": "begin", "late": "end"}.get(line.word(at), "")
    if vague:
        at = at + 1 if line.word(at + 1) == "in" else at
        dash = line.token(at + 1).raw == "-" and line.glued(at + 1)
        named = (
            month_at(line, at + 1 + dash) or line.has(at + 1, "next") or line.has(at + 1, "this")
        )
        edge = vague if named and line.word(at + 2) not in line.words.weekdays else ""
    if not edge:
        return None
    short = edge == "middle" or vague or (edge == "end" and line.has(at + 1, "day"))
    led = line.has(i - 1, "date_lead") and month_at(line, at + 1)  # "due end Jan"
    if line.word(at + 1) != "of" and not (short or led):
        return None
    if line.token(at + 1).raw == "-" and line.glued(at + 1) and short:
        at += 1  # "mid-December"
    k = line.skip(at + 1, "of") if line.word(at + 1) == "of" else at + 1
    while line.has(k, "article") or line.has(k, "about"):
        k += 1
    sign, said = 0, False
    if line.has(k, "this") or line.has(k, "next"):
        sign, k, said = (1 if line.has(k, "next") else 0), k + 1, True
    elif line.word(k) == "last":
        sign, k = -1, k + 1
    unit_word = line.unit(k)
    if line.word(k).endswith("s"):
        unit_word = None
    if unit_word == "day":
        if edge != "end":
            return None
        return Part("date", i, k + 1, day=today, end_of_day=True)
    if unit_word in ("week", "month", "quarter", "year"):
        base: date | None = today
        months = 1
        if unit_word == "week":
            base = add_days(today, 7 * sign)
        else:
            months = {"month": 1, "quarter": 3, "year": 12}[unit_word]
            base = add_months(today.replace(day=1), months * sign)
        found = _edge_of(line, i, k + 1, edge, unit_word, base) if base else None
        gone = found is not None and found.day is not None and found.day < today
        if gone and not said and sign == 0:
            # "The start of the week" that has gone by is the next one's.
            later = (
                today + timedelta(days=7)
                if unit_word == "week"
                else add_months(today.replace(day=1), months)
            )
            found = _edge_of(line, i, k + 1, edge, unit_word, later) if later else None
        return found
    if line.has(k, "workweek"):
        return _edge_of(line, i, k + 1, edge, "week", today + timedelta(days=7 * sign))
    inner = _month_in_edge(line, k, sign)
    if inner is not None:
        return _edge_of(line, i, inner[1], edge, "month", inner[0])
    quarter = quarter_at(line, k)
    if quarter is not None:
        return _edge_of(line, i, quarter[1], edge, "quarter", quarter[0])
    rel = line.words.relative_days.get(line.word(k))
    if rel is not None and edge == "end":
        return Part("date", i, k + 1, day=today + timedelta(days=rel), end_of_day=True)
    year = year_at(line, k)
    if year:
        return _edge_of(line, i, year[1], edge, "year", date(year[0], 1, 1))
    return None


def _month_in_edge(line: Line, k: int, sign: int) -> tuple[date, int] | None:
    month = month_at(line, k)
    if month is None:
        return None
    year = year_at(line, k + 1)
    if year:
        return date(year[0], month, 1), year[1]
    return date(line.today.year + (month < line.today.month), month, 1), k + 1


def _edge_of(line: Line, i: int, last: int, edge: str, unit: str, base: date) -> Part | None:
    if unit == "week":
        monday = week_start(base)
        day = monday + timedelta(days={"begin": 0, "middle": 2, "end": 4}[edge])
        if edge == "end" and day < line.today:
            day = monday + timedelta(days=6)
        return Part("date", i, last, day=day)
    if unit == "month":
        first = base.replace(day=1)
        day = {"begin": first, "middle": first.replace(day=15), "end": month_end(first)}[edge]
        return Part("date", i, last, day=day)
    if unit == "quarter":
        first = base.replace(month=3 * ((base.month - 1) // 3) + 1, day=1)
        after = add_months(first, 3)
        if after is None:
            return None
        middle = add_days(first, 45) or first
        day = {"begin": first, "middle": middle, "end": after - timedelta(days=1)}[edge]
        return Part("date", i, last, day=day)
    first = base.replace(month=1, day=1)
    day = {
        "begin": first,
        "middle": first.replace(month=7),
        "end": first.replace(month=12, day=31),
    }[edge]
    return Part("date", i, last, day=day)
