"""How people begin, end and break off what they write: leads, tails, remarks, words of time.

The phrases stand in `phrases.toml`. All checks look at a bounded stretch of the text, so that
a long one costs time in proportion to its length.
"""

import re
from collections.abc import Iterable, Sequence

from organize.engine.words import Token, number_of, read_toml, stem, tokens

_DATA = read_toml("phrases.toml")
# Checks at the beginning of a clause look no further than this.
REACH = 240
_TAIL_REACH = 60


def _any(patterns: Iterable[str]) -> str:
    # Longest first, so that "and then" wins over "and".
    ordered = sorted(patterns, key=len, reverse=True)
    return "(?:" + "|".join(p.replace(" ", r"\s+").replace("'", "['\u2019]") for p in ordered) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BETWEEN = _any(_DATA["leads"]["between"])
_OBLIGED = rf"(?:i|we)(?:\s+{_BETWEEN})*\s*{_any(_DATA['leads']['obligations'])}(?:\s+{_BETWEEN})*"
_CALL = _any(_DATA["leads"]["calls"])
_END = r"(?=[\s,:;.!?…-]|$)"
_CONNECTOR_RE = _compiled(
    rf"[\s\"'“”*>,;:.!?…\u2013\u2014-]*{_any(_DATA['leads']['connectors'])}{_END}"
)
_OBLIGED_RE = _compiled(rf"\s*(?:{_OBLIGED}|{_CALL})(?:{_END}|(?<=:))")
_SPACE_RE = re.compile(r"[\s,;:.…\u2013\u2014-]*")
_TAIL_RE = _compiled(
    rf"[\s,;:(\u2013\u2014-]+{_any(_DATA['tails']['words'])}[\s.,;:!?…\u2013\u2014)-]*$"
)
_BEGINS_RE = _compiled(rf"\s*{_any(_DATA['remarks']['begins'])}")
_HOLDS_RE = _compiled(rf"\b{_any(_DATA['remarks']['holds'])}\b")
_PROBLEM_RE = _compiled(rf"\b{_any(_DATA['remarks']['problems'])}\b")
_CONTINUES_RE = _compiled(rf"\s*{_any(_DATA['remarks']['continues'])}")
_CORRECTS_RE = _compiled(rf"[\s,]*{_any(_DATA['remarks']['corrections'])}{_END}")
# "It should be 12 pages."
_MEASURE_RE = _compiled(r"\s*(?:(?:it|this|that)\s+)?(?:\w+)(?:\s+to)?\s+(?:be|have)\s+\D{0,20}\d")
_REFERS_RE = _compiled(rf"[\s,]*{_any(_DATA['remarks']['refers'])}{_END}")
_WITHDRAWS_RE = _compiled(rf"[\s,]*{_any(_DATA['remarks']['withdrawals'])}{_END}")
_TIME_LIKE = re.compile(
    r"\d{1,2}(?:[:.h]\d{2})?(?:am|pm|h|hrs?|min|mins|m)?|\d{1,2}(?:st|nd|rd|th)"
    r"|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|half",
    re.IGNORECASE,
)
_TIME_WORDS = frozenset(_DATA["time"]["words"].split())
# Said of a time of their own, and not only of a unit or a number.
_GLUE = frozenset(_DATA["time"]["glue"].split())
_DURATION_RE = _compiled(
    r"\b(?:\d+(?:\.\d+)?|an?|half an?|one|two|three|four|five|ten|fifteen|twenty|thirty|"
    r"couple of)\s*-?"
    r"(?:h|hrs?|hours?|min|mins|minutes?|m)\b"
)
_HOUR_OR_DAY_RE = _compiled(
    r"\b(?:\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b|\d{1,2}:\d{2}\b|(?:the|on|by)\s+\d{1,2}(?:st|nd|rd|th)\b)"
)
NEVER_END = frozenset(_DATA["abbreviations"]["never_end"].split())
ABBREVIATIONS = frozenset(_DATA["abbreviations"]["words"].split())


def word_list(part: str, name: str) -> frozenset[str]:
    """A list of words of `phrases.toml`, as they are written."""
    return frozenset(_DATA[part][name].split())


STANDALONE = frozenset(stem(word) for word in _DATA["tasks"]["standalone"].split())
CALENDAR = frozenset(_DATA["abbreviations"]["calendar"].split())
LIST_VERBS = frozenset(stem(word) for word in _DATA["tasks"]["list_verbs"].split())
LINKED_VERBS = frozenset(stem(word) for word in _DATA["tasks"]["linked"].split())
AREAS = word_list("tasks", "areas")
CONTAINERS = frozenset(stem(word) for word in _DATA["tasks"]["containers"].split())


def connector_length(text: str) -> int:
    """How much of the beginning is "and", "oh", "maybe" and the like, with what follows it."""
    at = 0
    while match := _CONNECTOR_RE.match(text, at):
        space = _SPACE_RE.match(text, match.end())
        at = space.end() if space else match.end()
        if at >= len(text):
            return 0
    return at


def obligation_end(text: str, start: int = 0) -> int:
    """Where "I need to", "don't forget to" and the like end that begin at `start`; else `start`."""
    match = _OBLIGED_RE.match(text, start)
    if match is None:
        return start
    space = _SPACE_RE.match(text, match.end())
    return space.end() if space else match.end()


def lead_length(text: str) -> int:
    """How much of the beginning says nothing about the task: "Oh, and I really need to "."""
    at = 0
    head = text[:REACH]
    while True:
        after = at + connector_length(head[at:])
        after = obligation_end(head, after)
        if after == at or after >= len(head.rstrip(" .!?")):
            return at
        at = after


def has_obligation(text: str) -> bool:
    """Whether the clause says that something is to be done: "I also have to", "remember to"."""
    head = text[:REACH]
    at = connector_length(head)
    return at < obligation_end(head, at) < len(head.rstrip(" .!?"))


def without_tail(text: str) -> str:
    """The text without "please", "I guess" and stray marks at its end."""
    text = text.rstrip()
    while True:
        # A bounded stretch, for the search starts anew at every mark.
        kept, end = text[:-_TAIL_REACH], text[-_TAIL_REACH:]
        shorter = kept + _TAIL_RE.sub("", end)
        if shorter == text or not shorter.strip():
            return text
        text = shorter.rstrip()


def begins_remark(text: str) -> bool:
    """Whether the clause begins as a remark or a feeling does ("I'm so", "everything is")."""
    head = text[:REACH]
    return bool(_BEGINS_RE.match(head) or _BEGINS_RE.match(head[connector_length(head) :]))


def holds_remark(text: str) -> bool:
    """Whether a feeling stands anywhere in the clause."""
    return bool(_HOLDS_RE.search(text[:REACH]))


def states_problem(text: str) -> bool:
    """Whether something is said to be broken, empty or due: "the sink is leaking"."""
    return bool(_PROBLEM_RE.search(text[:REACH]))


def continues_task(text: str) -> bool:
    """Whether the clause says more of the task before: "it's due Friday", "about 2 hours"."""
    head = text[:REACH]
    if not _CONTINUES_RE.match(head):
        return False
    return has_time(head) or "due" in head.lower() or bool(_MEASURE_RE.match(head))


def correction_length(text: str) -> int:
    """How much of the beginning is "wait, no" or "I mean"; 0 where it is none."""
    match = _CORRECTS_RE.match(text[:REACH])
    if match is None:
        return 0
    space = _SPACE_RE.match(text, match.end())
    return space.end() if space else match.end()


def new_time_start(text: str) -> int:
    """Where the time begins that replaces the one before; 0 where none does.

    "No, wait, Wednesday", "actually make it the week after", "do that first thing tomorrow".
    """
    head = text[:REACH]
    shift = connector_length(head)
    for begin in (0, shift):
        corrected = correction_length(head[begin:])
        if corrected and is_time_only(head[begin + corrected :]):
            return begin + corrected
    refers = _REFERS_RE.match(head, shift)
    if refers is not None and is_time_only(head[refers.end() :]):
        return refers.end()
    return 0


def withdraws(text: str) -> bool:
    """Whether the clause takes back what was said before: "never mind"."""
    return bool(_WITHDRAWS_RE.match(text[:REACH]))


def is_time_word(word: str) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("s")
    return low in _TIME_WORDS or word.lower() in _TIME_WORDS


def is_time_only(text: str) -> bool:
    """Whether a fragment holds a time and nothing else ("Thu", "by 5 pm", "May 3rd")."""
    words = tokens(text[:REACH])
    if not words or len(words) > 12:
        return False
    found = False
    for word in words:
        low = word.text.lower()
        if is_time_word(low) or _TIME_LIKE.fullmatch(low):
            found = True
        elif low not in _GLUE and number_of(low) is None:
            return False
    return found


def has_time(text: str) -> bool:
    """Whether a fragment names a day, an hour or a length of time."""
    head = text[:REACH]
    return (
        names_time(tokens(head))
        or bool(_DURATION_RE.search(head))
        or bool(_HOUR_OR_DAY_RE.search(head))
    )


def names_time(words: Sequence[Token]) -> bool:
    for index, word in enumerate(words):
        low = word.text.lower()
        # "may", "march", "sun", "sat" and "m" are words of their own as well.
        if low in {"may", "march", "sun", "sat", "wed", "mar", "second", "h", "m", "min"}:
            previous = words[index - 1].text.lower() if index else ""
            if previous in {"on", "in", "by", "next", "every", "until"} or previous.isdigit():
                return True
            continue
        if is_time_word(low):
            return True
    return False
