"""Tells a space to be put in order ("my desk is buried under paper") from things to do.

A space is described: a place, and the state it is in. Who writes "clean the desk" or lists
several things to do has tasks, though a place is named.
"""

import re
from typing import Literal

from organize.engine.clauses import clauses
from organize.engine.phrasing import has_obligation, is_time_only, lead_length
from organize.engine.remarks import is_task
from organize.engine.spaces import objects_in, place_in
from organize.engine.words import begins_with_verb, tokens

Kind = Literal["tasks", "space"]

_STATE = re.compile(
    r"\b(?:buried|bury|mess(?:y|ed)?|clutter(?:ed)?|chaos|chaotic|disaster|everywhere|pil(?:e|"
    r"es|ed|ing)|heaps?|"
    r"stacks?|overflow(?:s|ing)?|full of|covered|cluttered|crammed|stuffed|packed with|drowning|"
    r"dirty|filthy|"
    r"untidy|disorgani[sz]ed|all over|nowhere to|no (?:space|room|place)|can(?:'|"
    r"\u2019)?t (?:find|see|use|close|open)|"
    r"explod(?:ed|es|ing)|too (?:much|many)|scattered|jumbled?|hoard|dump|a tip|strewn|"
    r"lying around|bursting|"
    r"disarray|out of control|needs? (?:organi[sz]ing|tidying|decluttering|sorting|cleaning)|"
    r"what to do with)\b",
    re.IGNORECASE,
)
_TIDYING = re.compile(
    r"\b(?:clean|tid(?:y|ied)|declutter|organi[sz]e|sort|clear|help|fix|deal with|tackle|set up|"
    r"redo|rearrange|reorgani[sz]e|make (?:space|room))",
    re.IGNORECASE,
)
_READ = 2_000
_MOST_CLAUSES = 30


def classify(text: str) -> Kind:
    """ "space" for the description of a messy place, else "tasks". Reads 2,000 characters."""
    head = text[:_READ]
    if place_in(head) is None and len(objects_in(head)) < 2:
        return "tasks"
    if not _STATE.search(head):
        return "tasks"
    described = False
    for index, clause in enumerate(clauses(head, 0, len(head))):
        if index >= _MOST_CLAUSES:
            break
        body = head[clause.start : clause.end]
        described = described or bool(_STATE.search(body))
        if _is_other_task(body):
            return "tasks"
    return "space" if described else "tasks"


def _is_other_task(body: str) -> bool:
    """Whether a clause asks for something that is not about putting a place in order."""
    rest = body[lead_length(body) :]
    if not tokens(rest) or is_time_only(rest):
        return False
    orders = begins_with_verb(rest) or has_obligation(body)
    if not orders:
        # A thing by itself ("gym on Tuesday") is a task, unless it belongs to the mess.
        about_space = place_in(body) is not None or bool(objects_in(body))
        return is_task(body, listed=False) and not about_space and not _STATE.search(body)
    return not (_TIDYING.search(rest) and (_STATE.search(body) or place_in(body) is not None))
