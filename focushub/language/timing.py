"""When a task begins and is due, decided from all the pieces of its line.

A rule counts before an interval, an interval before a point in time. A date and a time that stand
apart in the line are joined; what is due "by" a time counts before the other times; a length
behind a start gives the end.
"""

from datetime import UTC, date, datetime, time, timedelta

from focushub.language.calendar_days import week_start
from focushub.language.lengths import DAY
from focushub.language.line import Line
from focushub.language.parts import Interval, Moment
from focushub.language.rule_limits import starting_before
from focushub.language.rules import Rule


class Timing:
    """The start, the end and the deadline that the pieces of a line come to.

    Attributes:
        due: with a zone; 23:59 where ``due_is_date_only``.
        rule: what comes again, the first of the line that names its days.
        recurrence_is_open: it was said how often but not when.
        minutes: the length between two hours that were said.
    """

    def __init__(
        self,
        line: Line,
        *,
        moments: list[Moment],
        intervals: list[Interval],
        rules: list[Rule],
        seconds: float | None,
    ) -> None:
        self.line = line
        self.moments = moments
        self.intervals = intervals
        self.due: datetime | None = None
        self.due_is_date_only = False
        self.starts: datetime | None = None
        self.ends: datetime | None = None
        self.is_hard = False
        self.rule = next((r for r in rules if r.byday or r.bymonthday), None)
        self.rule = self.rule or (rules[0] if rules else None)
        self.recurrence_is_open = False
        self.hours = next((i for i in intervals if i.start_at and i.end_at), None)
        self.minutes = self._minutes_between()
        if self.rule is None:
            self.rule = self._daily_hours()
        if self.rule is not None:
            self._repeat(self.rule)
        elif self.intervals:
            self._between(self.intervals[0])
        elif self.moments:
            self._at(self.moments)
        if self.starts and self.ends is None and seconds and seconds <= 30 * DAY:
            self._lasting(seconds)

    def _minutes_between(self) -> int | None:
        """How long it is between two hours that were said, "2-3:15pm"."""
        found = self.hours
        hours = found.on_another_day() if found is not None else None
        if found is None or hours is None or (found.end_day - found.start_day).days > 1:
            return None
        if any(self.line.has(k, "between") for k in range(found.first, found.last)):
            return None  # A window, not a length.
        start, end = (datetime.combine(found.start_day, at) for at in hours)
        return round((end - start).seconds / 60) or None

    def _daily_hours(self) -> Rule | None:
        """ "Mon-Wed 2-4pm": the same hours on each of several days."""
        days = next((i for i in self.intervals if i.day_is_said and i.start_at is None), None)
        hours = self.hours
        if days is None or hours is None or hours.day_is_said or days.start_exact:
            return None
        return Rule(days.first, days.last, starts=days.start_day, until=days.end_day)

    def _aware(self, day: date, at: time) -> datetime:
        local = datetime.combine(day, at, tzinfo=self.line.now.tzinfo)
        # A time that the clocks skip is moved to the one that exists.
        try:
            return local.astimezone(UTC).astimezone(self.line.now.tzinfo)
        except OverflowError:
            return local

    def _exact(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self.line.now.tzinfo)

    def _when(self, found: Moment) -> tuple[datetime | None, bool]:
        if found.exact is not None:
            return self._exact(found.exact), False
        if found.day is None:
            return None, False
        if found.at is None:
            return self._aware(found.day, time(23, 59)), True
        return self._aware(found.day, found.at), False

    def _at(self, moments: list[Moment]) -> None:
        main = self._main(moments)
        role = main.role
        self.is_hard = role in ("by", "until")
        due, date_only = self._when(main)
        if due is None:
            return
        if role in ("after", "from"):
            self.starts = self._aware(main.day, time.min) if date_only and main.day else due
            if main.day_is_said and main.at is not None and main.day is not None:
                self.due, self.due_is_date_only = self._aware(main.day, time(23, 59)), True
        elif role == "until":
            self.due, self.due_is_date_only = due, date_only
            self.ends = due
        else:
            self.due, self.due_is_date_only = due, date_only
            if main.window is not None and main.day is not None:
                if role != "by":
                    starts = self._aware(main.day, main.window[0])
                    over = self._aware(main.day, main.window[1])
                    begun = starts <= self.line.now < over
                    self.starts = None if begun else starts
                    self.due = self._aware(main.day, main.window[1])
            elif not date_only and role != "by" and main.exact is None:
                self.starts = due
            elif not date_only and self.line.word(main.parts[0].first) == "within":
                self.starts = self.line.now  # From now on, and over then.
            if (eve := self._eve(main)) is not None:
                self.due = self._aware(eve, time(23, 59))
            elif main.until is not None and main.at is None and main.day is not None:
                if role != "by":
                    self.starts = self._aware(main.day, time.min)
                self.due = self._aware(main.until, time(23, 59))

    def _eve(self, main: Moment) -> date | None:
        """ "Before March", "before the weekend": the last day ahead of a period."""
        if self.line.word(main.core - 1) != "before" or main.at is not None:
            return None
        first = next((p.week for p in main.parts if p.week and p.weekday is None), None)
        first = main.day if main.until is not None else first
        return max(first - timedelta(days=1), self.line.today) if first else None

    def _main(self, moments: list[Moment]) -> Moment:
        """The moment that the task is about; a date and a time apart in the line are joined."""
        hard = [m for m in moments if m.role == "by"]
        main = hard[0] if hard else moments[0]
        for other in moments:
            if other is main or main.exact or other.exact:
                continue
            if main.at is None and other.at is not None and not other.day_is_said:
                return self._join(main, other)
            if main.at is not None and not main.day_is_said and other.at is None:
                return self._join(other, main)
            if (
                main.day_part
                and not any(p.what == "clock" for p in main.parts)
                and (not other.day_is_said and any(p.what == "clock" for p in other.parts))
            ):
                return self._join(main, other)
        return main

    def _join(self, dated: Moment, timed: Moment) -> Moment:
        joined = Moment(
            dated.first,
            dated.last,
            dated.core,
            parts=[*dated.parts, *timed.parts],
            role="by" if "by" in (dated.role, timed.role) else timed.role or dated.role,
        )
        joined.day, joined.day_is_said, joined.at = dated.day, True, timed.at
        clock = next((p for p in timed.parts if p.what == "clock"), None)
        if clock is not None and timed.open_hour and clock.hour is not None:
            part = self.line.words.day_parts.get(dated.day_part)
            late = part.afternoon if part else self.line.half == 12 or 1 <= clock.hour <= 6
            hour = clock.hour + 12 if late and clock.hour < 12 else clock.hour
            joined.at = time(hour, clock.minute, clock.second)
        return joined

    def _between(self, found: Interval) -> None:
        start_day, end_day = found.start_day, found.end_day
        start_at, end_at = found.start_at, found.end_at
        if not found.day_is_said and self.moments:
            dated = next((m for m in self.moments if m.day_is_said and m.at is None), None)
            if dated is not None and dated.day is not None:
                hours = found.on_another_day()
                nights = (end_day - start_day).days
                if hours is not None:
                    start_at, end_at = hours
                    nights = max(nights, 1) if end_at < start_at else 0
                start_day, end_day = dated.day, dated.day + timedelta(days=nights)
        if found.start_exact:
            self.starts = self._exact(found.start_exact)
        else:
            self.starts = self._aware(start_day, start_at or time.min)
        if found.end_exact:
            self.ends = self._exact(found.end_exact)
        else:
            self.ends = self._aware(end_day, end_at or time(23, 59))
        self.due = self.ends
        self.due_is_date_only = found.end_at is None and found.end_exact is None

    def _lasting(self, seconds: float) -> None:
        """ "14 February from 9:30 for 7 hours": the end is the start and the duration."""
        assert self.starts is not None
        try:
            end = self.starts.astimezone(UTC) + timedelta(seconds=seconds)
            self.ends = end.astimezone(self.line.now.tzinfo)
        except OverflowError:
            return
        if self.due is None:
            self.due = self.ends

    def _confine(self, rule: Rule) -> None:
        """ "Daily Dec 20 - Jan 2", "every day next week": from its first day to its last."""
        if rule.starts is not None or rule.until is not None:
            return
        days = next((i for i in self.intervals if i.day_is_said and i.start_at is None), None)
        if days is not None:
            rule.starts, rule.until = days.start_day, days.end_day
        elif rule.freq == "DAILY":
            parts = [p for m in self.moments if m.at is None for p in m.parts]
            week = next((p.week for p in parts if p.week and p.weekday is None), None)
            if week is not None:
                monday = week_start(week + timedelta(days=1))
                rule.starts, rule.until = max(monday, self.line.today), monday + timedelta(days=6)

    def _hour_by_hour(self, rule: Rule, start: time, end: time) -> None:
        """ "Hourly from 9 to 5": each of these hours, every day."""
        last = end.hour if end > start else end.hour + 24
        rings = range(start.hour, last + 1, rule.interval)
        rule.times = [start.replace(hour=hour % 24) for hour in rings]
        rule.freq, rule.interval, self.minutes = "WEEKLY" if rule.byday else "DAILY", 1, None

    def _through_the_day(self, rule: Rule) -> None:
        """ "Every 8 hours from tomorrow on": no day of its own, but the first may be said."""
        dated = next((m for m in self.moments if m.day_is_said and m.exact is None), None)
        day = dated.day if rule.starts is None and dated is not None else rule.starts
        at = next(iter(rule.times), dated.at if dated is not None else None)
        if day is not None:
            rule.times = []  # "Starting tomorrow at 7am": then first, not only then.
            self.due, self.due_is_date_only = self._aware(day, at or time(23, 59)), at is None
            self.starts = self.due if at else None

    def _repeat(self, rule: Rule) -> None:
        line = self.line
        hours = self.hours.on_another_day() if self.hours is not None else None
        if hours is not None and rule.freq == "HOURLY" and not rule.times:
            self._hour_by_hour(rule, *hours)
        elif not rule.times and hours is not None:
            rule.times = [hours[0]]
        if rule.starts is None:
            for found in self.moments:
                lead = starting_before(line, found.first)
                if lead is not None and found.first < rule.first:
                    rule.starts = lead[0]
        self._confine(rule)
        if not rule.times:
            timed = next(
                (
                    m
                    for m in self.moments
                    if m.at is not None
                    and not m.day_is_said
                    and any(p.what == "clock" for p in m.parts)
                ),
                None,
            )
            if timed is not None and timed.at is not None:
                clock = next(p for p in timed.parts if p.what == "clock")
                hour = clock.hour or 0
                if timed.open_hour and 1 <= hour <= 6:
                    hour += 12
                rule.times = [time(hour if timed.open_hour else timed.at.hour, timed.at.minute)]
        if rule.freq in ("SECONDLY", "MINUTELY", "HOURLY"):
            self._through_the_day(rule)
            return
        at = rule.times[0] if rule.times else None
        part = line.words.day_parts.get(rule.day_part)
        if at is None and part is not None:
            at = time(part.hour)
        if rule.starts is None and not (rule.byday or rule.bymonthday or rule.byyearday):
            # "quarterly review on Friday": the first one is then.
            dated = next((m for m in self.moments if m.day_is_said and m.exact is None), None)
            if dated is not None:
                rule.starts = dated.day
                at = dated.at or at
                self.is_hard = dated.role == "by"
        self.recurrence_is_open = rule.is_open
        day = rule.first_day(line.today)
        if day == line.today and at is not None and at <= line.local.time():
            day = rule.first_day(line.today + timedelta(days=1))
        if day is None:
            return
        if at is None:
            self.due, self.due_is_date_only = self._aware(day, time(23, 59)), True
        else:
            self.due = self.starts = self._aware(day, at)
            if self.minutes is not None and rule.times:
                self._lasting(self.minutes * 60)
