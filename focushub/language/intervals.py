"""From one point in time to another: "from 3 to 5pm", "July 13 - 15", "Friday to Monday".

What one side leaves out it takes from the other: the date, the month, am or pm. A side that would
end before it begins moves on to the next day, or the next year.
"""

from datetime import date, time, timedelta

from focushub.language.calendar_days import day_or_none, weekday_after
from focushub.language.clock import clock, meridiem
from focushub.language.counted import counts, has_unit
from focushub.language.dates import date_piece
from focushub.language.day_ranges import behind_joint, day_range, months
from focushub.language.line import Line
from focushub.language.moments import leading_words, moment
from focushub.language.parts import Interval, Moment, Part
from focushub.language.settling import likely_hour, settle

LED = frozenset({"from", "between", "on", "at", "until", "for", "in"})


def interval(line: Line, i: int) -> Interval | None:
    """The interval that begins at token i, prepositions included."""
    core, role = leading_words(line, i)
    if role and role not in LED and role != "by":
        return None
    if line.whole(core) is not None and _counted(line, core):
        return None  # "rate it from 1 to 10"
    found = months(line, i, core) or day_range(line, i, core, role)
    if found is None:
        found = _hour_range(line, i, core, role) or _points(line, i, core, role)
    return found


def _counted(line: Line, core: int) -> bool:
    """Whether pages or points are counted, and no day stands in between."""
    for k in range(core - 1, core - 5, -1):
        if line.has(k, "counting"):
            return True
        if line.word(k) in line.words.weekdays or line.word(k) in line.words.relative_days:
            return False
    return False


def _hour_range(line: Line, i: int, core: int, role: str) -> Interval | None:
    """Two bare hours: "7 to 9am", "from 3 to 4 in the evening", "between 9 and 11"."""
    value = line.whole(core)
    token = line.token(core)
    if value is None or value > 24:
        joined = line.token(core + 1).raw == "-" or line.word(core + 1) in ("to", "until", "till")
        wide = value is not None and len(token.raw) == 4 and joined
        wide = wide and len(line.token(core + 2).raw) == 4
        # "Invoice 2026-0453": what may be a year needs a day or a preposition.
        wide = wide and (core == i == 0 or role != "" or not 1900 <= (value or 0) <= 2099)
        if not wide:
            return None
    joint = behind_joint(line, core + 1, role)
    if joint is None:
        return None
    right = moment(line, joint, bare=True, loose=True)
    if right is None:
        return None
    second = _clock_of(right)
    if second is None or second.first != joint:
        return None
    if second.last == joint + 1 and (
        counts(line, second.last) or has_unit(line, second.last) or _half_spelled(line, core)
    ):
        return None
    led = role in ("from", "between", "at")
    alone = i == 0 and line.ends(right.last) and right.last >= line.size
    sure = (
        second.meridiem
        or right.day_part
        or len(line.token(joint).raw) == 4
        or (line.token(joint).kind == "clock")
    )
    before = line.word(core - 1)
    near_day = (
        before in line.words.weekdays
        or before in line.words.plural_weekdays
        or before in line.words.relative_days
        or line.has(core - 1, "tonight")
        or line.token(core - 1).kind in ("ord", "ymd")
        or (line.has(core - 1, "weekday") or line.has(core - 1, "weekend"))
        or (line.has(core - 1, "day") and line.has(core - 2, "every"))
    )
    day_behind = right.day_is_said and not any(p.mday for p in right.parts)
    if not (led or sure or alone or near_day or day_behind):
        return None
    if line.unit(second.last) is not None or not (sure or alone or led or day_behind or near_day):
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


def _half_spelled(line: Line, core: int) -> bool:
    """ "7-Eleven": a digit and a word in one are a name."""
    return not line.token(core).spelled and line.token(core + 2).spelled and line.glued(core + 2)


def _points(line: Line, i: int, core: int, role: str) -> Interval | None:
    """Any two points in time."""
    # "9h30 - 11h": what could be a length is a time when another one follows.
    dotted = line.token(core).kind == line.token(core + 2).kind == "dec"
    dotted = dotted and meridiem(line, core + 3) is not None  # "7.30-9.00pm"
    joined = any(behind_joint(line, core + k, role) for k in (2, 3)) and line.word(core + 1) == "h"
    left = moment(
        line, core, bare=True, loose=role in ("from", "between", "at") or joined or dotted
    )
    if left is None:
        return None
    if left.parts and left.parts[0].first != core:
        return None
    at = left.last
    if left.role == "by" and left.at is None:
        return None
    joint = behind_joint(line, at, role if role == "between" else left.role)
    if joint is None:
        return None
    timed = left.at is not None
    if timed:
        right = moment(line, joint, bare=True, loose=True)
    else:
        right = point_before_hours(line, joint, bare=True)
    if right is None:
        return None
    return _joined(line, i, left, right)


def hour_range(line: Line, i: int, *, led: bool) -> bool:
    """Whether two hours of one day begin at the token."""
    found = interval(line, i)
    if found is None and led:
        found = _hour_range(line, i, i, "from")
    return found is not None and found.start_at is not None and not found.day_is_said


def point_before_hours(line: Line, i: int, **how: bool) -> Moment | None:
    """The point in time at token i, without an hour that a range begins with ("Fri 9-5")."""
    found = moment(line, i, **how)
    hour = _clock_of(found) if found is not None else None
    if found is None or hour is None or not hour_range(line, hour.first, led=True):
        return found
    day = date_piece(line, i, inside=True)
    if day is None or day.last > hour.first:
        return found
    only = Moment(i, day.last, i, parts=[day])
    return only if settle(line, only) else found


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
    if first is None and line.token(left.last).raw == "-" and not right.day_is_said:
        return None  # "Tomorrow - 3pm" is one point.
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
    elif right.day_is_said and not left.day_is_said and _ends_by_night(line, right, start_at):
        start_day = end_day - timedelta(days=1) if end_day else None
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
    hours = [part for part in (first, second) if part is not None]
    return Interval(
        i,
        right.last,
        start_day,
        end_day,
        start_at,
        end_at,
        day_is_said=left.day_is_said or right.day_is_said,
        open_hours=len(hours) == 2
        and all(not part.fixed and (part.hour or 0) <= 12 for part in hours)
        and not (left.day_part or right.day_part),
    )


def _ends_by_night(line: Line, right: Moment, start_at: time | None) -> bool:
    """ "10pm to 2am tonight": the small hours of the night that begins on the day before."""
    part = line.words.day_parts.get(right.day_part)
    late = part is not None and part.hour >= 18 and right.at is not None and right.at < time(5)
    return late and start_at is not None and start_at > (right.at or start_at)


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
