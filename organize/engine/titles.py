"""Makes a title of what is left of a clause: no lead, no tail, no stray marks."""

import re

from organize.engine.outline import MAX_TITLE
from organize.engine.phrasing import REACH, correction_length, lead_length, without_tail
from organize.engine.words import begins_with_verb, plain_verb, tokens

_UNDONE = re.compile(
    r"\s*(?:and |but |also )?(?:(?:i|we) )?(?:still )?(?:have not|haven['\u2019]?t|have yet to|"
    r"didn['\u2019]?t)(?: even| yet| really)? (?P<verb>\w+)\b",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"[(\[]\s{0,20}[,;:.\-]?\s{0,20}[)\]]")
_CONDITION = re.compile(
    r"\s*(?:and |but )?if (?:(?:i|we) (?:have|get|can|manage|find)|there['\u2019]?s|there is)\b",
    re.IGNORECASE,
)
# "If I have energy": an order begins behind these words.
_CONDITION_WORDS = 4
_BARE_BRACKETS = re.compile(
    r"\s*\((?:closes|due|deadline|by|until|ends|on|at|starts|around|about|from|is|max)\)",
    re.IGNORECASE,
)
_MARK_IN_BRACKETS = re.compile(r"[,;:]\s*(?=\))")
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r" (?=[,;:.!?)])")
_DOUBLED_MARK = re.compile(r"[,;:](?: ?[,;:])+")
_EDGES = " \t,;:.!…\u2013\u2014-*•>|/\\_"
# Longer pieces are cut before they are looked at.
_LONGEST = 1000


def undone_length(clause: str) -> int:
    """How much of "I still haven't paid the rent" says that it is to be done; 0 where nothing."""
    found = _UNDONE.match(clause[:REACH])
    return found.end() if found and plain_verb(found["verb"]) else 0


def _as_order(title: str) -> str:
    """ "I still haven't paid the rent" as an order: "Pay the rent"."""
    found = _UNDONE.match(title)
    verb = plain_verb(found["verb"]) if found else ""
    if not found or not verb:
        return title
    return (verb + title[found.end() :]).removesuffix(" yet")


def _without_condition(title: str) -> str:
    """ "If I have energy left go through the mail" as an order, and "to call Dave"."""
    if title[:3].lower() == "to " and begins_with_verb(title[3:]):
        return title[3:]
    if not condition_length(title):
        return title
    return title[condition_length(title) :]


def condition_length(text: str) -> int:
    """How much of the beginning is "if I have energy left," before an order; else 0."""
    found = _CONDITION.match(text[:REACH])
    if not found:
        return 0
    for word in tokens(text[:REACH])[_CONDITION_WORDS:]:
        if plain_verb(word.text.lower()) == word.text.lower():
            return word.start
    return 0


def tidy_title(text: str) -> str:
    """At most 200 characters, the first one a capital; "" where no letter or digit is left."""
    title = _SPACE.sub(" ", _EMPTY_BRACKETS.sub(" ", text[:_LONGEST])).strip()
    title = _MARK_IN_BRACKETS.sub("", _BARE_BRACKETS.sub("", title))
    title = _DOUBLED_MARK.sub(",", _SPACE_BEFORE_MARK.sub("", title))
    while True:
        before = title
        title = title.lstrip(_EDGES + "?)]}").strip()
        title = title[correction_length(title) :]
        title = _as_order(title[lead_length(title) :])
        title = _without_condition(title)
        title = without_tail(title).rstrip(_EDGES)
        title = title.removesuffix("?") if title.count("?") == 1 else title
        title = _without_open_bracket(title)
        if title == before:
            break
    if not any(letter.isalnum() for letter in title):
        return ""
    if len(title) > MAX_TITLE:
        title = title[: MAX_TITLE - 1].rstrip() + "…"
    # "iPhone" and "e-mail" as a name keep their form; all others begin with a capital.
    return title if title[1:2].isupper() else title[:1].upper() + title[1:]


def _without_open_bracket(title: str) -> str:
    if title.count("(") > title.count(")"):
        head, _, tail = title.rpartition("(")
        return f"{head.rstrip()} {tail}".strip()
    return title.rstrip(")") if title.count(")") > title.count("(") else title
