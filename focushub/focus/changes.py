"""The person's devices are told of each change of a focus session, with what sets a timer."""

from datetime import datetime

from focushub.focus.events import FocusSessionEvent
from focushub.focus.models import FocusSession
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish


def announce(session: FocusSession, *, now: datetime, change: Change = Change.CHANGED) -> None:
    """After the commit. A deleted session is told as one that is set aside."""
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
