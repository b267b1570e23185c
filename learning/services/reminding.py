"""Once a day, at a time that the person chose: cards are ready."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from focushub.reminders.models import Reminder, ReminderKind
from focushub.reminders.sources import Due, Wording, at_their_hour
from learning.models import Card, StudySession

# A number would be an accusation after a holiday; the queue fits itself to the minutes.
_WORDING = Wording("Your cards are ready", "Ten minutes would be plenty.")
_A_DAY = timedelta(days=1)


class CardReminders:
    name = "cards"

    def due(self, *, since: datetime, until: datetime) -> Iterator[Due]:
        kind = ReminderKind.CARDS_DUE
        people = at_their_hour(kind, "cards_at", since=since, until=until)
        with_cards = _with_cards([owner_id for owner_id, _ in people], now=until)
        for owner_id, at in people:
            if owner_id in with_cards:
                yield Due(owner_id, kind, owner_id, at, at)

    def standing(self, reminders: Sequence[Reminder], *, now: datetime) -> Mapping[UUID, Wording]:
        of_today = [one for one in reminders if now - one.occurs_at < _A_DAY]
        with_cards = _with_cards([one.owner_id for one in of_today], now=now)
        return {one.pk: _WORDING for one in of_today if one.owner_id in with_cards}


def settled_sessions(ids: Collection[UUID]) -> set[UUID]:
    done = StudySession.objects.filter(pk__in=ids, completed_at__isnull=False)
    return set(done.values_list("pk", flat=True))


def _with_cards(owner_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    if not owner_ids:
        return set()
    due = Card.objects.active().filter(owner__in=owner_ids, due_at__lte=now)
    return set(due.values_list("owner_id", flat=True).distinct())
