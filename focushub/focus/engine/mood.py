"""What a check-in tells beside those before it: how it differs, what comes back, what may help.

Nothing is diagnosed. Numbers are compared with the person's own, words are only counted, and where
it is so hard that somebody should not be alone with it, that is said first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from focushub.focus.engine.tips import HEAVY, Tip, choose, hour_situation, tips_in

MAX_HISTORY: Final = 100
STRATEGIES: Final = 4
ACTIVITIES: Final = 4
# How old a check-in may be to say what is usual, and how many it takes.
_USUAL_FROM: Final = timedelta(days=30)
_USUAL_LEAST: Final = 3
# Further from the usual than this is worth a word.
_NOTICEABLE: Final = 2
_LOW, _VERY_LOW, _GOOD = 4, 2, 7
_LITTLE_ENERGY, _MUCH_ENERGY = 3, 8
_CALM, _STRESSED, _VERY_STRESSED = 3, 7, 9
_TREND: Final = 3
# As low as this in each check-in, on so many days within two weeks, is more than a bad day.
_LONG_LOW: Final = 3
_LONG_LOW_DAYS: Final = 3
_LONG_LOW_FROM: Final = timedelta(days=14)
_SOON, _LATER, _NEXT_DAY = timedelta(hours=1), timedelta(hours=4), timedelta(hours=24)
# Nobody is asked how they are in the night.
_DAY_BEGINS, _DAY_ENDS = time(9), time(22)


@dataclass(frozen=True, slots=True)
class Felt:
    """A check-in; `at` is in the person's zone, and what was not said is None."""

    at: datetime
    mood: int | None = None
    energy: int | None = None
    stress: int | None = None
    note: str = ""
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """What is answered.

    Attributes:
        analysis: some sentences for the person.
        is_heavy: somebody should be with them; helplines belong to the answer.
        follow_up_at: when to ask again, by day.
    """

    analysis: str
    strategies: tuple[Tip, ...]
    activities: tuple[Tip, ...]
    is_heavy: bool
    follow_up_at: datetime


def support(*, now: Felt, before: Sequence[Felt], speaks_of_crisis: bool = False) -> Support:
    """What to say to a check-in.

    Args:
        before: earlier ones, oldest first; the newest 100 are used.
        speaks_of_crisis: whether its words are those of self-harm or danger.
    """
    history = before[-MAX_HISTORY:]
    heavy = speaks_of_crisis or is_heavy(now, history)
    holds = situations(now, history) | ({HEAVY} if heavy else set())
    said = " ".join([now.note, *now.triggers])
    turn = len(before)
    return Support(
        analysis=" ".join(_sentences(now, history, heavy=heavy)),
        strategies=choose(
            tips_in("coping"),
            situations=holds,
            said=said,
            most=STRATEGIES,
            a_category=2,
            turn=turn,
        ),
        activities=choose(
            tips_in("activities"), situations=holds, said=said, most=ACTIVITIES, turn=turn
        ),
        is_heavy=heavy,
        follow_up_at=_follow_up(now, heavy=heavy),
    )


def is_heavy(now: Felt, before: Sequence[Felt]) -> bool:
    """Whether the numbers alone say that somebody should not be alone with it."""
    if now.mood is None:
        return False
    if now.mood == 1 or (now.mood <= _VERY_LOW and (now.stress or 0) >= _MUCH_ENERGY):
        return True
    lately = [f for f in before if f.mood is not None and now.at - f.at <= _LONG_LOW_FROM]
    moods = [felt.mood for felt in lately if felt.mood is not None]
    days = {felt.at.date() for felt in lately} | {now.at.date()}
    return len(days) >= _LONG_LOW_DAYS and max([now.mood, *moods]) <= _LONG_LOW


def situations(now: Felt, before: Sequence[Felt]) -> set[str]:
    """What holds, in the words of `tips/README.md`."""
    mood, energy, stress = now.mood, now.energy, now.stress
    low_mood = mood is not None and mood <= _LOW
    low_energy = energy is not None and energy <= _LITTLE_ENERGY
    high_stress = stress is not None and stress >= _STRESSED
    trend = _trend(now, before)
    found = {
        "low mood": low_mood,
        "very low mood": mood is not None and mood <= _VERY_LOW,
        "good mood": mood is not None and mood >= _GOOD,
        "low energy": low_energy,
        "high energy": energy is not None and energy >= _MUCH_ENERGY,
        "worn out": low_mood and low_energy,
        "wound up": high_stress and energy is not None and not low_energy,
        "high stress": high_stress,
        "very high stress": stress is not None and stress >= _VERY_STRESSED,
        "low stress": stress is not None and stress <= _CALM,
        "falling mood": trend < 0,
        "rising mood": trend > 0,
    }
    return {name for name, holds in found.items() if holds} | {hour_situation(now.at.hour)}


def _sentences(now: Felt, before: Sequence[Felt], *, heavy: bool) -> list[str]:
    told = []
    if heavy:
        told.append(
            "This sounds very heavy, and you need not carry it alone: please talk to someone today."
        )
    told.append(_said(now))
    told += _beside_the_usual(now, before)
    trend = _trend(now, before)
    if trend:
        told.append(
            f"Your mood has {'risen' if trend > 0 else 'gone down'} over your last {_TREND} "
            "check-ins."
        )
    told += _what_comes_back(now, before)
    if not before:
        told.append("With some more check-ins this can be compared with what is usual for you.")
    return told


def _said(now: Felt) -> str:
    numbers = (("mood", now.mood), ("energy", now.energy), ("stress", now.stress))
    named = [f"{name} {number}" for name, number in numbers if number is not None]
    return f"You said: {', '.join(named)} of 10."


def _beside_the_usual(now: Felt, before: Sequence[Felt]) -> list[str]:
    lately = [felt for felt in before if now.at - felt.at <= _USUAL_FROM]
    differs = []
    for name in ("mood", "energy", "stress"):
        number = getattr(now, name)
        earlier = [getattr(felt, name) for felt in lately if getattr(felt, name) is not None]
        if number is None or len(earlier) < _USUAL_LEAST:
            continue
        usual = round(median(earlier))
        if abs(number - usual) >= _NOTICEABLE:
            word = "higher" if number > usual else "lower"
            differs.append(f"your {name} is {word} than your usual {usual}")
    return [f"{_listed(differs).capitalize()}."] if differs else []


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _trend(now: Felt, before: Sequence[Felt]) -> int:
    """1 where the mood rose from each of the last check-ins to the next, -1 where it fell."""
    moods = [felt.mood for felt in before if felt.mood is not None]
    if now.mood is None or len(moods) < _TREND - 1:
        return 0
    last = [*moods[1 - _TREND :], now.mood]
    if all(a < b for a, b in pairwise(last)):
        return 1
    return -1 if all(a > b for a, b in pairwise(last)) else 0


def _what_comes_back(now: Felt, before: Sequence[Felt]) -> list[str]:
    """The trigger of now that stood most often where it was hard before."""
    if not _is_hard(now):
        return []
    hard = [felt for felt in before if _is_hard(felt)]
    counted = [
        (sum(trigger.casefold() in _folded(felt) for felt in hard), trigger)
        for trigger in now.triggers
    ]
    count, trigger = max(counted, key=lambda found: found[0], default=(0, ""))
    if count < 2:
        return []
    return [
        f"“{trigger}” also stood with {count} of your last {len(hard)} hard moments; it may be "
        "worth a small plan of its own."
    ]


def _is_hard(felt: Felt) -> bool:
    return (felt.mood or 10) <= _LOW or (felt.stress or 0) >= _STRESSED


def _folded(felt: Felt) -> set[str]:
    return {trigger.casefold() for trigger in felt.triggers}


def _follow_up(now: Felt, *, heavy: bool) -> datetime:
    if heavy:
        # As soon as it is kind; a night does not put this off until the morning.
        return now.at + _SOON
    moment = now.at + (_LATER if _is_hard(now) else _NEXT_DAY)
    if _DAY_BEGINS <= moment.time() < _DAY_ENDS:
        return moment
    morning = datetime.combine(moment.date(), _DAY_BEGINS, tzinfo=moment.tzinfo)
    return morning if morning > now.at else morning + timedelta(days=1)
