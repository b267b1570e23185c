"""Whether a fragment begins a clause of its own: an order, a lead, a remark, the name of a task.

What only adds to the clause stays in it: days ("Tue and Thu"), things ("milk, eggs and bread"),
what hangs on a preposition.
"""

import re
from collections.abc import Sequence

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
    new_time_start,
    states_problem,
    withdraws,
    word_list,
)
from organize.engine.words import (
    AMBIGUOUS,
    BUYABLE,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Token,
    begins_with_verb,
    tokens,
)

_SUBORDINATE = re.compile(
    r"\s*(?:and |but |then |also )?"
    r"(?:before|after(?!\s+th(?:at|is)\b)|once|when|if|as soon as|while|until|since|because)\b",
    re.IGNORECASE,
)
_MUCH = frozenset({"more", "less", "enough"})
_ADDS = word_list("clauses", "adds")
# "... and my kid has no lunch money": what follows is news, not more to do.
_STATEMENT = re.compile(
    r"(?:now )?(?:my|our|his|her) \w+ (?:is|are|was|were|has|had|have|keeps|won't|can't)\b",
    re.IGNORECASE,
)
# "Before I do that I should find the old one".
_FORESTALLS = re.compile(r"before (?:(?:i|we) (?:can )?do )?(?:that|this|it)\b", re.IGNORECASE)
# "If I have energy left, read": a clause of its own.
_UNLESS = re.compile(r"if (?:i|we) (?:have|get|can|manage|find)\b", re.IGNORECASE)
# After one of these the clause lacks its end: "I am | so tired".
_UNFINISHED = word_list("clauses", "unfinished")
_NO_START_AFTER = word_list("clauses", "no_start_after")


def starts_new(current: str, joint: str, fragment: str, listed: bool) -> bool:
    """Whether a fragment begins a clause of its own after what the clause holds so far."""
    now, later = current[:REACH], fragment[:REACH]
    shift = connector_length(later)
    rest = later[shift:]
    if _UNLESS.match(rest) or _FORESTALLS.match(rest):
        return True
    if correction_length(later) or withdraws(later) or new_time_start(later):
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
    if following.text.lower() in DETERMINERS | PRONOUNS | _MUCH or following.stem in STANDALONE:
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
