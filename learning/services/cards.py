"""Cards: what is asked and where it lies. Their memory is changed by `reviews` alone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.clock import end_of_day
from focushub.common.errors import DomainError, FieldProblem
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.events import CardEvent
from learning.models import Card, Deck

MAX_BURIED_DAYS = 365


class UnknownDeck(DomainError):
    code = "unknown_deck"
    detail = "None of your decks has this id."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("deck_id", self.code, self.detail)])


class BuriedOutOfRange(DomainError):
    code = "buried_out_of_range"
    detail = "Choose a moment that is still to come, within a year."


def create_card(*, owner: User, deck_id: UUID, **fields: Any) -> Card:
    """A new card, due at once. Raises `UnknownDeck`."""
    card = Card.objects.create(owner=owner, deck=_deck(owner.pk, deck_id), **fields)
    tell(card, Change.CREATED)
    return card


@transaction.atomic
def update_card(*, card: Card, deck_id: UUID | None = None, **fields: Any) -> Card:
    """Only what is named changes, and never the memory: a reworded card is still the same card.

    Raises:
        UnknownDeck
    """
    one_at_a_time(card.owner_id)
    if deck_id is not None:
        fields["deck"] = _deck(card.owner_id, deck_id)
    for name, value in fields.items():
        setattr(card, name, value)
    # By name, so that a review which another device made meanwhile is not written over.
    card.save(update_fields=[*fields, "updated_at"])
    tell(card)
    return card


@transaction.atomic
def delete_card(*, card: Card) -> None:
    one_at_a_time(card.owner_id)
    tell(card, Change.DELETED)
    card.delete()


@transaction.atomic
def suspend_card(*, card: Card) -> Card:
    """Not asked until it is taken up again. Suspending twice keeps the first moment."""
    _in_turn(card)
    if card.suspended_at is None:
        card.suspended_at = timezone.now()
        card.save(update_fields=["suspended_at", "updated_at"])
        tell(card)
    return card


@transaction.atomic
def unsuspend_card(*, card: Card) -> Card:
    """Asked again, with the memory that it had. It ends a burial too."""
    _in_turn(card)
    card.suspended_at = None
    card.buried_until = None
    card.save(update_fields=["suspended_at", "buried_until", "updated_at"])
    tell(card)
    return card


@transaction.atomic
def bury_card(*, card: Card, until: datetime | None = None) -> Card:
    """Out of the queue until then; the person's next midnight where left out.

    Raises:
        BuriedOutOfRange
    """
    now = timezone.now()
    moment = until or end_of_day(now.astimezone(card.owner.zone))
    if not now < moment <= now + timedelta(days=MAX_BURIED_DAYS):
        raise BuriedOutOfRange
    _in_turn(card)
    card.buried_until = moment
    card.save(update_fields=["buried_until", "updated_at"])
    tell(card)
    return card


def _in_turn(card: Card) -> None:
    """Raises `Card.DoesNotExist`: another device deleted it since it was read."""
    one_at_a_time(card.owner_id)
    card.refresh_from_db(fields=["suspended_at", "buried_until"])


def tell(card: Card, change: Change = Change.CHANGED) -> None:
    publish_rows(person_id=card.owner_id, kind=CardEvent, change=change, ids=[card.pk])


def _deck(owner_id: UUID, deck_id: UUID) -> Deck:
    deck = Deck.objects.filter(owner_id=owner_id, pk=deck_id).first()
    if deck is None:
        raise UnknownDeck
    return deck
