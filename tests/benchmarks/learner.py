"""A person with many cards and reviews, made with COPY; Django has to be set up before."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient
from uuid6 import uuid7

from focushub.accounts.models import User
from focushub.accounts.services import sessions
from learning.models import Deck

DECKS = 10
_CARD = [
    "id",
    "owner_id",
    "created_at",
    "updated_at",
    "deck_id",
    "kind",
    "front",
    "back",
    "accepted",
    "tags",
    "stability",
    "difficulty",
    "due_at",
    "phase",
    "step",
    "last_review_at",
    "reps",
    "lapses",
]
_REVIEW = [
    "id",
    "owner_id",
    "created_at",
    "updated_at",
    "card_id",
    "number",
    "reviewed_at",
    "rating",
    "seconds",
    "desired_retention",
    "was_new",
    "was_due_at",
    "retrievability",
]


@dataclass(frozen=True, slots=True)
class Learner:
    person: User
    client: APIClient
    decks: list[Deck]


@contextmanager
def learner() -> Iterator[Learner]:
    """Gone, with all that they have, when it is over."""
    person = User.objects.create(username=f"bench-{secrets.token_hex(8)}", timezone="Europe/Berlin")
    try:
        client = APIClient(SERVER_NAME="localhost")
        token = sessions.open_session(person=person, user_agent="benchmark").access_token
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        decks = [Deck.objects.create(owner=person, name=f"Deck {n}") for n in range(DECKS)]
        yield Learner(person, client, decks)
    finally:
        person.delete()


def deal(who: Learner, count: int, *, due: float, new: float = 0.2) -> list[Any]:
    """Cards of all decks: the share `new` was never seen, of the others the share `due` is due."""
    chance = random.Random(count)
    now = timezone.now()
    rows = []
    for number in range(count):
        head = (uuid7(), who.person.pk, now, now, who.decks[number % DECKS].pk, "basic")
        words: tuple[Any, ...] = (f"Question {number}", f"Answer {number}", [], [])
        if chance.random() < new:
            memory: tuple[Any, ...] = (None, None, now, 0, 0, None, 0, 0)
        else:
            stability = max(0.5, chance.lognormvariate(2.5, 1.1))
            late = chance.random() < due
            past = chance.uniform(1, 3) if late else chance.uniform(0.05, 0.9)
            last = now - timedelta(days=stability * past)
            due_at = last + timedelta(days=stability)
            memory = (stability, chance.uniform(1, 10), due_at, 2, None, last, 6, 1)
        rows.append((*head, *words, *memory))
    _copy("learning_card", _CARD, rows)
    return [row[0] for row in rows]


def log(who: Learner, cards: list[Any], count: int, *, days: int) -> None:
    """Reviews of these cards, spread evenly over the last days."""
    chance = random.Random(count)
    now = timezone.now()
    rows = []
    for number in range(count):
        at = now - timedelta(days=days * (1 - number / count))
        rating = chance.choices((1, 2, 3, 4), (10, 15, 60, 15))[0]
        is_new = number < len(cards)
        line = (cards[number % len(cards)], number // len(cards) + 1, at, rating)
        rest = (chance.uniform(2, 30), 0.9, is_new, at, None if is_new else chance.uniform(0.6, 1))
        rows.append((uuid7(), who.person.pk, at, at, *line, *rest))
    _copy("learning_review", _REVIEW, rows)


def _copy(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")


def percentile(milliseconds: list[float], share: float) -> float:
    """The smallest value that this share does not pass; nearest rank."""
    ordered = sorted(milliseconds)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]
