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
    nth_weekday,
    nth_weekday_of_year,
    week_start,
)
from focushub.language.date_words import month_at, next_monthday, year_at
from focushub.language.line import Line
from focushub.language.parts import Part


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
        number = line.whole(at + 1)
        if number and 1 <= number <= 53 and line.token(at + 1).kind == "num":
            year = year_at(line, at + 2)
            start = week_start(date(year[0] if year else line.today.year, 1, 4))
            monday = add_days(start, 7 * (number - 1))
            if monday and not year and monday < week_start(line.today):
                later = week_start(date(line.today.year + 1, 1, 4))
                monday = add_days(later, 7 * (number - 1))
            if monday is None:
                return None
            return Part(
                "date",
                i,
                year[1] if year else at + 2,
                week=monday,
                day=monday,
                until=add_days(monday, 6),
            )
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
    mode = ""
    if line.has(at, "this") or line.has(at, "next") or line.has(at, "last"):
        mode = "this" if line.has(at, "this") else "next" if line.has(at, "next") else "last"
        at += 1
    at = line.skip(at, "about") if mode else at
    if line.has(at, "weekend") or (
        line.word(at) == "week" and line.token(at + 1).raw == "-" and line.word(at + 2) == "end"
    ):
        last = at + 1 if line.has(at, "weekend") else at + 3
        if line.word(at) == "weekends":
            return None
        saturday = week_start(line.today) + timedelta(days=5)
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
        named = month_at(line, at + 1) or line.has(at + 1, "next") or line.has(at + 1, "this")
        edge = vague if named and line.word(at + 2) not in line.words.weekdays else ""
    if not edge:
        return None
    short = edge == "middle" or vague or (edge == "end" and line.has(at + 1, "day"))
    if line.word(at + 1) != "of" and not short:
        return None
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
