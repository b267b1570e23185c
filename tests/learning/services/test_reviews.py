import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from focushub.accounts.models import User
from learning.engine import memory
from learning.engine.memory import Rating
from learning.models import Card, Review
from learning.services import reviews
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def card(user: User) -> Card:
    with time_machine.travel(NOON - timedelta(days=60)):
        return CardFactory.create(deck__owner=user)


def _reviewed(card: Card, *ratings: int) -> list[reviews.Reviewed]:
    """One a week, the last one a week before noon."""
    first = NOON - timedelta(weeks=len(ratings))
    return [
        reviews.review_card(card=card, rating=rating, reviewed_at=first + timedelta(weeks=week))
        for week, rating in enumerate(ratings)
    ]


def _memory(card: Card) -> Any:
    return reviews.memory_of(Card.objects.get(pk=card.pk))


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_review_moves_the_memory_as_fsrs_does(card: Card) -> None:
    reviewed = reviews.review_card(card=card, rating=3, seconds=4.5)

    expected = memory.review(
        state=memory.fresh(due_at=card.due_at), rating=Rating.GOOD, at=NOON, desired_retention=0.9
    )
    line = Review.objects.get()
    assert _memory(card) == expected == reviews.memory_of(reviewed.card)
    assert (line.number, line.rating, line.seconds, line.was_new) == (1, 3, 4.5, True)
    assert (line.desired_retention, line.retrievability) == (0.9, None)
    assert reviewed.notice is None


def test_the_log_keeps_what_was_expected(card: Card) -> None:
    _reviewed(card, 3, 3)
    before = _memory(card)

    line = reviews.review_card(card=card, rating=1).review

    assert line.number == 3
    assert line.was_new is False
    assert line.retrievability == memory.retrievability(state=before, at=NOON)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_undo_restores_exactly_and_keeps_the_line_marked(card: Card, count: int) -> None:
    _reviewed(card, *[3] * (count - 1))
    before = Card.objects.filter(pk=card.pk).values().get()
    reviews.review_card(card=card, rating=1, seconds=9)

    reviews.undo_review(card=card)

    assert Card.objects.filter(pk=card.pk).values().get() == before
    assert Review.objects.count() == count
    assert Review.objects.get(number=count).undone_at == NOON
    assert Review.objects.counted().count() == count - 1


def test_undo_goes_back_to_the_beginning_and_no_further(card: Card) -> None:
    before = _memory(card)
    _reviewed(card, 3, 1)
    reviews.undo_review(card=card)
    reviews.undo_review(card=card)

    with pytest.raises(reviews.NothingToUndo):
        reviews.undo_review(card=card)

    assert _memory(card) == before


def test_a_review_after_an_undo_takes_the_next_number(card: Card) -> None:
    _reviewed(card, 3, 1)
    reviews.undo_review(card=card)

    reviews.review_card(card=card, rating=4)

    kept = Review.objects.counted().order_by("number").values_list("number", "rating")
    assert list(kept) == [(1, 3), (3, 4)]


def test_a_late_review_is_put_where_it_belongs(card: Card, user: User) -> None:
    in_order = CardFactory.create(deck=card.deck)
    moments = [NOON - timedelta(days=days) for days in (20, 12, 3)]
    for at, rating in zip(moments, (3, 1, 4), strict=True):
        reviews.review_card(card=in_order, rating=rating, reviewed_at=at)
    for index in (0, 2):
        reviews.review_card(card=card, rating=(3, 1, 4)[index], reviewed_at=moments[index])

    late = reviews.review_card(card=card, rating=1, reviewed_at=moments[1]).review

    first = memory.review(
        state=memory.fresh(due_at=card.created_at), rating=Rating.GOOD, at=moments[0]
    )
    assert _memory(card) == _memory(in_order)
    assert late.number == 3
    assert late.retrievability == memory.retrievability(state=first, at=moments[1])


def test_undoing_a_late_review_restores_exactly(card: Card) -> None:
    _reviewed(card, 3, 3)
    before = _memory(card)
    reviews.review_card(card=card, rating=1, reviewed_at=NOON - timedelta(days=10))

    reviews.undo_review(card=card)

    assert _memory(card) == before


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=-3651)])
def test_a_time_that_cannot_be_is_refused(card: Card, ahead: timedelta) -> None:
    with pytest.raises(reviews.ReviewTimeOutOfRange):
        reviews.review_card(card=card, rating=3, reviewed_at=NOON + ahead)

    assert Review.objects.count() == 0
    assert Card.objects.get(pk=card.pk).phase == Card.Phase.NEW


def test_a_clock_a_little_ahead_counts_as_now(card: Card) -> None:
    reviews.review_card(card=card, rating=3, reviewed_at=NOON + timedelta(minutes=4))

    assert Review.objects.get().reviewed_at == NOON


def test_an_exam_bends_the_retention_in_the_persons_zone(user: User) -> None:
    User.objects.filter(pk=user.pk).update(timezone="Pacific/Auckland")
    deck = DeckFactory.create(owner=user, exam_on=date(2026, 11, 24))
    card = CardFactory.create(deck=deck)

    reviews.review_card(card=card, rating=3)

    # At noon in UTC the exam's day has begun in Auckland.
    assert Review.objects.get().desired_retention == memory.MAX_RETENTION


def test_a_leech_is_noticed_kindly_when_it_lapses_again(card: Card) -> None:
    *_, fifth = _reviewed(card, 4, *[1, 3, 3, 3] * 5)
    Card.objects.filter(pk=card.pk).update(phase=Card.Phase.REVIEW, step=None, lapses=5)

    forgotten = reviews.review_card(card=card, rating=1)
    known = reviews.review_card(card=card, rating=3)

    assert (fifth.notice, forgotten.notice) == (None, memory.LEECH_NOTICE)
    assert known.notice is None


def test_rebuilding_gives_the_same_memories(user: User) -> None:
    cards = CardFactory.create_batch(3, deck=DeckFactory.create(owner=user))
    _reviewed(cards[0], 3, 1, 2, 4, 3)
    _reviewed(cards[1], 4)
    reviews.undo_review(card=cards[1])
    before = [_memory(card) for card in cards]
    untouched = reviews.rebuild_cards(cards=Card.objects.all())
    Card.objects.filter(pk=cards[0].pk).update(stability=1, due_at=timezone.now())
    Card.objects.filter(pk=cards[1].pk).update(due_at=timezone.now() + timedelta(days=3))

    mended = reviews.rebuild_cards(cards=Card.objects.all())

    assert (untouched, mended) == ((3, 0), (3, 2))
    assert [_memory(card) for card in cards] == before


def test_a_memory_with_no_log_becomes_a_new_card(card: Card) -> None:
    Card.objects.update(phase=2, stability=4, difficulty=5, step=None, due_at=NOON)

    reviews.rebuild_cards(cards=Card.objects.all())

    assert _memory(card) == memory.fresh(due_at=card.created_at)


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_lose_nothing(user: User) -> None:
    card = CardFactory.create(deck__owner=user)
    start = threading.Barrier(4)

    def device(rating: int) -> None:
        try:
            start.wait(timeout=10)
            for _ in range(3):
                reviews.review_card(card=card, rating=rating)
        finally:
            connection.close()

    threads = [threading.Thread(target=device, args=[rating]) for rating in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    log = list(Review.objects.order_by("number"))
    assert [line.number for line in log] == list(range(1, 13))
    assert sorted(line.rating for line in log) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert [line.was_new for line in log] == [True] + [False] * 11
    card.refresh_from_db()
    assert card.reps == 12
    assert reviews.rebuild_cards(cards=Card.objects.all()) == (1, 0)
