"""Reads one line of to-do text: what is to be done, when, how long, how often, how much it matters.

The text is cut into tokens, every token is offered to the grammar once, and the longest piece wins.
Each understood piece carries its span; what no piece covers is the title. The work grows with the
length of the text.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from focushub.language.durations import DAY, Duration
from focushub.language.intervals import Interval
from focushub.language.line import Line
from focushub.language.marks import LEVELS, Level, Mark
from focushub.language.parts import Moment
from focushub.language.pieces import Piece, remarks, scan
from focushub.language.rule_limits import starting_before
from focushub.language.rules import Rule
from focushub.language.titles import tidy
from focushub.language.words import Words
from focushub.language.words_en import ENGLISH

MAX_MINUTES = 1440 * 7
DateOrder = Literal["mdy", "dmy"]


@dataclass(frozen=True, slots=True)
class Span:
    """An understood piece of the text: code points ``start`` to before ``end``."""

    start: int
    end: int
    means: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says.

    Attributes:
        title: the line without the understood pieces; the line itself where nothing is left.
        due_at: with a zone; a date alone is 23:59 of that day and ``due_is_date_only``.
        starts_at: only where a start is named ("from 3pm", "at 5pm", an interval).
        ends_at: the end of an interval.
        minutes: the duration named, 1 to 10 080.
        seconds: the same, exactly and unbounded.
        recurrence: an RRULE value of RFC 5545.
        is_hard: "by" and "due" are hard, "on" and "sometime" soft.
        spans: every understood piece, in order, not overlapping.
    """

    title: str
    due_at: datetime | None
    due_is_date_only: bool
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int | None
    seconds: float | None
    recurrence: str | None
    priority: Level | None
    energy: Literal["low", "medium", "high"] | None
    labels: tuple[str, ...]
    project: str | None
    people: tuple[str, ...]
    places: tuple[str, ...]
    is_hard: bool
    spans: tuple[Span, ...]


def read(
    text: str,
    *,
    now: datetime,
    date_order: DateOrder = "mdy",
    reject: Collection[tuple[int, int]] = (),
    words: Words = ENGLISH,
) -> Reading:
    """Understands one line.

    Args:
        now: the person's now, with their zone; all dates are local to it.
        date_order: how 3/4 is read.
        reject: spans the person refused; what lies in them stays plain words.
    Raises:
        ValueError: ``now`` has no zone, or lies outside the years 1900 to 9000.
    """
    line = Line(
        text, now=_checked(now), words=words, month_first=date_order == "mdy", reject=reject
    )
    return _Reader(line).reading()


def _checked(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    if not 1900 <= now.year <= 9000:
        raise ValueError("now lies outside the years 1900 to 9000")
    return now


def pieces(
    text: str, *, now: datetime, date_order: DateOrder = "mdy", words: Words = ENGLISH
) -> tuple[Span, ...]:
    """The spans of all that is understood in a text of any length, for those who split it."""
    line = Line(text, now=_checked(now), words=words, month_first=date_order == "mdy")
    return _Reader(line).spans()


class _Reader:
    """Turns the pieces of one line into its reading."""

    def __init__(self, line: Line) -> None:
        self.line = line
        taken = scan(line)
        self.found: list[Piece] = sorted([*taken, *remarks(line, taken)], key=lambda p: p.first)
        self.moments = [p for p in self.found if isinstance(p, Moment)]
        self.intervals = [p for p in self.found if isinstance(p, Interval)]
        self.rules = [p for p in self.found if isinstance(p, Rule)]
        self.lengths = [p for p in self.found if isinstance(p, Duration) and p.seconds]
        self.marks = [p for p in self.found if isinstance(p, Mark)]
        self.due: datetime | None = None
        self.due_is_date_only = False
        self.starts: datetime | None = None
        self.ends: datetime | None = None
        self.is_hard = False
        self.beside = [b for a, b in pairwise(self.moments) if self._coordinated(a, b)]
        """Points in time that are named beside the one that counts; they stay in the title."""

    def _coordinated(self, before: Moment, after: Moment) -> bool:
        """ "Monday at 5 and Thursday at 6": two points, of which a task has one."""
        line = self.line
        joined = line.has(after.first - 1, "and") or line.has(after.first - 1, "or")
        both_dated = before.day_is_said and after.day_is_said
        return joined and both_dated and before.last == after.first - 1

    def reading(self) -> Reading:
        rule = next((r for r in self.rules if r.byday or r.bymonthday), None)
        rule = rule or (self.rules[0] if self.rules else None)
        if rule is not None:
            self._repeat(rule)
        elif self.intervals:
            self._between(self.intervals[0])
        elif self.moments:
            self._at(self.moments)
        seconds = self.lengths[0].seconds if self.lengths else None
        minutes = None
        if seconds is not None and seconds < (MAX_MINUTES + 1) * 60:
            minutes = max(1, min(MAX_MINUTES, round(seconds / 60)))
        if self.starts and self.ends is None and seconds and seconds <= 30 * DAY:
            self._lasting(seconds)
        spans = self.spans()
        line = self.line
        levels = [LEVELS[m.value] for m in self.marks if m.means == "priority"]
        energies = [m.value for m in self.marks if m.means == "energy"]
        projects = [m.value for m in self.marks if m.means == "project"]
        energy: Literal["low", "medium", "high"] | None = None
        if energies:
            energy = (
                "high" if energies[0] == "high" else "low" if energies[0] == "low" else "medium"
            )
        return Reading(
            title=tidy(line, self._taken()),
            due_at=self.due,
            due_is_date_only=self.due_is_date_only,
            starts_at=self.starts,
            ends_at=self.ends,
            minutes=minutes,
            seconds=seconds,
            recurrence=rule.text() if rule else None,
            priority=levels[0] if levels else None,
            energy=energy,
            labels=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "label")),
            project=projects[0] if projects else None,
            people=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "person")),
            places=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "place")),
            is_hard=self.is_hard and self.due is not None,
            spans=spans,
        )

    def _taken(self) -> list[tuple[int, int]]:
        """The spans that are no part of the title."""
        tokens = self.line.tokens
        return [
            (tokens[p.first].start, tokens[p.last - 1].end)
            for p in self.found
            if not (isinstance(p, Mark) and p.keep) and p not in self.beside
        ]

    def spans(self) -> tuple[Span, ...]:
        """The span of every piece, a moment's date and time apart."""
        out: list[Span] = []
        for piece in self.found:
            if isinstance(piece, Moment):
                out += self._moment_spans(piece)
            else:
                means = (
                    piece.means
                    if isinstance(piece, Mark)
                    else "interval"
                    if isinstance(piece, Interval)
                    else "recurrence"
                    if isinstance(piece, Rule)
                    else "duration"
                )
                out.append(self._span(piece.first, piece.last, means))
        return tuple(out)

    def _span(self, first: int, last: int, means: str) -> Span:
        tokens = self.line.tokens
        return Span(tokens[first].start, tokens[last - 1].end, means)

    def _moment_spans(self, found: Moment) -> list[Span]:
        runs: list[tuple[int, int, str]] = []
        for part in found.parts:
            timed = part.what in ("clock", "daypart") or part.moment is not None
            means = "time" if timed else "date"
            if runs and runs[-1][2] == means:
                runs[-1] = (runs[-1][0], part.last, means)
            else:
                runs.append((runs[-1][1] if runs else found.first, part.last, means))
        first, _, means = runs[-1]
        runs[-1] = (first, found.last, means)
        return [self._span(*run) for run in runs]

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
            if main.until is not None and main.at is None and main.day is not None:
                if role != "by":
                    self.starts = self._aware(main.day, time.min)
                self.due = self._aware(main.until, time(23, 59))

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
            late = part.afternoon if part else 1 <= clock.hour <= 6
            hour = clock.hour + 12 if late and clock.hour < 12 else clock.hour
            joined.at = time(hour, clock.minute, clock.second)
        return joined

    def _between(self, found: Interval) -> None:
        start_day, end_day = found.start_day, found.end_day
        if not found.day_is_said and self.moments:
            dated = next((m for m in self.moments if m.day_is_said and m.at is None), None)
            if dated is not None and dated.day is not None:
                end_day = dated.day + (end_day - start_day)
                start_day = dated.day
        self.starts = (
            self._exact(found.start_exact)
            if found.start_exact
            else self._aware(start_day, found.start_at or time.min)
        )
        if found.end_exact:
            self.ends = self._exact(found.end_exact)
        else:
            self.ends = self._aware(end_day, found.end_at or time(23, 59))
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

    def _repeat(self, rule: Rule) -> None:
        line = self.line
        if rule.starts is None:
            for found in self.moments:
                lead = starting_before(line, found.first)
                if lead is not None and found.first < rule.first:
                    rule.starts = lead[0]
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
        day = rule.first_day(line.today)
        if day == line.today and at is not None and at <= line.local.time():
            day = rule.first_day(line.today + timedelta(days=1))
        if day is None:
            return
        if at is None:
            self.due, self.due_is_date_only = self._aware(day, time(23, 59)), True
        else:
            self.due = self.starts = self._aware(day, at)
