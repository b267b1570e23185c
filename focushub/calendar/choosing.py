"""One thing for now, out of all that is open, and the reason in one sentence. Pure.

Points for what presses, for what was planned, and for what fits the person now; the most points
win, the earlier offer among equals. They change with the day, the hour's energy, the blocks and the
things themselves, never with the minute: whoever asks again gets the same answer.

| points | for |
|---|---|
| 1000 | a block that was kept for it holds this moment |
| 400, 250, 150, 80 | a limit today, tomorrow, within 3 days, within a week; a wish counts half |
| 300 | its day has passed |
| 350, 150, 40, -60 | urgent, high, medium, low |
| 80 | all that is left of it fits into the minutes that the person has |
| 60 | it asks for the energy that is there |
| -120, -10 | each level of energy that is wanting; each that it would leave unused |
| 50 | it is begun |
| 40 | energy is low, and it takes a quarter of an hour at most |
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from focushub.calendar.agenda import Offer
from focushub.calendar.scheduler import Energy

_LEVELS = {"low": 0, "medium": 1, "high": 2}
_PRIORITY: dict[str | None, tuple[int, str]] = {
    "urgent": (350, "you marked it as urgent"),
    "high": (150, "you marked it as important"),
    "medium": (40, ""),
    "low": (-60, ""),
    None: (0, ""),
}
_SHORT = 15
_BEHIND = 300


@dataclass(frozen=True, slots=True)
class Choice:
    offer: Offer
    reason: str


@dataclass(frozen=True, slots=True)
class _Point:
    """`told` is a clause that follows "and" as well as it begins a sentence; empty is not told."""

    value: int
    told: str = ""


def choose(
    offers: Sequence[Offer],
    *,
    now: datetime,
    energy: Energy,
    energy_is_named: bool,
    minutes: int | None,
    planned: Collection[UUID],
) -> Choice | None:
    """The one with the most points; None where there are no offers.

    Args:
        now: in the person's zone.
        energy: named by the person, or what this hour usually brings.
        minutes: that the person has, where they say so.
        planned: what has a block that holds this moment.
    """
    best: tuple[int, Offer, list[_Point]] | None = None
    for offer in offers:
        points = list(_points(offer, now, energy, energy_is_named, minutes, planned))
        total = sum(point.value for point in points)
        if best is None or total > best[0]:
            best = total, offer, points
    if best is None:
        return None
    return Choice(best[1], _reason(best[2]))


def _points(
    offer: Offer,
    now: datetime,
    energy: Energy,
    energy_is_named: bool,
    minutes: int | None,
    planned: Collection[UUID],
) -> Iterator[_Point]:
    if offer.subject_id in planned:
        yield _Point(1000, "you kept this time for it")
    if offer.due_at is not None:
        yield _due(offer.due_at.astimezone(now.tzinfo), offer.due_is_hard, now)
    yield _Point(*_PRIORITY[offer.priority])
    if minutes is not None and offer.minutes <= minutes:
        yield _Point(80, f"it fits into your {minutes} minutes")
    if offer.energy is not None:
        yield _energy(offer.energy, energy, energy_is_named)
    if offer.begun:
        yield _Point(50, "you have begun it already")
    if energy == "low" and offer.minutes <= _SHORT:
        yield _Point(40, "it is short")


def _due(due: datetime, is_hard: bool, now: datetime) -> _Point:
    days = (due.date() - now.date()).days
    if days < 0:
        return _Point(_BEHIND, "it has waited a while")
    if days == 0:
        return _Point(400 if is_hard else 200, "today is its day")
    if days == 1:
        return _Point(250 if is_hard else 125, "tomorrow is its day")
    if days <= 7:
        points = 150 if days <= 3 else 80
        return _Point(points if is_hard else points // 2, f"its day is {due:%A}")
    return _Point(0)


def _energy(asked: str, there: str, is_named: bool) -> _Point:
    wanting = _LEVELS[asked] - _LEVELS[there]
    if wanting > 0:
        return _Point(-120 * wanting)
    if wanting < 0:
        return _Point(10 * wanting)
    told = "it suits the energy that you have" if is_named else "it suits this time of the day"
    return _Point(60, told)


def _reason(points: Sequence[_Point]) -> str:
    """The two weightiest reasons, in one sentence."""
    told = sorted((p for p in points if p.told and p.value > 0), key=lambda p: -p.value)[:2]
    if not told:
        return "Nothing presses, and this one has a small first step."
    sentence = ", and ".join(point.told for point in told)
    return f"{sentence[0].upper()}{sentence[1:]}."
