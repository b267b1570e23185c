"""What comes again: "every other Friday", "the 15th of each month", "Tuesdays and Thursdays at 9".

Gives the parts of an RFC 5545 rule. "Every Friday" is weekly; "every 3rd" of a unit counts
intervals ("every 3rd month"), "every 3rd" alone is a day of the month ("every 3rd and 10th").
"""

from datetime import time

from focushub.language.calendar_days import add_months
from focushub.language.clock import clock
from focushub.language.date_words import month_at
from focushub.language.dates import date_piece
from focushub.language.day_ranges import behind_joint
from focushub.language.durations import duration
from focushub.language.lengths import Duration
from focushub.language.line import Line
from focushub.language.named_days import yearly
from focushub.language.quotas import is_quota, times_per
from focushub.language.rule_limits import read_limits
from focushub.language.rule_lists import (
    month_day_list,
    month_list,
    ranks_at,
    weekday_list,
    working_day,
)
from focushub.language.rules import DAYS, FREQUENCY, LONGEST_INTERVAL, Rule


def recurrence(line: Line, i: int) -> Rule | None:
    """The rule that begins at token i."""
    token = line.token(i)
    if token.kind not in ("word", "ord", "num") or _is_exception(line, i):
        return None
    at = line.skip(i, "for") if line.has(i + 1, "every") else line.skip(i, "due")
    at = line.skip(at, "on") if not line.has(at, "every") else at
    at = (
        line.skip(at, "article")
        if line.rank(at + 1) or line.word(at + 1) in ("last", "beginning", "end", "first", "start")
        else at
    )
    rule = Rule(i, i)
    stop = (
        _every(line, at, rule)
        or _adverb(line, at, rule)
        or _days_weekly(line, at, rule)
        or _work_week(line, at, rule)
        or _plural(line, at, rule)
        or _ordinal_first(line, at, rule)
        or (times_per(line, at, rule) if at == i else None)
    )
    if stop is None:
        return None
    rule.last = read_limits(line, stop, rule)
    if is_quota(line, at) and not (len(rule.times) > 1 or len(rule.byday) > 1):
        return None
    return rule


def _is_exception(line: Line, i: int) -> bool:
    """Whether the days are those that something leaves out: "except on Mondays"."""
    k = i - 1 if line.word(i - 1) in ("for", "on", "from") else i
    return line.word(k - 1) in ("except", "excluding", "apart", "aside")


def _every(line: Line, i: int, rule: Rule) -> int | None:
    """ "every other week", "each Monday and Friday", "every 4th of the month", "every 3 days"."""
    if line.word(i) == "alternate" and (days := weekday_list(line, i + 1, plural=True)):
        rule.freq, rule.interval, rule.byday = "WEEKLY", 2, days[0]
        return days[1]
    i = line.skip(i, "once")
    if not line.has(i, "every"):
        return None
    at = i + 2 if line.token(i + 1).raw == "!" and line.glued(i + 1) else i + 1
    at = line.skip(at, "single")
    if line.has(at, "half") and (half := duration(line, at)):
        return _half(half, rule)
    if line.has(at, "other") or (
        line.word(at) == "second"
        and (line.unit(at + 1) or line.word(at + 1) in line.words.weekdays)
        and not line.has(at + 2, "of")
    ):
        rule.interval, at = 2, at + 1
    elif (line.rank(at) or line.word(at) == "last") and not (
        line.word(at) == "second" and not line.has(at + 1, "of") and not line.has(at + 2, "of")
    ):
        return _every_rank(line, at, rule)
    elif (count := line.whole(at)) is not None:
        if not 1 <= count <= LONGEST_INTERVAL:
            return None
        rule.interval, at = count, at + 1
    elif line.word(at) in ("couple",) or line.word(at) == "few":
        at_unit = line.skip(at + 1, "of")
        if line.unit(at_unit) is None:
            return None
        rule.interval, at = int(line.words.amounts[line.word(at)]), at_unit
    elif line.has(at, "one") and line.word(at + 1) in ("couple", "few"):
        rule.interval = int(line.words.amounts[line.word(at + 1)])
        at = line.skip(at + 2, "of")
    return _every_thing(line, at, rule)


def _half(length: Duration, rule: Rule) -> int | None:
    """ "every half hour", "every half year"."""
    if length.months:
        rule.freq, rule.interval = "MONTHLY", length.months
    elif length.seconds % 3600 == 0:
        rule.freq, rule.interval = "HOURLY", int(length.seconds // 3600)
    elif length.seconds % 60 == 0:
        rule.freq, rule.interval = "MINUTELY", int(length.seconds // 60)
    else:
        return None
    return length.last


def _every_thing(line: Line, at: int, rule: Rule) -> int | None:
    """What stands behind "every" and its count."""
    if (working := working_day(line, at)) is not None:
        rule.freq, rule.byday = "WEEKLY", working[0]
        return working[1]
    if line.has(at, "weekend"):
        rule.freq, rule.byday = "WEEKLY", list(DAYS[5:])
        return at + 1
    days = weekday_list(line, at)
    if days is not None:
        rule.freq, rule.byday = "WEEKLY", days[0]
        if line.word(days[1]) in ("in", "of") and line.word(days[1] + 1) == "week":
            rule.freq = "YEARLY"
        return days[1]
    part = line.words.day_parts.get(line.word(at))
    if part is not None:
        rule.freq, rule.day_part = "DAILY", line.word(at)
        return _more_parts(line, at + 1, rule)
    if line.word(at) in line.words.meal_parts and line.word(at) not in ("school", "work"):
        rule.freq, rule.day_part = "DAILY", line.word(at)
        return at + 1
    month = month_at(line, at)
    if month is not None:
        days_of = month_day_list(line, at + 1)
        if days_of is not None:
            rule.freq, rule.bymonth, rule.bymonthday = "YEARLY", [month], days_of[0]
            return days_of[1]
        if line.word(at) in ("may", "march", "mar") and line.token(at).raw.islower():
            return None
        rule.freq = "YEARLY"
        rule.bymonth, stop = month_list(line, at)
        return stop
    piece = date_piece(line, at, inside=True) if line.token(at).kind == "num" else None
    if piece is not None and piece.month and piece.mday:
        rule.freq, rule.bymonth, rule.bymonthday = "YEARLY", [piece.month], [piece.mday]
        rule.interval = 1
        return piece.last
    if rule.interval > 1 and line.token(at - 1).kind == "num" and rule.interval <= 31:
        piece = date_piece(line, at - 1, inside=True)
        if piece is not None and piece.month and piece.mday:
            rule.freq, rule.bymonth, rule.bymonthday = "YEARLY", [piece.month], [piece.mday]
            rule.interval = 1
            return piece.last
    if (named := yearly(line, at)) is not None:
        rule.freq, rule.bymonth, rule.bymonthday = "YEARLY", [named[0]], [named[1]]
        return named[2]
    if line.has(at, "fortnight"):
        rule.freq, rule.interval = "WEEKLY", 2 * rule.interval
        return at + 1
    unit = line.unit(at)
    if unit is None:
        unit = line.words.glued_units.get(line.word(at)) if line.glued(at) else None
    if unit is None:
        return None
    rule.freq, factor = FREQUENCY[unit]
    rule.interval *= factor
    if rule.freq == "MINUTELY" and rule.interval % 60 == 0:
        rule.freq, rule.interval = "HOURLY", rule.interval // 60
    return at + 1


def _more_parts(line: Line, at: int, rule: Rule) -> int:
    """ "Every morning and evening": at each of them."""
    hours = [line.words.day_parts[rule.day_part].hour]
    while (k := line.skip(at, "and")) > at and line.word(k) in line.words.day_parts:
        hours.append(line.words.day_parts[line.word(k)].hour)
        at = k + 1
    if len(hours) > 1:
        rule.times = [time(hour) for hour in hours]
    return at


def _every_rank(line: Line, at: int, rule: Rule) -> int | None:
    """ "every first Friday", "every 4th and 10th of the month", "every 3rd month"."""
    rank = line.rank(at)
    unit = line.unit(at + 1)
    if rank and unit and line.word(at + 1) not in ("second",):
        if unit == "day" and line.has(at + 2, "of"):
            return _ranked(line, at, rule, need_every=False)
        rule.freq, factor = FREQUENCY[unit]
        rule.interval = rank * factor
        return at + 2
    stop = _ranked(line, at, rule, need_every=False)
    if stop is not None:
        return stop
    if rank and (days := weekday_list(line, at + 1)):
        rule.freq, rule.interval, rule.byday = "WEEKLY", rank, days[0]
        return days[1]
    if rank and line.has(at + 1, "weekend"):
        rule.freq, rule.interval, rule.byday = "WEEKLY", rank, list(DAYS[5:])
        return at + 2
    return None


def _ordinal_first(line: Line, i: int, rule: Rule) -> int | None:
    """ "15th of every month", "first Friday of each month", "end of each month"."""
    return _ranked(line, i, rule, need_every=True)


def _ranked(line: Line, i: int, rule: Rule, *, need_every: bool) -> int | None:
    """Positions in the month or the year."""
    edge = 0
    ranks: list[int] = []
    if line.has(i, "begin") or line.has(i, "end"):
        edge, at = (1 if line.has(i, "begin") else -1), i + 1
    else:
        found = ranks_at(line, i)
        if found is None:
            return None
        ranks, at = found
    instance = line.has(at, "instance")
    if instance:
        at = line.skip(at + 1, "of")
    working = None if edge else working_day(line, at)
    instance = instance or working is not None
    days = None if edge else working or weekday_list(line, at)
    day_word = False
    if days is not None:
        at = days[1]
    elif not edge and line.unit(at) == "day":
        at, day_word = at + 1, True
    if line.has(at, "of"):
        at = line.skip(at + 1, "article") if not line.has(at + 1, "every") else at + 1
    elif need_every and not line.has(at, "every"):
        return None
    month = month_at(line, at)
    if not need_every and month is not None and line.has(at - 1, "of"):
        rule.freq, rule.bymonth = "YEARLY", [month]
        if days is not None:
            rule.byday = [f"{n}{d}" for n in ranks for d in days[0]]
        else:
            rule.bymonthday = ranks
        return at + 1
    every = line.has(at, "every")
    if need_every and not every:
        return None
    at += every
    interval = 1
    if every:
        if line.has(at, "other"):
            interval, at = 2, at + 1
        elif (count := line.whole(at)) or (count := line.rank(at)):
            interval, at = count, at + 1
    unit = line.unit(at)
    if (
        days is None
        and not edge
        and not every
        and not line.has(at - 1, "of")
        and not (line.has(at - 2, "of"))
    ):
        if need_every or day_word or line.has(at, "not_a_day"):
            return None
        unit, at = "month", at - 1
    if days is not None and unit is None and not need_every:
        if len(ranks) == 1 and ranks[0] > 1 and not instance:
            return None
        unit, at = "month", at - 1
    if unit not in ("month", "year", "quarter") or (line.word(at).endswith("s") and interval == 1):
        return None
    rule.freq, factor = FREQUENCY[unit]
    rule.interval = interval * factor
    if edge and unit == "quarter":
        # Counted from the quarter of the year, not from the month that it is now.
        behind = (line.today.month - 1) % 3
        rule.starts = add_months(line.today.replace(day=1), (2 if edge < 0 else 3) - behind)
    if edge:
        values = [edge]
        if unit == "year":
            rule.byyearday = values
        else:
            rule.bymonthday = values
    elif days is not None and instance:
        rule.byday, rule.bysetpos = days[0], ranks
    elif days is not None:
        rule.byday = [f"{n}{d}" for n in ranks for d in days[0]]
    elif unit == "year":
        rule.byyearday = ranks
    else:
        if any(abs(n) > 31 for n in ranks):
            return None
        rule.bymonthday = ranks
    return at + 1


def _adverb(line: Line, i: int, rule: Rule) -> int | None:
    """ "daily", "weekly", "biweekly", "weekdays", "weekends"."""
    word = line.word(i)
    known = line.words.frequencies.get(word)
    if known is None:
        return None
    if word in ("weekdays", "weekends"):
        rule.freq = "WEEKLY"
        rule.byday = list(DAYS[:5] if word == "weekdays" else DAYS[5:])
        return i + 1
    if line.word(i - 1) in ("twice", "thrice") or line.word(i - 1) == "times":
        return None
    # "the monthly report": an adjective of what is to be done.
    if i > 0 and line.token(i + 1).kind == "word" and line.token(i - 1).kind != "break":
        follows = line.word(i + 1)
        if not (
            line.has(i + 1, "function")
            or line.excepting(i + 1)
            or line.has(i + 1, "starting")
            or line.has(i + 1, "until")
            or follows in line.words.relative_days
            or follows in line.words.weekdays
            or (follows in line.words.months and follows not in line.words.doubtful)
            or (follows in line.words.months and line.whole(i + 2) is not None)
            or follows in line.words.day_parts
            or line.word(i - 1) in ("repeat", "repeats", "repeating")
        ):
            return None
    for name in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"):
        if known[0] == name:
            rule.freq = name
    rule.interval = known[1]
    if word == "nightly":
        rule.day_part = "night"
    return i + 1


def _plural(line: Line, i: int, rule: Rule) -> int | None:
    """ "Tuesdays and Thursdays", "on Mondays", "mornings"."""
    word = line.word(i)
    if line.token(i).kind != "word" or line.token(i).possessive:
        return None
    if (
        word in ("mornings", "evenings", "afternoons", "nights")
        and (line.has(i + 1, "at") or line.ends(i + 1))
        and line.whole(i - 1) is None
    ):
        rule.freq, rule.day_part = "DAILY", word
        return i + 1
    named = _workdays(line, i) or weekday_list(line, i)
    part = line.word(named[1]) if named else ""
    if named is not None and part in line.words.day_parts and part.endswith("s"):
        rule.freq, rule.day_part, rule.byday = "WEEKLY", part, named[0]
        return named[1] + 1
    if (
        word not in line.words.plural_weekdays
        or (len(word) < 5 and not (line.token(i).raw[0].isupper()))
        or word == "tues"
    ):
        return None
    days = weekday_list(line, i, plural=True)
    if days is None or (line.word(days[1]) in ("are", "were") and line.word(days[1] + 1) != "for"):
        return None  # "Mondays are hard"
    rule.freq, rule.byday = "WEEKLY", days[0]
    return days[1]


def _work_week(line: Line, i: int, rule: Rule) -> int | None:
    """ "Mon-Fri at 9am", "Monday through Friday 9:30": the working days, each at that hour."""
    first, last = (line.words.weekdays.get(line.word(k)) for k in (i, i + 2))
    if (first, last) != (0, 4) or not (line.has(i + 1, "dash") or line.has(i + 1, "until")):
        return None
    hour = clock(line, line.skip(i + 3, "at"), loose=line.has(i + 3, "at"))
    if hour is None or behind_joint(line, hour.last, "") is not None or line.has(i - 1, "this"):
        return None
    rule.freq, rule.byday = "WEEKLY", list(DAYS[:5])
    return i + 3


def _days_weekly(line: Line, i: int, rule: Rule) -> int | None:
    """ "Tue and Fri weekly", "on Monday every 2 weeks"."""
    days = weekday_list(line, i)
    if days is None:
        return None
    stop = _every(line, days[1], rule) or _adverb(line, days[1], rule)
    if stop is None or rule.freq != "WEEKLY" or rule.byday:
        rule.freq, rule.interval, rule.byday, rule.day_part = "DAILY", 1, [], ""
        rule.bymonth, rule.bymonthday, rule.byyearday, rule.bysetpos = [], [], [], []
        return None
    rule.byday = days[0]
    return stop


def _workdays(line: Line, i: int) -> tuple[list[str], int] | None:
    """ "weekday", "weekend"."""
    if line.has(i, "weekend"):
        return list(DAYS[5:]), i + 1
    return working_day(line, i)
