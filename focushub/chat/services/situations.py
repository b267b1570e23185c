"""What the coach sees of a person: asked of each feature, the calendar and the clock of focus."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.availability import rules_for
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler.openings import moment_of, open_days, span_around, span_inside
from focushub.calendar.scheduler.problem import Interval
from focushub.calendar.services.now import one_thing
from focushub.chat.engine.situation import FocusNow, OneThing, Situation, Slot, Tools
from focushub.coaching import registry
from focushub.coaching.things import Guess, Level, Piece
from focushub.common.clock import end_of_day
from focushub.focus.models import FocusSession
from focushub.focus.services.energy import assume_energy

_MOST_SLOTS: Final = 60
_LATE: Final = 22
_SHORTEST: Final = 15


def gather(
    *, person: User, minutes: int | None = None, energy: Level | None = None
) -> tuple[Situation, tuple[str, ...]]:
    """The situation, and further facts in words for a model.

    Args:
        minutes: that the person says they have.
        energy: as they say; else what they said in the last hours, else what the hour brings.
    """
    now = timezone.now().astimezone(person.zone)
    views = [coach.look(person=person, at=now) for coach in registry.coaches()]
    assumed = assume_energy(person=person, at=now)
    level = energy or assumed.level
    slots = _slots(person, now)
    situation = Situation(
        now=now,
        energy=level,
        things=tuple(thing for view in views for thing in view.things),
        slots=slots,
        free=_free(person, now, slots),
        boxes=tuple(box for view in views for box in view.boxes),
        one=_one(person, minutes, energy or assumed.current),
        focus=_focus(person, now),
        kinds=registry.kinds(),
        tools=Tools(
            cut=_cut,
            guess=partial(_guess, person),
            tasks_in=partial(_tasks_in, person, now),
        ),
    )
    return situation, tuple(line for view in views for line in view.lines)


def _slots(person: User, now: datetime) -> tuple[Slot, ...]:
    """Of the rest of today and of tomorrow."""
    until = end_of_day(now) + timedelta(days=1)
    blocks = TimeBlock.objects.owned_by(person).overlapping(now, until).order_by("starts_at", "id")
    return tuple(
        Slot(
            title=block.title,
            starts_at=block.starts_at.astimezone(person.zone),
            ends_at=block.ends_at.astimezone(person.zone),
            subject_id=str(block.subject_id or ""),
        )
        for block in blocks[:_MOST_SLOTS]
    )


def _free(person: User, now: datetime, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The openings of the rest of the day; of the evening, once the hours of work are over."""
    busy = [span_around(Interval(slot.starts_at, slot.ends_at)) for slot in slots]
    rules = rules_for(person)
    window = span_inside(Interval(now, end_of_day(now)))
    days = open_days(window, rules, busy=busy, anywhere=False)
    late = now.replace(hour=_LATE, minute=0, second=0, microsecond=0)
    if not days and now < late:
        window = span_inside(Interval(now, late))
        days = open_days(window, rules, busy=busy, anywhere=True)
    return tuple(
        Slot("", moment_of(start).astimezone(person.zone), moment_of(end).astimezone(person.zone))
        for day in days
        for start, end in day.openings
        if end - start >= _SHORTEST
    )


def _one(person: User, minutes: int | None, energy: Level | None) -> OneThing | None:
    found = one_thing(person=person, minutes=minutes, energy=energy)
    if found.offer is None or found.first_step is None:
        return None
    step = found.first_step
    return OneThing(
        id=str(found.offer.subject_id),
        kind=found.offer.kind,
        title=found.offer.title,
        step=Piece(step.text, step.minutes, str(step.step_id or "")),
        reason=found.reason,
    )


def _focus(person: User, now: datetime) -> FocusNow | None:
    session = FocusSession.objects.owned_by(person).running(now=now).first()
    if session is None:
        return None
    told = session.clock.at(now)
    left = timedelta(minutes=session.planned_minutes) - told.elapsed(now)
    return FocusNow(
        id=str(session.pk),
        title=session.description,
        left_minutes=max(0, round(left.total_seconds() / 60)),
    )


def _cut(title: str, granularity: int) -> Sequence[Piece]:
    for coach in registry.coaches():
        pieces = coach.cut(title, granularity)
        if pieces:
            return pieces
    return ()


def _guess(person: User, title: str, minutes: int | None) -> Guess | None:
    guesses = (
        coach.guess(person=person, title=title, minutes=minutes) for coach in registry.coaches()
    )
    return next((guess for guess in guesses if guess is not None), None)


def _tasks_in(person: User, now: datetime, text: str) -> Sequence[Piece]:
    for coach in registry.coaches():
        pieces = coach.tasks_in(person=person, text=text, at=now)
        if pieces:
            return pieces
    return ()
