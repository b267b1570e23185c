"""Which cards to review now, so that they fit the minutes there are.

Where all that is due fits, all of it comes, most at risk first. Where it does not (a backlog),
the minutes go to the cards that lose most by waiting: each due card has a worth, the recall that
a review now is expected to add in `HORIZON_DAYS`. A card on the brink gains much; one still firm
can wait, and so can one long forgotten, which is a fresh start on any day. What is chosen is then
shown with the most at risk first. `tests/benchmarks/backlog.py` compares this with other orders.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import fsrs

from learning.engine.memory import (
    EXAM_NEARS_DAYS,
    CardState,
    Phase,
    Rating,
    recall,
    retention_towards,
    retrievability,
)

HORIZON_DAYS = 10.0
"""How far ahead a review's gain is looked at. Of 1 to 365 days, with the gain for each card or for
each second, 10 days for each card had the best of the worst results over the simulation's decks."""

MAX_MINUTES = 480

_PRIOR_RECALLED = 8.0
_PRIOR_FORGOTTEN = 23.0
_PRIOR_NEW = 30.0
_PRIOR_WEIGHT = 10
_SECONDS_COUNTED = (2.0, 120.0)
_HISTORY = 300
_W = fsrs.Scheduler().parameters
_GROWTH = math.exp(_W[8])
_SAME_DAY = math.exp(_W[17] * _W[18])


@dataclass(frozen=True, slots=True)
class Answer:
    """One past review, for the pace: what it was and how long it took."""

    rating: Rating
    seconds: float
    was_new: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a card of each sort takes, its repeats in the same sitting included."""

    recalled: float = _PRIOR_RECALLED
    forgotten: float = _PRIOR_FORGOTTEN
    new: float = _PRIOR_NEW


@dataclass(frozen=True, slots=True)
class QueueCard:
    """A card that may be asked now; suspended and buried ones are left out by the caller.

    Attributes:
        seconds: what this card took on the average when it was recalled; None where unknown.
        desired_retention: of its deck.
        exam_on: of its deck.
    """

    id: str
    state: CardState
    seconds: float | None = None
    desired_retention: float = 0.9
    exam_on: date | None = None

    @property
    def is_new(self) -> bool:
        return self.state.state is Phase.NEW


@dataclass(frozen=True, slots=True)
class Queue:
    """What to review, in its order.

    Attributes:
        ids: the cards.
        seconds: what they are expected to take; never over the minutes that were named.
        new: how many of them are new.
        waiting: due cards that keep for another time.
    """

    ids: tuple[str, ...]
    seconds: float
    new: int
    waiting: int


def pace_of(*, history: Sequence[Answer]) -> Pace:
    """The person's pace from the last 300 answers, newest last; few of them move it little.

    A pause (over two minutes) counts as two minutes, a slip (under two seconds) as two seconds.
    """
    last = history[-_HISTORY:]
    known = [entry for entry in last if not entry.was_new]
    return Pace(
        _shrunk([one.seconds for one in known if one.rating > Rating.AGAIN], _PRIOR_RECALLED),
        _shrunk([one.seconds for one in known if one.rating is Rating.AGAIN], _PRIOR_FORGOTTEN),
        _shrunk([one.seconds for one in last if one.was_new], _PRIOR_NEW),
    )


def due_queue(
    *,
    cards: Iterable[QueueCard],
    at: datetime,
    minutes: int,
    new_limit: int = 10,
    pace: Pace | None = None,
    zone: ZoneInfo | None = None,
) -> Queue:
    """The cards to review now.

    Args:
        cards: due or not; what is not due is left out, unless an exam brings it forward.
        at: now.
        minutes: 1 to 480; the expected seconds of the queue never pass them.
        new_limit: new cards still open today, after those already begun; none are added while
            due cards are left waiting.
        zone: where an exam's day is meant; UTC where left out.
    """
    if not 1 <= minutes <= MAX_MINUTES:
        raise ValueError(f"The minutes lie between 1 and {MAX_MINUTES}.")
    speed = pace or Pace()
    budget = minutes * 60.0
    due: list[tuple[float, float, QueueCard]] = []
    new: list[QueueCard] = []
    for card in cards:
        if card.is_new:
            if card.state.due_at <= at:
                new.append(card)
            continue
        if _is_wanted(card, at, zone):
            now = retrievability(state=card.state, at=at)
            due.append((now, expected_seconds(card=card, recalled=now, pace=speed), card))
    if sum(cost for _, cost, _ in due) > budget:
        # Equal worth: by the id, so that equal input gives an equal queue.
        due.sort(key=lambda entry: (-gain(state=entry[2].state, at=at), entry[2].id))
    chosen: list[tuple[float, QueueCard]] = []
    spent = 0.0
    for now, cost, card in due:
        if spent + cost <= budget:
            chosen.append((now, card))
            spent += cost
    waiting = len(due) - len(chosen)
    chosen.sort(key=lambda entry: (entry[0], entry[1].id))
    ids = [card.id for _, card in chosen]
    begun = 0
    if waiting == 0:
        new.sort(key=lambda card: (card.state.due_at, card.id))
        while begun < min(new_limit, len(new)) and spent + speed.new <= budget:
            ids.append(new[begun].id)
            spent += speed.new
            begun += 1
    return Queue(tuple(ids), spent, begun, waiting)


def expected_seconds(*, card: QueueCard, recalled: float, pace: Pace) -> float:
    """What the card is likely to take; `recalled` is how likely it is to be known, 0 to 1."""
    own = pace.recalled if card.seconds is None else _bounded((card.seconds + pace.recalled) / 2)
    return recalled * own + (1 - recalled) * max(pace.forgotten, own)


def gain(*, state: CardState, at: datetime) -> float:
    """Recall in `HORIZON_DAYS` that a review now is expected to add, 0 to 1.

    FSRS-6 with its default parameters: recalled (rated good) or forgotten, each with its chance,
    against no review at all.
    """
    if state.stability is None or state.difficulty is None or state.last_review_at is None:
        return 0.0
    days = max(0.0, (at - state.last_review_at).total_seconds() / 86_400)
    now = recall(days=days, stability=state.stability)
    return _gain(state.stability, state.difficulty, days, now)


def _gain(stability: float, difficulty: float, days: float, now: float) -> float:
    good = stability * (
        1 + _GROWTH * (11 - difficulty) * stability ** -_W[9] * (math.exp((1 - now) * _W[10]) - 1)
    )
    forgotten = min(
        _W[11]
        * difficulty ** -_W[12]
        * ((stability + 1) ** _W[13] - 1)
        * math.exp((1 - now) * _W[14]),
        stability / _SAME_DAY,
    )
    reviewed = now * recall(days=HORIZON_DAYS, stability=good) + (1 - now) * recall(
        days=HORIZON_DAYS, stability=max(forgotten, 0.001)
    )
    return max(0.0, reviewed - recall(days=days + HORIZON_DAYS, stability=stability))


def _is_wanted(card: QueueCard, at: datetime, zone: ZoneInfo | None) -> bool:
    """Due, or about to be forgotten by the exam in a fortnight or less."""
    if card.state.due_at <= at:
        return True
    if card.exam_on is None:
        return False
    today = at.astimezone(zone).date() if zone else at.date()
    days = (card.exam_on - today).days
    if not 0 < days < EXAM_NEARS_DAYS or card.state.state is not Phase.REVIEW:
        return False
    last = card.state.last_review_at
    if last is None or at - last < timedelta(days=1):
        return False
    morning = datetime.combine(card.exam_on, time(8), tzinfo=zone or at.tzinfo)
    wanted = retention_towards(
        today=today, exam_on=card.exam_on, desired_retention=card.desired_retention
    )
    return retrievability(state=card.state, at=morning) < wanted


def _shrunk(seconds: Sequence[float], prior: float) -> float:
    total = sum(_bounded(one) for one in seconds)
    return (total + _PRIOR_WEIGHT * prior) / (len(seconds) + _PRIOR_WEIGHT)


def _bounded(seconds: float) -> float:
    return min(max(seconds, _SECONDS_COUNTED[0]), _SECONDS_COUNTED[1])
