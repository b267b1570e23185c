from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from focushub.accounts.models import User
from learning.engine.queue import gain
from learning.models import Card, Deck, Review
from learning.services import cards, queue
from learning.services.reviews import memory_of
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def deck(user: User) -> Deck:
    return DeckFactory.create(owner=user)


def _known(deck: Deck, *, stability: float, days: float, **fields: Any) -> Card:
    """A card in review, last seen `days` before noon."""
    last = NOON - timedelta(days=days)
    return CardFactory.create(
        deck=deck,
        **{
            "phase": Card.Phase.REVIEW,
            "step": None,
            "stability": stability,
            "difficulty": 5,
            "last_review_at": last,
            "due_at": last + timedelta(days=stability),
            **fields,
        },
    )


def _new(deck: Deck, count: int = 1) -> list[Card]:
    return CardFactory.create_batch(count, deck=deck, due_at=NOON - timedelta(hours=1))


def _queue(deck: Deck, minutes: int = 60, deck_id: UUID | None = None) -> list[Card]:
    return queue.due_cards(person=deck.owner, minutes=minutes, deck_id=deck_id, at=NOON)


def test_the_most_at_risk_come_first_and_new_ones_last(deck: Deck) -> None:
    new = _new(deck)
    firm = _known(deck, stability=30, days=31)
    brittle = _known(deck, stability=2, days=9)
    _known(deck, stability=30, days=3)

    assert _queue(deck) == [brittle, firm, *new]


def test_suspended_buried_and_others_cards_stay_out(deck: Deck) -> None:
    _known(deck, stability=2, days=5, suspended_at=NOON)
    _known(deck, stability=2, days=5, buried_until=NOON + timedelta(hours=1))
    back = _known(deck, stability=2, days=5, buried_until=NOON - timedelta(hours=1))
    _known(DeckFactory.create(), stability=2, days=5)

    assert _queue(deck) == [back]


def test_a_backlog_fits_the_minutes_and_begins_nothing_new(deck: Deck) -> None:
    _new(deck, 3)
    for days in range(5, 45):
        _known(deck, stability=4, days=days)

    one = _queue(deck, minutes=1)

    # 23 s for what is forgotten and 8 s for what is recalled leave room for a handful.
    assert 3 <= len(one) <= 7
    assert all(card.phase == Card.Phase.REVIEW for card in one)


def test_the_database_ranks_as_the_engine_does(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [
        _known(deck, stability=stability, days=days, difficulty=difficulty)
        for stability, days, difficulty in [
            (0.02, 1, 9.8),
            (1, 1.5, 1),
            (4, 90, 5),
            (4, 5, 5),
            (30, 45, 3),
            (200, 210, 7),
            (0.5, 400, 6),
        ]
    ]
    monkeypatch.setattr(queue, "MOST_CANDIDATES", 3)
    asked = queue._Question(deck.owner, NOON, 3, [deck])

    ranked = queue._known(asked)

    best = sorted(known, key=lambda card: -gain(state=memory_of(card), at=NOON))
    assert ranked == [card.pk for card in best[:4]]
    assert {card.pk for card in _queue(deck)} == set(ranked[:3])


def test_new_cards_keep_to_the_day_and_to_their_deck(deck: Deck) -> None:
    other = DeckFactory.create(owner=deck.owner, new_cards_per_day=1)
    Deck.objects.filter(pk=deck.pk).update(new_cards_per_day=3)
    begun = _new(deck, 6)
    _new(other, 2)
    CardFactory.create(deck=deck, due_at=NOON + timedelta(days=1))
    for card, at in ((begun[0], NOON - timedelta(hours=1)), (begun[1], NOON - timedelta(days=1))):
        Review.objects.create(
            owner=deck.owner,
            card=card,
            number=1,
            reviewed_at=at,
            rating=3,
            desired_retention=0.9,
            was_new=True,
            was_due_at=at,
        )

    fronts = [card.deck_id for card in _queue(deck)]

    assert sorted(fronts) == sorted([deck.pk, deck.pk, other.pk])


def test_the_day_begins_at_the_persons_midnight(deck: Deck) -> None:
    User.objects.filter(pk=deck.owner_id).update(timezone="Pacific/Auckland")
    deck.owner.refresh_from_db()
    Deck.objects.update(new_cards_per_day=1)
    first, second = _new(deck, 2)
    # 23:30 of the day before, over there; it is 01:00 now.
    Review.objects.create(
        owner=deck.owner,
        card=first,
        number=1,
        reviewed_at=NOON - timedelta(minutes=90),
        rating=3,
        desired_retention=0.9,
        was_new=True,
        was_due_at=NOON,
    )
    Card.objects.filter(pk=first.pk).update(suspended_at=NOON)

    assert _queue(deck) == [second]


def test_an_exam_brings_cards_forward_and_spreads_the_new_ones(deck: Deck) -> None:
    deck.exam_on = date(2026, 11, 28)
    deck.new_cards_per_day = 2
    deck.save()
    soon = _known(deck, stability=6, days=4)
    _known(deck, stability=600, days=4)
    _known(deck, stability=6, days=0.5)
    elsewhere = DeckFactory.create(owner=deck.owner)
    _known(elsewhere, stability=6, days=4)
    new = _new(deck, 12)

    # Four days are open for twelve new cards: three a day, one more than usual.
    chosen = _queue(deck)

    assert chosen[0] == soon
    assert chosen[1:] == new[:3]


def test_a_deck_has_those_below_it(deck: Deck) -> None:
    Deck.objects.filter(pk=deck.pk).update(name="Biology")
    below = DeckFactory.create(owner=deck.owner, name="Biology::Cells")
    beside = DeckFactory.create(owner=deck.owner, name="Biology of fish")
    (top,), (under,) = _new(deck), _new(below)
    _new(beside)

    assert set(_queue(deck, deck_id=deck.pk)) == {top, under}
    assert _queue(deck, deck_id=below.pk) == [under]


def test_an_unknown_deck_is_refused(deck: Deck) -> None:
    with pytest.raises(cards.UnknownDeck):
        _queue(deck, deck_id=DeckFactory.create().pk)


def test_the_queue_costs_the_same_for_one_card_or_many(
    deck: Deck, django_assert_num_queries: Any
) -> None:
    for days in range(3, 12):
        _known(deck, stability=2, days=days)
    _new(deck, 3)

    # decks, ranked, begun today, new, cards, seconds of each, pace
    with django_assert_num_queries(7):
        _queue(deck)


def test_a_person_without_decks_has_an_empty_queue(user: User) -> None:
    assert queue.due_cards(person=user, minutes=15, at=NOON) == []
