"""From one point in time to another: "from 3 to 5pm", "July 13 - 15", "Friday to Monday".

What one side leaves out it takes from the other: the date, the month, am or pm. A side that would
end before it begins moves on to the next day, or the next year.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from focushub.language.calendar_days import day_or_none, month_end, weekday_after
from focushub.language.clock import clock, meridiem
from focushub.language.date_words import month_at, next_monthday, year_at
from focushub.language.dates import date_piece
from focushub.language.line import Line
from focushub.language.moments import leading_words, moment
from focushub.language.parts import Moment, Part
from focushub.language.settling import likely_hour

LED = frozenset({"from", "between", "on", "at", "until", "for", "in"})


@dataclass(slots=True)
class Interval:
    """A start and an end, tokens ``first`` to before ``last``. A day without a time is whole."""

    first: int
    last: int
    start_day: date
    end_day: date
    start_at: time | None = None
    end_at: time | None = None
    start_exact: datetime | None = None
    end_exact: datetime | None = None
    day_is_said: bool = False


def interval(line: Line, i: int) -> Interval | None:
    """The interval that begins at token i, prepositions included."""
    core, role = leading_words(line, i)
    if role and role not in LED and role != "by":
        return None
    if line.whole(core) is not None and any(line.has(core - k, "counting") for k in (1, 2, 3, 4)):
        return None  # "rate it from 1 to 10"
    found = _months(line, i, core) or _day_range(line, i, core, role)
    if found is None:
        found = _hour_range(line, i, core, role) or _points(line, i, core, role)
    return found


def _joint(line: Line, at: int, role: str) -> int | None:
    """The index behind the word that joins both ends."""
    if line.word(at) == "up" and line.word(at + 1) == "to":
        return at + 2
    if line.has(at, "dash") or line.has(at, "until") or line.word(at) == "ending":
        return at + 1
    if role == "between" and line.has(at, "and"):
        return at + 1
    return None


def _months(line: Line, i: int, core: int) -> Interval | None:
    """ "from Sep to Nov", "April until the end of June"."""
    years = _years(line, i, core)
    if years is not None:
        return years
    first = month_at(line, core)
    if first is None or (core == i and line.word(core) in line.words.doubtful):
        return None
    year = year_at(line, core + 1)
    at = year[1] if year else core + 1
    joint = _joint(line, at, "between" if line.word(core - 1) == "between" else "")
    if joint is None:
        return None
    k = joint
    if line.word(k) == "the" and line.has(k + 1, "end") and line.word(k + 2) == "of":
        k += 3
    second = month_at(line, k)
    if second is None or line.rank(k + 1) or (line.whole(k + 1) and not year_at(line, k + 1)):
        return None
    last_year = year_at(line, k + 1)
    start_year = year[0] if year else line.today.year + (max(first, second) < line.today.month)
    end_year = last_year[0] if last_year else start_year + (second < first)
    return Interval(
        i,
        last_year[1] if last_year else k + 1,
        date(start_year, first, 1),
        month_end(date(end_year, second, 1)),
        day_is_said=True,
    )


def _years(line: Line, i: int, core: int) -> Interval | None:
    """ "2014 to 2018", "from 2014 through May 2018"."""
    left = year_at(line, core)
    if left is None or left[1] != core + 1:
        return None
    joint = _joint(line, core + 1, "between")
    if joint is None:
        return None
    right = year_at(line, joint)
    if right is not None and right[1] == joint + 1 and right[0] > left[0]:
        return Interval(i, right[1], date(left[0], 1, 1), date(right[0], 12, 31), day_is_said=True)
    piece = date_piece(line, joint, inside=True)
    if piece is None:
        return None
    end = piece.until or piece.day or next_monthday(line.today, piece.month, piece.mday, piece.year)
    if end is None or end.year < left[0]:
        return None
    return Interval(i, piece.last, date(left[0], 1, 1), end, day_is_said=True)


def _mday(line: Line, at: int) -> tuple[int, int] | None:
    at = line.skip(at, "article")
    value = line.rank(at)
    if value is None:
        value = line.whole(at)
        if value is None or (len(line.token(at).raw) > 2 and not line.token(at).spelled):
            return None
    if not 1 <= value <= 31:
        return None
    stop = at + 1
    if (line.token(stop).raw == "." and line.glued(stop) and not line.ends(stop + 1)) or (
        line.token(stop).raw == "." and line.glued(stop) and line.token(stop + 1).raw == "-"
    ):
        stop += 1
    return value, stop


def _day_range(line: Line, i: int, core: int, role: str) -> Interval | None:
    """ "13 to 15 July", "July 13-15", "the 13th to the 15th of July", "19th - 23rd"."""
    left = _mday(line, core)
    if left is not None:
        joint = _joint(line, left[1], role)
        if joint is None and line.token(left[1]).raw == "/" and line.token(left[1]).gap:
            joint = left[1] + 1
        if joint is None:
            return None
        right = date_piece(line, joint)
        if right is None or not (right.mday and right.month):
            both = line.rank(line.skip(core, "article")) and line.rank(line.skip(joint, "article"))
            other = _mday(line, joint)
            if both and other and role in ("from", "on"):
                start = next_monthday(line.today, None, left[0], None)
                end = next_monthday(start, None, other[0], None) if start else None
                if start and end:
                    last = other[1]
                    if line.word(last) == "this" and line.unit(last + 1) == "month":
                        last += 2
                    return Interval(i, last, start, end, day_is_said=True)
            return None
        end = next_monthday(line.today, right.month, right.mday, right.year)
        if end is None:
            return None
        start = day_or_none(end.year, end.month, left[0])
        if start is None or start > end:
            return None
        return Interval(i, right.last, start, end, day_is_said=True)
    piece = date_piece(line, core)
    if piece is None or not (piece.mday and piece.month):
        return None
    joint = _joint(line, piece.last, role)
    if joint is None:
        return None
    other = _mday(line, joint)
    if other is None or date_has_month(line, joint):
        return None
    stop = other[1]
    behind = line.token(stop)
    if behind.raw == ":" or meridiem(line, stop) or line.unit(stop) or line.has(stop, "clock"):
        return None
    if behind.kind == "word" and line.glued(stop) and line.token(stop - 1).kind == "num":
        return None
    year = year_at(line, stop)
    start = next_monthday(line.today, piece.month, piece.mday, piece.year or (year and year[0]))
    end = day_or_none(start.year, start.month, other[0]) if start else None
    if start is None or end is None or end <= start:
        return None
    return Interval(i, year[1] if year else stop, start, end, day_is_said=True)


def date_has_month(line: Line, at: int) -> bool:
    """Whether a full date, not a day alone, stands at the token."""
    piece = date_piece(line, at)
    return piece is not None and piece.month is not None


def _hour_range(line: Line, i: int, core: int, role: str) -> Interval | None:
    """Two bare hours: "7 to 9am", "from 3 to 4 in the evening", "between 9 and 11"."""
    value = line.whole(core)
    token = line.token(core)
    if value is None or value > 24:
        wide = value is not None and len(token.raw) == 4 and line.token(core + 1).raw == "-"
        wide = wide and len(line.token(core + 2).raw) == 4
        if not wide:
            return None
    joint = _joint(line, core + 1, role)
    if joint is None:
        return None
    right = moment(line, joint, bare=True, loose=True)
    if right is None:
        return None
    second = _clock_of(right)
    if second is None or second.first != joint:
        return None
    led = role in ("from", "between", "at")
    alone = i == 0 and line.ends(right.last) and right.last >= line.size
    sure = (
        second.meridiem
        or right.day_part
        or len(line.token(joint).raw) == 4
        or (line.token(joint).kind == "clock")
    )
    near_day = line.word(core - 1) in line.words.weekdays or (
        line.word(core - 1) in line.words.relative_days
    )
    if not (led or sure or alone or near_day):
        return None
    if line.unit(second.last) is not None or (not sure and not alone and not led):
        return None
    if alone and not sure and max(value or 0, line.whole(joint) or 0) > 12:
        return None
    past = clock(line, core)
    if past is not None and past.last > joint:
        return None
    left = moment(line, core, bare=True, loose=True)
    if left is None or left.last != core + 1:
        left_part = Part("clock", core, core + 1, hour=(value or 0) % 24)
        if len(token.raw) == 4 and value is not None:
            hour, minute = divmod(value, 100)
            if hour > 23 or minute > 59:
                return None
            left_part = Part("clock", core, core + 1, hour=hour, minute=minute, fixed=True)
        left = Moment(core, core + 1, core, parts=[left_part])
    return _joined(line, i, left, right)


def _points(line: Line, i: int, core: int, role: str) -> Interval | None:
    """Any two points in time."""
    # "9h30 - 11h": what could be a length is a time when another one follows.
    joined = any(_joint(line, core + k, role) for k in (2, 3)) and line.word(core + 1) == "h"
    left = moment(line, core, bare=True, loose=role in ("from", "between", "at") or joined)
    if left is None:
        return None
    if left.parts and left.parts[0].first != core:
        return None
    at = left.last
    if left.role == "by" and left.at is None:
        return None
    joint = _joint(line, at, role if role == "between" else left.role)
    if joint is None:
        return None
    timed = left.at is not None
    right = moment(line, joint, bare=True, loose=timed)
    if right is None:
        return None
    return _joined(line, i, left, right)


def _clock_of(found: Moment) -> Part | None:
    return next((p for p in found.parts if p.what == "clock"), None)


def _joined(line: Line, i: int, left: Moment, right: Moment) -> Interval | None:
    """Both ends, each completed by the other."""
    first, second = _clock_of(left), _clock_of(right)
    if left.exact or right.exact:
        return _exact(line, i, left, right)
    if (first is None) != (second is None) and not (left.day_is_said or right.day_is_said):
        return None
    both_parts = left.day_part and right.day_part
    both_days = left.day_is_said and right.day_is_said
    if first is None and second is None and not (both_days or both_parts):
        return None
    if (
        first is not None
        and first.hour is not None
        and left.open_hour
        and (right.day_is_said and not left.day_is_said)
    ):
        # "9:30-10:45 on Monday": no hour of today's decides.
        hour = likely_hour(line, right.day, first.hour, first)
        left.at = time(hour, first.minute, first.second)
    start_at, end_at = left.at, right.at
    if first is not None and second is not None:
        start_at, end_at = _hours(line, left, right, first, second)
    start_day, end_day = left.day, right.day
    if left.day_is_said and not right.day_is_said:
        end_day = start_day
    elif right.day_is_said and not left.day_is_said:
        # "2pm to 3pm tomorrow" is all tomorrow; "2pm to tomorrow 3pm" begins today.
        ahead = right.parts[0].what == "date" and second is not None and right.role != "between"
        start_day = line.today if ahead else end_day
    elif not left.day_is_said:
        start_day = line.today
        now = line.local.time()
        if start_at is not None and start_at <= now:
            start_day = line.today + timedelta(days=1)
        end_day = start_day
    if start_day is None or end_day is None:
        return None
    if left.midnight and left.day_is_said and start_day > end_day:
        start_day = end_day
    start_day, end_day = _ordered(line, left, right, start_day, end_day)
    if start_at is not None and end_at is not None and start_day == end_day and end_at <= start_at:
        end_day += timedelta(days=1)
    if start_day > end_day:
        return None
    return Interval(
        i,
        right.last,
        start_day,
        end_day,
        start_at,
        end_at,
        day_is_said=left.day_is_said or right.day_is_said,
    )


def _exact(line: Line, i: int, left: Moment, right: Moment) -> Interval | None:
    if left.day is None or right.day is None:
        return None
    if right.day < left.day and any(p.month and not p.year for p in left.parts):
        # "between Jan 22 and now": the last such day.
        left.day = day_or_none(left.day.year - 1, left.day.month, left.day.day) or left.day
    if right.day < left.day:
        return None
    return Interval(
        i,
        right.last,
        left.day,
        right.day,
        left.at,
        right.at,
        left.exact,
        right.exact,
        day_is_said=True,
    )


def _ordered(line: Line, left: Moment, right: Moment, start: date, end: date) -> tuple[date, date]:
    """Moves the end behind the start: the next such weekday, or the next year."""
    year_right = any(p.year for p in right.parts)
    year_left = any(p.year for p in left.parts)
    full_left = next((p for p in left.parts if p.mday and p.month), None)
    full_right = next((p for p in right.parts if p.mday and p.month), None)
    if full_left and full_right and year_right and not year_left:
        moved = day_or_none(end.year, start.month, start.day)
        if moved is not None:
            start = (
                moved
                if moved <= end
                else day_or_none(end.year - 1, start.month, start.day) or start
            )
    if start <= end:
        return start, end
    if full_right is not None and not year_right:
        for year in (start.year, start.year + 1):
            moved = day_or_none(year, end.month, end.day)
            if moved is not None and moved >= start:
                return start, moved
    weekday = next((p.weekday for p in right.parts if p.weekday is not None), None)
    if weekday is not None and len(right.parts) <= 2 and full_right is None:
        return start, weekday_after(start, weekday)
    if full_left is not None and not year_left:
        moved = day_or_none(start.year - 1, start.month, start.day)
        if moved is not None and moved <= end:
            return moved, end
    return start, end


def _hours(line: Line, left: Moment, right: Moment, first: Part, second: Part) -> tuple[time, time]:
    """Both times of day; a half of the day said once counts for both where that keeps order."""
    assert first.hour is not None
    assert second.hour is not None
    start = left.at or time(first.hour, first.minute, first.second)
    end = right.at or time(second.hour, second.minute, second.second)
    left_open = not first.fixed and not (left.day_part and left.at and left.day_part != "midnight")
    right_open = right.open_hour and not (right.day_part and right.day_part != "midnight")
    if left_open and not right_open:
        morning = time(first.hour % 12, first.minute) if first.hour < 13 else start
        evening = time(first.hour % 12 + 12, first.minute) if first.hour < 13 else start
        if end.hour >= 12:
            start = evening if evening < end else morning
        else:
            start = morning if morning < end else evening
    elif right_open and second.hour <= 12:
        choices = [
            time(second.hour % 12, second.minute),
            time(second.hour % 12 + 12, second.minute),
        ]
        later = [c for c in choices if c > start]
        end = later[0] if later else choices[0]
    return start, end
