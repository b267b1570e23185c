"""Dates by their names and numbers: "Friday", "March 3rd", "17.02.", "the 25th", "next month".

Rules for what is ambiguous:

- A weekday alone is the next one, never today. "This Friday" is the one of the seven days that
  begin today; "next Friday" the one of the week that follows, weeks from Monday.
- A day and month without a year is the next one, today included.
- A day of the month alone is the next one, today included.
- Numbers with a slash are read month first unless the caller says otherwise or only the other
  way is a date; numbers with points day first.
- Short names that are words too ("sat", "may", "march") count with a number, a preposition or
  another piece of a date beside them.
"""

from datetime import date, timedelta

from focushub.language.calendar_days import (
    add_days,
    add_months,
    day_or_none,
    month_end,
    nth_weekday,
    week_start,
    weekday_after,
)
from focushub.language.line import Line
from focushub.language.parts import Part

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


def date_piece(line: Line, i: int, *, inside: bool = False) -> Part | None:
    """The longest piece of a date at token i; ``inside`` when other pieces stand before it."""
    token = line.token(i)
    if token.kind in ("tag", "opaque", "break", "clock"):
        return None
    if token.kind == "ymd":
        year, month, day = token.parts
        found = day_or_none(year, month, day)
        last = i + 1
        if (line.word(last) == "t" and line.token(last + 1).kind == "clock") or (
            line.token(last).raw == ":" and line.token(last + 1).kind == "clock"
        ):
            last += 1
        return Part("date", i, last, day=found, year=year, month=month, mday=day) if found else None
    if token.kind in ("num", "dec", "ord"):
        return (
            _nth_of(line, i)
            or _day_month(line, i)
            or _numbers(line, i, inside=inside)
            or _ordinal(line, i, inside=inside)
        )
    if token.kind != "word":
        return None
    return (
        _relative(line, i)
        or _edge(line, i)
        or _nth_of(line, i)
        or _period(line, i)
        or _month_day(line, i)
        or _weekday(line, i)
        or _month(line, i, inside=inside)
        or _the_day(line, i, inside=inside)
    )


def _relative(line: Line, i: int) -> Part | None:
    """ "today", "tomorrow", "the day after tomorrow", "the day before yesterday"."""
    at = line.skip(i, "article")
    if line.has(at, "day"):
        around = line.word(at + 1)
        shift = line.words.relative_days.get(line.word(at + 2))
        if around in ("after", "before") and shift is not None:
            days = shift + (1 if around == "after" else -1)
            return Part("date", i, at + 3, day=line.today + timedelta(days=days))
        if around == "after" and line.ends(at + 2) and at > i:
            return Part("date", i, at + 2, day=line.today + timedelta(days=1))
        return None
    if at > i:
        return None
    shift = line.words.relative_days.get(line.word(i))
    if shift is None:
        if line.has(i, "this") and line.has(i + 1, "day"):
            return Part("date", i, i + 2, day=line.today)
        if line.has(i, "next") and line.has(i + 1, "day"):
            return Part("date", i, i + 2, day=line.today + timedelta(days=1))
        if line.has(i, "eod"):
            return Part("date", i, i + 1, day=line.today, end_of_day=True)
        return None
    if line.word(i) == "tom" and not _tom(line, i):
        return None
    return Part("date", i, i + 1, day=line.today + timedelta(days=shift))


def _tom(line: Line, i: int) -> bool:
    """Whether "tom" is tomorrow and not a friend."""
    return line.token(i).raw.islower() and (
        line.ends(i + 1) or line.has(i + 1, "at") or line.token(i + 1).kind in ("clock", "num")
    )


def _weekday(line: Line, i: int) -> Part | None:
    at = i
    mode = ""
    if line.has(at, "this") or line.has(at, "next") or line.word(at) in ("last", "previous"):
        mode = (
            "this"
            if line.has(at, "this")
            else "next"
            if line.word(at) == "next"
            else "last"
            if line.has(at, "last")
            else "plain"
        )
        at += 1
    weekday = line.words.weekdays.get(line.word(at))
    if weekday is None and line.token(at).kind == "word" and mode == "":
        weekday = _compound(line, at)
    if weekday is None:
        return None
    token = line.token(at)
    if token.word in ("mo",) and not (
        line.token(at + 1).raw == "." and line.token(at).raw[0].isupper()
    ):
        return None
    last = at + 1
    if line.token(last).raw == "." and line.glued(last) and len(token.word) <= 5:
        last += 1
    if line.word(last) in ("after",) and line.has(last + 1, "next"):
        first = weekday_after(line.today, weekday)
        base = first if week_start(first) > week_start(line.today) else first + timedelta(days=7)
        if weekday_after(line.today, weekday) == base:
            pass
        return Part("date", i, last + 2, weekday=weekday, day=_after_next(line, weekday))
    if mode == "next":
        day = week_start(line.today) + timedelta(days=7 + weekday)
    elif mode == "last":
        day = weekday_after(line.today, weekday) - timedelta(days=7)
        if day >= line.today:
            day -= timedelta(days=7)
    elif mode == "this":
        day = line.today + timedelta(days=(weekday - line.today.weekday()) % 7)
    else:
        day = weekday_after(line.today, weekday)
    weak = token.word in line.words.doubtful and mode == ""
    if weak and token.word not in ("sat", "sun", "wed", "mon", "mo"):
        weak = False
    return Part(
        "date",
        i,
        last,
        weekday=weekday,
        day=day if mode else None,
        weak=weak,
        next_week=mode == "next",
    )


def _after_next(line: Line, weekday: int) -> date:
    """ "Friday after next": the second one from now, or next week's when this week's is gone."""
    return weekday_after(line.today, weekday) + timedelta(days=7)


def _compound(line: Line, at: int) -> int | None:
    return line.words.plural_weekdays.get(line.word(at)) if len(line.word(at)) > 6 else None


def month_at(line: Line, i: int) -> int | None:
    """The month that the token names."""
    return line.words.months.get(line.word(i)) if line.token(i).kind == "word" else None


def year_at(line: Line, i: int) -> tuple[int, int] | None:
    """(year, index behind) of a year at the token, with a comma or "of" or "in" before it."""
    at = i
    if line.token(at).raw == "," or line.has(at, "of"):
        at += 1
    token = line.token(at)
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


def _mday(line: Line, i: int) -> int | None:
    value = line.rank(i)
    if value is None:
        value = line.whole(i)
        if value is None or (len(line.token(i).raw) > 2 and not line.token(i).spelled):
            return None
    return value if 1 <= value <= 31 else None


def _md(line: Line, i: int, last: int, month: int, mday: int) -> Part | None:
    """A month's day with the year that may follow."""
    if mday > 29 and day_or_none(2023, month, mday) is None:
        spill = add_days(date(2023, month, 1), mday - 1)
        if spill is None or mday > 31:
            return None
        month, mday = spill.month, spill.day
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


def _month_day(line: Line, i: int) -> Part | None:
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
    mday = _mday(line, k)
    if mday is None:
        value = line.whole(k)
        if value == 32 and line.word(at) in line.words.months:
            return None
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
    found = _md(line, i, k + 1, month, mday)
    if found and found.year is None:
        sep = line.token(found.last).raw
        year = line.whole(found.last + 1)
        if sep in ("/", "-") and line.glued(found.last) and year and 1900 <= year <= 2199:
            found.year, found.last = year, found.last + 2
        elif (
            line.token(found.last).kind == "num"
            and len(line.token(found.last).raw) == 2
            and line.ends(found.last + 1)
            and (short := line.whole(found.last)) is not None
            and short > 24
        ):
            found.year, found.last = 2000 + short, found.last + 1
    return found


def _day_month(line: Line, i: int) -> Part | None:
    """ "3 March", "3rd of March 2026", "22-feb", "8/May/2018", "15SEP", "3. Jan. 2018"."""
    mday = _mday(line, i)
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
    found = _md(line, i, last, month, mday)
    if found and found.year is None and line.token(found.last).raw in ("/", "-"):
        year = line.whole(found.last + 1)
        if year and line.glued(found.last + 1):
            raw = line.token(found.last + 1).raw
            if len(raw) == 4 and EARLIEST_YEAR <= year <= LATEST_YEAR:
                found.year, found.last = year, found.last + 2
            elif len(raw) == 2:
                found.year, found.last = 2000 + year, found.last + 2
    if found and line.token(found.last).raw == "." and line.glued(found.last):
        pass
    return found


def _numbers(line: Line, i: int, *, inside: bool) -> Part | None:
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
        mday = _mday(line, i + 4)
        if month and mday and line.token(i + 3).raw == sep and line.glued(i + 4):
            return Part("date", i, i + 5, month=month, mday=mday, year=left)
        if EARLIEST_YEAR <= left <= LATEST_YEAR and len(line.token(i + 2).raw) == 2:
            value = line.whole(i + 2)
            if value and 1 <= value <= 12 and line.ends(i + 3) and line.glued(i + 2):
                first = date(left, value, 1)
                return Part("date", i, i + 3, month_of=first, day=first, until=month_end(first))
        return None
    right = line.whole(i + 2)
    if right is None or line.token(i + 2).spelled or len(token.raw) > 2:
        return None
    if len(line.token(i + 2).raw) > 2 or sep not in ("/", "-"):
        return None
    if i > 0 and line.glued(i) and line.token(i - 1).raw in ("/", "-", ".", ":"):
        return None
    spaced = line.token(i + 1).gap
    if spaced and (sep == "-" or (not line.ends(i + 3) and not inside)):
        return None
    behind = line.token(i + 3)
    if behind.raw in ("/", "-") and line.glued(i + 3) and line.token(i + 4).kind in ("num", "dec"):
        return None
    if line.glued(i + 3) and behind.kind in ("word", "num") and behind.word != "t":
        return None
    if line.has(i + 3, "measures") or line.unit(line.skip(i + 3, "of")) is not None:
        return None
    supported = inside or line.has(i - 1, "date_lead") or (i == 0 and line.ends(i + 3))
    if sep == "-" and not (
        (i == 0 and i + 3 >= line.size and (right > 12 or left > 12))
        or inside
        or line.has(i - 1, "on")
    ):
        return None
    if (left, right) in ((24, 7), (50, 50), (9, 11)) and not supported:
        return None
    pair = _order(line, left, right)
    if pair is None:
        return None
    return Part("date", i, i + 3, month=pair[0], mday=pair[1])


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
    closed = line.token(i + 1).raw == "." and line.glued(i + 1)
    quoted = line.token(i - 1).raw in ("(", '"') and line.token(i + 1).raw in (")", '"')
    whole = (i == 0 and line.size == 1) or (quoted and line.size == 3)
    mark = line.words.meridiems.get(line.word(i + 1)) is not None
    if mark or line.has(i + 1, "measures") or line.unit(i + 1) is not None:
        return None
    if closed and not line.ends(i + 2) and line.token(i + 2).raw[:1].isupper():
        pass
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
    found = _md(line, i, i + 1, month, mday)
    if found is not None and closed:
        found.last = i + 2
        year = year_at(line, i + 2)
        if year and line.token(i + 2).raw != ",":
            found.year, found.last = year
    return found


def _ordinal(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "the 25th", "25.", "on the thirteenth": the day of a month alone."""
    token = line.token(i)
    value = line.rank(i)
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
        return Part("date", i, last, mday=value, weak=weak and not _free(line, i + 1))
    if lead and (line.token(i - 1).word == "the" or value > 3 or line.ends(i + 1)):
        if (
            value <= 12
            and line.unit(i + 1) is None
            and not (line.ends(i + 1) or line.has(i + 1, "at") or line.token(i - 1).word == "the")
        ):
            return None
        if line.unit(i + 1) is not None or line.token(i).word == "second":
            return None
        return Part("date", i, last, mday=value)
    return None


def _free(line: Line, i: int) -> bool:
    """Whether the word behind "15th" leaves it a day: a tag, a preposition, an end."""
    return line.ends(i) or line.token(i).kind != "word" or line.has(i, "date_lead")


def line_lead(line: Line, i: int) -> int:
    """The index of the word before, "the" left out."""
    return i - 2 if line.has(i - 1, "article") else i - 1


def _weekday_before(line: Line, i: int) -> bool:
    k = i - 1
    while k >= 0 and (
        line.token(k).raw in (",", ".") or line.has(k, "article") or line.has(k, "on")
    ):
        k -= 1
    return line.word(k) in line.words.weekdays


def _month(line: Line, i: int, *, inside: bool) -> Part | None:
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
    if lead.word in ("to", "for", "of", "and", "from") and line.word(at) in line.words.doubtful:
        if not year and not (lead.word == "from" and line.has(last, "until")):
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


def _the_day(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "the 25th", "the 3rd of March": the article before a day."""
    if not line.has(i, "article"):
        return None
    found = _nth_of(line, i + 1) or _day_month(line, i + 1) or _ordinal(line, i + 1, inside=inside)
    if found is None and line.whole(i + 1) and line.has(i + 2, "of") and inside:
        return None
    if found is not None:
        found.first = i
    return found


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


def _nth_of(line: Line, i: int) -> Part | None:
    """ "2nd Friday in February", "last day of October", "36th day of 2011", "1st week of May"."""
    count = _count(line, i)
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
        return None
    first, whole_year, last, sure = scope
    day: date | None = None
    until: date | None = None
    if whole_year:
        if unit == "day":
            base = first if nth > 0 else first.replace(month=12, day=31)
            day = add_days(base, nth - 1 if nth > 0 else nth + 1)
        elif unit == "week" and nth > 0:
            day = add_days(week_start(first.replace(day=4)), 7 * (nth - 1))
        elif unit == "month" and 0 < nth <= 12:
            day = first.replace(month=nth)
            until = month_end(day)
    else:
        for year in (first.year, first.year + 1, first.year + 2):
            if weekday is not None:
                day = nth_weekday(year, first.month, weekday, nth)
            elif line.has(at, "weekend"):
                day = nth_weekday(year, first.month, 5, nth)
            elif unit == "day":
                month = date(year, first.month, 1)
                day = day_or_none(
                    year, first.month, nth if nth > 0 else month_end(month).day + nth + 1
                )
            elif unit == "week" and abs(nth) <= 5:
                fourth = date(year, first.month, 4)
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
        return (moved, False, at + 1, True) if moved else None
    if unit == "year":
        year_number = line.today.year + (1 if mode in ("next", "following", "coming") else 0)
        return date(year_number, 1, 1), True, at + 1, True
    year = year_at(line, at)
    if year and at == line.skip(i, "article"):
        return date(year[0], 1, 1), True, year[1], True
    return None


def _period(line: Line, i: int) -> Part | None:
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
            inner = date_piece(line, k)
            if inner is not None and (inner.mday or inner.day):
                day = inner.day or _plain_day(line, inner)
                if day is not None:
                    monday = week_start(day)
                    return Part(
                        "date", i, inner.last, week=monday, day=monday, until=add_days(monday, 6)
                    )
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
        day = today if sign == 0 else today + timedelta(days=7 * sign)
        until = monday + timedelta(days=6) if sign == 0 else None
        return Part("date", i, at + 1, week=monday, day=day, until=until)
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
        return Part(
            "date", i, at + 1, day=quarter if sign else today, until=after - timedelta(days=1)
        )
    if unit == "year":
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


def _plain_day(line: Line, part: Part) -> date | None:
    """The next date of a month's day or of a day of the month."""
    return next_monthday(line.today, part.month, part.mday, part.year)


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


def _edge(line: Line, i: int) -> Part | None:
    """ "end of the month", "beginning of next year", "eom", "mid March", "end of day"."""
    at = line.skip(i, "article")
    today = line.today
    for name, unit in (("eow", "week"), ("eom", "month"), ("eoy", "year")):
        if line.has(at, name):
            return _edge_of(line, i, at + 1, "end", unit, today)
    edge = next((e for e in ("end", "begin", "middle") if line.has(at, e)), "")
    if not edge:
        return None
    if line.word(at + 1) != "of" and not (edge == "end" and line.has(at + 1, "day")):
        if edge != "middle":
            return None
    k = line.skip(at + 1, "of") if line.word(at + 1) == "of" else at + 1
    while line.has(k, "article") or line.has(k, "about"):
        k += 1
    sign = 0
    if line.has(k, "this") or line.has(k, "next"):
        sign, k = (1 if line.has(k, "next") else 0), k + 1
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
        if unit_word == "week":
            base = add_days(today, 7 * sign)
        else:
            months = {"month": 1, "quarter": 3, "year": 12}[unit_word]
            base = add_months(today.replace(day=1), months * sign)
        return _edge_of(line, i, k + 1, edge, unit_word, base) if base else None
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
