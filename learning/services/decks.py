"""Decks: a name of their own for each person, and how their cards are asked."""

from typing import Any

from django.db import IntegrityError, transaction

from focushub.accounts.models import User
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.events import DeckEvent
from learning.models import Deck

_NAME_RULE = "deck_name_unique"


class DeckNameTaken(DomainError):
    kind = Kind.CONFLICT
    code = "deck_name_taken"
    detail = "You have a deck of this name already."


def create_deck(*, owner: User, **fields: Any) -> Deck:
    """Raises `DeckNameTaken`."""
    deck = _saved(Deck(owner=owner, **fields))
    _tell(deck, Change.CREATED)
    return deck


@transaction.atomic
def update_deck(*, deck: Deck, **fields: Any) -> Deck:
    """Only what is named changes. A new retention holds from each card's next review on.

    Raises:
        DeckNameTaken
    """
    one_at_a_time(deck.owner_id)
    for name, value in fields.items():
        setattr(deck, name, value)
    deck = _saved(deck)
    _tell(deck, Change.CHANGED)
    return deck


@transaction.atomic
def delete_deck(*, deck: Deck) -> None:
    """Its cards go with it."""
    one_at_a_time(deck.owner_id)
    _tell(deck, Change.DELETED)
    deck.delete()


def _tell(deck: Deck, change: Change) -> None:
    publish_rows(person_id=deck.owner_id, kind=DeckEvent, change=change, ids=[deck.pk])


def _saved(deck: Deck) -> Deck:
    try:
        with transaction.atomic():
            deck.save()
    except IntegrityError as fault:
        if _NAME_RULE not in str(fault):
            raise
        problem = FieldProblem("name", DeckNameTaken.code, DeckNameTaken.detail)
        raise DeckNameTaken(problems=[problem]) from fault
    return deck
