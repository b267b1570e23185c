"""What is left of a line as the name of a task, once date, duration and marks are taken out."""

import re
from collections.abc import Sequence

from focushub.language.line import Line

_SPACE = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?)])")
_DASHED = re.compile(r"[\s,;:(\u2013\u2014-]+[-\u2013\u2014][!?.]+$")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_EDGE = " \t\r\n\u2192,;:-\u2013\u2014.|/·•@~&("
_LEFT_EDGE = " \t\r\n\u2192,;:-\u2013\u2014.|/·•~&)!?"
_WORD = re.compile(r"[^\s]+")


def tidy(line: Line, spans: Sequence[tuple[int, int]]) -> str:
    """What is left when the spans are taken out; empty where nothing is."""
    text = line.text
    rest: list[str] = []
    at = 0
    for start, end in spans:
        rest.append(text[at:start])
        at = max(at, end)
    rest.append(text[at:])
    cut = bool(spans)
    left = _EMPTY.sub(" ", " ".join(rest)) if cut else text
    left = _SPACE.sub(" ", left).strip()
    left = _BEFORE_MARK.sub(r"\1", left) if cut else left
    left = _strip(line, left, cut=cut)
    return _without_opening(line, left)


def _strip(line: Line, left: str, *, cut: bool) -> str:
    if not cut:
        return left
    dangling = line.words.dangling
    while True:
        before = left
        left = _DASHED.sub("", left).rstrip(_EDGE).lstrip(_LEFT_EDGE)
        if left.count("(") < left.count(")"):
            left = left.rstrip(")")
        head, _, tail = left.rpartition(" ")
        if tail.lower() in dangling and line.text.rstrip(" .!?)").lower()[-len(tail) :] != (
            tail.lower()
        ):
            left = head
        first, _, more = left.partition(" ")
        begins = line.text.lstrip().lower().startswith(first.lower())
        if first.lower() in line.words.orphans and not begins:
            left = more
        if left == before:
            return left


def _without_opening(line: Line, left: str) -> str:
    for _ in range(3):
        spoken = [w.lower().replace("\u2019", "'") for w in left.split(" ", 8)[:8]]
        for opening in line.words.openings:
            if tuple(spoken[: len(opening)]) == opening and len(spoken) > len(opening):
                left = left.split(" ", len(opening))[-1].lstrip(_LEFT_EDGE)
                break
        else:
            return left
    return left
