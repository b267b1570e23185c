"""The life of a focus session: started, paused, resumed, finished, set aside.

A person's sessions change one at a time, whichever device asks. A call that asks for what is so
already changes nothing and is no error: two taps are one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from focushub.accounts.models import User
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time
from focushub.focus.changes import announce
from focushub.focus.engine.clock import Clock, State
from focushub.focus.models import FocusSession, SessionState
from focushub.realtime.events import Change


class AnotherIsRunning(DomainError):
    """`problems` name the one that runs: its id in `field`, what it is for in `detail`."""

    kind = Kind.CONFLICT
    code = "focus_session_running"
    detail = "A focus session is running. Send `replace: true` to finish it and begin this one."

    @classmethod
    def naming(cls, session: FocusSession) -> "AnotherIsRunning":
        return cls(
            f"“{session.description[:80]}” is running. Send `replace: true` to finish it and "
            "begin this one.",
            problems=[FieldProblem(str(session.pk), "running", session.description)],
        )


class SessionIsOver(DomainError):
    kind = Kind.CONFLICT
    code = "focus_session_over"
    detail = "This focus session is over; its minutes are kept. Start a new one when you like."


@transaction.atomic
def start_session(
    *,
    owner: User,
    description: str,
    planned_minutes: int,
    subject_id: UUID | None = None,
    replace: bool = False,
) -> FocusSession:
    """A session that runs from now on.

    Args:
        planned_minutes: 1 to 480.
        replace: one that runs is finished, with its minutes.
    Raises:
        AnotherIsRunning: and `replace` was not said.
    """
    now = one_at_a_time(owner.pk)
    _make_way(owner.pk, now=now, replace=replace)
    session = FocusSession(owner=owner, description=description, subject_id=subject_id)
    clock = Clock.start(planned_minutes=planned_minutes, now=now)
    session.started_at = clock.started_at
    session.set_clock(clock)
    session.save()
    announce(session, now=now, change=Change.CREATED)
    return session


@transaction.atomic
def pause_session(*, session: FocusSession) -> FocusSession:
    """Raises `SessionIsOver`."""
    return _change(session, lambda clock, now: clock.pause(now), but_for=State.PAUSED)


@transaction.atomic
def resume_session(*, session: FocusSession, replace: bool = False) -> FocusSession:
    """Raises `SessionIsOver`; `AnotherIsRunning` where `replace` was not said."""
    now = one_at_a_time(session.owner_id)
    _make_way(session.owner_id, now=now, replace=replace, but_for=session.pk)
    return _change(session, lambda clock, now: clock.resume(now), but_for=State.RUNNING)


@transaction.atomic
def finish_session(*, session: FocusSession, minutes: int | None = None) -> FocusSession:
    """Over, with its minutes. Also of one that ended by itself, to say how long it really was.

    Args:
        minutes: what it took, 0 to 1440, where the person knows better than the clock.
    Raises:
        SessionIsOver: it was set aside.
    """
    now = one_at_a_time(session.owner_id)
    session, clock = _locked(session, now)
    if clock.state is State.ABANDONED:
        raise SessionIsOver
    told = clock.end(now) if clock.is_open else clock
    session.set_clock(told)
    if minutes is not None:
        session.said_minutes = minutes
    session.save()
    announce(session, now=now)
    return session


@transaction.atomic
def abandon_session(*, session: FocusSession) -> FocusSession:
    """Set aside: it stays in the list, and its minutes count for nothing.

    Raises:
        SessionIsOver: it is finished.
    """
    return _change(
        session, lambda clock, now: clock.end(now, state=State.ABANDONED), but_for=State.ABANDONED
    )


@transaction.atomic
def change_session(
    *, session: FocusSession, planned_minutes: int | None = None, **fields: Any
) -> FocusSession:
    """Another text at any time; another length while it is open.

    Raises:
        SessionIsOver: a length was named.
    """
    now = one_at_a_time(session.owner_id)
    session, clock = _locked(session, now)
    if planned_minutes is not None:
        if not clock.is_open:
            raise SessionIsOver
        clock = clock.plan(planned_minutes, now)
    for name, value in fields.items():
        setattr(session, name, value)
    session.set_clock(clock)
    session.save()
    announce(session, now=now)
    return session


@transaction.atomic
def delete_session(*, session: FocusSession) -> None:
    now = one_at_a_time(session.owner_id)
    session, clock = _locked(session, now)
    if clock.is_open:
        clock = clock.end(now, state=State.ABANDONED)
    session.set_clock(clock)
    announce(session, now=now, change=Change.DELETED)
    session.delete()


@transaction.atomic
def finish_sessions_of(*, owner_id: UUID, subject_id: UUID) -> list[FocusSession]:
    """Finishes what is open for a task or study session; its feature calls it when that is done."""
    now = one_at_a_time(owner_id)
    rows = FocusSession.objects.owned_by(owner_id).of_subjects([subject_id])
    still_open = rows.filter(ended_at__isnull=True).order_by("pk").select_for_update()
    finished = []
    for session in still_open:
        clock = session.clock.at(now)
        session.set_clock(clock.end(now) if clock.is_open else clock)
        session.save()
        announce(session, now=now)
        finished.append(session)
    return finished


def _change(
    session: FocusSession, change: Callable[[Clock, datetime], Clock], *, but_for: State
) -> FocusSession:
    """Changes an open session; one that is `but_for` already stays as it is."""
    now = one_at_a_time(session.owner_id)
    session, clock = _locked(session, now)
    if clock.state is not but_for:
        if not clock.is_open:
            raise SessionIsOver
        session.set_clock(change(clock, now))
        session.save()
        announce(session, now=now)
    return session


def _make_way(owner_id: UUID, *, now: datetime, replace: bool, but_for: UUID | None = None) -> None:
    running = (
        FocusSession.objects.owned_by(owner_id)
        .filter(state=SessionState.RUNNING)
        .select_for_update()
        .first()
    )
    if running is None or running.pk == but_for:
        return
    clock = running.clock.at(now)
    if clock.state is State.RUNNING:
        if not replace:
            raise AnotherIsRunning.naming(running)
        clock = clock.end(now)
    running.set_clock(clock)
    running.save()
    announce(running, now=now)


def _locked(session: FocusSession, now: datetime) -> tuple[FocusSession, Clock]:
    session = FocusSession.objects.select_for_update().get(pk=session.pk)
    return session, session.clock.at(now)
