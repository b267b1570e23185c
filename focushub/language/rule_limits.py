"""What limits a rule: on which days, at which times, from when, how often, until when."""

from datetime import date, time

from focushub.language.calendar_days import add_days, add_months
from focushub.language.clock import clock, day_part
from focushub.language.date_words import month_at
from focushub.language.dates import date_piece
from focushub.language.durations import duration
from focushub.language.intervals import hour_range
from focushub.language.line import Line
from focushub.language.moments import moment
from focushub.language.parts import Moment
from focushub.language.rule_exceptions import read_exception
from focushub.language.rule_lists import month_day_list, ranks_at, weekday_list, working_day
from focushub.language.rules import DAYS, Rule


def read_limits(line: Line, at: int, rule: Rule) -> int:
    """What limits the rule: on which days, at which times, from when, how often, until when."""
    for _ in range(8):
        stop = (
            _on(line, at, rule)
            or _at(line, at, rule)
            or _limit(line, at, rule)
            or _range(line, at, rule)
            or read_exception(line, at, rule)
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
    if (
        word in line.words.day_parts
        and not (rule.day_part or rule.times)
        and (rule.byday or rule.freq == "DAILY")
    ):
        rule.day_part = word
        return at + 1
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
        return _on_bare_days(line, at, rule)
    k = line.skip(at, "on", "of")
    k = line.skip(k, "article")
    if line.has(k, "weekend") or line.has(k, "weekday"):
        rule.byday = list(DAYS[5:] if line.has(k, "weekend") else DAYS[:5])
        return k + 1
    if days := weekday_list(line, k):
        if rule.freq not in ("WEEKLY", "MONTHLY", "YEARLY", "DAILY"):
            return None
        if rule.freq == "DAILY":
            rule.freq = "WEEKLY"
        rule.byday = days[0]
        return days[1]
    month = month_at(line, k)
    if month is not None:
        days_of = month_day_list(line, k + 1)
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


def _on_bare_days(line: Line, at: int, rule: Rule) -> int | None:
    """ "3x a week Tue Thu Sat", "weekly Mon and Fri"."""
    days = weekday_list(line, at) if rule.freq == "WEEKLY" else None
    if days is None or len(days[0]) < 2:
        return None
    rule.byday = days[0]
    return days[1]


def _on_ranks(line: Line, k: int, rule: Rule) -> int | None:
    """ "on the 4th", "on the 4th day", "on the last Friday", "on the first Monday in May"."""
    found = ranks_at(line, k)
    if found is None or rule.freq not in ("WEEKLY", "MONTHLY", "YEARLY"):
        return None
    ranks, at = found
    if line.has(at, "not_a_day"):
        return None
    instance = line.has(at, "instance")
    if instance:
        at = line.skip(at + 1, "of")
    working = working_day(line, at)
    instance = instance or working is not None
    days = working or weekday_list(line, at)
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
    if hour_range(line, at, led=led):
        return None  # "every day 10pm-6am": the hours stay together.
    while True:
        found = _time(line, at, led=led, rule=rule)
        if found is None or found.at is None:
            break
        rule.times.append(found.at)
        stop = found.last
        k = stop + 1 if line.token(stop).raw in (",", "/") else stop
        k = line.skip(k, "and")
        k = line.skip(k, "at") if k > stop else k
        following = _time(line, k, led=led and k > stop, rule=rule)
        if following is None or not (
            led or k == stop or line.token(k).kind == "clock" or _sure(following)
        ):
            return stop
        at = k
    return None


def _sure(found: Moment) -> bool:
    """Whether the half of the day was said, so that "8am 8pm" needs no "and"."""
    return any(part.meridiem for part in found.parts)


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
    times = line.has(at + 1, "times") and (line.word(at + 1) != "x" or line.glued(at + 1))
    if rule.count is None and count and count < 10_000 and times:
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
        if word == "to" and rule.starts is None:
            return None
        day = found.day
        if rule.starts is not None and day < rule.starts and not any(p.year for p in found.parts):
            day = add_months(day, 12) or day
        # "From April to September" holds September too, "until September" ends before it.
        closed = found.until if rule.starts is not None and word not in ("until", "till") else None
        rule.until = closed or day
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
