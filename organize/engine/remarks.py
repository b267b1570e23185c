"""Tells what is to be done from what is only said: feelings, fillers, news, questions.

When in doubt a clause is a task: one too many costs a person a tap, a lost one costs trust.
"""

import re

from organize.engine.dependencies import split_order
from organize.engine.matching import CONFIDENCE_THING, match
from organize.engine.phrasing import (
    begins_remark,
    connector_length,
    correction_length,
    has_obligation,
    has_time,
    holds_remark,
    is_time_only,
    lead_length,
    states_problem,
    withdraws,
    word_list,
)
from organize.engine.titles import condition_length, undone_length
from organize.engine.words import PRONOUNS, begins_with_verb, tokens

_FINITE = word_list("clauses", "finite")
_SUBJECTS = (PRONOUNS - {"me", "him", "us", "them"}) | word_list("clauses", "subjects")
_BE_SOMEWHERE = re.compile(r"be\s+(?:at|in|on|there|home|back|ready|up|out)\b", re.IGNORECASE)
_MOST_WORDS = 10
_WITHDRAWAL = 3
_PAST = word_list("clauses", "past")
_MOST_WORDS_UNKNOWN = 7


def is_task(clause: str, *, listed: bool) -> bool:
    """Whether a clause is something to do. `listed`: it stands as a line or bullet of its own."""
    clause = clause[correction_length(clause) :]
    if not tokens(clause[connector_length(clause + " x") :]) or _only_withdraws(clause):
        return False
    clause = clause[split_order(clause).start :]
    rest = clause[lead_length(clause) :]
    words = tokens(rest)
    if not words or is_time_only(clause[connector_length(clause) :]):
        return False
    if begins_remark(clause):
        return False
    if condition_length(clause):
        return True
    if undone_length(clause):
        return len(tokens(clause[undone_length(clause) :])) > 0
    if has_obligation(clause):
        return words[0].text.lower() != "be" or bool(_BE_SOMEWHERE.match(rest))
    if begins_with_verb(rest):
        return True
    if rest.rstrip().endswith("?"):
        return len(words) <= 4 and _is_known(rest)
    subject = words[0].text.lower().replace("\u2019", "'").split("'")[0]
    if subject in _SUBJECTS:
        return states_problem(rest) and len(words) <= _MOST_WORDS
    if holds_remark(rest):
        return False
    if any(word.text.lower().replace("\u2019", "'") in _FINITE for word in words[1:6]):
        past = any(word.text.lower() in _PAST for word in words[:6])
        return states_problem(rest) or (has_time(rest) and not past)
    if listed or has_time(rest):
        return len(words) <= 4 * _MOST_WORDS
    if len(words) > _MOST_WORDS:
        return False
    return len(words) <= _MOST_WORDS_UNKNOWN or _is_known(rest)


def _only_withdraws(clause: str) -> bool:
    return withdraws(clause) and len(tokens(clause)) <= _WITHDRAWAL


def _is_known(text: str) -> bool:
    return match(text).confidence >= CONFIDENCE_THING
