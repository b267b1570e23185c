"""Cuts prose into clauses: one for each thing to do, one for each remark.

A sentence is cut at commas and joining words only where what follows begins something new: an
order ("email the landlord"), a lead ("and maybe"), or the name of a task ("gym every Tue").
What only adds to the clause stays in it: days ("Tue and Thu"), things ("milk, eggs and
bread"), what hangs on a preposition. Every character belongs to exactly one clause.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from organize.engine.beginnings import starts_new
from organize.engine.fragments import fragments
from organize.engine.phrasing import (
    REACH,
    connector_length,
    continues_task,
    correction_length,
    new_time_start,
    withdraws,
)
from organize.engine.sentences import sentences, trimmed


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
    if new_time_start(body):
        return "corrects"
    if continues_task(body[shift:]):
        return "continues"
    return "new"


def _split(text: str, start: int, end: int, listed: bool) -> Iterator[Clause]:
    """The clauses of one sentence."""
    current = start
    found = list(fragments(text, start, end))
    for index, (at, joint) in enumerate(found):
        upto = found[index + 1][0] if index + 1 < len(found) else end
        if starts_new(text[current:at], joint, text[at:upto], listed):
            yield Clause(*trimmed(text, current, at))
            current = at
    if text[current:end].strip():
        yield Clause(*trimmed(text, current, end))
