"""A length of time as it is counted: months, days and seconds apart, and as ISO 8601 writes it.

They are kept apart because a month from now is a date and an hour from now is a time. A month
counts 30 days and a year 365 where one number of seconds is asked.
"""

from dataclasses import dataclass

from focushub.language.line import Line
from focushub.language.words import Unit

DAY = 86_400
SECONDS: dict[Unit, int] = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": DAY,
    "week": 7 * DAY,
    "month": 30 * DAY,
    "quarter": 90 * DAY,
    "year": 365 * DAY,
    "decade": 3_650 * DAY,
}
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
LONGEST = 200 * 365 * DAY


@dataclass(slots=True)
class Duration:
    """A length of time named in the text, from token ``first`` to before ``last``."""

    first: int
    last: int
    months: int = 0
    days: int = 0
    clock_seconds: float = 0.0
    unit: Unit = "second"
    """The smallest unit named."""
    vague: bool = False
    """Whether no number was said ("the week", "all day")."""
    seconds: float = 0.0
    low: float | None = None
    """The lower end of "30-40 mins", in seconds."""

    def add(self, amount: float, unit: Unit) -> None:
        self.seconds += amount * SECONDS[unit]
        self.unit = unit
        whole = amount == int(amount)
        if unit in MONTHS and (whole or (amount * MONTHS[unit]).is_integer()):
            self.months += int(amount * MONTHS[unit])
        elif unit != "day" and SECONDS[unit] >= DAY:
            self.days += round(amount * SECONDS[unit] / DAY)  # "Two and a half weeks"
        elif unit == "day" and whole:
            self.days += int(amount)
        else:
            self.clock_seconds += amount * SECONDS[unit]

    @property
    def is_dated(self) -> bool:
        """Whether it is counted in days or longer, so that no hour is meant."""
        return self.clock_seconds == 0


def standard(line: Line, i: int) -> Duration | None:
    """ "PT1H30M", "P2W", as ISO 8601 writes them: all in one, in capitals."""
    found, at, timed = Duration(i, i), i + 1, line.token(i).raw == "PT"
    while line.glued(at) and line.glued(at + 1) and (amount := line.number(at)) is not None:
        letters = line.token(at + 1).raw  # "DT" where the hours begin
        unit = line.words.glued_units.get(letters.removesuffix("T").lower())
        if unit is None or not letters.isupper():
            return None
        found.add(amount, "month" if unit == "minute" and not timed else unit)
        at, timed = at + 2, timed or letters.endswith("T")
    found.last = at
    return found if 0 < found.seconds <= LONGEST and not line.glued(at) else None
