"""Sessions: how long, on which days, with reviews spaced over the days that there are."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from learning.engine.plan.methods import activity_for
from learning.engine.plan.modules import Module
from learning.engine.plan.request import Energy, Struggle, StudyRequest

SHORTEST, LONGEST = 15, 45
_USUAL = {Energy.LOW: 20, Energy.MEDIUM: 30, Energy.HIGH: 45}
_AT_MOST = {Energy.LOW: 20, Energy.MEDIUM: 35, Energy.HIGH: 45}
DAYS_WITHOUT_EXAM = 28
REVIEW_AFTER = (1, 3, 7, 16)
"""Days after a module's last study at which it comes back: widening gaps (Cepeda et al., 2008:
the best gap is a tenth to a fifth of the time that it shall last)."""

MAX_SESSIONS = 60
EVERY_DAY = frozenset(range(7))


class SessionKind(StrEnum):
    STUDY = "study"
    REVIEW = "review"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting.

    Attributes:
        id: "s1" and so on, in the order of their days.
        goal: what it is for; the person's own words where the module has them.
        activity: how it begins and goes on.
        on: the day that it is meant for; the calendar may move it to `until` at the latest
            before it counts as late.
        energy: what it asks for.
    """

    id: str
    module_id: str
    kind: SessionKind
    goal: str
    activity: str
    minutes: int
    on: date
    until: date
    energy: Energy


@dataclass(frozen=True, slots=True)
class StudySessions:
    """The rhythm, in numbers: minutes of a session and of the break after it, sessions a day at
    most, how many in all, the minutes of all of them, and the first and last day."""

    minutes: int
    break_minutes: int
    a_day: int
    count: int
    total_minutes: int
    first_on: date
    last_on: date


def session_minutes(*, request: StudyRequest, struggles: Sequence[Struggle] = ()) -> int:
    """15 to 45 minutes, shorter on low energy and where attention is what is hard.

    Never more than the person has: 5 to 14 minutes there are make a session of just that.
    """
    energy = request.energy
    wanted = _USUAL[energy or Energy.MEDIUM] if request.minutes is None else request.minutes
    longest = LONGEST if energy is None else _AT_MOST[energy]
    if request.minutes is not None and request.minutes > longest:
        # Equal parts with breaks, rather than one long one and a rest.
        parts = math.ceil((request.minutes + 10) / (longest + 10))
        equal = (request.minutes - 10 * (parts - 1)) // parts // 5 * 5
        wanted = equal if equal >= SHORTEST else longest
    minutes = min(longest, wanted)
    if {Struggle.FOCUS, Struggle.OVERWHELM} & set(struggles):
        minutes = min(minutes, 20)
    if request.minutes is not None and request.minutes < SHORTEST:
        return request.minutes
    return max(SHORTEST, minutes)


def break_minutes(*, minutes: int) -> int:
    """5 minutes after a session of up to 25, 10 after a longer one."""
    return 5 if minutes <= 25 else 10


def sessions_of(
    *,
    request: StudyRequest,
    modules: Sequence[Module],
    struggles: Sequence[Struggle],
    today: date,
    weekdays: Collection[int] = EVERY_DAY,
) -> tuple[tuple[Session, ...], StudySessions]:
    """All sessions with their days, and the rhythm.

    Args:
        weekdays: on which there is study, Monday is 0; where none of them comes before the exam,
            every day counts.

    Study comes first and evenly, each module's reviews after 1, 3, 7 and 16 days as far as there
    are days. Before an exam nothing new begins in the last tenth of the time; the eve has a check.
    Where the days are few, modules get one session each, and reviews go before study does not.
    """
    minutes = session_minutes(request=request, struggles=struggles)
    rest = break_minutes(minutes=minutes)
    exam_on = request.exam_on if request.exam_on and request.exam_on >= today else None
    days, a_day = _days_and_rate(request, struggles, today, weekdays)
    room = max(1, len(days) - max(1, math.ceil(len(days) / 10)) if exam_on else len(days) * 3 // 4)
    book = _Book(days, a_day)
    # A third of the room is kept for reviews, as long as every module has a session.
    needed = _needed(modules, minutes, max(min(len(modules), room * a_day), room * a_day * 2 // 3))
    total, done = sum(needed), 0
    finished: list[tuple[Module, int]] = []
    for module, count in zip(modules, needed, strict=True):
        for _ in range(count):
            book.put_at(done * room // total, module, SessionKind.STUDY)
            done += 1
        if count:
            finished.append((module, book.rows[-1].day))
    if exam_on and len(days) > 1 and book.has_room(days[-1]):
        book.put(days[-1], modules[-1], SessionKind.CHECK)
    named = {goal.strip() for goal in request.goals}
    # What the person asked for comes back first, where not every part can.
    ranked = sorted(finished[:-1], key=lambda entry: named.isdisjoint(entry[0].goals))
    for gap in REVIEW_AFTER:
        for module, last in ranked:
            day = next((one for one in days if one >= last + gap), None)
            if day is not None and book.has_room(day) and len(book.rows) < MAX_SESSIONS:
                book.put(day, module, SessionKind.REVIEW)
    rows = sorted(book.rows, key=lambda row: (row.day, row.order))
    made = tuple(
        _session(number, row, request, minutes, today, days[-1])
        for number, row in enumerate(rows, start=1)
    )
    rhythm = StudySessions(
        minutes, rest, a_day, len(made), sum(one.minutes for one in made), made[0].on, made[-1].on
    )
    return made, rhythm


def sittings_of(
    *,
    request: StudyRequest,
    struggles: Sequence[Struggle],
    today: date,
    weekdays: Collection[int] = EVERY_DAY,
) -> int:
    """How many sessions there is room for."""
    days, a_day = _days_and_rate(request, struggles, today, weekdays)
    return len(days) * a_day


def _days_and_rate(
    request: StudyRequest, struggles: Sequence[Struggle], today: date, weekdays: Collection[int]
) -> tuple[list[int], int]:
    """The days with study, counted from today, and sessions on each at most."""
    minutes = session_minutes(request=request, struggles=struggles)
    rest = break_minutes(minutes=minutes)
    a_day = max(1, min(4, ((request.minutes or minutes) + rest) // (minutes + rest)))
    length = DAYS_WITHOUT_EXAM
    if request.exam_on and request.exam_on >= today:
        length = max(1, (request.exam_on - today).days)
    every = list(range(length))
    open_ones = [day for day in every if (today + timedelta(days=day)).weekday() in weekdays]
    return open_ones or every, a_day


def _needed(modules: Sequence[Module], minutes: int, room: int) -> list[int]:
    """Sessions for each module; where they do not fit, the longest give up one after another."""
    needed = [max(1, math.ceil(module.minutes / minutes)) for module in modules]
    limit = max(1, min(room, MAX_SESSIONS // 2))
    while sum(needed) > limit and max(needed) > 1:
        needed[needed.index(max(needed))] -= 1
    if sum(needed) > limit:
        # More modules than sessions: the ones between the first and the last share.
        kept = {0, len(modules) - 1} if limit > 1 else {0}
        for index in range(1, len(modules) - 1):
            if len(kept) < limit:
                kept.add(index)
        needed = [1 if index in kept else 0 for index in range(len(modules))]
    return needed


@dataclass(frozen=True, slots=True)
class _Row:
    day: int
    order: int
    module: Module
    kind: SessionKind


class _Book:
    """Days, counted from today, and what stands on each."""

    def __init__(self, days: Sequence[int], a_day: int) -> None:
        self.rows: list[_Row] = []
        self._days = days
        self._a_day = a_day
        self._booked: Counter[int] = Counter()

    def has_room(self, day: int) -> bool:
        return self._booked[day] < self._a_day

    def put(self, day: int, module: Module, kind: SessionKind) -> None:
        self._booked[day] += 1
        self.rows.append(_Row(day, len(self.rows), module, kind))

    def put_at(self, place: int, module: Module, kind: SessionKind) -> None:
        """On the first day with room from the one at that place; the last where none has."""
        later = self._days[min(place, len(self._days) - 1) :]
        self.put(next((day for day in later if self.has_room(day)), later[-1]), module, kind)


def _session(
    number: int, row: _Row, request: StudyRequest, minutes: int, today: date, last: int
) -> Session:
    review = row.kind is SessionKind.REVIEW
    half = max(min(minutes, SHORTEST), math.ceil(minutes / 10) * 5)
    slack = 1 if row.kind is SessionKind.STUDY else 2
    return Session(
        id=f"s{number}",
        module_id=row.module.id,
        kind=row.kind,
        goal=row.module.goals[row.order % len(row.module.goals)],
        activity=activity_for(kind=row.kind.value, style=request.style, turn=row.order),
        minutes=half if review else minutes,
        on=today + timedelta(days=row.day),
        until=today + timedelta(days=max(row.day, min(last, row.day + slack))),
        energy=Energy.LOW if review else request.energy or Energy.MEDIUM,
    )
