"""How long to stay with something, with which breaks, and what helps with it.

The length that a person asks for is never made longer. It becomes shorter where their own sessions,
their energy, their stress or what pulls at them say that less is more likely to be done, and the
answer says which of these it was.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final, Literal

from focushub.focus.engine.energy import Level
from focushub.focus.engine.tips import Tip, choose, hour_situation, tips_in

BreakKind = Literal["micro", "short", "long"]

LEAST_MINUTES: Final = 5
TECHNIQUES: Final = 4
SURROUNDINGS: Final = 3
_A_BREAK: Final = 2
MAX_PAST: Final = 10
# So many sessions weigh as much as what was asked for.
_ASKED_WEIGHT: Final = 5.0
_PAST_LEAST: Final = 3
# From here on, on the scale of 1 to 10.
_DISTRACTED, _VERY_DISTRACTED = 6, 8
_STRESSED, _VERY_STRESSED = 7, 9
# What each point of distraction above 5 takes, and what low energy and much stress leave.
_A_POINT: Final = 0.08
_ON_LOW_ENERGY: Final = 0.75
_IN_A_LOW_HOUR: Final = 0.85
_ON_MUCH_STRESS: Final = 0.85
_SHORT, _LONG = 15, 45
# Minutes of work before a small break.
_STRETCH: Final = 25
_SHORT_STRETCH: Final = 15
_SHORTEST_STRETCH: Final = 10
_LONG_STRETCH: Final = 45


@dataclass(frozen=True, slots=True)
class Past:
    """A finished session: what was planned, and what it took."""

    planned: int
    worked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusRequest:
    """What is known when a session begins.

    Attributes:
        minutes: asked for, 5 to 90.
        distraction: how much pulls at the person, 1 to 10.
        energy: None is unknown; energy_is_said: in the last hours, and not by the hour of the day.
        stress: what they said in the last hours.
        past: finished sessions, oldest first; the newest 10 are used.
        at: in the person's zone.
        turn: grows with each session, so that tips take turns.
    """

    description: str
    minutes: int
    at: datetime
    distraction: int | None = None
    energy: Level | None = None
    energy_is_said: bool = True
    stress: int | None = None
    past: Sequence[Past] = ()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """After so many minutes of work in all."""

    after_minutes: int
    kind: BreakKind
    minutes: int
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FocusPlan:
    minutes: int
    reason: str
    breaks: tuple[Break, ...]
    techniques: tuple[Tip, ...]
    surroundings: tuple[Tip, ...]


def plan_focus(request: FocusRequest) -> FocusPlan:
    """A length of 5 minutes to what was asked for, its breaks, and tips that fit the situation."""
    minutes, why = adapted_minutes(request)
    holds = situations(request, minutes)

    def chosen(file: str, most: int) -> tuple[Tip, ...]:
        return choose(
            tips_in(file),
            situations=holds,
            said=request.description,
            most=most,
            turn=request.turn,
        )

    return FocusPlan(
        minutes=minutes,
        reason=_reason(request.minutes, minutes, why),
        breaks=_breaks(request, minutes, holds),
        techniques=chosen("techniques", TECHNIQUES),
        surroundings=chosen("surroundings", SURROUNDINGS),
    )


def adapted_minutes(request: FocusRequest) -> tuple[int, list[str]]:
    """At most what was asked for, at least 5; and what made it shorter, in words."""
    length = float(request.minutes)
    why = []
    usual = _usual(request.past)
    if usual is not None and usual < request.minutes:
        known = min(len(request.past), MAX_PAST)
        trust = known / (known + _ASKED_WEIGHT)
        length = math.exp((1 - trust) * math.log(length) + trust * math.log(max(usual, 1)))
        why.append(f"your last sessions were mostly about {usual} minutes")
    if request.distraction is not None and request.distraction >= _DISTRACTED:
        length *= 1 - _A_POINT * (request.distraction - 5)
        why.append("much pulls at you")
    if request.energy == "low":
        length *= _ON_LOW_ENERGY if request.energy_is_said else _IN_A_LOW_HOUR
        said = "is low" if request.energy_is_said else "is mostly low at this hour"
        why.append(f"your energy {said}")
    if request.stress is not None and request.stress >= _VERY_STRESSED:
        length *= _ON_MUCH_STRESS
        why.append("there is much stress")
    if not why:
        return request.minutes, why
    return max(LEAST_MINUTES, min(request.minutes, 5 * round(length / 5))), why


def situations(request: FocusRequest, minutes: int) -> set[str]:
    """What holds, in the words of `tips/README.md`."""
    distraction, stress = request.distraction or 0, request.stress or 0
    ratios = [past.worked / past.planned for past in request.past[-MAX_PAST:] if past.planned]
    usual = median(ratios) if len(ratios) >= _PAST_LEAST else 1.0
    found = {
        "distracted": distraction >= _DISTRACTED,
        "very distracted": distraction >= _VERY_DISTRACTED,
        "low energy": request.energy == "low",
        "high energy": request.energy == "high",
        "high stress": stress >= _STRESSED,
        "very high stress": stress >= _VERY_STRESSED,
        "wound up": stress >= _STRESSED and request.energy == "high",
        "short session": minutes <= _SHORT,
        "long session": minutes >= _LONG,
        "first time": not request.past,
        "stops early": usual < 0.7,
        "runs long": usual > 1.3,
    }
    return {name for name, holds in found.items() if holds} | {hour_situation(request.at.hour)}


def _usual(past: Sequence[Past]) -> int | None:
    """The length in the middle of the last sessions; None where there are too few."""
    last = past[-MAX_PAST:]
    return round(median(one.worked for one in last)) if len(last) >= _PAST_LEAST else None


def _breaks(request: FocusRequest, minutes: int, holds: set[str]) -> tuple[Break, ...]:
    stretch = _stretch(request, holds)
    # None just before the end, where the real break is.
    places = [at for at in range(stretch, minutes, stretch) if minutes - at > stretch // 2]
    kinds: list[tuple[int, BreakKind, int]] = [
        (at, "micro", 3 if stretch >= _STRETCH else 2) for at in places
    ]
    if minutes <= 30:
        kinds.append((minutes, "short", 5))
    else:
        kinds.append((minutes, "long", 10 if minutes <= 60 else 15))
    done: set[str] = set()
    breaks = []
    for at, kind, length in kinds:
        activities = _for_break(kind, holds, but_for=done, turn=request.turn)
        done |= {tip.name for tip in activities}
        breaks.append(Break(at, kind, length, tuple(tip.text for tip in activities)))
    return tuple(breaks)


def _stretch(request: FocusRequest, holds: set[str]) -> int:
    if "very distracted" in holds:
        return _SHORTEST_STRETCH
    if holds & {"distracted", "low energy"}:
        return _SHORT_STRETCH
    calm = (request.distraction or 5) <= 3 and not holds & {"high stress", "stops early"}
    return _LONG_STRETCH if calm and "high energy" in holds else _STRETCH


def _for_break(
    kind: BreakKind, holds: set[str], *, but_for: set[str], turn: int
) -> tuple[Tip, ...]:
    """Other things than in the breaks before, as long as there are others."""
    of_kind = [tip for tip in tips_in("breaks") if tip.category == kind]
    fresh = [tip for tip in of_kind if tip.name not in but_for]
    return choose(fresh, situations=holds, most=_A_BREAK, turn=turn) or choose(
        of_kind, situations=holds, most=_A_BREAK, turn=turn
    )


def _reason(asked: int, minutes: int, why: Sequence[str]) -> str:
    if minutes == asked:
        return f"{minutes} minutes, as you asked."
    causes = why[0] if len(why) == 1 else f"{', '.join(why[:-1])} and {why[-1]}"
    return f"{minutes} of the {asked} minutes first, because {causes}. You can always go on."
