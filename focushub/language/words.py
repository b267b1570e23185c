"""The table of words that a language brings to the grammar.

What a Friday is called, which words mean "next", what "fortnight" counts: all of it is a table, and
a second language is a second ``Words``. The small words that the rules name themselves ("after",
"of", "last") are keys: ``spelling`` says which words of the language stand for them, as "nach"
for "after". The rules stay the same (`tests/focushub/language/test_another_language.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"]


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day: where it begins, and where an hour said with it lies.

    Attributes:
        starts: the hour at which it begins, 0 to 23.
        hour: the hour meant by "by" it ("by the evening"), 0 to 23.
        ends: the hour at which it is over, 1 to 24.
        afternoon: an hour from 1 to 11 said with it is counted from noon ("7 in the evening").
    """

    starts: int
    hour: int
    ends: int
    afternoon: bool


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name: in the year by its date, by its weekday, or by its distance from Easter.

    Attributes:
        month, mday: the date; of a movable day the month alone.
        weekday: 0 is Monday; with ``nth`` the one of the month that is meant, -1 the last.
        later: days behind that one ("Black Friday").
        from_easter: days behind Easter Sunday; nothing else is given then.
    """

    month: int = 0
    mday: int = 0
    weekday: int = 0
    nth: int = 0
    later: int = 0
    from_easter: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of one language that the grammar understands, in lower case."""

    weekdays: Mapping[str, int]
    plural_weekdays: Mapping[str, int]
    months: Mapping[str, int]
    doubtful: frozenset[str]
    """Short names that are common words too ("sat", "sun", "may"): they need support."""
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, Unit]
    glued_units: Mapping[str, Unit]
    """Units that count only right behind a number ("5m", "3 y")."""
    day_parts: Mapping[str, DayPart]
    meal_parts: Mapping[str, DayPart]
    anchors: Mapping[str, tuple[int, int]]
    """What fills a known time of the day ("lunch"): the hours at which it begins and is over."""
    meridiems: Mapping[str, int]
    """Hours to add: 0 for the morning, 12 for the afternoon."""
    half_days: Mapping[str, str]
    """The part of the day that a half stands for ("Friday pm")."""
    relative_days: Mapping[str, int]
    clock_names: Mapping[str, int]
    amounts: Mapping[str, float]
    """Loose amounts: "a couple", "a few"."""
    frequencies: Mapping[str, tuple[str, int]]
    phrases: Mapping[str, frozenset[str]]
    """Named sets of glue words: "next", "this", "by", "to", "every" and so on."""
    importance: Mapping[tuple[str, ...], str]
    """Phrases that say how much a task matters."""
    describing: frozenset[str]
    """Single words among them that also describe things ("important papers")."""
    effort: Mapping[tuple[str, ...], str]
    """Phrases that say how much energy a task takes."""
    companions: frozenset[str]
    """Words behind which a person is named ("with", "call")."""
    kin: frozenset[str]
    """People by what they are ("mum", "boss")."""
    forms_of_address: frozenset[str]
    """Those that a name follows ("dr", "aunt")."""
    place_leads: frozenset[str]
    places: frozenset[str]
    openings: tuple[tuple[str, ...], ...]
    """Lead-ins that are no part of a title ("remind me to"), longest first."""
    idioms: frozenset[tuple[str, ...]]
    """Phrases with words of time that say none ("Sunday school")."""
    denials: tuple[tuple[str, ...], ...]
    """Phrases behind which stands the day that another one replaces ("not", "instead of")."""
    exceptions: tuple[tuple[str, ...], ...]
    """Phrases behind which stands what is left out ("except", "apart from"), longest first."""
    holidays: Mapping[tuple[str, ...], NamedDay]
    """Days that have a name, as its words in a row."""
    morning_words: frozenset[str]
    evening_words: frozenset[str]
    """Words that say in which half of the day an hour lies ("breakfast at 7")."""
    orphans: frozenset[str]
    """Words that cannot begin a title once the date before them is gone."""
    dangling: frozenset[str]
    """Words that cannot end a title once the date behind them is gone."""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """Slips of the pen, and words of another language by the small words that the rules name."""
