"""What to do now: one thing, and "not this one" for today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.agenda import FirstStep, Offer, energies, offer_sources
from focushub.calendar.choosing import choose
from focushub.calendar.models import SetAside, TimeBlock
from focushub.calendar.scheduler import Energy
from focushub.common.errors import DomainError, Kind

_NOTHING = "Nothing is waiting for you now. Rest counts too."
_ALL_SET_ASIDE = "Everything that is open is set aside for today. It will be there tomorrow."


class NotOffered(DomainError):
    kind = Kind.NOT_FOUND
    code = "not_found"
    detail = "There is nothing here with this id."


@dataclass(frozen=True, slots=True)
class OneThing:
    """What `GET /now` tells. Without an offer, the reason says why, kindly."""

    reason: str
    offer: Offer | None = None
    first_step: FirstStep | None = None
    block: TimeBlock | None = None


def one_thing(
    *, person: User, minutes: int | None = None, energy: Energy | None = None
) -> OneThing:
    """The same until something changes: a thing, a block, the hour's energy, or the day.

    Args:
        minutes: that the person has now.
        energy: as the person says; what their hours usually bring, where left out.
    """
    now = timezone.now().astimezone(person.zone)
    offers = _offers(person, now)
    aside = set(
        SetAside.objects.owned_by(person)
        .filter(day=now.date())
        .values_list("subject_id", flat=True)
    )
    left = [offer for offer in offers if offer.subject_id not in aside]
    running = {
        block.subject_id: block
        for block in TimeBlock.objects.owned_by(person)
        .filter(starts_at__lte=now, ends_at__gt=now, subject_id__isnull=False)
        .order_by("-starts_at", "id")
    }
    assumed = energies(person=person, at=now)
    told = energy or assumed.current
    choice = choose(
        left,
        now=now,
        energy=told or assumed.by_hour[now.hour],
        energy_is_named=told is not None,
        minutes=minutes,
        planned=cast(dict[UUID, TimeBlock], running),
    )
    if choice is None:
        return OneThing(_ALL_SET_ASIDE if offers else _NOTHING)
    return OneThing(
        reason=choice.reason,
        offer=choice.offer,
        first_step=choice.offer.first_step(),
        block=running.get(choice.offer.subject_id),
    )


@transaction.atomic
def not_this(*, person: User, subject_id: UUID) -> None:
    """It is not offered again on this local day; saying so twice changes nothing.

    Raises:
        NotOffered: it is nothing that could be offered to this person now.
    """
    now = timezone.now().astimezone(person.zone)
    if not any(offer.subject_id == subject_id for offer in _offers(person, now)):
        raise NotOffered
    mine = SetAside.objects.owned_by(person)
    _forget(person, before=now.date() - timedelta(days=1))
    mine.get_or_create(owner=person, subject_id=subject_id, day=now.date())


def _offers(person: User, now: datetime) -> list[Offer]:
    return [
        offer
        for source in offer_sources().values()
        for offer in source.offers(person=person, now=now)
    ]


def _forget(person: User, *, before: date) -> None:
    """A day keeps: the person may travel west, where it is still yesterday."""
    SetAside.objects.owned_by(person).filter(day__lt=before).delete()
