"""English for days that have a name; of those that move, as they are kept in the United States."""

from focushub.language.words import NamedDay

_FIRST, _SECOND, _THIRD, _FOURTH, _LAST = 1, 2, 3, 4, -1
_MON, _THU, _SUN = 0, 3, 6

_NAMES: dict[str, NamedDay] = {
    "christmas; xmas; christmas day; xmas day": NamedDay(12, 25),
    "christmas eve; xmas eve": NamedDay(12, 24),
    "boxing day": NamedDay(12, 26),
    "new year eve; new years eve; nye": NamedDay(12, 31),
    "new year; new years; new year day; new years day": NamedDay(1, 1),
    "valentine day; valentines day; valentines": NamedDay(2, 14),
    "groundhog day": NamedDay(2, 2),
    "st patrick day; st patricks day; saint patrick day": NamedDay(3, 17),
    "april fools day; april fool day; april fools ' day": NamedDay(4, 1),
    "earth day": NamedDay(4, 22),
    "independence day": NamedDay(7, 4),
    "halloween": NamedDay(10, 31),
    "all saints day; all saints ' day": NamedDay(11, 1),
    "veterans day; veterans ' day; veteran day": NamedDay(11, 11),
    "mlk day; martin luther king day": NamedDay(1, weekday=_MON, nth=_THIRD),
    "presidents day; presidents ' day; president day": NamedDay(2, weekday=_MON, nth=_THIRD),
    "mothers day; mother day; mothers ' day": NamedDay(5, weekday=_SUN, nth=_SECOND),
    "memorial day": NamedDay(5, weekday=_MON, nth=_LAST),
    "fathers day; father day; fathers ' day": NamedDay(6, weekday=_SUN, nth=_THIRD),
    "labor day": NamedDay(9, weekday=_MON, nth=_FIRST),
    "columbus day": NamedDay(10, weekday=_MON, nth=_SECOND),
    "thanksgiving; thanksgiving day": NamedDay(11, weekday=_THU, nth=_FOURTH),
    "black friday": NamedDay(11, weekday=_THU, nth=_FOURTH, later=1),
    "cyber monday": NamedDay(11, weekday=_THU, nth=_FOURTH, later=4),
    "easter; easter sunday; easter day": NamedDay(from_easter=0),
    "good friday": NamedDay(from_easter=-2),
    "easter monday": NamedDay(from_easter=1),
    "palm sunday": NamedDay(from_easter=-7),
    "ash wednesday": NamedDay(from_easter=-46),
}

NAMED_DAYS = {
    tuple(name.split()): day for names, day in _NAMES.items() for name in names.split("; ")
}
