"""Weeks, months, quarters and years, and places in them: "next month", "the end of the week".

"Next week" is today in a week; "next month", "next quarter" and "next year" begin on their first
day. The end of a week is its Friday, or Sunday once Friday has gone by.
"""

from collections.abc import Callable
from datetime import date, timedelta

from focushub.language.calendar_days import (
    add_days,
    add_months,
    day_of_week,
    day_or_none,
    month_end,
    week_start,
)
from focushub.language.date_words import line_lead, month_at, next_monthday, year_at
from focushub.language.line import Line
from focushub.language.parts import Part

FARTHEST_YEAR = 30
"""Years ahead up to which "by 2030" is a year and no hour."""


def later_in(line: Line, i: int, piece: Callable[[Line, int], Part | None]) -> Part | None:
    """ "later this week": not the next days, but before it is over."""
    found = period(line, i + 1, piece)
    if found is None or found.until is None or found.week is None:
        if found is not None and found.week is not None:
            friday = day_of_week(found.week, 4)
            return Part("date", i, found.last, day=friday, week=found.week)
        return Part("date", i, i + 3, day=line.today) if line.unit(i + 2) == "day" else None
    day = min(line.today + timedelta(days=2), max(day_of_week(found.week, 4), line.today))
    return Part("date", i, found.last, day=day, until=found.until, week=found.week)


def period(line: Line, i: int, piece: Callable[[Line, int], Part | None]) -> Part | None:
    """ "next week", "this weekend", "next month", "this year", "week 36", "the week of May 4"."""
    at = line.skip(i, "article")
    if line.has(at, "week"):
        numbered = _numbered_week(line, i, at)
        if numbered is not None:
            return numbered
        k = at + 1
        if line.word(k) == "starting":
            k = line.skip(k + 1, "on")
        elif line.word(k) == "of":
            k += 1
        else:
            k = 0
        if k:
            inner = piece(line, k)
            if inner is not None and (inner.mday or inner.day):
                day = inner.day or next_monthday(line.today, inner.month, inner.mday, inner.year)
                if day is not None:
                    monday = week_start(day)
                    return Part(
                        "date", i, inner.last, week=monday, day=monday, until=add_days(monday, 6)
                    )
    if (
        line.unit(at) in ("week", "month")
        and line.word(at + 1) == "after"
        and (line.word(at + 2) == "next")
    ):
        return _after_next(line, i, at)
    if line.unit(at) == "week" and at > i and line.word(at + 1) == "after" and line.ends(at + 2):
        return Part("date", i, at + 2, day=line.today + timedelta(days=14))
    mode = ""
    if line.has(at, "this") or line.has(at, "next") or line.has(at, "last"):
        mode = "this" if line.has(at, "this") else "next" if line.has(at, "next") else "last"
        at += 1
    at = line.skip(at, "about") if mode else at
    if line.has(at, "weekend") or (
        line.word(at) == "week" and line.token(at + 1).raw == "-" and line.word(at + 2) == "end"
    ):
        last = at + 1 if line.has(at, "weekend") else at + 3
        if line.word(at) == "weekends" or (at == i and _described(line, i)):
            return None
        saturday = week_start(line.today) + timedelta(days=5)
        if line.word(last) == "of" and (inner := piece(line, last + 1)) and inner.month:
            named = next_monthday(line.today, inner.month, inner.mday, inner.year)
            if named is not None:  # "The weekend of December 12"
                saturday, last = week_start(named) + timedelta(days=5), inner.last
        if mode == "next":
            saturday += timedelta(days=7)
        elif mode == "last":
            saturday -= timedelta(days=7)
        day = max(saturday, line.today) if mode != "last" else saturday
        return Part(
            "date", i, last, day=day, week=week_start(saturday), until=saturday + timedelta(days=1)
        )
    if not mode:
        return None
    sign = {"this": 0, "next": 1, "last": -1}[mode]
    unit = line.unit(at)
    if unit is None or line.word(at).endswith("s") or line.word(at) in ("night", "m"):
        if line.has(at, "workweek"):
            monday = week_start(line.today) + timedelta(days=7 * sign)
            return Part("date", i, at + 1, week=monday, day=monday, until=add_days(monday, 4))
        return None
    today = line.today
    if unit == "week":
        monday = week_start(today) + timedelta(days=7 * sign)
        week = line.week_of(today) + timedelta(days=7 * sign)
        day = today if sign == 0 else today + timedelta(days=7 * sign)
        until = monday + timedelta(days=6) if sign == 0 else None
        return Part("date", i, at + 1, week=week, day=day, until=until)
    if unit == "month":
        first = add_months(today.replace(day=1), sign)
        if first is None:
            return None
        shown = today if sign == 0 else first if sign > 0 else add_months(today, -1) or first
        return Part("date", i, at + 1, month_of=first, day=shown, until=month_end(first))
    if unit == "quarter":
        start = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
        quarter = add_months(start, 3 * sign)
        after = add_months(start, 3 * sign + 3)
        if quarter is None or after is None:
            return None
        return Part("date", i, at + 1, day=quarter, until=after - timedelta(days=1))
    if unit == "year":
        k = line.skip(at + 1, "in")
        if k > at + 1 and (month := month_at(line, k)) and not line.rank(k + 1):
            named = date(today.year + sign, month, 1)
            return Part("date", i, k + 1, month_of=named, day=named, until=month_end(named))
        first = day_or_none(today.year + sign, 1, 1)
        if first is None:
            return None
        return Part(
            "date",
            i,
            at + 1,
            day=first if sign else today,
            year=None,
            until=first.replace(month=12, day=31),
            month_of=None,
        )
    return None


def _numbered_week(line: Line, i: int, at: int) -> Part | None:
    """ "week 36", "week 3 of 2027"; without a year the next one of that number."""
    number = line.whole(at + 1)
    if not number or not 1 <= number <= 53 or line.word(at + 2) in line.words.meridiems:
        return None
    year = year_at(line, at + 2)
    free = line.ends(at + 2) or line.token(at + 2).kind != "word" or line.has(at + 2, "function")
    if not (year or free or line.has(line_lead(line, i), "date_lead")):
        return None  # "Plan week 48 tasks"
    start = week_start(date(year[0] if year else line.today.year, 1, 4))
    monday = add_days(start, 7 * (number - 1))
    if monday and not year and monday < week_start(line.today):
        monday = add_days(week_start(date(line.today.year + 1, 1, 4)), 7 * (number - 1))
    if monday is None:
        return None
    last = year[1] if year else at + 2
    return Part("date", i, last, week=monday, day=monday, until=add_days(monday, 6))


def _described(line: Line, i: int) -> bool:
    """Whether it is one weekend among others: "have a great weekend", "enjoy your weekend"."""
    whose = ("my", "our", "your", "his", "her", "their")
    return line.has(i - 2, "the") or line.word(i - 2) in whose or line.word(i - 1) in whose


def _after_next(line: Line, i: int, at: int) -> Part | None:
    """ "the week after next"."""
    if line.unit(at) == "week":
        week = line.week_of(line.today) + timedelta(days=14)
        day = line.today + timedelta(days=14)
        return Part("date", i, at + 3, week=week, day=day)
    first = add_months(line.today.replace(day=1), 2)
    if first is None:
        return None
    return Part("date", i, at + 3, month_of=first, day=first, until=month_end(first))


def month_alone(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "in March", "next June", "July 2019", "by September": a month as a period."""
    at = i
    mode = ""
    if line.has(at, "this") or line.has(at, "next") or line.word(at) == "last":
        mode, at = line.word(at), at + 1
    month = month_at(line, at)
    if month is None:
        return None
    last = at + 1
    if line.token(last).raw == "." and line.glued(last) and len(line.word(at)) <= 4:
        last += 1
    k = last + 1 if line.token(last).raw in ("/", "-") and line.glued(last) else last
    year = year_at(line, k)
    lead = line.token(i - 1)
    # "This may take long", "next march to the shop": a verb follows.
    if (
        line.word(at) in ("may", "march")
        and not year
        and (line.token(last).kind == "word" and not line.has(last, "date_lead"))
    ):
        return None
    supported = bool(mode) or (
        lead.word
        in (
            "in",
            "by",
            "until",
            "till",
            "since",
            "from",
            "before",
            "after",
            "of",
            "through",
            "to",
            "early",
            "late",
            "mid",
            "for",
            "between",
            "and",
            "during",
            "starting",
        )
        and lead.kind == "word"
    )
    unsure = lead.word in ("to", "for", "of", "and", "from") and (
        line.word(at) in line.words.doubtful
    )
    if unsure and not year and not (lead.word == "from" and line.has(last, "until")):
        supported = bool(mode)
    if not (supported or year) and not (inside and line.word(at) not in line.words.doubtful):
        return None
    if year is None:
        found_year = line.today.year
        if month < line.today.month:
            found_year += 1
        if mode == "next" and month == line.today.month:
            found_year += 1
        if mode == "last":
            found_year = line.today.year - (month >= line.today.month)
    else:
        found_year, last = year
    first = day_or_none(found_year, month, 1)
    if first is None:
        return None
    return Part("date", i, last, month_of=first, day=first, until=month_end(first))


def quarter_at(line: Line, i: int) -> tuple[date, int] | None:
    """(first day, index behind) of "Q1", "Q2 2027"; of those without a year the next to end."""
    ranked = line.rank(i)
    if ranked and 1 <= ranked <= 4 and line.unit(i + 1) == "quarter":
        year = year_at(line, i + 2)  # "The 4th quarter of 2026"
        return (date(year[0], 3 * ranked - 2, 1), year[1]) if year else None
    number = line.whole(i + 1)
    if line.word(i) != "q" or not line.glued(i + 1) or not number or not 1 <= number <= 4:
        return None
    year = year_at(line, i + 2)
    this_year = line.today.year + (3 * number < line.today.month)
    return date(year[0] if year else this_year, 3 * number - 2, 1), year[1] if year else i + 2


def quarter_named(line: Line, i: int) -> Part | None:
    """ "by Q1", "in Q2 2027": with a preposition or alone; "Q3 numbers" is none."""
    found = quarter_at(line, i)
    if found is None:
        return None
    first, last = found
    free = line.ends(last) or line.token(last).kind != "word" or line.has(last, "function")
    lead = line_lead(line, i)
    led = line.has(lead, "year_lead") or line.has(lead, "date_lead")
    after = add_months(first, 3)
    opens = line.only(i - line.has(i - 1, "article"), last)
    if after is None or not free or not (led or opens):
        return None
    return Part("date", i, last, day=first, until=after - timedelta(days=1))


def year_alone(line: Line, i: int) -> Part | None:
    """ "by 2027", "in 2030": a year to come; "by 1800" and "at 2027" are hours."""
    token = line.token(i)
    value = line.whole(i)
    led = line.has(i - 1, "year_lead")
    if not led or value is None or (len(token.raw) != 4 and not token.spelled):
        return None
    free = line.ends(i + 1) or line.has(i + 1, "function") or line.token(i + 1).kind != "word"
    if not (line.today.year <= value <= line.today.year + FARTHEST_YEAR and free):
        return None
    first = date(value, 1, 1)
    return Part("date", i, i + 1, day=first, until=first.replace(month=12, day=31))
