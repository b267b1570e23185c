"""Decides what the pieces of a point in time left open.

Rules for what is ambiguous:

- An hour without am or pm follows the part of the day said with it ("7 tonight"). Without one,
  8 to 11 are in the morning, 12 is noon and 1 to 7 in the afternoon; "07:00" and "17:00" are
  24-hour times. Without a date, the next of the two halves that is still to come is taken for 5,
  6 and 7.
- A time that has gone by today is tomorrow's, unless "today" was said, or the text is nothing but
  a time whose half of the day is certain: that answers "when?" and names today's.
- A part of the day is a window: it starts when the part begins, unless that has gone by, and is
  due when it is over. "By the evening" is due when it begins.
- Midnight is the night that follows: "today at midnight" is the end of today, "Friday at
  midnight" where Friday begins, and "by Friday midnight" where it ends. So are the small hours
  of a night or an evening: "Friday night at 1" is on Saturday, "12 at night" is midnight.
- A weekday and a day of the month that disagree: the next month in which they agree. A weekday
  and a full date that disagree: the date, or a year later where they agree and it is far.
"""

from datetime import date, time, timedelta

from focushub.language.calendar_days import add_months, day_of_week, day_or_none, weekday_after
from focushub.language.date_words import next_monthday
from focushub.language.line import Line
from focushub.language.parts import Moment, Part

END_OF_WORK = time(17, 0)
KNOWN_BY_HEART = 90
"""Days ahead within which a wrong weekday is a slip, not another year."""


def settle(line: Line, found: Moment) -> bool:
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
        _set_window(line, found, day_parts[-1])
    return True


def _set_window(line: Line, found: Moment, part: Part) -> None:
    """A part of the day without an hour: from its start to its end."""
    known = line.words.day_parts.get(part.day_part) or line.words.meal_parts[part.day_part]
    starts, ends = known.starts, known.ends
    modifier = line.word(part.last - 2) if part.last - part.first > 1 else line.word(part.first - 1)
    if line.word(found.core - 1) in ("late", "early"):
        modifier = line.word(found.core - 1)  # "Late Friday afternoon"
    if modifier == "late":
        starts = max(starts, ends - 3)
    elif modifier == "early":
        ends = min(ends, starts + 3)
    if part.day_part in line.words.day_parts:
        # "Eat dinner in the evening": dinner says when in the evening.
        starts = next((hour for hour in line.meals if starts < hour < ends), starts)
    found.at = time(known.hour)
    over = time(23, 59) if ends > 23 else time(ends)
    if found.day is None:
        found.day = line.day
    if found.day is None and found.role == "in" and line.has(part.first, "article"):
        # Said in the morning, "in the morning" is the next one; "this morning" is this one.
        found.day = line.today + timedelta(days=line.local.time() >= time(starts))
    if found.day is None:
        passed = line.local.time() >= over and not line.only(found.first, found.last)
        found.day = line.today + timedelta(days=1) if passed else line.today
    found.window = (time(starts), over)


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
        elif hour == 12 and (not known.afternoon or known.hour >= 18):
            hour = 0
        fixed = True
    small_hours = known is not None and known.hour >= 18 and hour < 5
    found.midnight = part.day_part == "midnight" and not small_hours
    found.open_hour = not fixed
    if found.day is None:
        found.day = line.day
    if not fixed:
        hour = likely_hour(line, found.day, hour, part)
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
    elif small_hours and found.day is not None:
        still_night = found.day == line.today and line.local.time() < min(found.at, time(5))
        found.day += timedelta(days=not still_night)
    if found.day is None:
        found.day = line.today
        shown = found.open_hour and hour >= 8 and line.token(part.first).kind == "clock"
        # "12:00am" is midnight as "00:00" is: the night that follows.
        to_come = found.at == time.min and line.token(part.first).kind == "clock"
        answers = (part.named or shown) and not to_come and line.only(found.first, found.last)
        if found.at <= line.local.time().replace(microsecond=0) and not answers:
            found.day += timedelta(days=1)


def likely_hour(line: Line, day: date | None, hour: int, part: Part) -> int:
    """The half of the day of an hour said without am or pm."""
    if hour == 12:
        return 12
    afternoon = hour + 12
    if line.half is not None and hour < 12:
        return hour + line.half
    if day is not None:
        return afternoon if 1 <= hour <= 6 else hour
    local = line.local.time()
    if 1 <= hour <= 4:
        return afternoon
    if time(hour, part.minute) > local:
        return hour
    if hour >= 8 and line.token(part.first).kind == "clock":
        return hour  # "9:00 standup" is tomorrow's.
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
        day = next_monthday(line.today, full.month, full.mday, full.year or year)
        if day is None or weekday is None or full.year or year:
            return day
        return _in_its_year(line.today, day, weekday)
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


def _in_its_year(today: date, day: date, weekday: Part) -> date:
    """ "Fri, Jul 18" in a year in which that is a Thursday: the next one's, unless it is near."""
    later = add_months(day, 12)
    right = later is not None and later.weekday() == weekday.weekday and later.day == day.day
    far = (day - today).days > KNOWN_BY_HEART
    return later if later and right and far and day.weekday() != weekday.weekday else day


def _weekday_day(line: Line, parts: list[Part], weekday: Part) -> date | None:
    assert weekday.weekday is not None
    week = next((p.week for p in parts if p.week), None)
    if week is not None:
        return day_of_week(week, weekday.weekday)
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
