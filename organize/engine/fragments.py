"""Where in a sentence a new clause might begin: at marks, joining words, and in speech.

Text without marks is looked at as dictated: there a lead ("i also need") or an order can begin a
clause anywhere. Nothing is cut within brackets or quotation marks.
"""

import re
from collections.abc import Iterator

from organize.engine.phrasing import (
    REACH,
    connector_length,
    correction_length,
    word_list,
)
from organize.engine.words import (
    AMBIGUOUS,
    DETERMINERS,
    PREPOSITIONS,
    VERBS,
    plain_verb,
    tokens,
)

_JOINT = re.compile(
    r"[,;](?!\d)|(?<=\s)(?:and|then|plus|but|also|oh|so(?!\s+(?:much|many|that|far|on\b|i\s+can))|or|&|\+)(?=\s)|"
    r"(?<=\s)[-\u2013\u2014→]{1,2}>?(?=\s)|(?<=\s)\(?\d{1,2}\)(?=\s)",
    re.IGNORECASE,
)
_SPOKEN_START = re.compile(
    r"(?<=\s)(?:i(?:['\u2019]m| am| also| still| really)?(?: (?:need|have|gotta|got|should|must|"
    r"want|feel|am|can['\u2019]?t|keep|"
    r"just|so|really|also|still|probably|don['\u2019]?t))\b|don['\u2019]?t forget\b|(?:need|"
    r"have|gotta|got|remember) to\b|"
    r"(?:i['\u2019]?m|im) (?:so|really|totally|just|feeling|tired)\b|there['\u2019]?s\b|"
    r"(?:and )?(?:my|the) \w+ (?:is|are) )",
    re.IGNORECASE,
)
_NO_START_AFTER = word_list("clauses", "no_start_after")
# Other joining words ("then", "plus", "also") begin something new as a comma does.
_AND = frozenset({"and", "or", "&", "+"})
_NEW_LEAD = re.compile(r"\s*(?:and )?(?:then|also|plus|oh|maybe)\b", re.IGNORECASE)
_PAIRS = {"(": ")", "[": "]", "“": "”", '"': '"'}
# A dictated text holds fewer marks than one in so many words.
_WORDS_A_MARK = 18
_MAX_BRACKET = 300
# Joining words and marks between two clauses take no more than this.
_JOINT_REACH = 60


def fragments(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where a new clause might begin, and what joins it: "," "and" "-" or "" (speech)."""
    inside = _bracketed(text, start, end)
    places: dict[int, str] = {}
    for found in _JOINT.finditer(text, start, end):
        mark = found[0]
        if mark in ",;":
            if not _between_digits(text, found.start()):
                places[found.end()] = ","
        elif mark[0] in "-\u2013\u2014→":
            places[found.end()] = "-"
        else:
            places[found.start()] = "and" if mark.lower() in _AND else ","
    if _is_spoken(text, start, end):
        for place in _spoken_places(text, start, end):
            places.setdefault(place, "")
    last = start
    for place in sorted(places):
        # Nothing but marks and joining words since the last place: one joint, not two.
        between = text[max(last, place - _JOINT_REACH) : place]
        if place in inside or not _has_content(between):
            continue
        last = place
        yield place, _whole_joint(text, place, places[place], start)


def _has_content(between: str) -> bool:
    """Whether there is more than "oh, and" or "no, wait" between two places."""
    if not tokens(between):
        return False
    said = between[correction_length(between + " ") :]
    return bool(tokens(said[connector_length(said[:REACH] + " x") :]))


def _whole_joint(text: str, place: int, joint: str, start: int) -> str:
    if joint != "and":
        return joint
    before = text[max(start, place - 3) : place].rstrip()
    ahead = text[place : place + 20]
    return "," if before.endswith(",") or _NEW_LEAD.match(ahead) else "and"


def _between_digits(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


class _Inside:
    """Places within brackets or quotation marks, where nothing is cut."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._index = 0

    def __contains__(self, place: int) -> bool:
        # Places are asked for in rising order, so that the index only moves on.
        while self._index < len(self._spans) and self._spans[self._index][1] <= place:
            self._index += 1
        return self._index < len(self._spans) and self._spans[self._index][0] < place


def _bracketed(text: str, start: int, end: int) -> _Inside:
    spans = []
    opened: tuple[int, str] | None = None
    for at in range(start, end):
        mark = text[at]
        if opened and (mark == opened[1] or at - opened[0] > _MAX_BRACKET):
            if mark == opened[1]:
                spans.append((opened[0], at))
            opened = None
        elif opened is None and mark in _PAIRS:
            opened = (at, _PAIRS[mark])
    return _Inside(spans)


def _is_spoken(text: str, start: int, end: int) -> bool:
    piece = text[start:end]
    marks = sum(piece.count(mark) for mark in ",;:")
    words = piece.count(" ")
    return words >= 7 and marks * _WORDS_A_MARK < words


def _spoken_places(text: str, start: int, end: int) -> Iterator[int]:
    """Where a new clause begins in speech without marks: "i also need", an order."""
    yield from (
        found.start()
        for found in _SPOKEN_START.finditer(text, start, end)
        if _word_before(text, found.start(), start) not in _NO_START_AFTER
    )
    words = tokens(text[start:end])
    for before, word, following in zip(words, words[1:], words[2:], strict=False):
        low = word.text
        plain = low.islower() and low.isalpha() and plain_verb(low) == low
        if not plain or word.stem in AMBIGUOUS:
            continue
        previous = before.text.lower()
        if (
            previous in _NO_START_AFTER
            or previous in PREPOSITIONS
            or previous in DETERMINERS
            or (before.stem in VERBS and before.stem not in AMBIGUOUS)
        ):
            continue
        if following.text.lower() not in PREPOSITIONS or following.text.lower() in {
            "for",
            "with",
            "to",
        }:
            yield start + word.start


def _word_before(text: str, place: int, start: int) -> str:
    words = tokens(text[max(start, place - 20) : place])
    return words[-1].text.lower() if words else ""
