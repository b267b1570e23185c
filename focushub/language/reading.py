"""Reads one line of to-do text: what is to be done, when, how long, how often, how much it matters.

The text is cut into tokens, every token is offered to the grammar once, and the longest piece wins.
Each understood piece carries its span; what no piece covers is the title. The work grows with the
length of the text.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from focushub.language.lengths import Duration
from focushub.language.line import Line
from focushub.language.marks import LEVELS, Level, Mark
from focushub.language.parts import Interval, Moment
from focushub.language.pieces import Piece, remarks, scan
from focushub.language.rules import Rule
from focushub.language.timing import Timing
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
        recurrence_is_open: it was said how often but not when ("once a month").
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
    recurrence_is_open: bool
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
    day: date | None = None,
    words: Words = ENGLISH,
) -> Reading:
    """Understands one line.

    Args:
        now: the person's now, with their zone; all dates are local to it.
        date_order: how 3/4 is read.
        reject: spans the person refused; what lies in them stays plain words.
        day: the day of an hour that stands alone, where a heading named it ("Tuesday: gym at 6").
    Raises:
        ValueError: ``now`` has no zone, or lies outside the years 1900 to 9000.
    """
    line = Line(
        text,
        now=_checked(now),
        words=words,
        month_first=date_order == "mdy",
        reject=reject,
        day=day,
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
        self.lengths = [p for p in self.found if isinstance(p, Duration) and p.seconds]
        self.marks = [p for p in self.found if isinstance(p, Mark)]
        self.seconds = self.lengths[0].seconds if self.lengths else None
        self.timing = Timing(
            line,
            moments=self.moments,
            intervals=[p for p in self.found if isinstance(p, Interval)],
            rules=[p for p in self.found if isinstance(p, Rule)],
            seconds=self.seconds,
        )
        points = [p for p in self.found if isinstance(p, Moment | Rule)]
        self.beside = [
            b for a, b in pairwise(points) if isinstance(b, Moment) and self._coordinated(a, b)
        ]
        """Points in time that are named beside the one that counts; they stay in the title."""

    def _coordinated(self, before: Moment | Rule, after: Moment) -> bool:
        """ "Monday at 5 and Thursday at 6": two points, of which a task has one."""
        line = self.line
        joined = line.has(after.first - 1, "and") or line.has(after.first - 1, "or")
        both_dated = (isinstance(before, Rule) or before.day_is_said) and after.day_is_said
        return joined and both_dated and before.last == after.first - 1

    def reading(self) -> Reading:
        seconds, timing = self.seconds, self.timing
        minutes = timing.minutes
        if seconds is not None and seconds < (MAX_MINUTES + 1) * 60:
            minutes = max(1, min(MAX_MINUTES, round(seconds / 60)))
        levels = [LEVELS[m.value] for m in self.marks if m.means == "priority"]
        energies = [m.value for m in self.marks if m.means == "energy"]
        projects = [m.value for m in self.marks if m.means == "project"]
        energy: Literal["low", "medium", "high"] | None = None
        if energies:
            energy = (
                "high" if energies[0] == "high" else "low" if energies[0] == "low" else "medium"
            )
        return Reading(
            title=self._title(),
            due_at=timing.due,
            due_is_date_only=timing.due_is_date_only,
            starts_at=timing.starts,
            ends_at=timing.ends,
            minutes=minutes,
            seconds=seconds,
            recurrence=timing.rule.text() if timing.rule else None,
            recurrence_is_open=timing.recurrence_is_open,
            priority=levels[0] if levels else None,
            energy=energy,
            labels=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "label")),
            project=projects[0] if projects else None,
            people=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "person")),
            places=tuple(dict.fromkeys(m.value for m in self.marks if m.means == "place")),
            is_hard=timing.is_hard and timing.due is not None,
            spans=self.spans(),
        )

    def _title(self) -> str:
        """The words that no piece takes, else those of a remark ("deep work"), else all."""
        text = self.line.text
        pieces = [p for p in self.found if p not in self.beside]
        said = [p for p in pieces if not (isinstance(p, Mark) and p.keep)]
        times = [p for p in said if not (isinstance(p, Mark) and p.means in ("energy", "priority"))]
        return self._without(said) or self._without(times) or text.strip() or text

    def _first_cut(self, piece: Piece) -> int:
        """The token from which a piece leaves the title: "before" stays of "before Thursday's"."""
        line, last = self.line, piece.last
        thing = line.token(last).kind == "word" and not line.has(last, "function")
        whose = isinstance(piece, Moment) and thing and line.token(last - 1).possessive
        return piece.core if isinstance(piece, Moment) and whose else piece.first

    def _without(self, pieces: list[Piece]) -> str:
        tokens = self.line.tokens
        cuts = [(tokens[self._first_cut(p)].start, tokens[p.last - 1].end) for p in pieces]
        return tidy(self.line, cuts)

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
