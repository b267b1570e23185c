"""How a text is laid out: lines, bullets, headings and wrapped prose become blocks.

A block is what belongs together whatever it says: a bullet, a line, a wrapped paragraph. What
hangs below a bullet (indented lines, a shopping list) is kept with it as its notes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from organize.engine.phrasing import CONTAINERS, has_time, is_time_only
from organize.engine.words import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    begins_with_verb,
    tokens,
)

_BULLET = re.compile(
    r"[^\S\n]{0,200}(?:>\s?)?(?:(?:[-*•◦▪‣·\u2013\u2014+○●■□]|\(?\d{1,3}[.)]|[a-z]\))(?=\s|$)\s?)?"
    r"(?P<box>\s?(?:\[[ xX✓✔]?\]|[☐☑✅✔✓❌⬜▢]))?\s{0,20}"
)
_DONE = re.compile(r"\[[xX✓✔]\]|[☑✅✔✓]")
_HEADING = re.compile(r"\s{0,20}#{1,6}\s+\S")
# A line this long that ends without a mark was wrapped; the next one goes on with it.
_WRAPPED = 55
_MAX_HEADING = 60
_OPEN = PREPOSITIONS | DETERMINERS | PRONOUNS | {"and", "or", "but", "then"}


@dataclass(slots=True)
class Block:
    """A half-open stretch of the text, and how it stands there.

    `kind` is "prose", "item" (a bullet or a line of a list), "heading" or "done" (ticked off).
    `under` is the stretch of a heading that names a day for what is below it, `context` the
    one in force: a heading within the block itself ("Today: ...") takes its place.
    """

    start: int
    end: int
    kind: str
    notes: list[tuple[int, int]] = field(default_factory=list)
    context: tuple[int, int] | None = None
    under: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    content: int
    indent: int
    marked: bool
    done: bool
    blank_before: bool


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order. Together they hold every character that is not white
    space, a bullet or a mark of a list."""
    lines = list(_lines(text))
    found: list[Block] = []
    context: tuple[int, int] | None = None
    index = 0
    while index < len(lines):
        line = lines[index]
        content = text[line.content : line.end]
        after = lines[index + 1] if index + 1 < len(lines) else None
        if line.blank_before and found and found[-1].kind != "heading":
            context = None
        if _is_heading(text, line, content, after):
            below = _below(lines, index)
            if is_container(content) and below:
                notes = [(item.start, item.end) for item in below]
                found.append(Block(line.content, line.end, "item", notes, context))
                index += 1 + len(below)
                continue
            found.append(Block(line.content, line.end, "heading"))
            named = has_time(content) or is_time_only(content)
            context = (line.content, line.end) if named else None
            index += 1
            continue
        block, index = _block(text, lines, index)
        block.context = block.under = context
        found.append(block)
    return found


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    blank = False
    for raw in text.splitlines(keepends=True):
        end = at + len(raw.rstrip())
        match = _BULLET.match(text, at, end)
        head = match[0] if match else ""
        if raw.strip():
            content = min(at + len(head), end)
            marked = bool(head.strip()) and content < end
            if not marked:
                content = at + len(raw) - len(raw.lstrip())
            indent = len(head) - len(head.lstrip()) if marked else content - at
            done = bool(marked and _DONE.search(head))
            yield _Line(at, end, content, indent, marked, done, blank)
        blank = not raw.strip()
        at += len(raw)


def _is_heading(text: str, line: _Line, content: str, after: _Line | None) -> bool:
    if after is None or len(content) > _MAX_HEADING:
        return False
    if _HEADING.match(text, line.start, line.end):
        return True
    if content.endswith(":") or (is_time_only(content) and not after.blank_before):
        return True
    # "Work" over bullets, with no order in it, is a heading as well.
    deeper = after.indent > line.indent or (after.marked and not line.marked)
    words = tokens(content)
    named = len(words) == 1 or (len(words) <= 3 and not begins_with_verb(content))
    return bool(words) and deeper and named and content[-1] not in ".!?"


def is_container(content: str) -> bool:
    """Whether what hangs below is one task's list ("Groceries:", "Pack for the trip:")."""
    return any(word.stem in CONTAINERS for word in tokens(content))


def _below(lines: Sequence[_Line], index: int) -> list[_Line]:
    """The lines that hang below a heading: its bullets, else the lines up to the next gap."""
    heading = lines[index]
    below: list[_Line] = []
    for line in lines[index + 1 :]:
        inside = line.indent > heading.indent or (line.marked and not heading.marked)
        if line.blank_before and not inside:
            break
        if below and below[0].marked and not inside:
            break
        if heading.marked and not inside:
            break
        below.append(line)
    return below


def _block(text: str, lines: Sequence[_Line], index: int) -> tuple[Block, int]:
    line = lines[index]
    if line.marked:
        block = Block(line.content, line.end, "done" if line.done else "item")
        index += 1
        while index < len(lines) and lines[index].indent > line.indent:
            if lines[index].blank_before and not lines[index].marked:
                break
            block.notes.append((lines[index].start, lines[index].end))
            index += 1
        return block, index
    end = line.end
    start_index = index
    index += 1
    while index < len(lines) and _goes_on(text, lines[index - 1], lines[index]):
        end = lines[index].end
        index += 1
    alone = index - start_index == 1
    kind = "item" if alone and len(lines) > 1 and _looks_listed(text, line) else "prose"
    return Block(line.content, end, kind), index


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    if following.marked or following.blank_before:
        return False
    content = text[line.content : line.end]
    if len(content) < _WRAPPED or content[-1] in ".!?:;…":
        return False
    # "... by Nov 30 / Finish the quiz": an order begins a line of its own, unless the line
    # before lacks its end ("I want to / clear my inbox").
    words = tokens(content[-40:])
    open_end = content[-1] == "," or (bool(words) and words[-1].text.lower() in _OPEN)
    return open_end or not begins_with_verb(text[following.content : following.end])


def _looks_listed(text: str, line: _Line) -> bool:
    """A short line of several: one task, unless marks within it say otherwise."""
    content = text[line.content : line.end]
    return len(content) <= _WRAPPED and not re.search(r"[.!?;]\s", content)
