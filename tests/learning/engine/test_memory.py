import random
from datetime import UTC, date, datetime, timedelta, timezone

import fsrs
import pytest

from learning.engine.memory import (
    LEECH_LAPSES,
    CardState,
    Phase,
    Rating,
    Review,
    fresh,
    is_leech,
    new_cards_today,
    replay,
    retention_towards,
    retrievability,
    review,
)

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def history(chance: random.Random) -> list[Review]:
    """Reviews as people make them: on time, early, late, twice a day, after a long break."""
    at = START + timedelta(seconds=chance.randrange(86_400))
    retention = chance.choice([0.8, 0.85, 0.9, 0.95])
    log = []
    for order in range(chance.randrange(1, 25)):
        rating = Rating(chance.choices([1, 2, 3, 4], weights=[2, 2, 5, 1])[0])
        log.append(Review(at, rating, retention, chance.uniform(2, 60), order))
        gap = chance.choice(
            [
                timedelta(seconds=chance.randrange(1, 900)),
                timedelta(hours=chance.uniform(1, 30)),
                timedelta(days=chance.uniform(1, 40)),
                timedelta(days=chance.uniform(40, 400)),
            ]
        )
        at += gap
    return log


def test_a_thousand_histories_equal_py_fsrs():
    chance = random.Random(20261102)
    compared = 0

    for _ in range(1000):
        log = history(chance)
        scheduler = fsrs.Scheduler(desired_retention=log[0].desired_retention, enable_fuzzing=False)
        theirs = fsrs.Card(card_id=1, due=START)
        ours = fresh(due_at=START)
        for entry in log:
            theirs, _ = scheduler.review_card(theirs, fsrs.Rating(entry.rating), entry.at)
            ours = review(
                state=ours,
                rating=entry.rating,
                at=entry.at,
                desired_retention=entry.desired_retention,
            )
            assert ours.stability == pytest.approx(theirs.stability, abs=1e-6)
            assert ours.difficulty == pytest.approx(theirs.difficulty, abs=1e-6)
            assert ours.due_at == theirs.due
            assert (int(ours.state), ours.step) == (int(theirs.state), theirs.step)
            compared += 1

    assert compared > 10_000


def test_the_log_in_any_order_leads_to_the_same_state():
    chance = random.Random(3)
    log = history(chance)
    mixed = chance.sample(log, len(log))

    assert replay(created_at=START, reviews=mixed) == replay(created_at=START, reviews=log)


def test_a_replay_without_the_last_review_is_an_exact_undo():
    chance = random.Random(4)
    for _ in range(50):
        log = history(chance)
        before = replay(created_at=START, reviews=log[:-1])
        after = review(
            state=before,
            rating=log[-1].rating,
            at=log[-1].at,
            desired_retention=log[-1].desired_retention,
        )

        assert after == replay(created_at=START, reviews=log)
        assert before == replay(created_at=START, reviews=log[:-1])


def test_a_first_good_review_moves_the_card_to_its_second_step():
    state = review(state=fresh(due_at=START), rating=Rating.GOOD, at=START)

    assert (state.stability, state.difficulty) == pytest.approx((2.3065, 2.118103970459016))
    assert state == CardState(
        stability=state.stability,
        difficulty=state.difficulty,
        due_at=START + timedelta(minutes=10),
        state=Phase.LEARNING,
        step=1,
        last_review_at=START,
        reps=1,
        lapses=0,
    )


def test_only_a_card_in_review_that_is_forgotten_counts_a_lapse():
    learning = review(state=fresh(due_at=START), rating=Rating.AGAIN, at=START)
    known = review(state=learning, rating=Rating.EASY, at=START)
    forgotten = review(state=known, rating=Rating.AGAIN, at=START + timedelta(days=20))

    assert [one.lapses for one in (learning, known, forgotten)] == [0, 0, 1]
    assert forgotten.state is Phase.RELEARNING


def test_two_devices_at_the_same_instant_are_both_kept_in_one_order():
    phone = Review(START, Rating.GOOD, order=1)
    laptop = Review(START, Rating.AGAIN, order=2)

    state = replay(created_at=START, reviews=[laptop, phone])

    assert state.reps == 2
    assert state == replay(created_at=START, reviews=[phone, laptop])


def test_a_review_in_another_zone_is_the_same_instant():
    there = START.astimezone(timezone(timedelta(hours=9)))

    assert review(state=fresh(due_at=there), rating=Rating.GOOD, at=there) == review(
        state=fresh(due_at=START), rating=Rating.GOOD, at=START
    )


def test_a_review_without_a_zone_or_before_the_last_one_is_refused():
    state = review(state=fresh(due_at=START), rating=Rating.GOOD, at=START)

    with pytest.raises(ValueError, match="zone"):
        review(state=state, rating=Rating.GOOD, at=START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="replay"):
        review(state=state, rating=Rating.GOOD, at=START - timedelta(seconds=1))


@pytest.mark.parametrize("retention", [0.69, 0.98, 0.0, 1.0])
def test_a_retention_out_of_bounds_is_refused(retention):
    with pytest.raises(ValueError, match="between"):
        review(
            state=fresh(due_at=START),
            rating=Rating.GOOD,
            at=START,
            desired_retention=retention,
        )


def test_recall_is_nine_in_ten_after_the_stability_and_nought_for_a_new_card():
    state = CardState(10.0, 5.0, START, Phase.REVIEW, None, START, 3, 0)

    assert retrievability(state=state, at=START) == 1.0
    assert retrievability(state=state, at=START + timedelta(days=10)) == pytest.approx(0.9)
    assert retrievability(state=fresh(due_at=START), at=START) == 0.0


def test_the_leech_notice_is_rare():
    told = [
        lapses
        for lapses in range(16)
        if is_leech(state=CardState(1.0, 9.0, START, Phase.REVIEW, None, START, 30, lapses))
    ]

    assert told == [LEECH_LAPSES, LEECH_LAPSES + 3, LEECH_LAPSES + 6, LEECH_LAPSES + 9]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(60, 0.9), (21, 0.9), (14, 0.92), (7, 0.95), (1, 0.97), (0, 0.97), (-1, 0.9)],
)
def test_the_desired_retention_rises_towards_the_exam(days, expected):
    today = date(2026, 11, 2)

    assert retention_towards(today=today, exam_on=today + timedelta(days=days)) == expected


def test_without_an_exam_the_decks_retention_holds():
    today = date(2026, 11, 2)

    assert retention_towards(today=today, exam_on=None, desired_retention=0.85) == 0.85


@pytest.mark.parametrize(
    ("waiting", "days", "expected"),
    [
        (100, None, 10),
        (4, None, 4),
        (100, 23, 10),
        (20, 12, 10),
        (4, 12, 4),
        (100, 12, 12),
        (100, 5, 25),
        (100, 4, 30),
        (100, 2, 30),
        (100, 1, 30),
        (100, 0, 10),
        (100, -3, 10),
        (0, 12, 0),
    ],
)
def test_an_exam_asks_for_more_new_cards_a_day_where_the_usual_number_is_too_few(
    waiting, days, expected
):
    today = date(2026, 11, 2)
    exam_on = None if days is None else today + timedelta(days=days)

    assert (
        new_cards_today(waiting=waiting, daily_limit=10, today=today, exam_on=exam_on) == expected
    )
