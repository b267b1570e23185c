"""Decks: a name of their own for each person, and how their cards are asked."""

from typing import Any

from django.db import IntegrityError, transaction

from focushub.accounts.models import User
from focushub.common.errors import DomainError, FieldProblem, Kind
from learning.models import Deck

_NAME_RULE = "deck_name_unique"


class DeckNameTaken(DomainError):
    kind = Kind.CONFLICT
    code = "deck_name_taken"
    detail = "You have a deck of this name already."


def create_deck(*, owner: User, **fields: Any) -> Deck:
    """Raises `DeckNameTaken`."""
    return _saved(Deck(owner=owner, **fields))


def update_deck(*, deck: Deck, **fields: Any) -> Deck:
    """Only what is named changes. A new retention holds from each card's next review on.

    Raises:
        DeckNameTaken
    """
    for name, value in fields.items():
        setattr(deck, name, value)
    return _saved(deck)


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
