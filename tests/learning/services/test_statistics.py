from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from learning.models import Card, Deck, Review, StudySession
from learning.services.statistics import learning_stats
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def deck(user: User) -> Deck:
    return DeckFactory.create(owner=user)


def _log(card: Card, *, at: datetime, rating: int = 3, **fields: Any) -> Review:
    return Review.objects.create(
        owner=card.owner,
        card=card,
        number=card.reviews.count() + 1,
        reviewed_at=at,
        rating=rating,
        desired_retention=0.9,
        was_due_at=at,
        **{"was_new": False, "retrievability": 0.8, "seconds": 30, **fields},
    )


def test_retention_is_what_was_recalled_beside_what_was_expected(deck: Deck) -> None:
    card = CardFactory.create(deck=deck)
    _log(card, at=NOON, was_new=True, retrievability=None)
    for rating, expected in ((1, 0.5), (2, 0.9), (3, 0.9), (4, 0.9)):
        _log(card, at=NOON, rating=rating, retrievability=expected)
    _log(card, at=NOON, rating=1, undone_at=NOON)
    _log(card, at=NOON - timedelta(days=30), rating=1)
    _log(CardFactory.create(), at=NOON, rating=1)

    told = learning_stats(person=deck.owner, at=NOON)

    assert told["retention"] == {
        "reviews": 4,
        "recalled": 3,
        "rate": 0.75,
        "expected_rate": 0.8,
    }


def test_days_are_the_persons_own_and_those_of_25_hours_too(deck: Deck) -> None:
    User.objects.filter(pk=deck.owner_id).update(timezone="Europe/Berlin")
    deck.owner.refresh_from_db()
    card = CardFactory.create(deck=deck)
    clocks_back = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight of the 25th in Berlin
    for hours in (0, 24, 24.9, 25):
        _log(card, at=clocks_back + timedelta(hours=hours), was_new=hours == 0)

    told = learning_stats(person=deck.owner, days=3, at=datetime(2026, 10, 26, 12, tzinfo=UTC))

    assert [(day["on"], day["reviews"], day["new_cards"]) for day in told["days"]] == [
        (date(2026, 10, 24), 0, 0),
        (date(2026, 10, 25), 3, 1),
        (date(2026, 10, 26), 1, 0),
    ]


def test_minutes_studied_stand_beside_those_planned(deck: Deck) -> None:
    card = CardFactory.create(deck=deck)
    for _ in range(6):
        _log(card, at=NOON, seconds=50)
    for kind, minutes in (("study", 25), ("review", 40)):
        StudySession.objects.create(
            owner=deck.owner,
            kind=kind,
            position=0,
            title="x",
            minutes=30,
            completed_at=NOON,
            actual_minutes=minutes,
        )
    for kind, hours in (("study", 1), ("review", 2), ("task", 3), ("busy", 4)):
        starts_at = NOON - timedelta(days=1) + timedelta(hours=hours)
        TimeBlock.objects.create(
            owner=deck.owner,
            kind=kind,
            title="x",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
        )

    told = learning_stats(person=deck.owner, days=2, at=NOON)

    # Five minutes of reviews and a sitting of 25; a sitting of reviews is those reviews.
    assert [(day["studied_minutes"], day["planned_minutes"]) for day in told["days"]] == [
        (0, 40),
        (30, 0),
    ]
    assert (told["studied_minutes"], told["planned_minutes"]) == (30, 40)


def test_the_forecast_holds_what_waits_today_and_thirty_days(deck: Deck) -> None:
    def card(days: float, **fields: Any) -> None:
        known = {"phase": 2, "stability": 3, "difficulty": 5, "step": None}
        due_at = NOON + timedelta(days=days)
        CardFactory.create(deck=deck, due_at=due_at, **{**known, **fields})

    card(-40)
    card(0.1)
    card(1)
    card(29)
    card(30)
    card(1, suspended_at=NOON)
    card(-1, buried_until=NOON + timedelta(days=2))
    card(0, phase=0, stability=None, difficulty=None, step=0)

    forecast = learning_stats(person=deck.owner, at=NOON)["forecast"]

    assert len(forecast) == 30
    assert {day["on"]: day["cards"] for day in forecast if day["cards"]} == {
        date(2026, 11, 23): 2,
        date(2026, 11, 24): 1,
        date(2026, 11, 25): 1,
        date(2026, 12, 22): 1,
    }


def test_four_queries_whatever_there_is(deck: Deck, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):  # reviews, sessions, blocks, cards
        learning_stats(person=deck.owner, days=365)
