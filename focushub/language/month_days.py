"""Days of a month: "March 3rd", "3 March", "8/25", "17.02.", "the 25th".

Numbers with a slash are read month first unless the caller says otherwise or only the other way is
a date; numbers with points day first. A number that counts or names something else ("2/3 of it",
"5th floor", "version 2.5") is no date.
"""

from datetime import date, timedelta

from focushub.language.calendar_days import add_months, day_or_none, month_end, week_start
from focushub.language.date_words import EARLIEST_YEAR, LATEST_YEAR, line_lead, month_at, year_at
from focushub.language.line import Line
from focushub.language.parts import Part

NEAR_YEARS = 20
"""Years from this one within which "20261203" is a date."""


def with_year(line: Line, i: int, last: int, month: int, mday: int) -> Part | None:
    """A month's day with the year that may follow."""
    if day_or_none(2024, month, mday) is None:
        return None
    year = year_at(line, last)
    found = Part("date", i, last, month=month, mday=mday)
    if year:
        found.year, found.last = year
    elif (
        line.token(last).raw == "'"
        and line.whole(last + 1) is not None
        and len(line.token(last + 1).raw) == 2
    ):
        found.year, found.last = 2000 + (line.whole(last + 1) or 0), last + 2
    return found


def month_day_number(line: Line, i: int) -> int | None:
    value = line.rank(i)
    if value is None:
        value = line.whole(i)
        if value is None or (len(line.token(i).raw) > 2 and not line.token(i).spelled):
            return None
    return value if 1 <= value <= 31 else None


def month_then_day(line: Line, i: int) -> Part | None:
    """ "March 3", "Mar. 3rd", "march the third", "aug-20", "May/8", "this May 8th"."""
    at = line.skip(i, "this", "next")
    month = month_at(line, at)
    if month is None:
        return None
    k = at + 1
    if line.token(k).raw == "." and line.glued(k) and len(line.word(at)) <= 4:
        k += 1
    if line.token(k).raw in "-/," and line.token(k).raw and line.token(k).kind == "sym":
        k += 1
    k = line.skip(k, "article")
    mday = month_day_number(line, k)
    if mday is None:
        return None
    token = line.token(k)
    behind = line.token(k + 1)
    if token.kind == "num" and (
        (behind.raw == ":" and line.glued(k + 1))
        or (line.unit(k + 1) is not None and line.unit(k + 1) != "day")
        or line.has(k + 1, "measures")
    ):
        return None
    if line.words.meridiems.get(behind.word) is not None:
        return None
    if behind.kind == "word" and line.glued(k + 1) and token.kind == "num":
        return None
    found = with_year(line, i, k + 1, month, mday)
    if found and found.year is None:
        sep = line.token(found.last).raw
        year = line.whole(found.last + 1)
        if sep in ("/", "-") and line.glued(found.last) and year and 1900 <= year <= 2199:
            found.year, found.last = year, found.last + 2
        else:
            found = _short_year(line, found)
    return found


def _short_year(line: Line, found: Part) -> Part:
    """Two digits at the end that can be no hour: "15 March 27"."""
    token = line.token(found.last)
    short = line.whole(found.last)
    if (
        found.year is None
        and short is not None
        and short > 24
        and len(token.raw) == 2
        and line.ends(found.last + 1)
    ):
        found.year, found.last = 2000 + short, found.last + 1
    return found


def day_then_month(line: Line, i: int) -> Part | None:
    """ "3 March", "3rd of March 2026", "22-feb", "8/May/2018", "15SEP", "3. Jan. 2018"."""
    mday = month_day_number(line, i)
    if mday is None:
        return None
    k = i + 1
    if line.has(k, "day") and line.has(k + 1, "of") and line.rank(i):
        k += 1
    if line.token(k).raw in ("-", "/", ".") and line.glued(k):
        k += 1
    k = line.skip(k, "of")
    k = line.skip(k, "article")
    month = month_at(line, k)
    if month is None:
        return None
    if line.word(k) == "second":
        return None
    # "4 may come": a number and a word that may be no month need more than standing in a row.
    if (
        line.word(k) in ("may", "mar", "march")
        and line.token(i).kind == "num"
        and (
            line.token(k).raw.islower()
            and not line.ends(k + 1)
            and line.token(k - 1) is line.token(i)
            and line.token(k + 1).kind == "word"
            and not (line.has(i - 1, "on") or line.has(i - 1, "by") or line.has(k + 1, "at"))
        )
    ):
        return None
    last = k + 1
    if line.token(last).raw == "." and line.glued(last) and len(line.word(k)) <= 4:
        last += 1
    found = with_year(line, i, last, month, mday)
    if found and found.year is None and line.token(found.last).raw in ("/", "-"):
        year = line.whole(found.last + 1)
        if year and line.glued(found.last + 1):
            raw = line.token(found.last + 1).raw
            if len(raw) == 4 and EARLIEST_YEAR <= year <= LATEST_YEAR:
                found.year, found.last = year, found.last + 2
            elif len(raw) == 2:
                found.year, found.last = 2000 + year, found.last + 2
    return found if found is None else _short_year(line, found)


def numbers(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "8/25", "2 / 15", "17.02.", "26.9", "2-15", "2026/Aug/10"."""
    token = line.token(i)
    if token.kind == "dec":
        return _points(line, i, inside=inside)
    left = line.whole(i)
    sep = line.token(i + 1).raw
    if left is None or token.spelled:
        return None
    if len(token.raw) == 4 and sep in ("/", "-") and line.glued(i + 1):
        month = month_at(line, i + 2)
        mday = month_day_number(line, i + 4)
        if month and mday and line.token(i + 3).raw == sep and line.glued(i + 4):
            return Part("date", i, i + 5, month=month, mday=mday, year=left)
        if sep == "-" and line.word(i + 2) == "w" and line.glued(i + 2) and line.glued(i + 3):
            return _iso_week(line, i, left)
        if EARLIEST_YEAR <= left <= LATEST_YEAR and len(line.token(i + 2).raw) == 2:
            value = line.whole(i + 2)
            run = line.glued(i + 3) and line.token(i + 3).raw in ("-", "/")
            over = line.ends(i + 3) and not (run or line.glued(i)) and line.glued(i + 2)
            if value and 1 <= value <= 12 and over:
                first = date(left, value, 1)
                return Part("date", i, i + 3, month_of=first, day=first, until=month_end(first))
        return None
    right = line.whole(i + 2)
    if right is None or line.token(i + 2).spelled or len(token.raw) > 2:
        return None
    if sep == "/" and 1 <= left <= 12 and len(line.token(i + 2).raw) == 4 and line.ends(i + 3):
        near = abs(right - line.today.year) <= NEAR_YEARS and line.glued(i + 2)
        if not near or not (i == 0 or line.has(i - 1, "date_lead")) or line.glued(i + 3):
            return None
        first = date(right, left, 1)  # "01/2027"
        return Part("date", i, i + 3, month_of=first, day=first, until=month_end(first))
    if len(line.token(i + 2).raw) > 2 or sep not in ("/", "-"):
        return None
    before = line.token(i - 1).raw if i > 0 and line.glued(i) else ""
    if before in ("/", ".", ":") or (before == "-" and sep == "-"):
        return None
    spaced = line.token(i + 1).gap
    if spaced and (sep == "-" or (not line.ends(i + 3) and not inside)):
        return None
    behind = line.token(i + 3)
    run = behind.raw in ("/", "-") and line.glued(i + 3)
    second = behind.raw == "-" and line.token(i + 5).raw == "/" and sep == "/"
    if run and line.token(i + 4).kind in ("num", "dec") and not second:
        return None
    if line.glued(i + 3) and behind.kind in ("word", "num") and behind.word != "t":
        return None
    if line.word(i + 3) == "of" and left < right and not line.has(i - 1, "date_lead"):
        return None
    if line.has(i + 3, "measures") or line.unit(line.skip(i + 3, "of")) is not None:
        return None
    supported = inside or line.has(i - 1, "date_lead") or (i == 0 and line.ends(i + 3))
    if sep == "-" and not (
        line.has(i - 1, "on")
        or ((right > 12 or left > 12) and (inside or (i == 0 and i + 3 >= line.size)))
    ):
        return None
    if (left, right) in ((24, 7), (50, 50), (9, 11)) and not supported:
        return None
    if line.has(i - 1, "counting") or ((left, right) == (24, 7) and i == 0):
        return None  # "Score 7/10", "24/7"
    pair = _order(line, left, right)
    if pair is None:
        return None
    return Part("date", i, i + 3, month=pair[0], mday=pair[1])


def _iso_week(line: Line, i: int, year: int) -> Part | None:
    """ "2026-W20"."""
    week = line.whole(i + 3)
    if not (week and EARLIEST_YEAR <= year <= LATEST_YEAR and line.ends(i + 4)):
        return None
    monday = week_start(date(year, 1, 4)) + timedelta(days=7 * (week - 1))
    if week > 53 or monday > date(year, 12, 31):
        return None
    until = monday + timedelta(days=6)
    return Part("date", i, i + 4, week=monday, day=monday, until=until)


def compact(line: Line, i: int) -> Part | None:
    """ "20261203": eight digits, alone or behind a preposition, of a year that is near."""
    raw = line.token(i).raw
    if len(raw) != 8 or line.whole(i) is None or line.token(i).spelled:
        return None
    year, month, mday = int(raw[:4]), int(raw[4:6]), int(raw[6:])
    sure = line.only(i, i + 1) or line.has(i - 1, "date_lead")
    if not sure or abs(year - line.today.year) > NEAR_YEARS or not day_or_none(year, month, mday):
        return None
    return Part("date", i, i + 1, year=year, month=month, mday=mday)


def _order(line: Line, left: int, right: int) -> tuple[int, int] | None:
    """(month, day) of two numbers: in the person's order, else in the only one that is a date."""
    orders = [(left, right), (right, left)]
    if not line.month_first:
        orders.reverse()
    for month, mday in orders:
        if 1 <= month <= 12 and day_or_none(2024, month, mday):
            return month, mday
    return None


def _points(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "17.02." by its closing point; "26.10" with a date or a preposition beside it."""
    parts = line.token(i).parts
    if len(parts) != 3:
        return None
    left, right, _ = parts
    ranged = line.token(i - 1).raw == "-" and line.has(i - 3, "counting")
    if line.has(i - 1, "counting") or ranged:
        return None  # "Sections 2.1-2.4"
    closed = line.token(i + 1).raw == "." and line.glued(i + 1)
    quoted = line.token(i - 1).raw in ("(", '"') and line.token(i + 1).raw in (")", '"')
    whole = (i == 0 and line.size == 1) or (quoted and line.size == 3)
    mark = line.words.meridiems.get(line.word(i + 1)) is not None
    if mark or line.has(i + 1, "measures") or line.unit(i + 1) is not None:
        return None
    if line.glued(i + 1) and line.word(i + 1) in line.words.glued_units:
        return None  # "Friday 14:00 1.5h"
    lead = (
        line.has(i - 1, "on") or line.has(i - 1, "due") or (line.has(i - 1, "by") and right <= 12)
    )
    clock_next = line.token(i + 1).kind == "clock" or (
        (line.token(i + 1).raw == "-" or line.token(i - 1).raw == "-")
        and line.token(i + 2 if line.token(i + 1).raw == "-" else i - 2).kind == "dec"
    )
    if not (inside or lead or clock_next or closed or whole):
        return None
    if (
        closed
        and not (inside or lead or clock_next or whole)
        and (line.ends(i + 2) and i > 0 and (left > 31 or right > 12))
    ):
        return None
    if 1 <= right <= 12 and left >= 1 and (day_or_none(2024, right, left) or left == 31):
        if whole and left <= 12 and not closed and left != right and not line.ends(i + 1):
            return None
        if whole and not closed and left <= 12:
            return None
        month, mday = right, left
    elif whole and 1 <= left <= 12 and day_or_none(2024, left, right) and len(str(right)) == 2:
        month, mday = left, right
    else:
        return None
    found = with_year(line, i, i + 1, month, mday)
    if found is not None and closed:
        found.last = i + 2
        year = year_at(line, i + 2)
        if year and line.token(i + 2).raw != ",":
            found.year, found.last = year
    return found


def ordinal_day(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "the 25th", "25.", "on the thirteenth": the day of a month alone."""
    token = line.token(i)
    value = line.rank(i)
    if line.token(i + 1).raw == "-" and line.glued(i + 1) and line.token(i + 2).kind == "word":
        return None  # "1st-class"
    if month_at(line, i - 1) and not inside:
        return None  # "Feb 30th": a month that has no such day.
    if value is None:
        if token.kind == "num" and line.token(i + 1).raw == "." and line.glued(i + 1):
            value = line.whole(i)
            alone = i == 0 and i + 2 >= line.size
            if value and 1 <= value <= 31 and not token.spelled and alone:
                return Part("date", i, i + 2, mday=value)
        elif token.kind == "num" and inside and _weekday_before(line, i):
            value = line.whole(i)
            behind = line.token(i + 1)
            if (
                value
                and 13 <= value <= 31
                and not (behind.raw == ":" or line.unit(i + 1))
                and (line.ends(i + 1) or line.has(i + 1, "at") or line.has(i + 1, "this"))
            ):
                return Part("date", i, i + 1, mday=value)
        value = line.whole(i)
        if value is None or line.word(i + 1) != "of" or token.kind != "num":
            return None
    if not 1 <= value <= 31:
        return None
    if line.has(i + 1, "not_a_day") or line.unit(i + 1) in ("hour", "minute", "second"):
        return None
    last = i + 1
    if line.has(last, "of") and line.skip(last, "of"):
        k = line.skip(last + 1, "article")
        k = line.skip(k, "this", "next")
        if line.unit(k) == "month" and not line.word(k).endswith("s"):
            first = line.today.replace(day=1)
            if line.has(k - 1, "next"):
                moved = add_months(first, 1)
                if moved is None:
                    return None
                first = moved
            found = day_or_none(first.year, first.month, value)
            if found is not None and found < line.today and not line.has(k - 1, "this"):
                later = add_months(first, 1)
                found = day_or_none(later.year, later.month, value) if later else found
            return Part("date", i, k + 1, day=found) if found else None
        if line.word(last) == "of":
            return None
    if token.kind == "num":
        return None
    lead = line.has(line_lead(line, i), "date_lead") and line_lead(line, i) >= 0
    if line.has(line_lead(line, i), "of"):
        lead = (
            line.word(line_lead(line, i)) == "of"
            and line.token(i - 1).word == "the"
            and (line.word(i - 3) in line.words.day_parts or line.has(i - 3, "week"))
        )
    alone = i == 0 and line.ends(i + 1)
    spoken = token.spelled and not line.has(i - 1, "article") and value <= 12
    if inside and _weekday_before(line, i) and not spoken:
        return Part("date", i, last, mday=value)
    if not token.spelled:
        weak = not (lead or alone or line.ends(i + 1))
        if line.unit(i + 1) is not None or line.word(i + 1) in line.words.weekdays:
            return None
        free = value >= 10 or _free(line, i + 1) or line.has(i + 1, "at")
        if not free and line.has(line_lead(line, i), "for"):
            return None  # "For the 2nd printer"
        return Part("date", i, last, mday=value, weak=weak and not free)
    lead = lead or (i == 1 and line.token(0).word == "the" and value > 12 and line.ends(i + 1))
    if lead and (line.token(i - 1).word == "the" or value > 3 or line.ends(i + 1)):
        if (
            value <= 12
            and line.unit(i + 1) is None
            and not (line.ends(i + 1) or line.has(i + 1, "at") or line.token(i - 1).word == "the")
        ):
            return None
        if line.unit(i + 1) is not None or line.token(i).word == "second":
            return None
        behind = line.token(i + 1)
        free = (
            line.ends(i + 1) or line.has(i + 1, "function") or behind.word in line.words.day_parts
        )
        if value <= 12 and behind.kind == "word" and not free:
            return None  # "On the first dry day"
        return Part("date", i, last, mday=value)
    return None


def _free(line: Line, i: int) -> bool:
    """Whether the word behind "15th" leaves it a day: a tag, a preposition, an end."""
    return line.ends(i) or line.token(i).kind != "word" or line.has(i, "date_lead")


def _weekday_before(line: Line, i: int) -> bool:
    k = i - 1
    while k >= 0 and (
        line.token(k).raw in (",", ".") or line.has(k, "article") or line.has(k, "on")
    ):
        k -= 1
    return line.word(k) in line.words.weekdays
