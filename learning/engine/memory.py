"""What a card's memory is and how a review changes it: FSRS-6, by `fsrs` (py-fsrs), fuzz off.

A state is immutable, and the log of reviews is the truth: `replay` rebuilds the state from it,
so that an undo is a replay without the last review, exact to the bit.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum
from functools import lru_cache

import fsrs

DEFAULT_RETENTION = 0.9
MIN_RETENTION = 0.7
MAX_RETENTION = 0.97
"""Beyond these the reviews grow without bound, or the forgetting does."""

LEECH_LAPSES = 6
"""Lapses from which a card is better rewritten than repeated; Anki's default is 8."""

EXAM_NEARS_DAYS = 21
"""Days before an exam in which the desired retention rises to its height."""

_DECAY = -fsrs.Scheduler().parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_CARD_ID = 1  # Given, because py-fsrs sleeps a millisecond to make one up.


class Rating(IntEnum):
    """How it went, in the person's view."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(IntEnum):
    """FSRS's states of a card; `NEW` is one without a review."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True)
class CardState:
    """The memory of one card.

    Attributes:
        stability: days after which recall falls to 90 %; None before the first review.
        difficulty: 1 to 10; None before the first review.
        due_at: UTC.
        step: place in the learning steps; None in review.
        reps, lapses: reviews so far, and those in review that were forgotten.
    """

    stability: float | None
    difficulty: float | None
    due_at: datetime
    state: Phase = Phase.NEW
    step: int | None = 0
    last_review_at: datetime | None = None
    reps: int = 0
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """One line of the log.

    Attributes:
        at: aware.
        desired_retention: what held when it was made: it decides the due date.
        seconds: how long it took; 0 where that is not known.
        order: decides between two reviews of the same instant.
    """

    at: datetime
    rating: Rating
    desired_retention: float = DEFAULT_RETENTION
    seconds: float = 0
    order: int = 0


def fresh(*, due_at: datetime) -> CardState:
    """A card that was never reviewed."""
    return CardState(None, None, due_at.astimezone(UTC))


def review(
    *,
    state: CardState,
    rating: Rating,
    at: datetime,
    desired_retention: float = DEFAULT_RETENTION,
) -> CardState:
    """The memory after one more review. How long it took changes no memory in FSRS.

    Raises:
        ValueError: `at` has no zone, lies before the last review (replay the log instead), or the
            retention is out of bounds.
    """
    if at.utcoffset() is None:
        raise ValueError("A review needs a time with a zone.")
    if state.last_review_at is not None and at < state.last_review_at:
        raise ValueError("A review before the last one: replay the log in its order.")
    card, _ = _scheduler(desired_retention).review_card(
        _card(state), fsrs.Rating(int(rating)), at.astimezone(UTC)
    )
    lapsed = state.state is Phase.REVIEW and rating is Rating.AGAIN
    return CardState(
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due,
        state=Phase(int(card.state)),
        step=card.step,
        last_review_at=card.last_review,
        reps=state.reps + 1,
        lapses=state.lapses + lapsed,
    )


def replay(*, created_at: datetime, reviews: Iterable[Review]) -> CardState:
    """The state that the log leads to, whatever order it comes in.

    Reviews of two devices are put in one order, by their instant, then `order`; all are kept.
    """
    state = fresh(due_at=created_at)
    for entry in sorted(reviews, key=lambda one: (one.at, one.order)):
        state = review(
            state=state,
            rating=entry.rating,
            at=entry.at,
            desired_retention=entry.desired_retention,
        )
    return state


def retrievability(*, state: CardState, at: datetime) -> float:
    """How likely it is that the card is recalled at that time, 0 to 1; 0 for a new card.

    FSRS's curve in fractions of a day (py-fsrs counts whole days).
    """
    if state.stability is None or state.last_review_at is None:
        return 0.0
    days = max(0.0, (at - state.last_review_at).total_seconds() / 86_400)
    return recall(days=days, stability=state.stability)


def is_leech(*, state: CardState) -> bool:
    """Whether the card comes back so often that another wording would serve better.

    True at `LEECH_LAPSES` and at every third lapse after it, so that the notice is rare.
    """
    over = state.lapses - LEECH_LAPSES
    return over >= 0 and over % 3 == 0


LEECH_NOTICE = (
    "This card comes back often. A shorter wording, a picture or two smaller cards may hold better."
)


def retention_towards(
    *, today: date, exam_on: date | None, desired_retention: float = DEFAULT_RETENTION
) -> float:
    """The deck's desired retention, bent towards an exam.

    Nothing changes until `EXAM_NEARS_DAYS` before it; then it rises evenly to `MAX_RETENTION` on
    the day, which shortens the intervals so that what was learnt is fresh. After it: the deck's.

    Raises:
        ValueError: a retention out of bounds.
    """
    _check_retention(desired_retention)
    if exam_on is None:
        return desired_retention
    days = (exam_on - today).days
    if not 0 <= days < EXAM_NEARS_DAYS:
        return desired_retention
    nearness = 1 - days / EXAM_NEARS_DAYS
    # To a hundredth: each value is a scheduler that is built once.
    return round(desired_retention + (MAX_RETENTION - desired_retention) * nearness, 2)


def new_cards_today(*, waiting: int, daily_limit: int, today: date, exam_on: date | None) -> int:
    """How many new cards to begin today.

    The daily limit, or all that wait. With an exam ahead more, where the limit would not bring all
    of them by three days before it (a fifth of the time, where that is less): then they are spread
    evenly over the days up to there, though never more than three times the limit. Never fewer: an
    early start leaves more repetitions, and who opens the deck wants to see something.
    """
    usual = min(waiting, daily_limit)
    if exam_on is None or exam_on <= today:
        return usual
    days = (exam_on - today).days
    open_days = max(1, days - min(3, math.ceil(days / 5)))
    return max(usual, min(math.ceil(waiting / open_days), 3 * daily_limit))


def recall(*, days: float, stability: float) -> float:
    """FSRS-6's forgetting curve with its default decay: 0.9 after `stability` days."""
    return float((1 + _FACTOR * days / stability) ** _DECAY)


@lru_cache(maxsize=64)
def _scheduler(desired_retention: float) -> fsrs.Scheduler:
    _check_retention(desired_retention)
    return fsrs.Scheduler(desired_retention=desired_retention, enable_fuzzing=False)


def _check_retention(desired_retention: float) -> None:
    if not MIN_RETENTION <= desired_retention <= MAX_RETENTION:
        raise ValueError(f"The desired retention lies between {MIN_RETENTION} and {MAX_RETENTION}.")


def _card(state: CardState) -> fsrs.Card:
    learning = state.state in (Phase.NEW, Phase.LEARNING)
    return fsrs.Card(
        card_id=_CARD_ID,
        state=fsrs.State.Learning if learning else fsrs.State(int(state.state)),
        step=state.step,
        stability=state.stability,
        difficulty=state.difficulty,
        due=state.due_at,
        last_review=state.last_review_at,
    )
