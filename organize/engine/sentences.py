"""Where sentences end: not after "prof.", "5 p.m." or in "17.02.", though a full stop is there."""

import re
from collections.abc import Iterator

from organize.engine.phrasing import ABBREVIATIONS, CALENDAR, NEVER_END

_SENTENCE_END = re.compile(r"[.!?…]+[)\]\"'”\u2019]*(?=\s|$)|;(?=\s)")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two places of a text, without the white space around them."""
    at = start
    for found in _SENTENCE_END.finditer(text, start, end):
        if not _ends_sentence(text, found, end):
            continue
        if text[at : found.end()].strip():
            yield trimmed(text, at, found.end())
        at = found.end()
    if text[at:end].strip():
        yield trimmed(text, at, end)


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
