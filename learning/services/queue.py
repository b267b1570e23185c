"""What to review now: candidates narrowed in the database, the choice made by the engine.

A person may have 100,000 cards due. The database orders them by the engine's own worth of a
review (`learning.engine.queue.gain`, told in SQL) and hands over no more than the minutes can hold.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import fsrs
from django.db import connection
from django.db.models import Avg, Count, Q
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.clock import midnight
from learning.engine import memory, queue
from learning.engine.memory import Rating
from learning.engine.queue import Answer, QueueCard
from learning.models import Card, Deck, Review
from learning.services.cards import UnknownDeck
from learning.services.reviews import memory_of

FEWEST_SECONDS: Final = 2
"""The engine counts no card as less, so that minutes * 60 / 2 cards are all that can be chosen."""

MOST_CANDIDATES: Final = 4_000
"""The longest queue, whatever the minutes: at the usual pace that is more than eight hours."""

_HISTORY = 300
_W = fsrs.Scheduler().parameters
_DECAY = -_W[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1

# `gain` of the engine; a test compares the two. OFFSET 0 keeps each power from being worked out
# as often as it is named.
_RANKED = """
SELECT id FROM (
  SELECT id, stability, days, recalled,
         stability * (1 + %(e8)s * (11 - difficulty) * power(stability, -%(w9)s)
                          * (exp((1 - recalled) * %(w10)s) - 1)) AS good,
         greatest(0.001, least(
             %(w11)s * power(difficulty, -%(w12)s) * (power(stability + 1, %(w13)s) - 1)
                     * exp((1 - recalled) * %(w14)s),
             stability / %(e1718)s)) AS forgotten
  FROM (
    SELECT id, stability, difficulty, days,
           power(1 + %(factor)s * days / stability, %(decay)s) AS recalled
    FROM (
      SELECT id, stability, difficulty,
             greatest(0, extract(epoch FROM %(at)s - last_review_at)::float8 / 86400) AS days
      FROM ({wanted}) AS wanted OFFSET 0
    ) AS aged OFFSET 0
  ) AS known OFFSET 0
) AS outlook
ORDER BY greatest(0, recalled * power(1 + %(factor)s * %(horizon)s / good, %(decay)s)
         + (1 - recalled) * power(1 + %(factor)s * %(horizon)s / forgotten, %(decay)s)
         - power(1 + %(factor)s * (days + %(horizon)s) / stability, %(decay)s)) DESC, id
LIMIT %(most)s
"""
_ACTIVE = """
suspended_at IS NULL AND (buried_until IS NULL OR buried_until <= %(at)s)
AND deck_id = ANY(%(decks)s)
"""
_DUE = f"""
SELECT id, stability, difficulty, last_review_at FROM learning_card
WHERE owner_id = %(owner)s AND phase > 0 AND due_at <= %(at)s AND {_ACTIVE}
"""  # noqa: S608 - made of constants
# Not due, but below what is wanted on the morning of the exam: the engine's rule, as stability.
_BEFORE_EXAM = f"""
UNION ALL
SELECT card.id, stability, difficulty, last_review_at
FROM learning_card AS card
JOIN unnest(%(exam_decks)s::uuid[], %(mornings)s::timestamptz[], %(reaches)s::float8[])
     AS exam (deck, morning, reach) ON exam.deck = card.deck_id
WHERE owner_id = %(owner)s AND phase = 2 AND due_at > %(at)s AND {_ACTIVE}
  AND last_review_at <= %(day_ago)s
  AND stability <= reach * extract(epoch FROM morning - last_review_at)::float8 / 86400 * 1.000001
"""  # noqa: S608 - made of constants
_NEW = f"""
SELECT id FROM unnest(%(new_decks)s::uuid[], %(open)s::int[]) AS place (deck, most)
CROSS JOIN LATERAL (
  SELECT id FROM learning_card
  WHERE deck_id = deck AND phase = 0 AND due_at <= %(at)s AND {_ACTIVE}
  ORDER BY due_at, id LIMIT most
) AS card
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class _Question:
    person: User
    at: datetime
    most: int
    decks: Sequence[Deck]

    @property
    def today(self) -> date:
        return self.at.astimezone(self.person.zone).date()


def due_cards(
    *, person: User, minutes: int, deck_id: UUID | None = None, at: datetime | None = None
) -> list[Card]:
    """The cards to review now, most at risk first, then the new ones of the day.

    Args:
        minutes: 1 to 480; what the cards are expected to take at the person's own pace fits them.
        deck_id: of this deck and those below it (`Biology` has `Biology::Cells`); all where None.
    Raises:
        UnknownDeck
    """
    decks = _decks(person, deck_id)
    most = min(minutes * 60 // FEWEST_SECONDS, MOST_CANDIDATES)
    asked = _Question(person, at or timezone.now(), most, decks)
    known = _known(asked)
    # While known cards wait, none is begun: the engine holds the same, for those it is shown.
    new = _new(asked) if len(known) <= most else []
    by_id = {str(card.pk): card for card in _cards([*known[:most], *new])}
    seconds = _own_seconds(known[:most])
    deck_of = {deck.pk: deck for deck in decks}
    chosen = queue.due_queue(
        cards=[
            QueueCard(
                id=key,
                state=memory_of(card),
                seconds=seconds.get(card.pk),
                desired_retention=deck_of[card.deck_id].desired_retention,
                exam_on=deck_of[card.deck_id].exam_on,
            )
            for key, card in by_id.items()
        ],
        at=asked.at,
        minutes=minutes,
        new_limit=len(new),
        pace=queue.pace_of(history=_history(person)),
        zone=person.zone,
    )
    return [by_id[key] for key in chosen.ids]


def _decks(person: User, deck_id: UUID | None) -> list[Deck]:
    decks = Deck.objects.owned_by(person)
    if deck_id is not None:
        top = decks.filter(pk=deck_id).first()
        if top is None:
            raise UnknownDeck
        decks = decks.filter(Q(pk=top.pk) | Q(name__startswith=f"{top.name}::"))
    return list(decks)


def _known(asked: _Question) -> list[UUID]:
    """One more than can be chosen, where there are as many: then some wait."""
    exams = _exams(asked)
    wanted = _DUE + (_BEFORE_EXAM if exams else "")
    values = {
        **_base(asked),
        "day_ago": asked.at - timedelta(days=1),
        "exam_decks": [deck for deck, _, _ in exams],
        "mornings": [morning for _, morning, _ in exams],
        "reaches": [reach for _, _, reach in exams],
        "most": asked.most + 1,
        "factor": _FACTOR,
        "decay": _DECAY,
        "horizon": queue.HORIZON_DAYS,
        "e8": math.exp(_W[8]),
        "e1718": math.exp(_W[17] * _W[18]),
        **{f"w{n}": _W[n] for n in (9, 10, 11, 12, 13, 14)},
    }
    return _ids(_RANKED.format(wanted=wanted), values)


def _exams(asked: _Question) -> list[tuple[UUID, datetime, float]]:
    """Decks whose exam is near, its morning, and the stability that a day's distance asks for."""
    near = []
    for deck in asked.decks:
        days = (deck.exam_on - asked.today).days if deck.exam_on else 0
        if deck.exam_on and 0 < days < memory.EXAM_NEARS_DAYS:
            wanted = memory.retention_towards(
                today=asked.today, exam_on=deck.exam_on, desired_retention=deck.desired_retention
            )
            morning = datetime.combine(deck.exam_on, time(8), tzinfo=asked.person.zone)
            near.append((deck.pk, morning, _FACTOR / (wanted ** (1 / _DECAY) - 1)))
    return near


def _new(asked: _Question) -> list[UUID]:
    begun = _begun_today(asked)
    places = []
    for deck in asked.decks:
        already = begun.get(deck.pk, 0)
        # How many wait matters only where they are spread over the days up to an exam.
        waiting = _waiting(asked, deck) if deck.exam_on else deck.new_cards_per_day
        limit = memory.new_cards_today(
            waiting=waiting + already,
            daily_limit=deck.new_cards_per_day,
            today=asked.today,
            exam_on=deck.exam_on,
        )
        if limit > already:
            places.append((deck.pk, min(limit - already, asked.most)))
    if not places:
        return []
    values = {
        **_base(asked),
        "new_decks": [deck for deck, _ in places],
        "open": [count for _, count in places],
    }
    return _ids(_NEW, values)[: asked.most]


def _begun_today(asked: _Question) -> dict[UUID, int]:
    today = midnight(asked.today, asked.person.zone)
    rows = (
        Review.objects.owned_by(asked.person)
        .counted()
        .filter(reviewed_at__gte=today, was_new=True)
        .values("card__deck")
        .annotate(begun=Count("card", distinct=True))
    )
    return {row["card__deck"]: row["begun"] for row in rows}


def _waiting(asked: _Question, deck: Deck) -> int:
    return Card.objects.filter(deck=deck, phase=Card.Phase.NEW).active().count()


def _cards(ids: Sequence[UUID]) -> list[Card]:
    return list(Card.objects.filter(pk__in=ids))


def _own_seconds(ids: Sequence[UUID]) -> dict[UUID, float]:
    """What each card took on the average when it was recalled, where that is known."""
    rows = (
        Review.objects.counted()
        .filter(card__in=ids, rating__gt=Rating.AGAIN, was_new=False, seconds__gt=0)
        .values_list("card")
        .annotate(Avg("seconds"))
    )
    return dict(rows)


def _history(person: User) -> list[Answer]:
    rows = (
        Review.objects.owned_by(person)
        .counted()
        .filter(seconds__gt=0)
        .order_by("-reviewed_at")
        .values_list("rating", "seconds", "was_new")[:_HISTORY]
    )
    return [Answer(Rating(rating), seconds, new) for rating, seconds, new in reversed(rows)]


def _base(asked: _Question) -> dict[str, Any]:
    return {
        "owner": asked.person.pk,
        "at": asked.at,
        "decks": [deck.pk for deck in asked.decks],
    }


def _ids(sql: str, values: dict[str, Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
