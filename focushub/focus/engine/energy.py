"""How much energy a person probably has, hour by hour and now.

What the profile says of an hour is believed to begin with. Check-ins near that hour of the day pull
it towards what the person felt, the newer the more, and few of them pull little. What was said in
the last hours is about now: believed wholly at first, and half as much every two hours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, Self

Level = Literal["low", "medium", "high"]

HOURS: Final = 24
MAX_READINGS: Final = 200
# How long a check-in is about now: energy changes with meals, sleep and the time of the day.
HOLDS: Final = timedelta(hours=4)
_HALF_OF_NOW: Final = timedelta(hours=2)
# How old a check-in may be to say something of its hour, and when it counts half.
LOOK_BACK: Final = timedelta(days=60)
_HALF_OF_HABIT: Final = timedelta(days=21)
# Check-ins near an hour that weigh as much as the profile.
_PROFILE_WEIGHT: Final = 4.0
# How near: the weight falls like a bell, and ends after four hours.
_BELL_HOURS: Final = 1.5
_FARTHEST_HOURS: Final = 4.0
# 1 to 3 is low, 4 to 7 medium, 8 to 10 high; a level stands for the middle of its numbers.
_SCORES: Final[dict[Level, float]] = {"low": 2.0, "medium": 5.5, "high": 9.0}
_LOW_BELOW: Final = 3.5
_HIGH_FROM: Final = 7.5
_LOOK_AHEAD: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Reading:
    """A check-in: energy 1 to 10, at a time in the person's zone."""

    energy: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of a person at an instant.

    Attributes:
        level: of energy, at that instant.
        is_recent: it rests on what the person said within `HOLDS`.
        by_hour: for each hour of the local day.
        reason: one sentence for the person.
        until: where `is_recent`, the first instant at which it may be another level.
    """

    level: Level
    is_recent: bool
    by_hour: tuple[Level, ...]
    reason: str
    until: datetime | None = None

    @property
    def current(self) -> Level | None:
        """The level where the person said something of now; else the hours say enough."""
        return self.level if self.is_recent else None

    def without_now(self) -> Self:
        """For whoever was told of now by the person themselves."""
        return replace(self, is_recent=False, until=None)


def assume(*, profile: Sequence[Level], readings: Sequence[Reading], at: datetime) -> Assumption:
    """What to assume at an instant.

    Args:
        profile: 24 levels, by the local hour.
        readings: in any order; those after `at` or older than `LOOK_BACK` are left out, and the
            newest 200 of the rest are used.
        at: in the person's zone.
    Raises:
        ValueError: not 24 levels.
    """
    if len(profile) != HOURS:
        raise ValueError(f"a profile has {HOURS} levels, not {len(profile)}")
    known = sorted((r for r in readings if at - LOOK_BACK < r.at <= at), key=lambda r: r.at)
    known = known[-MAX_READINGS:]
    scores = _habit(profile, known, at)
    by_hour = tuple(level_of(score) for score in scores)
    newest = known[-1] if known else None
    if newest is None or at - newest.at >= HOLDS:
        level = by_hour[at.hour]
        return Assumption(level, False, by_hour, _habit_reason(level, profile[at.hour], at))
    level = level_of(_now(scores, newest, at))
    until = _until(scores, newest, at, level)
    return Assumption(level, True, by_hour, _recent_reason(level, newest), until)


def level_of(score: float) -> Level:
    if score < _LOW_BELOW:
        return "low"
    return "high" if score >= _HIGH_FROM else "medium"


def _habit(
    profile: Sequence[Level], readings: Sequence[Reading], at: datetime
) -> tuple[float, ...]:
    """The score of each hour."""
    felt = [
        (
            reading.at.hour + reading.at.minute / 60,
            reading.energy - _SCORES[profile[reading.at.hour]],
            0.5 ** ((at - reading.at) / _HALF_OF_HABIT),
        )
        for reading in readings
    ]
    scores = []
    for hour in range(HOURS):
        total = pull = 0.0
        for clock, surprise, freshness in felt:
            apart = _hours_apart(hour + 0.5, clock)
            if apart <= _FARTHEST_HOURS:
                weight = freshness * math.exp(-0.5 * (apart / _BELL_HOURS) ** 2)
                total += weight
                pull += weight * surprise
        scores.append(_SCORES[profile[hour]] + pull / (_PROFILE_WEIGHT + total))
    return tuple(scores)


def _now(scores: Sequence[float], said: Reading, at: datetime) -> float:
    """From what was said towards the hour's own score, as it fades."""
    left = 0.5 ** ((at - said.at) / _HALF_OF_NOW)
    return scores[at.hour] + left * (said.energy - scores[at.hour])


def _until(scores: Sequence[float], said: Reading, at: datetime, level: Level) -> datetime:
    moment = at
    while moment < said.at + HOLDS and level_of(_now(scores, said, moment)) == level:
        moment += _LOOK_AHEAD
    return min(moment, said.at + HOLDS)


def _hours_apart(one: float, other: float) -> float:
    apart = abs(one - other) % HOURS
    return min(apart, HOURS - apart)


def _recent_reason(level: Level, said: Reading) -> str:
    told = f"You said at {said.at:%H:%M} that your energy is {said.energy} of 10"
    if level_of(said.energy) != level:
        return f"{told}; a while later this takes it for {level}."
    what = {
        "low": "so this begins with what is easy.",
        "medium": "so this takes it for medium.",
        "high": "so what is hard may come first, while it lasts.",
    }
    return f"{told}, {what[level]}"


def _habit_reason(level: Level, profile: Level, at: datetime) -> str:
    hour = f"{at:%H}:00"
    if level == profile:
        return f"Your profile says that your energy is {profile} around {hour}."
    return f"Around {hour} your energy is mostly {level}, going by your check-ins near that time."
