"""Small matters of words: whose a topic is, how a list reads, which thing is meant."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from focushub.coaching.things import Piece, Thing
from focushub.common.clock import in_words

_SWAPS = (
    (re.compile(r"\bmy\b", re.IGNORECASE), "your"),
    (re.compile(r"\bmine\b", re.IGNORECASE), "yours"),
    (re.compile(r"\bi am\b|\bi'm\b", re.IGNORECASE), "you are"),
    (re.compile(r"\bi was\b", re.IGNORECASE), "you were"),
    (re.compile(r"\bi've\b", re.IGNORECASE), "you have"),
    (re.compile(r"\bi'll\b", re.IGNORECASE), "you will"),
    (re.compile(r"\bi'd\b", re.IGNORECASE), "you would"),
    (re.compile(r"\bi\b", re.IGNORECASE), "you"),
    (re.compile(r"\bmyself\b", re.IGNORECASE), "yourself"),
    (re.compile(r"\bme\b", re.IGNORECASE), "you"),
)
_FREE = re.compile(r"^(?:the|a|an|my|your|our|his|her|this|that|some|all)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{3,}")
_NOT_TELLING = frozenset(
    {"the", "and", "for", "with", "about", "write", "start", "finish", "make", "get", "this"}
    | {"that", "some", "your", "our", "from", "into"}
)
_SAME_WORDS = 80
_EXACT, _HALF_HOUR = 100, 30
_WRITING = re.compile(
    r"\b(?:writ\w*|thesis|essay|paper|report|e-?mail|letter|application|slides|draft|chapter|"
    r"sentence|paragraph|article|text|blog|cv|resume|abstract|notes?)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r",? (?:and|then)(?: then)? |, ")
_SCREEN = re.compile(
    r"\b(?:open|file|document|e-?mail|mail|write|read|log ?in|form|page|tab|laptop|computer|folder|"
    r"slides?|spreadsheet|sentence|paragraph|thesis|essay|paper|report|code|website|app|type|"
    r"chapter|draft|notes?|application|letter|invoice|online)\b",
    re.IGNORECASE,
)


def yours(words: str) -> str:
    """What the person said, said to them: "my thesis" is "your thesis"."""
    for mine, your in _SWAPS:
        words = mine.sub(your, words)
    return words


def named(topic: str) -> str:
    """A topic inside a sentence: with its own article, or in quotes."""
    words = yours(topic)
    return words if _FREE.match(words) else f"\u201c{words}\u201d"


def titled(title: str) -> str:
    return f"\u201c{title}\u201d"


def listed(titles: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    if len(titles) <= 1:
        return "".join(titles)
    return f"{', '.join(titles[:-1])} or {titles[-1]}"


def numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


def minutes(count: int) -> str:
    """As one says it: long ones in half hours."""
    if count > _EXACT:
        count = round(count / _HALF_HOUR) * _HALF_HOUR
    return in_words(count)


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def day_and_clock(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date():
        return f"Today at {clock(moment)}"
    if moment.date() == now.date() + timedelta(days=1):
        return f"Tomorrow at {clock(moment)}"
    return f"{moment:%A} at {clock(moment)}"


def thing_named(topic: str, things: Sequence[Thing]) -> Thing | None:
    """The thing that is meant by a few words, or None where none clearly is."""
    words = _telling(topic)
    if not words:
        return None
    scored = [
        (fuzz.token_set_ratio(topic.lower(), thing.title.lower()), -n, thing)
        for n, thing in enumerate(things)
        if words & _telling(thing.title)
    ]
    if not scored:
        return None
    score, _, thing = max(scored, key=lambda found: found[:2])
    return thing if score >= _SAME_WORDS else None


def _telling(text: str) -> set[str]:
    found = {word.lower() for word in _WORD.findall(text)} - _NOT_TELLING
    return {word[:-1] if word.endswith("s") and len(word) > 3 else word for word in found}


def first_part(step: Piece) -> Piece | None:
    """ "Open the file and read it" is two things; the first of them."""
    parts = _PARTS.split(step.title, maxsplit=1)
    if len(parts) < 2 or len(parts[0]) < 6:
        return None
    return Piece(parts[0].rstrip(" .,"), 1)


def is_for_a_screen(*texts: str) -> bool:
    return any(_SCREEN.search(text) for text in texts)


def is_writing(*texts: str) -> bool:
    return any(_WRITING.search(text) for text in texts)
