"""Puts pieces together to a point in time, and decides what the text left open.

Rules for what is ambiguous:

- An hour without am or pm follows the part of the day said with it ("7 tonight"). Without one,
  8 to 11 are in the morning, 12 is noon and 1 to 7 in the afternoon; "07:00" and "17:00" are
  24-hour times. Without a date, the next of the two halves that is still to come is taken for 5,
  6 and 7.
- A time that has gone by today is tomorrow's, unless "today" was said, or the text is nothing but
  a time whose half of the day is certain: that answers "when?" and names today's.
- A part of the day that has begun is due when it is over.
- Midnight is the night that follows: "today at midnight" is the end of today, "Friday at
  midnight" where Friday begins, and "by Friday midnight" where it ends.
- A weekday and a day of the month that disagree: the next month in which they agree. A weekday
  and a full date that disagree: the date.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from focushub.language.calendar_days import add_months, day_or_none, week_start, weekday_after
from focushub.language.clock import clock, day_part
from focushub.language.dates import date_piece, next_monthday
from focushub.language.line import Line
from focushub.language.parts import Part
from focushub.language.shifts import shift

ROLES = {
    "by": "by",
    "before": "by",
    "due": "by",
    "deadline": "by",
    "until": "until",
    "till": "until",
    "til": "until",
    "untill": "until",
    "after": "after",
    "from": "from",
    "since": "from",
    "starting": "from",
    "beginning": "from",
    "commencing": "from",
    "starts": "from",
    "at": "at",
    "@": "at",
    "on": "on",
    "for": "for",
    "in": "in",
    "of": "of",
    "around": "at",
    "about": "at",
    "approximately": "at",
    "approx": "at",
    "~": "at",
    "during": "in",
    "within": "in",
    "through": "until",
    "between": "between",
    "sometime": "on",
    "anytime": "on",
}
LOOSE_ROLES = frozenset({"by", "until", "after", "from", "at", "between"})
MOST_PARTS = 8
END_OF_WORK = time(17, 0)


@dataclass(slots=True)
class Moment:
    """Pieces that belong together, tokens ``first`` to before ``last``, and what they come to."""

    first: int
    last: int
    core: int
    """The first token behind the prepositions."""
    parts: list[Part] = field(default_factory=list)
    role: str = ""
    day: date | None = None
    until: date | None = None
    at: time | None = None
    open_hour: bool = False
    day_part: str = ""
    exact: datetime | None = None
    day_is_said: bool = False
    midnight: bool = False

    @property
    def has_time(self) -> bool:
        return self.at is not None or self.exact is not None


def moment(line: Line, i: int, *, loose: bool = False, bare: bool = False) -> Moment | None:
    """The point in time that begins at token i, prepositions included.

    Args:
        loose: a bare number is an hour (behind "to" in a range).
        bare: no prepositions in front.
    """
    core, role = (i, "") if bare else _lead(line, i)
    parts: list[Part] = []
    at = core
    while len(parts) < MOST_PARTS:
        k, word = (
            (at, role)
            if not parts
            else _glue(line, at, timed=any(p.what == "clock" for p in parts))
        )
        hour_is_open = (
            (loose or word in LOOSE_ROLES or (word == "for" and line.talks_of_alarms))
            if not parts
            else word in LOOSE_ROLES or _number_is_hour(line, k, parts)
        )
        part = _next_part(line, k, parts, loose=hour_is_open)
        if part is None:
            break
        if not parts and part.weak and not _supported(line, part, role):
            return None
        parts.append(part)
        if len(parts) > 1 and word in ("by", "until", "after", "from", "between"):
            role = word
        at = part.last
    if not parts:
        return None
    found = Moment(i, at, core, parts=parts, role=role)
    found.last = _tail(line, at, found)
    if _excepted(line, found) or _garbled(line, found):
        return None
    return found if _settle(line, found) else None


def _excepted(line: Line, found: Moment) -> bool:
    """ "except for tomorrow", "not Monday": the time is the one that is not meant."""
    before = line.word(found.first - 1)
    return before in ("except", "excluding", "not") or (
        line.word(found.core - 1) == "for" and line.word(found.core - 2) == "except"
    )


def _garbled(line: Line, found: Moment) -> bool:
    """Whether an hour that no clock shows follows ("May 3rd at 28pm"): then nothing is certain."""
    k = line.skip(found.last, "at")
    if k == found.last or found.has_time:
        return False
    if line.token(k).kind == "clock":
        return True
    return (line.whole(k) or 0) > 24 and line.word(k + 1) in line.words.meridiems


def _lead(line: Line, i: int) -> tuple[int, str]:
    """(index behind the prepositions, what they say)."""
    at, role = i, ""
    for _ in range(5):
        word = line.word(at)
        if word in ("no", "not") and line.word(at + 1) == "later" and line.word(at + 2) == "than":
            at, role = at + 3, "by"
        elif word == "not" and line.word(at + 1) == "before":
            at, role = at + 2, "after"
        elif word == "as" and line.word(at + 1) == "of":
            at, role = at + 2, "from"
        elif word == "on" and line.word(at + 1) == "or" and line.word(at + 2) in ("before", "by"):
            at, role = at + 3, "by"
        elif word == "in" and line.word(at + 1) == "between":
            at, role = at + 2, "between"
        elif word in ROLES and line.token(at).kind in ("word", "sym"):
            if word in ("in", "within", "after") and shift(line, at, _base) is not None:
                break
            if word == "beginning" and line.word(at + 1) == "of":
                break
            new = ROLES[word]
            role = (
                role
                if role in ("by", "until", "from", "after")
                and new in ("at", "on", "in", "for", "of")
                else new
            )
            at += 1
            if word == "due" and line.token(at).raw == ":":
                at += 1
            if word in ("starting", "deadline") and line.token(at).raw == ":":
                at += 1
        elif (
            word in ("date", "is")
            and role == "by"
            and line.word(at - 1) in ("due", "deadline", "date")
        ):
            at += 1
        else:
            break
    return at, role


def _glue(line: Line, at: int, *, timed: bool = False) -> tuple[int, str]:
    """(index behind the glue between two pieces, the preposition in it)."""
    k, role = at, ""
    for _ in range(3):
        token = line.token(k)
        word = token.word
        if word in ("in", "within", "after") and shift(line, k, _base) is not None:
            break
        if word in ("until", "till", "before") and timed:
            break
        if word in ("from", "until", "after", "before", "by", "till", "between"):
            role, k = ROLES[word], k + 1
        elif line.has(k, "glue"):
            if token.raw == "." and token.gap:
                break
            role = ROLES.get(word, role) or role
            k += 1
        elif token.raw == "-" and k == at:
            if not (line.words.day_parts.get(line.word(k + 1)) or line.has(k + 1, "early")):
                break
            k += 1
        else:
            break
    return k, role


def _number_is_hour(line: Line, k: int, parts: list[Part]) -> bool:
    """Whether a bare number behind a date is an hour: "tonight 7", "Friday 11 at night"."""
    if line.token(k).kind == "dec":
        return any(p.what == "date" or p.is_shift for p in parts)
    value = line.whole(k)
    if value is None:
        return False
    raw = line.token(k).raw
    behind = line.token(k + 1)
    if (
        behind.raw in ("/", "-", ".")
        and line.glued(k + 1)
        and line.token(k + 2).kind in ("num", "dec")
    ):
        return False
    if len(raw) in (3, 4) and raw.isdigit():
        return line.ends(k + 1) and not (1900 <= value <= 2199 and parts[-1].mday)
    if any(p.mday and not p.weekday for p in parts[-1:]) and not line.token(k).spelled:
        return False
    if value > 24 or not value >= 1:
        return False
    evening = (
        parts[-1].what == "daypart"
        or line.has(k + 1, "at")
        or (behind.word == "in" and (line.words.day_parts.get(line.word(k + 3)) is not None))
    )
    return (evening and (line.ends(k + 1) or line.has(k + 1, "at") or behind.word == "in")) or (
        line.token(k).spelled and line.whole(k + 1) is not None and line.token(k + 1).spelled
    )


def _next_part(line: Line, k: int, parts: list[Part], *, loose: bool) -> Part | None:
    """The next piece that fits what is there already; the longest wins."""
    best: Part | None = None
    said_clock = any(p.what == "clock" or p.moment for p in parts)
    options = [
        shift(line, k, _base) if not any(p.is_shift or p.moment for p in parts) else None,
        date_piece(line, k, inside=bool(parts)),
        None if said_clock else clock(line, k, loose=loose),
        None if said_clock else _clock_before_part(line, k),
        day_part(line, k),
    ]
    for option in options:
        if (
            option is not None
            and _fits(option, parts)
            and (best is None or option.last > best.last)
        ):
            best = option
    return best


def _clock_before_part(line: Line, k: int) -> Part | None:
    """A bare number with a part of the day or "tomorrow" behind it: "7 tonight", "9 tomorrow"."""
    value = line.whole(k)
    if (
        value is None
        or not 1 <= value <= 12
        or (len(line.token(k).raw) > 2 and not (line.token(k).spelled))
    ):
        return None
    behind = line.word(k + 1)
    part = day_part(line, k + 1)
    if (
        part is not None
        and part.day_part in line.words.day_parts
        and not (part.weak and part.first == part.last - 1 and not line.has(k + 1, "tonight"))
    ):
        return clock(line, k, loose=True)
    near = behind in line.words.relative_days and behind not in ("tod", "tom", "yest")
    if near and (
        line.word(k + 2) in line.words.day_parts
        or k == 0
        or line.has(k - 1, "clockish")
        or line.talks_of_alarms
    ):
        return clock(line, k, loose=True)
    return None


def _fits(part: Part, parts: list[Part]) -> bool:
    """Whether a piece adds to the others instead of saying another time."""
    if not parts:
        return True
    for have in parts:
        if part.what == "clock" and (have.what == "clock" or have.moment):
            return False
        if part.moment and (have.what == "clock" or have.moment):
            return False
        if part.what == "daypart" and have.what == "daypart":
            return bool(have.day) != bool(part.day)
        if part.what in ("date", "shift") and have.what in ("date", "shift"):
            if (part.mday and have.mday) or (part.weekday is not None and have.weekday is not None):
                return False
            if part.is_shift and have.is_shift:
                return False
            if part.month and have.month:
                return False
            if part.end_of_day or have.end_of_day:
                if part.end_of_day and have.end_of_day:
                    return False
                continue
            weekday = part.weekday if part.weekday is not None else have.weekday
            day = have.day if part.weekday is not None else part.day
            if {_sort(part), _sort(have)} == {"weekday", "day"} and (
                day is None or day.weekday() != weekday
            ):
                return False
            if (part.week and have.week) or (part.month_of and have.month_of):
                return False
            kinds = {_sort(part), _sort(have)}
            if kinds not in _TOGETHER:
                return False
    return True


def _sort(part: Part) -> str:
    if part.is_shift:
        return "shift"
    if part.month and part.mday:
        return "date"
    if part.mday:
        return "mday"
    if part.weekday is not None:
        return "weekday"
    if part.week:
        return "week"
    if part.month_of:
        return "month"
    return "day"


_TOGETHER: list[set[str]] = [
    {"weekday", "date"},
    {"weekday", "mday"},
    {"weekday", "week"},
    {"weekday", "shift"},
    {"weekday", "day"},
    {"weekday", "month"},
    {"mday", "month"},
    {"day", "date"},
    {"day", "mday"},
    {"day", "shift"},
    {"date", "month"},
]


def _supported(line: Line, part: Part, role: str) -> bool:
    """Whether a doubtful piece has a preposition, another piece or the end beside it."""
    if part.what == "daypart":
        return (
            role not in ("", "for", "of", "on")
            or (part.first <= 1 and line.ends(part.last))
            or (role == "for" and line.ends(part.last))
            or _adjacent(line, part)
        )
    if role in ("on", "by", "until", "after", "from", "for", "at"):
        return True
    if part.mday and part.weekday is None:
        return role in ("in",) and False
    raw = line.token(part.first).raw
    if part.weekday is not None and raw[:1].isupper() and part.first > 0:
        return True
    return (line.ends(part.last) and line.word(part.first - 1) not in ("the", "a")) or _adjacent(
        line, part
    )


def _adjacent(line: Line, part: Part) -> bool:
    """Whether another piece follows at once."""
    k, role = _glue(line, part.last)
    if k == part.last and line.token(k).kind == "num" and len(line.token(k).raw) > 2:
        return False
    behind = (
        clock(line, k, loose=role in LOOSE_ROLES)
        or date_piece(line, k, inside=True)
        or (day_part(line, k) if part.what != "daypart" else None)
    )
    return behind is not None


def _tail(line: Line, at: int, found: Moment) -> int:
    """Words behind that belong to the time: "at the latest", "ish", a closing bracket."""
    if line.word(at) == "at" and line.word(at + 1) == "the" and line.word(at + 2) == "latest":
        found.role = "by"
        return at + 3
    if line.has(at, "ish"):
        return at + 1
    if line.token(at).raw == "-" and line.has(at + 1, "ish") and line.glued(at):
        return at + 2
    if line.token(at).raw == ")" and line.token(found.core - 1).raw == "(":
        return at
    if line.word(at) in ("approximately", "approx") and line.ends(at + 1):
        return at + 1
    if line.word(at) == "sharp":
        return at + 1
    return at


def _base(line: Line, i: int) -> tuple[date | None, datetime | None, int] | None:
    """The point that a distance is counted from."""
    if line.word(i) == "this" and line.unit(i + 1) in ("second", "minute"):
        return None, line.local, i + 2
    found = moment(line, i, bare=True)
    if found is None or found.parts[0].is_shift:
        return None
    if found.exact is not None:
        return found.exact.date(), found.exact, found.last
    day = found.day if found.day_is_said else line.today
    if day is None:
        return None
    return day, datetime.combine(day, found.at) if found.at else None, found.last


def _settle(line: Line, found: Moment) -> bool:
    """Fills in the day and the time; False where the pieces make no date."""
    dates = [p for p in found.parts if p.what in ("date", "shift")]
    clocks = [p for p in found.parts if p.what == "clock"]
    day_parts = [p for p in found.parts if p.what == "daypart"]
    exact = next((p.moment for p in found.parts if p.moment), None)
    if exact is not None and not clocks:
        found.exact = exact
        found.day, found.day_is_said = exact.date(), True
        return True
    if dates:
        found.day = _day_of(line, dates)
        if found.day is None:
            return False
        found.day_is_said = True
        found.until = next((p.until for p in dates if p.until), None) if len(dates) == 1 else None
        if any(p.end_of_day for p in dates) and not clocks:
            found.at = END_OF_WORK
            found.role = "by"
    today_part = next((p.day for p in day_parts if p.day), None)
    if today_part and not dates:
        found.day, found.day_is_said = today_part, True
    if day_parts:
        found.day_part = day_parts[-1].day_part
    if clocks:
        _set_clock(line, found, clocks[0])
    elif day_parts and found.at is None:
        known = line.words.day_parts.get(found.day_part) or line.words.meal_parts[found.day_part]
        found.at = time(known.hour)
        if (
            line.has(day_parts[-1].last - 2, "early")
            and line.word(day_parts[-1].last - 2) == "late"
        ):
            found.at = time(min(known.hour + 2, 21 if known.hour >= 18 else known.ends - 1))
        ends = time(min(known.ends, 23), 59 if known.ends > 23 else 0)
        if found.day is None:
            passed = line.local.time() >= ends and not line.only(found.first, found.last)
            found.day = line.today + timedelta(days=1) if passed else line.today
        if found.day == line.today and found.at <= line.local.time() < ends:
            found.at = ends
    return True


def _set_clock(line: Line, found: Moment, part: Part) -> None:
    assert part.hour is not None
    hour = part.hour
    known = line.words.day_parts.get(found.day_part) or line.words.meal_parts.get(found.day_part)
    fixed = part.fixed
    if known is not None and not part.meridiem:
        if (
            known.afternoon
            and 1 <= hour <= 11
            and not (known.hour >= 21 and (hour <= 3 or hour == 4))
        ):
            hour += 12
        elif not known.afternoon and hour == 12:
            hour = 0
        fixed = True
    found.midnight = part.day_part == "midnight"
    found.open_hour = not fixed
    if not fixed:
        hour = _likely_hour(line, found.day, hour, part)
    found.at = time(hour, part.minute, part.second)
    if (
        found.midnight
        and (
            (found.role == "by" and found.day is not None)
            or found.day == line.today
            or "tonight" in (p.day_part for p in found.parts)
        )
        and found.day is not None
    ):
        found.day += timedelta(days=1)
    if found.day is None:
        found.day = line.today
        answers = part.named and line.only(found.first, found.last)
        if found.at <= line.local.time().replace(microsecond=0) and not answers:
            found.day += timedelta(days=1)


def _likely_hour(line: Line, day: date | None, hour: int, part: Part) -> int:
    """The half of the day of an hour said without am or pm."""
    if hour == 12:
        return 12
    afternoon = hour + 12
    if day is not None:
        return afternoon if 1 <= hour <= 6 else hour
    local = line.local.time()
    if 1 <= hour <= 4:
        return afternoon
    if time(hour, part.minute) > local:
        return hour
    return afternoon if time(afternoon, part.minute) > local else hour if hour > 6 else afternoon


def _day_of(line: Line, parts: list[Part]) -> date | None:
    """The one day that all the date pieces agree on."""
    parts = [p for p in parts if not p.end_of_day] or parts
    weekday = next((p for p in parts if p.weekday is not None), None)
    full = next((p for p in parts if p.mday and p.month), None)
    year = next((p.year for p in parts if p.year), None)
    month_of = next((p.month_of for p in parts if p.month_of), None)
    if full is not None:
        if full.year is None and year is None and month_of is not None:
            year = month_of.year
        return next_monthday(line.today, full.month, full.mday, full.year or year)
    mday = next((p for p in parts if p.mday), None)
    if mday is not None and mday.mday is not None:
        if month_of is not None:
            return day_or_none(month_of.year, month_of.month, mday.mday)
        sure = next((p.day for p in parts if p.day and p is not weekday), None)
        if sure is not None:
            return sure
        if weekday is not None and weekday.weekday is not None:
            return _agreeing(line.today, weekday.weekday, mday.mday)
        return next_monthday(line.today, None, mday.mday, None)
    if weekday is not None and weekday.weekday is not None:
        return _weekday_day(line, parts, weekday)
    return next((p.day for p in parts if p.day), None)


def _weekday_day(line: Line, parts: list[Part], weekday: Part) -> date | None:
    assert weekday.weekday is not None
    week = next((p.week for p in parts if p.week), None)
    if week is not None:
        return week + timedelta(days=weekday.weekday)
    moved = next((p for p in parts if p.is_shift and p.day), None)
    if moved is not None and moved.day is not None:
        ahead = (weekday.weekday - moved.day.weekday()) % 7
        if moved.base_months or ahead <= 3:
            return moved.day + timedelta(days=ahead)
        return moved.day - timedelta(days=7 - ahead)
    sure = next((p.day for p in parts if p.day and p is not weekday and not p.month_of), None)
    if sure is not None:
        return sure
    return weekday.day or weekday_after(line.today, weekday.weekday)


def _agreeing(today: date, weekday: int, mday: int) -> date | None:
    first = today.replace(day=1)
    for step in range(60):
        base = add_months(first, step)
        day = day_or_none(base.year, base.month, mday) if base else None
        if day is not None and day >= today and day.weekday() == weekday:
            return day
    return next_monthday(today, None, mday, None)


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return week_start(day)
