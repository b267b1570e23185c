"""What has to come first: "after the gym", "before I can book, find the passport", "then".

A named task is found by the words that its title shares with what was said; where none
shares any, nothing is ordered and the words stay in the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from organize.engine.phrasing import (
    REACH,
    connector_length,
    has_time,
    is_time_only,
    lead_length,
    word_list,
)
from organize.engine.titles import tidy_title
from organize.engine.words import (
    AMBIGUOUS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    begins_with_verb,
    tokens,
)

_LEADING = re.compile(
    r"(?P<word>before|after|once|when|as soon as)\s+(?P<named>[^,.;:]{2,80}),\s*", re.IGNORECASE
)
_TRAILING = re.compile(
    r"(?<=\s)(?P<word>before|after|once|as soon as)\s+(?P<named>[^,.;:()]{2,80}?)[\s.!)]*$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"\s*(?:and |but |so )?(?:after (?:that|this)|afterwards|(?:once|when) (?:that|this|"
    r"it)(?:['\u2019]s| is) (?:done|finished|over))\b",
    re.IGNORECASE,
)
# "Before I do that I should find the old one": it comes before what was said before.
_AHEAD = re.compile(
    r"[\s,]*(?:and |but |so )?before (?:(?:i|we) (?:can )?do |doing )?(?:that|this|it)\b[\s,]*",
    re.IGNORECASE,
)
_THEN = re.compile(r"[\s,]*(?:and |but )?then\b", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:ok(?:ay)?,? |so,? )?first(?:ly)?\b(?! aid)", re.IGNORECASE)
_EMPTY = DETERMINERS | PRONOUNS | PREPOSITIONS | word_list("clauses", "empty")


@dataclass(frozen=True, slots=True)
class Order:
    """What a clause says of its place: `word` ("before", "after") and the task it names.

    `start` is where the task itself begins in the clause; `relation` is "previous" for
    "after that", "ahead" for "before that", "then" and "first" for a pair, else "".
    """

    start: int = 0
    word: str = ""
    named: str = ""
    trailing: bool = False
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """The tasks that come first, and a title where the words of order were taken out of it."""

    first: tuple[int, ...] = ()
    title: str = ""


def split_order(clause: str) -> Order:
    """Reads the order from a clause of up to 240 characters."""
    head = clause[:REACH]
    shift = connector_length(head)
    if found := _PREVIOUS.match(head):
        return Order(start=found.end(), relation="previous")
    if (found := _AHEAD.match(head)) and tokens(head[found.end() :]):
        return Order(start=found.end(), relation="ahead")
    relation, begin = _relation(head)
    for at in (shift, 0):
        found = _LEADING.match(head, at)
        if found and not _is_time(found["named"]) and tokens(head[found.end() :]):
            return Order(found.end(), found["word"].lower(), found["named"], relation=relation)
    found = _TRAILING.search(head)
    if found and len(clause) <= REACH and not _is_time(found["named"]):
        return Order(begin, found["word"].lower(), found["named"], True, relation)
    return Order(begin, relation=relation)


def _relation(head: str) -> tuple[str, int]:
    """ "then" or "first", and where the task begins after it ("First draft" is a thing)."""
    if found := _THEN.match(head):
        return "then", found.end()
    found = _FIRST.match(head)
    if not found:
        return "", 0
    rest = head[found.end() :].lstrip(" ,:")
    words = tokens(rest)
    sure = bool(words) and begins_with_verb(rest) and words[0].stem not in AMBIGUOUS
    return "first", found.end() if sure or head[found.end() : found.end() + 1] == "," else 0


def _is_time(named: str) -> bool:
    return is_time_only(named) or (has_time(named) and len(tokens(named)) <= 3)


def orders(spoken: Sequence[Order], titles: Sequence[str]) -> list[Placed]:
    """For each task the ones that come before it; never a circle."""
    words = [_content(title) for title in titles]
    first: list[set[int]] = [set() for _ in titles]
    new_titles = [""] * len(titles)
    for index, order in enumerate(spoken):
        if index and (
            order.relation == "previous"
            or (order.relation == "then" and spoken[index - 1].relation in {"first", "then"})
        ):
            _add(first, index, index - 1)
        if index and order.relation == "ahead":
            _add(first, index - 1, index)
        if not order.word:
            continue
        other = _named(order, words, index)
        if other is None:
            continue
        if order.word == "before":
            _add(first, other, index)
        else:
            _add(first, index, other)
        if order.trailing:
            new_titles[index] = _without(titles[index], order)
    return [Placed(tuple(sorted(f)), t) for f, t in zip(first, new_titles, strict=True)]


def _content(text: str) -> set[str]:
    text = text[lead_length(text) :]
    return {word.stem for word in tokens(text) if word.text.lower() not in _EMPTY}


def _named(order: Order, words: Sequence[set[str]], index: int) -> int | None:
    wanted = _content(order.named)
    best, most = None, 0
    for other, own in enumerate(words):
        shared = len(wanted & own) if other != index else 0
        if shared > most:
            best, most = other, shared
    return best


def _add(first: Sequence[set[int]], later: int, earlier: int) -> None:
    if not _reaches(first, earlier, later):
        first[later].add(earlier)


def _reaches(first: Sequence[set[int]], start: int, goal: int) -> bool:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            waiting += first[at]
    return False


def _without(title: str, order: Order) -> str:
    pattern = rf"\s*\b{order.word}\s+{re.escape(order.named.strip())}"
    return tidy_title(re.sub(pattern, "", title, count=1, flags=re.IGNORECASE))
