"""How long a task is likely to take this person, learnt from how long tasks did take.

People finish later than they think: the students of Buehler, Griffin and Ross ("Exploring the
planning fallacy", Journal of Personality and Social Psychology 67, 1994, 366-381, study 1)
expected their theses in 33.9 days on average and needed 55.5, a ratio of 1.64. That is one
long task of one group and says nothing of minutes at home or of ADHD; so a new person starts
at a rounder and more careful 1.5, and the own history takes over quickly. That is about one's own
guess: those who judged by how such things usually go were not too hopeful in the same paper (study
5). So minutes that come from a recipe start as they are (`prior_ratio` 1, `own` false).

The model: the logarithm of actual / guess varies around a mean of the person's own, and the
means of people vary around ln(1.5). The person's mean is then an average of both, weighted by
how much each is worth: a person whose tasks scatter little is believed after a few of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MAX_MINUTES = 1440
MAX_HISTORY = 200
# How far people's own means lie apart, and how far one person's tasks scatter (standard
# deviations of the logarithm). Set by judgement, not measured; the second is learnt.
_BETWEEN_PEOPLE = 0.45
_WITHIN_PERSON = 0.35
# The scatter is first believed to be the one above, as if seen in so many tasks.
_PRIOR_TASKS = 3.0
# The newest task counts in full, one that lies so many tasks back counts half.
_HALF_LIFE = 20.0
# Tasks of other kinds tell of the person too, but less.
_OTHER_KINDS = 0.3
# One task left running overnight is not to decide: ratios beyond these are taken as these.
_LEAST_RATIO, _MOST_RATIO = 0.1, 10.0
# 8 of 10 tasks end within 1.28 standard deviations of the mean.
_EIGHT_OF_TEN = 1.2816
# Closer to 1 than this, the person's own guess is better left as it is.
_GOOD_GUESS = 0.06
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Actual:
    """A finished task: the minutes that were guessed and those that it took, both above 0."""

    guess: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Whole minutes, 1 to 2880: 8 of 10 tasks end between `low` and `high`.

    `reason` is one sentence.
    """

    low: int
    likely: int
    high: int
    reason: str


def expected_minutes(
    *,
    guess: int,
    history: Sequence[Actual],
    prior_ratio: float = 1.5,
    others: Sequence[Actual] = (),
    own: bool = True,
) -> Estimate:
    """How long a task is likely to take this person.

    Args:
        guess: minutes that the person or the recipe named, 1 to 1440.
        own: the guess is the person's; this changes the words of the reason alone.
        history: finished tasks of the same kind, newest last; the newest 200 are used.
        prior_ratio: actual / guess before there is any history; see the module for 1.5.
        others: finished tasks of other kinds, newest last; they count for less.
    Raises:
        ValueError: a guess out of bounds, or a ratio that is not above 0.
    """
    if not 1 <= guess <= MAX_MINUTES:
        raise ValueError(f"a guess is 1 to {MAX_MINUTES} minutes, not {guess}")
    if prior_ratio <= 0:
        raise ValueError("prior_ratio is above 0")
    same = _logs(history)
    centre = math.log(prior_ratio)
    mean, variance, scatter = _person(
        centre, [*_weighted(_logs(others), _OTHER_KINDS), *_weighted(same, 1.0)]
    )
    if len(same) >= _ENOUGH and abs(mean) < _GOOD_GUESS:
        mean = 0.0
    ratio = math.exp(mean)
    spread = _EIGHT_OF_TEN * math.sqrt(variance + scatter)
    likely = _minutes(guess * ratio)
    return Estimate(
        low=min(likely, _minutes(guess * math.exp(mean - spread))),
        likely=likely,
        high=max(likely, _minutes(guess * math.exp(mean + spread))),
        reason=_reason(
            guess == likely, ratio, prior_ratio, len(same), len(others), _OWN if own else _USUAL
        ),
    )


def _logs(history: Sequence[Actual]) -> list[float]:
    return [
        math.log(min(_MOST_RATIO, max(_LEAST_RATIO, done.minutes / done.guess)))
        for done in history[-MAX_HISTORY:]
        if done.guess > 0 and done.minutes > 0
    ]


def _weighted(logs: Sequence[float], weight: float) -> list[tuple[float, float]]:
    newest = len(logs) - 1
    return [
        (value, weight * 0.5 ** ((newest - index) / _HALF_LIFE)) for index, value in enumerate(logs)
    ]


def _person(centre: float, seen: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The person's mean, how unsure it is (variance), and the variance of single tasks."""
    total = sum(weight for _, weight in seen)
    between, within = _BETWEEN_PEOPLE**2, _WITHIN_PERSON**2
    if not total:
        return centre, between, within
    average = sum(value * weight for value, weight in seen) / total
    squares = sum(weight * (value - average) ** 2 for value, weight in seen)
    scatter = (_PRIOR_TASKS * within + squares) / (_PRIOR_TASKS + total)
    trust = total * between / (total * between + scatter)
    return centre + trust * (average - centre), between * (1 - trust), scatter


def _minutes(value: float) -> int:
    return min(MAX_MINUTES * 2, max(1, round(value)))


@dataclass(frozen=True, slots=True)
class _Words:
    times: str
    fit: str
    less: str


_OWN = _Words("your guess", "your guesses fit well", "less than you think")
_USUAL = _Words("what is usual", "you take what is usual", "less than most")


def _reason(
    fits: bool, ratio: float, prior_ratio: float, own: int, others: int, words: _Words
) -> str:
    if not own and not others:
        if fits:
            return "This is what is usual; it becomes yours with each task that you finish."
        return (
            f"Things often take longer than expected: this starts at {prior_ratio:.1f} times the "
            "guess, until your own tasks say more."
        )
    what = f"your last {own} tasks of this kind" if own > 1 else "your last task of this kind"
    if not own:
        what = "your tasks of other kinds"
    if fits:
        return f"Going by {what}, {words.fit}."
    told = f"Going by {what}, you need about {ratio:.1f} times {words.times}"
    return f"{told}: {words.less}." if ratio < 1 else f"{told}."
