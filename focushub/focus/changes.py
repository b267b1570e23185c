"""Who wants to know when a focus session changes: parts above this one register here.

A listener is called in the transaction of the change, so that a job which it defers exists exactly
if the change does. It is given the session as it was written and the instant of the change.
"""

from collections.abc import Callable
from datetime import datetime

from focushub.focus.models import FocusSession

Listener = Callable[[FocusSession, datetime], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Registering twice is registering once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(session: FocusSession, *, now: datetime) -> None:
    for listener in _listeners:
        listener(session, now)
