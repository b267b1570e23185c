"""Points counted from another: "in 3 hours", "2 weeks from tomorrow", "10 days ago", "now"."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from focushub.language.calendar_days import add_days, add_months, weekday_after
from focushub.language.durations import duration
from focushub.language.lengths import Duration
from focushub.language.line import Line
from focushub.language.parts import Part

Base = Callable[[Line, int], tuple[date | None, datetime | None, int] | None]
"""Reads the point that is counted from: (date, time, index behind)."""


MOST_WORKING_DAYS = 500


def shift(line: Line, i: int, base: Base) -> Part | None:
    """A point in time given by its distance."""
    token = line.token(i)
    if token.kind not in ("word", "num", "dec", "sym"):
        return None
    return (
        _now(line, i)
        or _weekdays_away(line, i)
        or _working_days(line, i)
        or _next_few(line, i)
        or _distance(line, i, base)
    )


def moved(line: Line, length: Duration, sign: int) -> Part | None:
    """Now, moved by a duration: a date for days and longer, a time for hours and shorter."""
    months, days = sign * length.months, sign * length.days
    part = Part("shift", length.first, length.last, is_shift=True, base_months=length.months != 0)
    if length.is_dated:
        part.day = _day_shifted(line.today, months, days)
        return part if part.day else None
    part.moment = line.elapsed(sign * length.clock_seconds)
    if part.moment is not None and (months or days):
        day = _day_shifted(part.moment.date(), months, days)
        part.moment = datetime.combine(day, part.moment.time()) if day else None
    return part if part.moment else None


def _day_shifted(day: date, months: int, days: int) -> date | None:
    later = add_months(day, months) if months else day
    return add_days(later, days) if later is not None else None


def _now(line: Line, i: int) -> Part | None:
    at = i + 1 if line.word(i) in ("right", "just") else i
    if not (line.has(at, "now") or line.word(at) == "rightnow"):
        if line.word(i) == "at" and line.word(i + 1) == "present":
            return Part("shift", i, i + 2, moment=line.local)
        return None
    if line.token(at + 1).raw in ("-", "+") and (length := duration(line, at + 2)):
        part = moved(line, length, -1 if line.token(at + 1).raw == "-" else 1)
        if part is not None:
            part.first = i
        return part
    if line.token(i).raw == "Now" and not line.ends(at + 1) and at == i:
        return None
    return Part("shift", i, at + 1, moment=line.local)


def _weekdays_away(line: Line, i: int) -> Part | None:
    """ "3 Fridays from now"."""
    count = line.whole(i)
    weekday = line.words.plural_weekdays.get(line.word(i + 1))
    if weekday is None:
        weekday = line.words.weekdays.get(line.word(i + 1)) if count == 1 else None
    if not count or count > 100 or weekday is None:
        return None
    if not ((line.has(i + 2, "from") and line.has(i + 3, "now")) or line.has(i + 2, "later")):
        return None
    day = weekday_after(line.today, weekday) + timedelta(days=7 * (count - 1))
    return Part("date", i, i + 4 if line.has(i + 3, "now") else i + 3, day=day)


def _working_days(line: Line, i: int) -> Part | None:
    """ "In 5 business days", "3 working days from now", "the next working day"."""
    led = line.has(i, "in")
    at = line.skip(i, "in") if led else line.skip(i, "article")
    count = 1 if line.has(at, "next") and not led else line.whole(at)
    if not count or count > MOST_WORKING_DAYS or not line.has(at + 1, "working"):
        return None
    if line.unit(at + 2) != "day" or line.has(at + 1, "week"):
        return None
    last = at + 3
    if line.has(last, "from") and (line.has(last + 1, "now") or line.word(last + 1) == "today"):
        led, last = True, last + 2
    elif line.has(last, "later"):
        led, last = True, last + 1
    if not led and not line.has(at, "next"):
        return None
    weeks, days = divmod(count, 5)
    day = line.today - timedelta(days=max(0, line.today.weekday() - 4)) + timedelta(weeks=weeks)
    for _ in range(days):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return Part("date", i, last, day=day, is_shift=True)


def _next_few(line: Line, i: int) -> Part | None:
    """ "next 2 weeks", "upcoming two days", "the last 3 hours", "the 2 next days", "next hour"."""
    at = line.skip(i, "article")
    count_first = line.whole(at)
    plural = line.word(at + 2).endswith("s") or count_first == 1
    if count_first and plural and (line.has(at + 1, "next") or line.has(at + 1, "last")):
        sign = 1 if line.has(at + 1, "next") else -1
        unit = line.unit(at + 2)
        if unit is None:
            return None
        length = Duration(i, at + 3)
        length.add(count_first, unit)
    elif line.has(at, "next") or line.has(at, "last"):
        sign = 1 if line.has(at, "next") else -1
        unit = line.unit(at + 1)
        if unit in ("second", "minute", "hour") and not line.word(at + 1).endswith("s"):
            length = Duration(i, at + 2)
            length.add(1, unit)
        else:
            k = at + 1
            found = duration(line, k)
            if found is None or (
                line.has(k, "one") and not line.words.amounts.get(line.word(k + 1))
            ):
                amount = line.words.amounts.get(line.word(k))
                unit = line.unit(k + 1)
                if amount is None or unit is None:
                    return None
                found = Duration(k, k + 2)
                found.add(amount, unit)
            length = found
    else:
        return None
    if length.unit == "quarter" and sign == 1:
        return _quarters(line, i, length)
    part = moved(line, length, sign)
    if part is not None:
        part.first, part.last = i, length.last
    return part


def _quarters(line: Line, i: int, length: Duration) -> Part | None:
    """ "the next two quarters": whole quarters of the year, from the next one on."""
    this = line.today.replace(month=3 * ((line.today.month - 1) // 3) + 1, day=1)
    first = add_months(this, 3)
    end = add_months(this, 3 + length.months)
    if first is None or end is None:
        return None
    return Part("date", i, length.last, day=first, until=end - timedelta(days=1))


def _distance(line: Line, i: int, base: Base) -> Part | None:
    at = i
    led = line.has(i, "in") or line.word(i) == "after"
    at += led
    while line.has(at, "about") or (
        line.word(at) in ("less", "more", "than", "only", "at", "least", "another", "the")
        and led
        and at < i + 4
    ):
        at += 1
    plus = line.token(at).raw == "+"
    if led and line.word(at) == "n":
        return None
    if (
        line.token(at).kind == "word"
        and line.word(at) in ("day", "hour", "week")
        and (line.word(at + 1) in ("before", "after") and not led)
    ):
        return None
    length = duration(line, at)
    if length is None and line.word(i) == "within" and line.unit(at) and line.has(at - 1, "the"):
        length = Duration(at, at + 1)
        length.add(1, line.unit(at) or "hour")
    if length is None and line.word(at) == "week" and line.has(at + 1, "from") and not led:
        length = Duration(at, at + 1)  # "week from tomorrow"
        length.add(1, "week")
    if length is None:
        return _bare_minutes(line, i, at) if led else None
    end = length.last
    end += (
        led and line.token(end).raw in "'\u2019" and line.word(end + 1) == "time"
    )  # "weeks' time"
    if line.word(end) in ("time", "'s") and led:
        end += 1
    sign = 0
    if line.has(end, "from") and line.has(end + 1, "now"):
        sign, end = 1, end + 2
    elif line.has(end, "ago") or (
        line.word(end) in ("before", "earlier") and (line.has(end + 1, "now"))
    ):
        sign, end = -1, end + 1 + (line.word(end) in ("before",) and line.has(end + 1, "now"))
        if line.word(end - 1) == "back":
            return None
    elif line.has(end, "later") and not (line.word(end) == "out" and not line.ends(end + 1)):
        sign, end = 1, end + 1
    elif not led and length.unit == "week" and line.word(end) in ("today", "tomorrow"):
        near = line.words.relative_days[line.word(end)]  # "A week tomorrow"
        day = _day_shifted(line.today, 0, length.days + near)
        return Part("shift", i, end + 1, day=day, is_shift=True) if day else None
    elif line.word(end) in ("from", "after", "before") or _weeks_on(line, length, end, led=led):
        found = _from_base(line, i, end, length, base, led=led)
        if found is not None:
            return found
        if line.word(end) == "from" and line.has(end + 1, "this"):
            sign, end = 1, end + 3
        elif line.word(end) == "before" and led:
            return None
    elif line.word(end) in ("prior", "advance", "early", "beforehand") and led:
        return None
    if sign == 0 and line.word(end) in ("in",) and line.word(end + 1) == "advance":
        return None
    if sign == 0:
        if not (led or plus):
            return None
        if line.has(i, "in") and line.word(end) == "before":
            return None
        sign = 1
        if length.vague:
            return None
    part = moved(line, length, sign)
    if part is not None:
        part.first, part.last = i, end
    return part


def _weeks_on(line: Line, length: Duration, end: int, *, led: bool) -> bool:
    """Whether "a week on Monday" counts on from a day that is named."""
    named = line.word(end) == "on" and line.word(end + 1) in line.words.weekdays
    return named and not led and length.unit == "week" and not line.has(length.first - 1, "for")


def _bare_minutes(line: Line, i: int, at: int) -> Part | None:
    """ "in 15": minutes, when nothing else follows."""
    count = line.whole(at)
    if line.word(i) != "in" or not count or not 2 <= count <= 59 or at + 1 < line.size:
        return None
    length = Duration(at, at + 1)
    length.add(count, "minute")
    part = moved(line, length, 1)
    if part is not None:
        part.first = i
    return part


def _from_base(
    line: Line, i: int, at: int, length: Duration, base: Base, *, led: bool
) -> Part | None:
    """ "two weeks from tomorrow", "5 hours before noon", "a week after next Friday"."""
    word = line.word(at)
    found = base(line, at + 1)
    if found is None or (word == "from" and line.has(i - 1, "for")):
        return None  # "for 3 days from Monday" is a length and a start.
    day, moment, last = found
    sign = -1 if word == "before" else 1
    if word == "from" and moment is not None and not length.is_dated:
        return None  # "one hour from ten" is a length and a start.
    part = Part("shift", i, last, is_shift=True, base_months=length.months != 0)
    if length.is_dated and day is not None:
        part.day = _day_shifted(day, sign * length.months, sign * length.days)
        if moment is not None and part.day is not None:
            part.moment = datetime.combine(part.day, moment.time())
        return part if part.day else None
    start = moment or (datetime.combine(day, time.min) if day else None)
    if start is None:
        return None
    try:
        part.moment = start + timedelta(seconds=sign * length.seconds)
    except OverflowError:
        return None
    return part
