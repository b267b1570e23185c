"""Who is told when a focus session changes: the person's devices, and parts above this one.

A part registers a listener, which is called in the transaction of the change, so that a job which
it defers exists exactly if the change does. It is given the session as it was written and the
instant of the change. A deleted session is told as one that is set aside.
"""

from collections.abc import Callable
from datetime import datetime

from focushub.focus.events import FocusSessionEvent
from focushub.focus.models import FocusSession
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish

Listener = Callable[[FocusSession, datetime], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Registering twice is registering once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(session: FocusSession, *, now: datetime, change: Change = Change.CHANGED) -> None:
    told = session.facts(now=now)
    event = FocusSessionEvent(
        at=now,
        change=change,
        ids=(session.pk,),
        state=told["state"],
        planned_minutes=session.planned_minutes,
        elapsed_seconds=told["elapsed_seconds"],
        running_since=told["running_since"],
    )
    publish(person_id=session.owner_id, event=event)
    for listener in _listeners:
        listener(session, now)
