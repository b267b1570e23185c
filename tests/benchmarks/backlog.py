"""A backlog of 1,400 cards and 15 minutes a day: how much is recalled after 60 days?

`python -m tests.benchmarks.backlog [seeds]` prints one JSON line for each deck and order. Memory
is FSRS-6 itself, so the figures compare orders; they do not foretell a person's memory. A person
answers by chance with the recall that the curve gives, stops when a forgotten card would no
longer fit the minutes, and sees a forgotten card once more in the same sitting.
"""

import json
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from learning.engine.memory import CardState, Phase, Rating, retrievability, review
from learning.engine.queue import Pace, QueueCard, due_queue

START = datetime(2026, 11, 2, 18, tzinfo=UTC)
CARDS, DAYS, MINUTES = 1_400, 60, 15

Order = Callable[[Sequence[CardState], datetime, random.Random, Pace, int], list[int]]
"""Cards, now, chance, pace and whole minutes left, to the cards in the order to ask them."""


@dataclass(frozen=True, slots=True)
class Deck:
    """Log-normal stability (its median in days), mean difficulty, and the person's pace."""

    name: str
    median_stability: float
    difficulty: float
    pace: Pace

    def deal(self, chance: random.Random) -> list[CardState]:
        """Cards in review, all due: each was left for up to 60 days past its day."""
        cards = []
        for _ in range(CARDS):
            stability = self.median_stability * math.exp(chance.gauss(0, 1.1))
            stability = min(365.0, max(0.3, stability))
            difficulty = min(10.0, max(1.0, chance.gauss(self.difficulty, 2)))
            interval = timedelta(days=max(1, round(stability)))
            last = START - interval - timedelta(days=chance.uniform(0, 60))
            cards.append(
                CardState(stability, difficulty, last + interval, Phase.REVIEW, None, last, 5, 0)
            )
        return cards


QUICK, SLOW = Pace(8, 23, 30), Pace(12, 35, 40)
DECKS = (
    Deck("steady cards, slow pace", 13.5, 5.5, SLOW),
    Deck("rusty cards, slow pace", 7.4, 6.5, SLOW),
    Deck("frail cards, quick pace", 3.3, 7.5, QUICK),
    Deck("frail cards, slow pace", 3.3, 7.5, SLOW),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Cards recalled at the end (the sum of their chances), and the longest day in minutes."""

    recalled: float
    longest_day_minutes: float
    reviews: int
    still_due: int


def rescue(
    cards: Sequence[CardState], at: datetime, chance: random.Random, pace: Pace, minutes: int
) -> list[int]:
    queue = due_queue(
        cards=[QueueCard(f"{index:04d}", state) for index, state in enumerate(cards)],
        at=at,
        minutes=minutes,
        pace=pace,
    )
    return [int(card) for card in queue.ids]


def oldest_first(
    cards: Sequence[CardState], at: datetime, chance: random.Random, pace: Pace, minutes: int
) -> list[int]:
    return sorted(_due(cards, at), key=lambda index: cards[index].due_at)


def at_random(
    cards: Sequence[CardState], at: datetime, chance: random.Random, pace: Pace, minutes: int
) -> list[int]:
    due = _due(cards, at)
    return chance.sample(due, len(due))


ORDERS: dict[str, Order] = {
    "rescue": rescue,
    "oldest first": oldest_first,
    "random": at_random,
}


def simulate(*, deck: Deck, order: Order, seed: int, days: int = DAYS) -> Outcome:
    """Equal seeds deal equal cards; the chances of the answers then go their own ways."""
    cards = deck.deal(random.Random(seed))
    chance = random.Random(seed + 1_000)
    budget, longest, reviews = MINUTES * 60.0, 0.0, 0
    for day in range(days):
        at, spent, asked = START + timedelta(days=day), 0.0, True
        # A queue that went quicker than expected leaves minutes: the person asks again.
        while asked and (left := int((budget - spent) / 60)) >= 1:
            asked = False
            for index in order(cards, at + timedelta(seconds=spent), chance, deck.pace, left):
                if spent + deck.pace.forgotten > budget:
                    break
                now = at + timedelta(seconds=spent)
                knows = chance.random() < retrievability(state=cards[index], at=now)
                spent += deck.pace.recalled if knows else deck.pace.forgotten
                cards[index] = _answered(cards[index], now, knows=knows)
                reviews += 1
                asked = True
        longest = max(longest, spent)
    end = START + timedelta(days=days)
    recalled = sum(retrievability(state=state, at=end) for state in cards)
    return Outcome(recalled, longest / 60, reviews, len(_due(cards, end)))


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for deck in DECKS:
        for name, order in ORDERS.items():
            runs = [simulate(deck=deck, order=order, seed=seed) for seed in range(seeds)]
            line = {
                "deck": deck.name,
                "order": name,
                "seeds": seeds,
                "recalled_of_1400": round(sum(run.recalled for run in runs) / seeds, 1),
                "longest_day_minutes": round(max(run.longest_day_minutes for run in runs), 2),
                "reviews": round(sum(run.reviews for run in runs) / seeds),
                "still_due": round(sum(run.still_due for run in runs) / seeds),
            }
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


def _answered(state: CardState, now: datetime, *, knows: bool) -> CardState:
    if knows:
        return review(state=state, rating=Rating.GOOD, at=now)
    relearning = review(state=state, rating=Rating.AGAIN, at=now)
    return review(state=relearning, rating=Rating.GOOD, at=now + timedelta(minutes=10))


def _due(cards: Sequence[CardState], at: datetime) -> list[int]:
    return [index for index, state in enumerate(cards) if state.due_at <= at]


if __name__ == "__main__":
    main()
