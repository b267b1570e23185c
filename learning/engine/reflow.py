"""Lines as they were printed become paragraphs, headings and lists again.

A PDF knows where a line ended on paper, not where a paragraph does. Told by the width of the
lines: one that ends a sentence well before the margin ends its paragraph, and a short one without
an end mark before a new sentence is a heading. Headings come out as Markdown's, so that whoever
reads the text later knows them.
"""

import re
from collections.abc import Sequence

_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*\Z")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-Z\u00c0-\u00dd][^\W\d_]*(?:\s|\Z))")
_CHAPTER = re.compile(r"(?:chapter|part|appendix|section|unit)\s+[\divxlc]{1,5}\b", re.I)
_ITEM = re.compile(r"(?:[\u2022\u2023\u25aa\u25cf\u25e6*\u2013-]|\(?[a-z]\)|\d{1,2}[.)])\s+\S")
_LONE_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25cf\u25e6]\Z")
_ENDS = re.compile(r"[.!?:][\"'\u201d\u2019)\]]*\Z")
_LEAST_WIDTH = 45
_HEADING_WORDS = 12
_PLAIN_HEADING_WORDS = 8


def line_width(pages: Sequence[str]) -> int:
    """How long a full line is: nine in ten are no longer."""
    lengths = sorted(len(line) for page in pages for line in page.split("\n") if len(line) > 3)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def reflow(page: str, *, width: int) -> str:
    """The blocks of a page, a blank line between them; `width` as `line_width` has it."""
    lines = _lines(page)
    blocks: list[str] = []
    is_open = False
    for place, line in enumerate(lines):
        if not line:
            is_open = False
            continue
        before = lines[place - 1] if place else ""
        after = lines[place + 1] if place + 1 < len(lines) else ""
        level = _heading(line, before, after, width)
        if level:
            blocks.append(f"{'#' * level} {line}")
            is_open = False
            continue
        if is_open and not _ITEM.match(line) and not _begins(line, before, width):
            blocks[-1] += f" {line}"
        else:
            blocks.append(line)
        is_open = not _closes(line, width)
    return "\n\n".join(blocks)


def joined(pages: Sequence[str]) -> str:
    """Pages as one text; a sentence that goes on over the edge goes on."""
    text = ""
    for page in pages:
        goes_on = text and page[:1].islower() and not _ENDS.search(text[-20:])
        text += (" " if goes_on else "\n\n" if text else "") + page
    return text


def _lines(page: str) -> list[str]:
    lines = [line.strip() for line in page.translate(_LIGATURES).split("\n")]
    # A table of contents tells of pages that are not here.
    kept = [line for line in lines if not _LEADERS.search(line)]
    for place in range(len(kept) - 1):
        if _LONE_BULLET.match(kept[place]):
            kept[place], kept[place + 1] = "", f"{kept[place]} {kept[place + 1]}"
    return kept


def _heading(line: str, before: str, after: str, width: int) -> int:
    """1 to 4, or 0 where the line is none."""
    words = line.split()
    if len(words) > _HEADING_WORDS or line.endswith((".", ",", ";", ":", "?", "!")):
        return 0
    if _CHAPTER.match(line):
        return 1
    numbered = _NUMBERED.match(line)
    if numbered and "_" not in line and len(line) < 0.85 * width and not _goes_on(line, after):
        return min(4, numbered[1].count(".") + 1)
    stands_alone = not before or bool(_ENDS.search(before))
    is_short = len(words) <= _PLAIN_HEADING_WORDS and len(line) < 0.6 * width
    leads = bool(after) and not after[0].islower() and len(after) > len(line)
    starts = line[0].isupper() and any(letter.islower() for letter in line)
    return 2 if stands_alone and is_short and leads and starts and width >= _LEAST_WIDTH else 0


def _goes_on(line: str, after: str) -> bool:
    """A numbered item rather than a heading: its sentence runs on below."""
    return after[:1].islower() and len(line.split()) > 4


def _begins(line: str, before: str, width: int) -> bool:
    """On a slide, where lines are short anyway, each that begins anew is a block."""
    return width < _LEAST_WIDTH and line[0].isupper() and not before.endswith((",", "-"))


def _closes(line: str, width: int) -> bool:
    return bool(_ENDS.search(line)) and len(line) < 0.85 * width
