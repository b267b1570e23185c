"""Cuts prose into clauses: one for each thing to do, one for each remark.

A sentence is cut at commas and joining words only where what follows begins something new: an
order ("email the landlord"), a lead ("and maybe"), or the name of a task ("gym every Tue").
What only adds to the clause stays in it: days ("Tue and Thu"), things ("milk, eggs and
bread"), what hangs on a preposition. Every character belongs to exactly one clause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from organize.engine.cookbook import GENERAL
from organize.engine.matching import CONFIDENCE_THING, CONFIDENCE_VERB_AND_THING, match
from organize.engine.phrasing import (
    LINKED_VERBS,
    LIST_VERBS,
    REACH,
    STANDALONE,
    begins_remark,
    connector_length,
    continues_task,
    correction_length,
    has_obligation,
    has_time,
    is_time_only,
    is_time_word,
    lead_length,
    states_problem,
    withdraws,
    word_list,
)
from organize.engine.sentences import sentences, trimmed
from organize.engine.words import (
    AMBIGUOUS,
    BUYABLE,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Token,
    begins_with_verb,
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
_SUBORDINATE = re.compile(
    r"\s*(?:and |but |then |also )?"
    r"(?:before|after(?!\s+th(?:at|is)\b)|once|when|if|as soon as|while|until|since|because)\b",
    re.IGNORECASE,
)
_NO_START_AFTER = word_list("clauses", "no_start_after")
_ADDS = word_list("clauses", "adds")
# "... and my kid has no lunch money": what follows is news, not more to do.
_STATEMENT = re.compile(
    r"(?:now )?(?:my|our|his|her) \w+ (?:is|are|was|were|has|had|have|keeps|won't|can't)\b",
    re.IGNORECASE,
)
# "If I have energy left, read": a clause of its own.
_UNLESS = re.compile(r"if (?:i|we) (?:have|get|can|manage|find)\b", re.IGNORECASE)
# Other joining words ("then", "plus", "also") begin something new as a comma does.
_AND = frozenset({"and", "or", "&", "+"})
_NEW_LEAD = re.compile(r"\s*(?:and )?(?:then|also|plus|oh|maybe)\b", re.IGNORECASE)
# After one of these the clause lacks its end: "I am | so tired".
_UNFINISHED = word_list("clauses", "unfinished")
_PAIRS = {"(": ")", "[": "]", "“": "”", '"': '"'}
# A dictated text holds fewer marks than one in so many words.
_WORDS_A_MARK = 18
_MAX_BRACKET = 300
# Joining words and marks between two clauses take no more than this.
_JOINT_REACH = 60


@dataclass(frozen=True, slots=True)
class Clause:
    """A half-open stretch of the text.

    `joins` says what it is to the clause before: "new", "continues" ("it's due Friday"),
    "corrects" ("wait, no, Wednesday") or "withdraws" ("never mind").
    """

    start: int
    end: int
    joins: str = "new"


def clauses(text: str, start: int, end: int, *, listed: bool = False) -> Iterator[Clause]:
    """The clauses between two places of a text, in order; only white space is between them.

    In a line of a list (`listed`) the names of things stay together: "milk, eggs, bread".
    """
    before: Clause | None = None
    for low, high in sentences(text, start, end):
        for clause in _split(text, low, high, listed):
            body = text[clause.start : min(clause.end, clause.start + REACH)]
            joins = _joins(body) if before is not None else "new"
            before = Clause(clause.start, clause.end, joins)
            yield before


def _joins(body: str) -> str:
    shift = connector_length(body)
    corrected = correction_length(body)
    if withdraws(body) or withdraws(body[corrected:]):
        return "withdraws"
    if corrected and is_time_only(body[corrected:]):
        return "corrects"
    if continues_task(body[shift:]):
        return "continues"
    return "new"


def _split(text: str, start: int, end: int, listed: bool) -> Iterator[Clause]:
    """The clauses of one sentence."""
    current = start
    fragments = list(_fragments(text, start, end))
    for index, (at, joint) in enumerate(fragments):
        upto = fragments[index + 1][0] if index + 1 < len(fragments) else end
        if _starts_new(text[current:at], joint, text[at:upto], listed):
            yield Clause(*trimmed(text, current, at))
            current = at
    if text[current:end].strip():
        yield Clause(*trimmed(text, current, end))


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
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


def _starts_new(current: str, joint: str, fragment: str, listed: bool) -> bool:
    """Whether a fragment begins a clause of its own after what the clause holds so far."""
    now, later = current[:REACH], fragment[:REACH]
    shift = connector_length(later)
    rest = later[shift:]
    if _UNLESS.match(rest):
        return True
    if correction_length(later) or withdraws(later):
        return True
    if is_time_only(rest) or not tokens(rest):
        return False
    if _is_open(now) or _is_unfinished(now):
        return False
    if continues_task(rest):
        return True
    if has_obligation(later) or begins_remark(later):
        return joint != "" or not _ends_open(now)
    if joint == "" or _tells_problem(rest) or _STATEMENT.match(rest):
        return True
    if _gives_order(rest, now):
        return not _same_action(now, joint, rest)
    return not listed and _names_task(now, joint, rest)


def _is_open(now: str) -> bool:
    """Whether the clause so far holds no task yet: a time, a lead, "before I can book"."""
    rest = now[lead_length(now) :]
    if is_time_only(rest) or not tokens(rest):
        return True
    return bool(_SUBORDINATE.match(now)) and "," not in now.rstrip().rstrip(",")


def _is_unfinished(now: str) -> bool:
    words = now.lower().replace("\u2019", "'").split()
    return bool(words) and words[-1] in _UNFINISHED


def _tells_problem(rest: str) -> bool:
    words = rest.lower().split(maxsplit=1)
    subject = words[0].replace("\u2019", "'").removesuffix("'re").removesuffix("'s")
    if subject in {"it", "this", "that", "they", "these", "those"}:
        return False
    return subject in DETERMINERS | PRONOUNS and states_problem(rest)


def _ends_open(now: str) -> bool:
    words = tokens(now[-40:])
    return bool(words) and words[-1].text.lower() in _NO_START_AFTER


def _gives_order(rest: str, now: str) -> bool:
    """Whether a fragment begins with a verb in its plain form that acts as one."""
    words = tokens(rest)
    shift = 0
    # "On Tuesday call mum": the order follows the time.
    while shift < len(words) - 1 and (
        is_time_word(words[shift].text)
        or words[shift].text.lower() in {"on", "at", "tomorrow", "by"}
    ):
        shift += 1
    if not begins_with_verb(rest[words[shift].start :]):
        return False
    verb = words[shift]
    following = words[shift + 1] if shift + 1 < len(words) else None
    if verb.stem not in AMBIGUOUS:
        return True
    if following is None or following.text.lower() in {"and", "or"}:
        return verb.stem in STANDALONE
    if following.text.lower() in DETERMINERS | PRONOUNS or following.stem in STANDALONE:
        return True
    return not (verb.stem in BUYABLE and _takes_list(now))


def _takes_list(now: str) -> bool:
    words = tokens(now[lead_length(now) :])
    return bool(words) and words[0].stem in LIST_VERBS and len(words) > 1


def _same_action(now: str, joint: str, rest: str) -> bool:
    """ "Wash and dry the cups", "go and see", "find it and fill it in" are one task."""
    done = tokens(now[lead_length(now) :])
    if _lacks_thing(done):
        return True
    if joint != "and":
        return False
    if len(done) == 2 and done[0].stem in LINKED_VERBS:
        return True
    if done[0].stem in LINKED_VERBS and not has_obligation(rest):
        return True
    words = tokens(rest)
    pronoun = [word.text.lower() for word in words[1:3]]
    return (
        bool(pronoun)
        and (pronoun[0] in {"it", "them"} or pronoun[-1] in {"it", "them"})
        and len(words) <= 6
    )


def _lacks_thing(done: Sequence[Token]) -> bool:
    """Whether the clause so far holds verbs alone: "wash, dry" of "wash, dry and fold"."""
    return all(
        (word.stem in VERBS and word.stem not in STANDALONE) or word.text in {"and", "or"}
        for word in done
    )


def _names_task(now: str, joint: str, rest: str) -> bool:
    """Whether a fragment without an order names a task: "gym every Tue", "dentist at 3"."""
    words = tokens(rest)
    first = words[0].text.lower()
    if first in PREPOSITIONS or first in _ADDS or (len(words) == 1 and first.endswith("ly")):
        return False
    if _is_standalone(words):
        return joint != "and" or not _verb_takes(now, rest)
    if joint == "and":
        return False
    dated = has_time(rest)
    done = tokens(now[lead_length(now) :])
    if _lacks_thing(done):
        return False
    ordered = begins_with_verb(now[lead_length(now) :]) and len(done) > 1
    if not ordered:
        return True
    if dated:
        return True
    if _verb_takes(now, rest) or done[0].stem in LIST_VERBS:
        return False
    found = match(rest)
    return found.recipe.name != GENERAL and found.confidence >= CONFIDENCE_THING


def _verb_takes(now: str, rest: str) -> bool:
    """Whether the clause's verb acts on this thing, too: "clean the kitchen, the bathroom"."""
    words = tokens(now[lead_length(now) :])
    if not words or words[0].stem not in VERBS:
        return False
    found = match(f"{words[0].text} {rest[:100]}")
    return found.recipe.name != GENERAL and found.confidence >= CONFIDENCE_VERB_AND_THING


def _is_standalone(words: Sequence[Token]) -> bool:
    """Whether the noun phrase at the beginning is a task by its name alone."""
    for index, word in enumerate(words[:4]):
        low = word.text.lower()
        if low in DETERMINERS:
            continue
        if word.stem not in STANDALONE:
            if index > 1:
                return False
            continue
        following = words[index + 1].text.lower() if index + 1 < len(words) else ""
        return (
            not following
            or following in PREPOSITIONS | DETERMINERS
            or following
            in {"and", "or", "again", "appointment", "class", "lesson", "session", "stuff", "thing"}
            or is_time_word(following)
            or following[0].isdigit()
        )
    return False
