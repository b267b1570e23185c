"""English as it is typed in haste: "tomorow", "wendesday", "febuary".

A long name counts with one slip in it: a letter left out, doubled, changed, added, or two
exchanged. A short one only where a letter is doubled, left out or exchanged with its neighbour, for
a changed letter makes another word of it ("sundae").
"""

from string import ascii_lowercase

from focushub.language.words_en.calendar import MONTHS, PLURAL_WEEKDAYS, RELATIVE_DAYS, WEEKDAYS

LONG, SHORT = 7, 6

_OTHERS = {
    "b4": "before",
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "wenesday": "wednesday",
    "noonish": "noon",
}


def _one_slip(name: str) -> set[str]:
    cuts = [(name[:k], name[k:]) for k in range(len(name) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + b[0] + b for a, b in cuts if b}
    if len(name) >= LONG:
        found |= {a + letter + b[1:] for a, b in cuts for letter in ascii_lowercase if b}
        found |= {a + letter + b for a, b in cuts for letter in ascii_lowercase}
    return found


def _slips() -> dict[str, str]:
    known = {*WEEKDAYS, *PLURAL_WEEKDAYS, *MONTHS, *RELATIVE_DAYS}
    names = [name for name in sorted(known - set(PLURAL_WEEKDAYS)) if len(name) >= SHORT]
    # A plural is no slip, and neither is a word that another language writes so.
    return {
        slip: name
        for name in names
        if name.isalpha()
        for slip in _one_slip(name)
        if slip not in known and slip != name + "s"
    }


SPELLING = {**_slips(), **_OTHERS}
