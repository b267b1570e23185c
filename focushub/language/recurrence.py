"""What comes again: "every other Friday", "the 15th of each month", "Tuesdays and Thursdays at 9".

Gives the parts of an RFC 5545 rule. "Every Friday" is weekly; "every 3rd" of a unit counts
intervals ("every 3rd month"), "every 3rd" alone is a day of the month ("every 3rd and 10th").
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from focushub.language.calendar_days import add_days, add_months, nth_weekday, weekday_from
from focushub.language.clock import clock, day_part
from focushub.language.dates import date_piece, month_at
from focushub.language.durations import duration
from focushub.language.line import Line
from focushub.language.moments import Moment, moment

Frequency = Literal["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCY: dict[str, tuple[Frequency, int]] = {
    "second": ("SECONDLY", 1),
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}
LONGEST_INTERVAL = 1000


@dataclass(slots=True)
class Rule:
    """The parts of a recurrence rule, tokens ``first`` to before ``last``."""

    first: int
    last: int
    freq: Frequency = "DAILY"
    interval: int = 1
    byday: list[str] = field(default_factory=list)
    bymonthday: list[int] = field(default_factory=list)
    byyearday: list[int] = field(default_factory=list)
    byweekno: list[int] = field(default_factory=list)
    bymonth: list[int] = field(default_factory=list)
    bysetpos: list[int] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    count: int | None = None
    until: date | None = None
    starts: date | None = None
    day_part: str = ""

    def text(self) -> str:
        """The RRULE value of RFC 5545."""
        pieces = [f"FREQ={self.freq}"]
        if self.interval != 1:
            pieces.append(f"INTERVAL={self.interval}")
        rows: list[tuple[str, list[int] | list[str]]] = [
            ("BYMONTH", sorted(set(self.bymonth))),
            ("BYWEEKNO", sorted(set(self.byweekno))),
            ("BYYEARDAY", sorted(set(self.byyearday))),
            ("BYMONTHDAY", sorted(set(self.bymonthday))),
            ("BYDAY", _in_order(self.byday)),
            ("BYHOUR", sorted({t.hour for t in self.times})),
            ("BYMINUTE", sorted({t.minute for t in self.times})),
            ("BYSETPOS", sorted(set(self.bysetpos))),
        ]
        pieces += [f"{name}={','.join(map(str, values))}" for name, values in rows if values]
        if self.count is not None:
            pieces.append(f"COUNT={self.count}")
        elif self.until is not None:
            pieces.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(pieces)

    def first_day(self, today: date) -> date | None:
        """The first day of the rule from today, or from its start, on."""
        day: date | None = max(self.starts, today) if self.starts else today
        for _ in range(366 * 5):
            if day is None or self._has(day):
                return day
            day = add_days(day, 1)
        return None

    def _has(self, day: date) -> bool:
        if self.bymonth and day.month not in self.bymonth:
            return False
        if self.byweekno and day.isocalendar().week not in self.byweekno:
            return False
        if self.byyearday and day.timetuple().tm_yday not in self.byyearday:
            return False
        if self.bymonthday:
            after = (day + timedelta(days=1)) if day < date.max else day
            wanted = {d for d in self.bymonthday if d > 0}
            from_end = {-d for d in self.bymonthday if d < 0}
            distance = _days_in_month(day) - day.day + 1
            if day.day not in wanted and distance not in from_end:
                return False
            del after
        if not self.byday:
            return True
        for name in self.byday:
            nth, weekday = name[:-2], DAYS.index(name[-2:])
            if day.weekday() != weekday:
                continue
            if not nth or nth_weekday(day.year, day.month, weekday, int(nth)) == day:
                return True
        return False


def _days_in_month(day: date) -> int:
    later = add_months(day.replace(day=1), 1)
    return (later - timedelta(days=1)).day if later else 31


def _in_order(names: list[str]) -> list[str]:
    unique = list(dict.fromkeys(names))
    return sorted(unique, key=lambda n: (n[:-2], DAYS.index(n[-2:])))


def recurrence(line: Line, i: int) -> Rule | None:
    """The rule that begins at token i."""
    token = line.token(i)
    if token.kind not in ("word", "ord"):
        return None
    at = line.skip(i, "on") if not line.has(i, "every") else i
    at = (
        line.skip(at, "article")
        if line.rank(at + 1) or line.word(at + 1) in ("last", "beginning", "end", "first", "start")
        else at
    )
    rule = Rule(i, i)
    stop = (
        _every(line, at, rule)
        or _adverb(line, at, rule)
        or _plural(line, at, rule)
        or _ordinal_first(line, at, rule)
        or (_times_per(line, at, rule) if at == i else None)
    )
    if stop is None:
        return None
    rule.last = _behind(line, stop, rule)
    return rule


def _every(line: Line, i: int, rule: Rule) -> int | None:
    """ "every other week", "each Monday and Friday", "every 4th of the month", "every 3 days"."""
    if not line.has(i, "every"):
        return None
    at = line.skip(i + 1, "single")
    if line.has(at, "other") or (
        line.word(at) == "second"
        and (line.unit(at + 1) or line.word(at + 1) in line.words.weekdays)
        and line.word(at + 1) not in ("of",)
    ):
        rule.interval, at = 2, at + 1
    elif line.word(at) != "second" and (line.rank(at) or line.word(at) == "last"):
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


def _every_thing(line: Line, at: int, rule: Rule) -> int | None:
    """What stands behind "every" and its count."""
    if line.has(at, "weekday"):
        rule.freq, rule.byday = "WEEKLY", list(DAYS[:5])
        return at + 1
    if line.word(at) in ("business", "working", "week") and line.unit(at + 1) == "day":
        rule.freq, rule.byday = "WEEKLY", list(DAYS[:5])
        return at + 2
    if line.has(at, "weekend"):
        rule.freq, rule.byday = "WEEKLY", list(DAYS[5:])
        return at + 1
    days = _weekday_list(line, at)
    if days is not None:
        rule.freq, rule.byday = "WEEKLY", days[0]
        if line.word(days[1]) in ("in", "of") and line.word(days[1] + 1) == "week":
            rule.freq = "YEARLY"
        return days[1]
    part = line.words.day_parts.get(line.word(at))
    if part is not None:
        rule.freq, rule.day_part = "DAILY", line.word(at)
        return at + 1
    if line.word(at) in line.words.meal_parts and line.word(at) not in ("school", "work"):
        rule.freq, rule.day_part = "DAILY", line.word(at)
        return at + 1
    month = month_at(line, at)
    if month is not None:
        days_of = _month_days(line, at + 1)
        if days_of is not None:
            rule.freq, rule.bymonth, rule.bymonthday = "YEARLY", [month], days_of[0]
            return days_of[1]
        if line.word(at) in ("may", "march", "mar"):
            return None
        rule.freq, rule.bymonth = "YEARLY", [month]
        return at + 1
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
    return at + 1


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
    if rank and (days := _weekday_list(line, at + 1)):
        rule.freq, rule.interval, rule.byday = "WEEKLY", rank, days[0]
        return days[1]
    if rank and line.has(at + 1, "weekend"):
        rule.freq, rule.interval, rule.byday = "WEEKLY", rank, list(DAYS[5:])
        return at + 2
    return None


def _ordinal_first(line: Line, i: int, rule: Rule) -> int | None:
    """ "15th of every month", "first Friday of each month", "end of each month"."""
    return _ranked(line, i, rule, need_every=True)


def _ranks(line: Line, at: int) -> tuple[list[int], int] | None:
    """ "first and third", "2nd to the last", "4th, 10th and last": the positions."""
    out: list[int] = []
    while True:
        at = line.skip(at, "article")
        rank = line.rank(at)
        if line.word(at) == "last":
            value, at = -1, at + 1
        elif rank and rank <= 366:
            at += 1
            k = line.skip(at + 1, "article") if line.word(at) == "to" else at
            if line.word(k) == "last" and (k > at or line.word(at) == "last"):
                value, at = -rank, k + 1
            else:
                value = rank
        else:
            break
        out.append(value)
        k = at + 1 if line.token(at).raw == "," else at
        k = line.skip(k, "and")
        if k == at or not (
            line.rank(line.skip(k, "article")) or line.word(line.skip(k, "article")) == "last"
        ):
            break
        at = k
    return (out, at) if out else None


def _ranked(line: Line, i: int, rule: Rule, *, need_every: bool) -> int | None:
    """Positions in the month or the year."""
    edge = 0
    if line.has(i, "begin") or line.has(i, "end"):
        edge, ranks, at = (1 if line.has(i, "begin") else -1), [], i + 1
    else:
        found = _ranks(line, i)
        if found is None:
            return None
        ranks, at = found
    instance = line.has(at, "instance")
    if instance:
        at = line.skip(at + 1, "of")
    days = None if edge else _weekday_list(line, at)
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
    behind = line.token(i + 1)
    if word == "daily" and behind.word in ("mail", "news", "show") and False:
        return None
    for name in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"):
        if known[0] == name:
            rule.freq = name  # type: ignore[assignment] # The names are the literal's.
    rule.interval = known[1]
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
    if (
        word not in line.words.plural_weekdays
        or (len(word) < 5 and not (line.token(i).raw[0].isupper()))
        or word == "tues"
    ):
        return None
    days = _weekday_list(line, i, plural=True)
    if days is None:
        return None
    rule.freq, rule.byday = "WEEKLY", days[0]
    return days[1]


def _times_per(line: Line, i: int, rule: Rule) -> int | None:
    """ "once a week", "one a day"."""
    if not (line.has(i, "once") or (line.word(i) == "" and line.whole(i) == 1)):
        return None
    if not line.has(i + 1, "per"):
        return None
    at = line.skip(i + 2, "other")
    unit = line.unit(at)
    if unit is None or line.word(at).endswith("s"):
        return None
    rule.freq, rule.interval = FREQUENCY[unit]
    if at > i + 2:
        rule.interval *= 2
    return at + 1


def _weekday_list(line: Line, i: int, *, plural: bool = False) -> tuple[list[str], int] | None:
    """ "Mon, Wed and Fri", "Monday-Wednesday", "Saturday thru Tuesday", "weekdays"."""
    out: list[str] = []
    at = i
    while True:
        weekday = _weekday(line, at)
        if weekday is None:
            break
        at += 1
        if line.token(at).raw == "." and line.glued(at) and len(line.token(at - 1).raw) <= 5:
            at += 1
        if line.has(at, "until") or line.has(at, "dash"):
            second = _weekday(line, at + 1)
            if second is not None:
                day = weekday
                while True:
                    out.append(DAYS[day])
                    if day == second:
                        break
                    day = (day + 1) % 7
                at += 2
                weekday = None
        if weekday is not None:
            out.append(DAYS[weekday])
        k = at
        if line.token(k).raw in (",", "/"):
            k += 1
        k = line.skip(k, "and")
        k = line.skip(k, "on") if k > at else k
        if k == at or _weekday(line, k) is None:
            break
        if plural and line.word(k) not in line.words.plural_weekdays and (len(line.word(k)) > 4):
            break
        at = k
    return (out, at) if out else None


def _weekday(line: Line, i: int) -> int | None:
    token = line.token(i)
    if token.kind != "word":
        return None
    found = line.words.weekdays.get(token.word)
    return line.words.plural_weekdays.get(token.word) if found is None else found


def _month_days(line: Line, i: int) -> tuple[list[int], int] | None:
    """ "21st and 31st", "20 and 30"."""
    out: list[int] = []
    at = i
    while True:
        at = line.skip(at, "article")
        value = line.rank(at) or line.whole(at)
        if (
            not value
            or not 1 <= value <= 31
            or line.token(at + 1).raw == ":"
            or (line.word(at + 1) in line.words.meridiems)
        ):
            break
        out.append(value)
        at += 1
        k = at + 1 if line.token(at).raw == "," else at
        k = line.skip(k, "and")
        if k == at or not (line.rank(line.skip(k, "article")) or line.whole(k)):
            break
        at = k
    return (out, at) if out else None


def _behind(line: Line, at: int, rule: Rule) -> int:
    """What limits the rule: on which days, at which times, from when, how often, until when."""
    for _ in range(8):
        stop = (
            _on(line, at, rule)
            or _at(line, at, rule)
            or _limit(line, at, rule)
            or _range(line, at, rule)
        )
        if stop is None:
            return at
        at = stop
    return at


def _on(line: Line, i: int, rule: Rule) -> int | None:
    at = i + 1 if line.token(i).raw == "," else i
    word = line.word(at)
    if word == "in" and line.word(at + 1) == "week" and (number := line.whole(at + 2)):
        if not 1 <= number <= 53:
            return None
        rule.byweekno, rule.freq = [number], "YEARLY"
        return at + 3
    if (
        word == "at"
        and line.word(at + 1) == "the"
        and (line.has(at + 2, "begin") or line.has(at + 2, "end"))
        and rule.freq in ("MONTHLY", "YEARLY")
    ):
        value = 1 if line.has(at + 2, "begin") else -1
        if rule.freq == "MONTHLY":
            rule.bymonthday = [value]
        else:
            rule.byyearday = [value]
        stop = at + 3
        if line.word(stop) == "of" and line.word(stop + 1) == "the" and line.unit(stop + 2):
            stop += 3
        return stop
    if rule.byday or rule.bymonthday:
        return None
    if (
        rule.day_part == ""
        and rule.freq == "DAILY"
        and (part := day_part(line, at))
        and (
            part.day is None
            and part.day_part in line.words.day_parts
            and (line.has(at, "of") or line.has(at, "at"))
        )
    ):
        rule.day_part = part.day_part
        return part.last
    if word not in ("on", "in", "of") and not (word == "the" and line.rank(at + 1)):
        return None
    k = line.skip(at, "on", "of")
    k = line.skip(k, "article")
    if line.has(k, "weekend") or line.has(k, "weekday"):
        rule.byday = list(DAYS[5:] if line.has(k, "weekend") else DAYS[:5])
        return k + 1
    if days := _weekday_list(line, k):
        if rule.freq not in ("WEEKLY", "MONTHLY", "YEARLY", "DAILY"):
            return None
        if rule.freq == "DAILY":
            rule.freq = "WEEKLY"
        rule.byday = days[0]
        return days[1]
    month = month_at(line, k)
    if month is not None:
        days_of = _month_days(line, k + 1)
        rule.bymonth = [month]
        if days_of is None:
            return k + 1
        rule.bymonthday = days_of[0]
        return days_of[1]
    piece = date_piece(line, k, inside=True)
    if piece is not None and piece.month and piece.mday and rule.freq == "YEARLY":
        rule.bymonth, rule.bymonthday = [piece.month], [piece.mday]
        return piece.last
    return _on_ranks(line, k, rule)


def _on_ranks(line: Line, k: int, rule: Rule) -> int | None:
    """ "on the 4th", "on the 4th day", "on the last Friday", "on the first Monday in May"."""
    found = _ranks(line, k)
    if found is None or rule.freq not in ("WEEKLY", "MONTHLY", "YEARLY"):
        return None
    ranks, at = found
    if line.has(at, "not_a_day"):
        return None
    instance = line.has(at, "instance")
    if instance:
        at = line.skip(at + 1, "of")
    days = _weekday_list(line, at)
    if days is not None:
        at = days[1]
        if instance:
            rule.byday, rule.bysetpos = days[0], ranks
        else:
            rule.byday = [f"{n}{d}" for n in ranks for d in days[0]]
        if line.has(at, "of") and (month := month_at(line, at + 1)):
            rule.bymonth = [month]
            return at + 2
        if line.word(at) == "of" and line.word(at + 1) == "the" and line.unit(at + 2) == "month":
            return at + 3
        return at
    if line.unit(at) == "day":
        at += 1
    if rule.freq == "WEEKLY":
        if not all(1 <= n <= 7 for n in ranks):
            return None
        # The week of a rule begins on Sunday here: "the 4th day" of it is Wednesday... by ISO,
        # Thursday; the sources that name it count from Sunday.
        rule.byday = [DAYS[(n - 2) % 7] for n in ranks]
    elif rule.freq == "MONTHLY":
        if any(abs(n) > 31 for n in ranks):
            return None
        rule.bymonthday = ranks
    else:
        if line.has(at, "of") and (month := month_at(line, at + 1)):
            rule.bymonth, rule.bymonthday = [month], ranks
            return at + 2
        rule.byyearday = ranks
    return at


def _at(line: Line, i: int, rule: Rule) -> int | None:
    """ "at 9", "at 10, 12 and 17", "6am", "in the evening at 7"."""
    if rule.times:
        return None
    at = i + 1 if line.token(i).raw == "," else i
    led = line.has(at, "at")
    at += led
    if line.word(at - 1) == "at" and line.has(at, "at"):
        at += 1
    found: Moment | None = None
    while True:
        found = _time(line, at, led=led, rule=rule)
        if found is None or found.at is None:
            break
        rule.times.append(found.at)
        stop = found.last
        k = stop + 1 if line.token(stop).raw == "," else stop
        k = line.skip(k, "and")
        k = line.skip(k, "at") if k > stop else k
        if k == stop or not led or _time(line, k, led=led, rule=rule) is None:
            return stop
        at = k
    return None


def _time(line: Line, at: int, *, led: bool, rule: Rule) -> Moment | None:
    """A time of day with no date in it."""
    piece = clock(line, at, loose=led)
    if piece is None:
        return None
    found = moment(line, at, bare=True, loose=led)
    if found is None or found.day_is_said or found.exact is not None or found.at is None:
        found = Moment(at, piece.last, at, parts=[piece])
        hour = piece.hour or 0
        if not piece.fixed and 1 <= hour <= 6:
            hour += 12
        found.at = time(hour, piece.minute)
    elif found.open_hour and piece.hour is not None:
        hour = piece.hour
        part = line.words.day_parts.get(rule.day_part)
        if 1 <= hour <= 6 or (part is not None and part.afternoon and hour < 12):
            hour = hour % 12 + 12
        if part is not None and not part.afternoon:
            hour = piece.hour
        found.at = time(hour, piece.minute)
    return found


def _limit(line: Line, i: int, rule: Rule) -> int | None:
    """ "for 3 times", "10x", "twice", "for the next 2 months", "up to 7x"."""
    at = i
    led = line.word(at) == "for"
    at += led
    if line.word(at) == "up" and line.word(at + 1) == "to":
        at, led = at + 2, True
    if rule.count is None and line.word(at) == "twice":
        rule.count = 2
        return at + 1
    count = line.whole(at)
    if rule.count is None and count and count < 10_000:
        if line.has(at + 1, "times") and (line.word(at + 1) != "x" or line.glued(at + 1)):
            rule.count = count
            return at + 2
    if not led or rule.until is not None:
        return None
    at = line.skip(at, "article")
    k = line.skip(at, "next")
    length = duration(line, k)
    if length is None and k > at and (unit := line.unit(k)) in ("week", "month", "year"):
        day = line.today
        moved = {"week": add_days(day, 7), "month": add_months(day, 1), "year": add_months(day, 12)}
        rule.until = moved[unit]
        return k + 1
    if length is None or not length.is_dated or length.vague:
        return None
    start = rule.starts or line.today
    later = add_months(start, length.months) if length.months else start
    rule.until = add_days(later, length.days) if later else None
    return length.last if rule.until else None


def _range(line: Line, i: int, rule: Rule) -> int | None:
    """ "starting next Tuesday", "from May 1 to June 3", "until March"."""
    word = line.word(i)
    at = i
    if line.has(i, "starting") and rule.starts is None:
        at = line.skip(i + 1, "on", "in")
        if line.word(at) == "from":
            at += 1
        found = moment(line, line.skip(at, "in"), bare=True) or moment(line, at - 1)
        if found is None or found.day is None or not found.day_is_said:
            return None
        rule.starts = found.day
        if found.at is not None and not rule.times:
            rule.times = [found.at]
        return found.last
    if (line.has(i, "until") or word in ("ending", "ends")) and rule.until is None:
        found = moment(line, i) if word in ("until", "till") else moment(line, i + 1, bare=True)
        if found is None and (month := month_at(line, i + 1)):
            base = rule.starts or line.today
            rule.until = date(base.year + (month < base.month), month, 1)
            return i + 2
        if found is None or found.day is None or not found.day_is_said:
            return None
        if word in ("to", "through") and rule.starts is None:
            return None
        day = found.day
        if rule.starts is not None and day < rule.starts and not any(p.year for p in found.parts):
            day = add_months(day, 12) or day
        rule.until = day
        return found.last
    return None


def starting_before(line: Line, i: int) -> tuple[date, int] | None:
    """ "starting next Tuesday" in front of a rule: (date, index behind)."""
    if not line.has(i, "starting"):
        return None
    found = moment(line, i + 1, bare=True)
    if found is None or found.day is None or not found.day_is_said or found.has_time:
        return None
    return found.day, found.last


def first_weekday(day: date, weekday: int) -> date:
    """The first such weekday from the day on."""
    return weekday_from(day, weekday)
