"""The open time of the days: hours of work, less what is busy, and the energy of each hour.

All instants are whole minutes since 1970 in UTC. Where a time has seconds, it is cut so that
open time never grows: a window begins with its first whole minute, busy time takes the whole
of a minute that it touches.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from focushub.calendar.scheduler.problem import Interval, Rules

Span = tuple[int, int]

LEVELS = {"low": 0, "medium": 1, "high": 2}

# `Rules.current_energy` is about now: it is believed for this long.
CURRENT_ENERGY_MINUTES = 120

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day (or the whole window, where the person said "anywhere") and its openings."""

    start: int
    end: int
    openings: tuple[Span, ...]


def minute_at_or_before(moment: datetime) -> int:
    return (moment - _EPOCH) // _MINUTE


def minute_at_or_after(moment: datetime) -> int:
    return -((_EPOCH - moment) // _MINUTE)


def moment_of(minute: int) -> datetime:
    return _EPOCH + timedelta(minutes=minute)


def span_inside(interval: Interval) -> Span:
    """The whole minutes that lie inside; may be empty, its end is then not after its start."""
    return minute_at_or_after(interval.starts_at), minute_at_or_before(interval.ends_at)


def span_around(interval: Interval) -> Span:
    """The whole minutes that it touches."""
    return minute_at_or_before(interval.starts_at), minute_at_or_after(interval.ends_at)


def open_days(window: Span, rules: Rules, *, busy: Sequence[Span], anywhere: bool) -> list[Day]:
    """The days of the window, each with its open spans in order; days without any are left out.

    Where work could go on over midnight, the new day opens one break later: so that the days do
    not depend on each other.
    """
    if window[1] <= window[0]:
        return []
    if anywhere:
        openings = tuple(_without([window], busy))
        return [Day(*window, openings)] if openings else []
    hours = list(working_spans(window, rules))
    days = []
    rest = max(rules.break_minutes, rules.buffer_minutes)
    last_open = window[0] - rest
    passed = 0
    for start, end in local_days(window, rules.zone):
        begin = max(start, last_open + rest) if start - last_open < rest else start
        # Both are in order: what ends before this day opens is of no day to come either.
        while passed < len(hours) and hours[passed][1] <= begin:
            passed += 1
        ahead = takewhile(lambda span: span[0] < end, islice(hours, passed, None))  # noqa: B023 - used up before the next day
        today = [(max(a, begin), min(b, end)) for a, b in ahead]
        openings = tuple(_without([span for span in today if span[0] < span[1]], busy))
        if openings:
            last_open = openings[-1][1]
            days.append(Day(start, end, openings))
    return days


def working_spans(window: Span, rules: Rules) -> Iterator[Span]:
    """The working hours inside the window, joined where they touch or overlap, in order."""
    spans = []
    first = moment_of(window[0]).astimezone(rules.zone).date() - _DAY
    last = moment_of(window[1]).astimezone(rules.zone).date()
    for day in _dates(first, last):
        for opens, closes in rules.working_hours.get(day.weekday(), ()):
            # A time that the clock shows twice, or never, has two readings: the hours are cut so
            # that no minute of them lies outside by the clock on the wall.
            last_day = day if closes > opens else day + _DAY
            start = max(window[0], *(_minute_of(day, opens, rules.zone, f) for f in (0, 1)))
            end = min(window[1], *(_minute_of(last_day, closes, rules.zone, f) for f in (0, 1)))
            if start < end:
                spans.append((start, end))
    return joined(spans)


def local_days(window: Span, zone: ZoneInfo) -> Iterator[Span]:
    """The local days that the window touches, midnight to midnight: 23 to 25 hours mostly."""
    first = moment_of(window[0]).astimezone(zone).date()
    last = moment_of(window[1]).astimezone(zone).date()
    for day in _dates(first, last):
        start, end = _minute_of(day, time(0), zone), _minute_of(day + _DAY, time(0), zone)
        if start < end:  # A date that a zone left out (Samoa, 30 December 2011) is empty.
            yield start, end


def energy_spans(span: Span, rules: Rules, window_start: int) -> Iterator[tuple[int, int, int]]:
    """The span cut where the energy may change: (start, end, level 0 to 2)."""
    at, end = span
    if rules.current_energy is not None:
        believed_until = window_start + CURRENT_ENERGY_MINUTES
        if at < believed_until:
            stop = min(end, believed_until)
            yield at, stop, LEVELS[rules.current_energy]
            at = stop
    while at < end:
        local = moment_of(at).astimezone(rules.zone)
        stop = min(end, at + 60 - local.minute)
        yield at, stop, LEVELS[rules.energy_by_hour[local.hour]]
        at = stop


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The same minutes in the fewest spans, in order."""
    current: Span | None = None
    for start, end in sorted(spans):
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current


def _without(spans: Sequence[Span], busy: Sequence[Span]) -> Iterator[Span]:
    """The spans less the busy ones; both in order, `busy` joined."""
    for start, end in spans:
        at = start
        for busy_start, busy_end in busy:
            if busy_start >= end:
                break
            if busy_end <= at:
                continue
            if busy_start > at:
                yield at, busy_start
            at = busy_end
        if at < end:
            yield at, end


def _minute_of(day: date, clock: time, zone: ZoneInfo, fold: int = 0) -> int:
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=fold), zone)
    return minute_at_or_before(local.astimezone(UTC))


def _dates(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY
