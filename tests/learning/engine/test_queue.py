from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.memory import CardState, Phase, Rating, fresh, review
from learning.engine.queue import (
    Answer,
    Pace,
    QueueCard,
    due_queue,
    expected_seconds,
    gain,
    pace_of,
)
from tests.benchmarks.backlog import DECKS, at_random, oldest_first, rescue, simulate

NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)


def known(name: str, *, stability: float = 10, days_ago: float = 10, **more: Any) -> QueueCard:
    last = NOW - timedelta(days=days_ago)
    state = CardState(
        stability, 5.0, last + timedelta(days=stability), Phase.REVIEW, None, last, 4, 0
    )
    return QueueCard(name, state, **more)


def new(name: str, *, created: int = 0) -> QueueCard:
    return QueueCard(name, fresh(due_at=NOW - timedelta(days=1, minutes=-created)))


def test_what_fits_comes_with_the_most_at_risk_first():
    cards = [known("firm", days_ago=11), known("gone", days_ago=90), known("shaky", days_ago=30)]

    queue = due_queue(cards=cards, at=NOW, minutes=10)

    assert queue.ids == ("gone", "shaky", "firm")
    assert queue.waiting == 0


def test_a_card_that_is_not_due_is_left_out():
    queue = due_queue(cards=[known("later", days_ago=3)], at=NOW, minutes=10)

    assert queue.ids == ()
    assert queue.waiting == 0


def test_the_minutes_are_never_passed_and_the_rest_waits():
    cards = [known(f"card {n:03}", days_ago=12 + n / 10) for n in range(200)]

    queue = due_queue(cards=cards, at=NOW, minutes=5)

    assert 280 < queue.seconds <= 300
    assert len(queue.ids) + queue.waiting == 200


def test_new_cards_come_after_the_due_ones_oldest_first_up_to_the_limit():
    cards = [new("second", created=2), new("first", created=1), new("third", created=3)]

    queue = due_queue(cards=[*cards, known("due", days_ago=20)], at=NOW, minutes=30, new_limit=2)

    assert queue.ids == ("due", "first", "second")
    assert queue.new == 2


def test_no_new_card_is_begun_while_due_ones_wait():
    cards = [known(f"card {n}", days_ago=20) for n in range(50)]

    queue = due_queue(cards=[*cards, new("new")], at=NOW, minutes=1)

    assert queue.new == 0
    assert "new" not in queue.ids


def test_in_a_backlog_neither_the_firm_nor_the_longest_forgotten_come_first():
    brink = known("brink", stability=3, days_ago=6)
    firm = known("firm", stability=300, days_ago=301)

    queue = due_queue(cards=[firm, brink], at=NOW, minutes=1, pace=Pace(recalled=40, forgotten=50))

    assert queue.ids == ("brink",)
    assert queue.waiting == 1


def test_an_exam_brings_a_card_forward_that_would_fade_by_then():
    fading = known("fading", days_ago=5, exam_on=date(2026, 11, 9))
    firm = known("firm", stability=400, days_ago=5, exam_on=date(2026, 11, 9))
    elsewhere = known("elsewhere", days_ago=5)

    queue = due_queue(
        cards=[fading, firm, elsewhere], at=NOW, minutes=10, zone=ZoneInfo("Europe/Berlin")
    )

    assert queue.ids == ("fading",)


def test_a_card_reviewed_today_is_not_asked_again_for_the_exam():
    state = review(state=fresh(due_at=NOW), rating=Rating.EASY, at=NOW - timedelta(hours=2))
    card = QueueCard("today", state, exam_on=date(2026, 11, 20))

    assert due_queue(cards=[card], at=NOW, minutes=10).ids == ()


def test_slow_cards_take_more_of_the_minutes():
    pace = Pace(recalled=10, forgotten=20)

    assert expected_seconds(card=known("usual"), recalled=0.5, pace=pace) == 15
    assert expected_seconds(card=known("slow", seconds=50), recalled=0.5, pace=pace) == 30


def test_the_pace_is_the_persons_once_there_is_history():
    assert pace_of(history=[]) == Pace()

    pace = pace_of(
        history=[
            *[Answer(Rating.GOOD, 20)] * 90,
            *[Answer(Rating.AGAIN, 600)] * 10,
            *[Answer(Rating.GOOD, 0, was_new=True)] * 10,
        ]
    )

    assert pace == Pace(recalled=(90 * 20 + 80) / 100, forgotten=(10 * 120 + 230) / 20, new=16)


def test_a_new_card_has_no_gain_to_compare():
    assert gain(state=fresh(due_at=NOW), at=NOW) == 0.0


@pytest.mark.parametrize("minutes", [0, 481])
def test_minutes_out_of_bounds_are_refused(minutes):
    with pytest.raises(ValueError, match="minutes"):
        due_queue(cards=[], at=NOW, minutes=minutes)


@given(
    st.lists(st.tuples(st.floats(0.01, 2000), st.floats(0, 4000), st.booleans()), max_size=60),
    st.integers(1, 20),
)
@settings(max_examples=150)
def test_any_deck_gives_a_queue_within_the_minutes_that_loses_no_card(deck, minutes):
    cards = [
        new(f"{n:02}") if is_new else known(f"{n:02}", stability=stability, days_ago=days)
        for n, (stability, days, is_new) in enumerate(deck)
    ]

    queue = due_queue(cards=cards, at=NOW, minutes=minutes, new_limit=5)

    due = sum(not card.is_new and card.state.due_at <= NOW for card in cards)
    assert queue.seconds <= minutes * 60
    assert len(set(queue.ids)) == len(queue.ids)
    assert len(queue.ids) - queue.new + queue.waiting == due
    assert queue.new <= 5


def test_a_backlog_of_1400_is_rescued_better_than_oldest_first_or_at_random():
    deck, seeds = DECKS[2], (0, 1)

    ours, oldest, mixed = (
        [simulate(deck=deck, order=order, seed=seed) for seed in seeds]
        for order in (rescue, oldest_first, at_random)
    )

    assert all(run.longest_day_minutes <= 15 for run in ours)
    assert sum(run.recalled for run in ours) > sum(run.recalled for run in oldest)
    assert sum(run.recalled for run in ours) > sum(run.recalled for run in mixed)
