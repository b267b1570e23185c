"""Reminders of a focus session that runs: almost over, and long enough for a break."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from focushub.common.clock import in_words
from focushub.focus.engine.clock import State, whole_minutes
from focushub.focus.models import FocusSession
from focushub.reminders.blocks import wrap_up
from focushub.reminders.expressions import setting
from focushub.reminders.models import BREAK_AFTER_MINUTES, Reminder, ReminderKind
from focushub.reminders.sources import Due, Wording, wanting

_SHORTEST_BREAK = timedelta(minutes=BREAK_AFTER_MINUTES[0])


class FocusReminders:
    name = "focus"

    def due(self, *, since: datetime, until: datetime) -> Iterator[Due]:
        running = FocusSession.objects.running(now=until).filter(owner__is_active=True)
        yield from _breaks(running, since, until)
        yield from _ends(running, since, until)

    def standing(self, reminders: Sequence[Reminder], *, now: datetime) -> Mapping[UUID, Wording]:
        rows = FocusSession.objects.filter(pk__in={one.subject_id for one in reminders})
        sessions = {(session.pk, session.owner_id): session for session in rows}
        wordings = {}
        for reminder in reminders:
            session = sessions.get((reminder.subject_id, reminder.owner_id))
            if session is None:
                continue
            clock = session.clock.at(now)
            if clock.state is not State.RUNNING or clock.running_since is None:
                continue
            if reminder.kind == ReminderKind.WRAP_UP:
                if reminder.occurs_at == clock.planned_end_at and now < reminder.occurs_at:
                    left = reminder.occurs_at - now
                    wordings[reminder.pk] = wrap_up(session.description[:200], left)
            elif reminder.occurs_at >= clock.running_since + _SHORTEST_BREAK:
                wordings[reminder.pk] = _break(now - clock.running_since)
        return wordings


def _breaks(running: "QuerySet[FocusSession]", since: datetime, until: datetime) -> Iterator[Due]:
    long = running.filter(
        wanting(ReminderKind.FOCUS_BREAK), running_since__lte=until - _SHORTEST_BREAK
    ).annotate(minutes=setting("break_after_minutes"))
    for session in long:
        began, stretch = session.running_since, timedelta(minutes=session.minutes)
        assert began is not None
        at = began + (until - began) // stretch * stretch
        if at > max(since, began):
            yield Due(session.owner_id, ReminderKind.FOCUS_BREAK, session.pk, at, at)


def _ends(running: "QuerySet[FocusSession]", since: datetime, until: datetime) -> Iterator[Due]:
    wanted = running.filter(wanting(ReminderKind.WRAP_UP))
    for session in wanted.annotate(minutes=setting("wrap_up_minutes")):
        ends_at, began = session.clock.planned_end_at, session.running_since
        assert ends_at is not None
        assert began is not None
        at = ends_at - timedelta(minutes=session.minutes)
        if max(since, began) < at <= until:
            yield Due(session.owner_id, ReminderKind.WRAP_UP, session.pk, ends_at, at)


def _break(worked: timedelta) -> Wording:
    return Wording(
        f"{in_words(whole_minutes(worked))} of focus",
        "Water, a stretch, a look out of the window? It will still be there afterwards.",
    )
