"""Where sentences end: not after "prof.", "5 p.m." or in "17.02.", though a full stop is there."""

import re
from collections.abc import Iterator

from organize.engine.phrasing import ABBREVIATIONS, CALENDAR, NEVER_END

_SENTENCE_END = re.compile(r"[.!?…]+[)\]\"'”\u2019]*(?=\s|$)|;(?=\s)")
# A number with a full stop before a word: "2. sand".
_NUMBER = re.compile(r"(?<=\s)(\d{1,2})\.(?=\s+[^\W\d])")
_ONE = re.compile(r"\b1[.)]\s*$")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two places of a text, without the white space around them."""
    at = start
    items = _numbered(text, start, end)
    stops = {(stop, stop) for stop in _full_stops(text, start, end)}
    stops -= {(behind, behind) for _, behind in items}
    for stop, following in sorted({*stops, *items}):
        if text[at:stop].strip():
            yield trimmed(text, at, stop)
        at = following
    if text[at:end].strip():
        yield trimmed(text, at, end)


def _full_stops(text: str, start: int, end: int) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text, start, end):
        if _ends_sentence(text, found, end):
            yield found.end()


def _numbered(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The numbers of a list within one line: "buy paint 2. sand the fence 3. return it"."""
    found = list(_NUMBER.finditer(text, start, end))
    numbers = [int(item[1]) for item in found]
    first = numbers[0] if numbers else 0
    rising = numbers == list(range(first, first + len(numbers)))
    # The 1 may stand before the text, as its bullet.
    whole = (first == 1 and len(numbers) > 1) or (
        first == 2 and _ONE.search(text, max(0, start - 8), start) is not None
    )
    return [item.span() for item in found] if rising and whole else []


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The places without the white space at both ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(text: str, found: re.Match[str], end: int) -> bool:
    if not found[0].startswith(".") or found[0].startswith(".."):
        return True
    # The word before the full stop, looked for within 20 characters.
    before = re.search(r"[\w.]*$", text[max(0, found.start() - 20) : found.start()])
    word = before[0].lower() if before else ""
    following = text[found.end() : min(end, found.end() + 40)].lstrip()
    if word in NEVER_END or re.fullmatch(r"\d{1,2}\.\d{1,2}", word):
        return not following
    if re.fullmatch(r"[a-z]", word) and word != "i":
        return not following
    if word == "no" and following[:1].isdigit():
        return False
    if word in CALENDAR or re.fullmatch(r"\d{1,2}", word):
        # "Fri. 5 pm" and "3. December" go on.
        ahead = re.match(r"\w+", following.lower())
        return not ahead or not (ahead[0][0].isdigit() or ahead[0][:3] in CALENDAR)
    if word in ABBREVIATIONS:
        return not following or not (following[0].islower() or following[0].isdigit())
    return True
