"""A believable person to look around with: each part tells its share of their last six weeks.

A part registers in its `demo.py`, which `manage.py demo` finds as Django finds `admin.py`. All
chance comes from `Story.chance`, so that the same seed on the same day tells the same story.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

WEEKS: Final = 6


@dataclass(frozen=True, slots=True)
class Story:
    """Whose it is, the day on their wall on which it is told, and where chance comes from."""

    person: Any
    today: date
    seed: int

    def chance(self, part: str) -> Random:
        return Random(f"{self.seed}:{part}")  # noqa: S311 - a story, no secret

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """The instant of a time on their wall; `day` 0 is today, -1 was yesterday."""
        moment = time(hour, minute)
        return datetime.combine(self.today + timedelta(days=day), moment, tzinfo=self.person.zone)

    @property
    def days(self) -> range:
        """Those that have passed, the oldest first."""
        return range(-7 * WEEKS, 0)


Teller = Callable[[Story], int]
_tellers: dict[str, Teller] = {}


def tells(name: str) -> Callable[[Teller], Teller]:
    """Registers a function that writes rows and gives back how many; parts go by their names."""

    def register(teller: Teller) -> Teller:
        _tellers[name] = teller
        return teller

    return register


def tell(story: Story) -> dict[str, int]:
    return {name: _tellers[name](story) for name in sorted(_tellers)}
