"""Dates by their names and numbers: "Friday", "March 3rd", "17.02.", "the 25th", "next month".

Rules for what is ambiguous:

- A weekday alone is the next one, never today. "This Friday" is the one of the seven days that
  begin today; "next Friday" the one of the week that follows, weeks from Monday, or from Sunday
  for those who write the month first.
- A day and month without a year is the next one, today included.
- A day of the month alone is the next one, today included.
- Numbers with a slash are read month first unless the caller says otherwise or only the other
  way is a date; numbers with points day first.
- Short names that are words too ("sat", "may", "march") count with a number, a preposition or
  another piece of a date beside them.
"""

from datetime import date, timedelta

from focushub.language.calendar_days import add_days, day_of_week, day_or_none, weekday_after
from focushub.language.date_words import line_lead, next_monthday
from focushub.language.edges import edge
from focushub.language.line import Line
from focushub.language.month_days import (
    compact,
    day_then_month,
    month_then_day,
    numbers,
    ordinal_day,
)
from focushub.language.named_days import named_day
from focushub.language.nth_days import nth_of
from focushub.language.parts import Part
from focushub.language.periods import later_in, month_alone, period, quarter_named, year_alone


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
            (None if inside else year_alone(line, i))
            or nth_of(line, i)
            or quarter_named(line, i)
            or day_then_month(line, i)
            or numbers(line, i, inside=inside)
            or compact(line, i)
            or ordinal_day(line, i, inside=inside)
        )
    if token.kind != "word":
        return None
    return (
        _relative(line, i)
        or named_day(line, i)
        or edge(line, i)
        or nth_of(line, i)
        or period(line, i, _simple)
        or month_then_day(line, i)
        or _weekday(line, i)
        or quarter_named(line, i)
        or month_alone(line, i, inside=inside)
        or _the_day(line, i, inside=inside)
    )


def _simple(line: Line, i: int) -> Part | None:
    """A day by its number: "February 4", "the 18th", "2/4"."""
    if line.token(i).kind == "word":
        return month_then_day(line, i) or _the_day(line, i, inside=False)
    return (
        day_then_month(line, i)
        or numbers(line, i, inside=False)
        or ordinal_day(line, i, inside=False)
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
        beside = _simple(line, at + 2) or named_day(line, at + 2)
        if beside and around in ("before", "after"):
            named = beside.day or next_monthday(line.today, beside.month, beside.mday, beside.year)
            day = add_days(named, 1 if around == "after" else -1) if named else None
            return Part("date", i, beside.last, day=day) if day else None
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
        if (
            line.word(i) in ("close", "end")
            and line.word(i + 1) == "of"
            and (line.word(i + 2) == "business")
        ):
            return Part("date", i, i + 3, day=line.today, end_of_day=True)
        if line.word(i) == "later" and line.word(i + 1) in line.words.relative_days:
            moved = timedelta(days=line.words.relative_days[line.word(i + 1)])
            return Part("date", i, i + 2, day=line.today + moved)
        if line.word(i) == "later" and (line.has(i + 1, "this") or line.has(i + 1, "next")):
            return later_in(line, i, _simple)
        return None
    if line.word(i) == "tom" and not _tom(line, i):
        return None
    later = shift >= 0 and line.word(i + 1) == "week" and line.ends(i + 2)  # "tomorrow week"
    return Part("date", i, i + 1 + later, day=line.today + timedelta(days=shift + 7 * later))


def _tom(line: Line, i: int) -> bool:
    """Whether "tom" is tomorrow and not a friend."""
    return line.token(i).raw.islower() and (
        line.ends(i + 1) or line.has(i + 1, "at") or line.token(i + 1).kind in ("clock", "num")
    )


def _weekday(line: Line, i: int) -> Part | None:
    at = i
    mode = ""
    if line.word(at) == "coming" and line.has(at - 1, "is"):
        return None  # "Mum is coming Saturday"
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
    if token.possessive and _names_a_thing(line, at):
        return None
    if line.token(at + 1).raw == "-" and line.glued(at + 1) and _compound_word(line, at + 2):
        return None
    if token.word in ("mo",) and not (
        line.token(at + 1).raw == "." and line.token(at).raw[0].isupper()
    ):
        return None
    last = at + 1
    if line.token(last).raw == "." and line.glued(last):
        if line.token(last + 1).kind == "word" and line.glued(last + 1):
            return None  # "monday.com"
        last += len(token.word) <= 5
    if (
        line.word(last) == "week"
        and mode == ""
        and (
            line.ends(last + 1)
            or line.has(last + 1, "at")
            or line.token(last + 1).kind == "clock"
            or line.word(last + 2) in line.words.meridiems
        )
    ):
        later = weekday_after(line.today, weekday) + timedelta(days=7)
        return Part("date", i, last + 1, weekday=weekday, day=later)
    if mode == "" and (beside := _weekday_beside(line, i, last, weekday)):
        return beside
    if line.word(last) == "after" and line.has(last + 1, "next"):
        return Part("date", i, last + 2, weekday=weekday, day=_after_next(line, weekday))
    if mode == "next":
        day = day_of_week(line.week_of(line.today) + timedelta(days=7), weekday)
        if (day - line.today).days == 1:  # Nobody calls tomorrow "next Sunday".
            day += timedelta(days=7)
    elif mode == "last":
        day = weekday_after(line.today, weekday) - timedelta(days=7)
        if day >= line.today:
            day -= timedelta(days=7)
    elif mode == "this":
        day = line.today + timedelta(days=(weekday - line.today.weekday()) % 7)
    else:
        day = weekday_after(line.today, weekday)
    weak = token.word in line.words.doubtful and mode == ""
    if weak and token.word not in ("sat", "sun", "wed", "mo"):
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


def _weekday_beside(line: Line, i: int, last: int, weekday: int) -> Part | None:
    """ "The Monday after June 30", "the Friday before the 4th": the nearest on that side."""
    around = line.word(last)
    if around not in ("after", "before") or not line.has(i - 1, "article"):
        return None
    beside = _simple(line, last + 1) or named_day(line, last + 1)
    if beside is None:
        return None
    named = beside.day or next_monthday(line.today, beside.month, beside.mday, beside.year)
    if named is None:
        return None
    back = (named.weekday() - weekday - 1) % 7 + 1
    day = weekday_after(named, weekday) if around == "after" else add_days(named, -back)
    return Part("date", i, beside.last, day=day) if day else None


def _names_a_thing(line: Line, at: int) -> bool:
    """ "Monday's agenda": whose agenda it is, not when, unless a preposition leads."""
    behind = line.token(at + 1)
    thing = behind.kind == "word" and not line.has(at + 1, "function")
    timed = behind.word in line.words.day_parts or behind.word in line.words.clock_names
    return thing and not timed and not line.has(line_lead(line, at), "date_lead")


def _compound_word(line: Line, i: int) -> bool:
    """Whether a hyphen makes one word of a name and what is glued to it ("fri-ed rice")."""
    token = line.token(i)
    says_time = (
        line.has(i, "until")
        or token.word in line.words.weekdays
        or token.word in line.words.day_parts
        or token.word in line.words.months
    )
    return token.kind == "word" and line.glued(i) and not says_time


def _after_next(line: Line, weekday: int) -> date:
    """ "Friday after next": the second one from now, or next week's when this week's is gone."""
    return weekday_after(line.today, weekday) + timedelta(days=7)


def _compound(line: Line, at: int) -> int | None:
    if len(line.word(at)) <= 6 or line.word(at + 1) in ("are", "were"):
        return None  # "Mondays are hard"
    return line.words.plural_weekdays.get(line.word(at))


def _the_day(line: Line, i: int, *, inside: bool) -> Part | None:
    """ "the 25th", "the 3rd of March": the article before a day."""
    if not line.has(i, "article"):
        return None
    found = (
        nth_of(line, i + 1)
        or quarter_named(line, i + 1)
        or day_then_month(line, i + 1)
        or ordinal_day(line, i + 1, inside=inside)
    )
    if found is None and line.whole(i + 1) and line.has(i + 2, "of") and inside:
        return None
    if found is not None:
        found.first = i
    return found
