"""Own material as a learner pastes it: Markdown, lists or plain text, cut into blocks.

Nothing is rewritten: every block is a span of the very text that came in, so that whatever is
made of it later can name the exact place where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from focushub.common.errors import DomainError, Kind

MAX_CHARACTERS = 50_000
"""The longest own material that is read; `learn.text` has the same bound."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ATX_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*\Z")
_BULLET = re.compile(r"[ \t]*(?:[-*+\u2022\u2023\u2013][ \t]+)(?=\S)")
_NUMBER = re.compile(r"[ \t]*(?:\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}\Z")
_QUOTE_MARK = re.compile(r" {0,3}>[ \t]?")
_TABLE_RULE = frozenset(" \t:|-")
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…")
_GLOSS = re.compile(r" [-\u2013\u2014] [a-z]")
_HEADING_WORDS = 10
_HEADING_CHARACTERS = 80

_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(
    r"(\*\*\*|\*\*|\*|___|__|(?<!\w)_|~~|`)(?=\S)([^*_~`]{1,200}?)(?<=\S)\1(?!\w)"
)
_SPACES = re.compile(r"\s+")


class SourceTooLong(DomainError):
    """More own material than one plan reads. Nothing of it was used."""

    kind = Kind.TOO_LARGE
    code = "text_too_long"
    detail = (
        f"This text is longer than {MAX_CHARACTERS:,} characters. One chapter at a time works well."
    )


class BlockKind(StrEnum):
    """What a block is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A span of the text without its marker ("# ", "- ", "1. ") and outer white space.

    Attributes:
        start, end: `text[start:end]` is the block, its line breaks included.
        level: 1 to 6 for a heading; the indent in characters for a list item; else 0.
        heading: index in `Source.blocks` of the heading above it, or None.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text as it came, and its blocks in their order."""

    text: str
    blocks: tuple[Block, ...]

    def raw(self, block: Block) -> str:
        """The exact characters of the block."""
        return self.text[block.start : block.end]

    def heading_of(self, block: Block) -> str:
        """The heading above the block, to be read; empty where there is none."""
        return "" if block.heading is None else plain(self.raw(self.blocks[block.heading]))


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def read_source(*, text: str) -> Source:
    """Cuts own material into headings, paragraphs, list items and table rows.

    Code in fences, rules and table rules are left out: they hold no sentence to learn. In plain
    text a short line on its own, without an end mark, counts as a heading. Linear in the length.

    Raises:
        SourceTooLong: more than `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise SourceTooLong
    blocks: list[Block] = []
    heading: int | None = None
    for block in _blocks(list(_lines(text))):
        if block.kind is BlockKind.HEADING:
            heading = len(blocks)
            blocks.append(block)
        else:
            blocks.append(Block(block.kind, block.start, block.end, block.level, heading))
    return Source(text, tuple(blocks))


def plain(text: str) -> str:
    """A quote as a person reads it: one line, without Markdown's marks for links and stress."""
    shown = _LINK.sub(r"\1", text)
    shown = _EMPHASIS.sub(r"\2", shown)
    return _SPACES.sub(" ", shown).strip()


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        if match is None:  # pragma: no cover - the pattern matches at every position
            return
        yield _Line(position, match.end(), match.group().rstrip("\r\n"))
        position = match.end()


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.is_blank or _RULE.match(line.text):
            index += 1
        elif fence := _FENCE.match(line.text):
            index = _after_fence(lines, index, fence.group(1))
        elif match := _ATX_HEADING.match(line.text):
            shown = line.text.rstrip()
            unclosed = shown.rstrip("#")
            if unclosed.endswith((" ", "\t")):
                shown = unclosed.rstrip()
            end = max(len(shown), match.end())
            yield _span(BlockKind.HEADING, line, match.end(), line, end, len(match.group(1)))
            index += 1
        elif _is_row(line.text):
            if not _is_table_rule(line.text) and not _heads_table(lines, index):
                yield _whole(BlockKind.ROW, line, line)
            index += 1
        else:
            index, block = _text_block(lines, index)
            yield block


def _text_block(lines: list[_Line], index: int) -> tuple[int, Block]:
    """A list item or a paragraph with the lines that carry it on."""
    first = lines[index]
    kind, offset, level = BlockKind.PARAGRAPH, 0, 0
    if match := _BULLET.match(first.text):
        kind, offset, level = BlockKind.BULLET, match.end(), _indent(first.text)
    elif match := _NUMBER.match(first.text):
        kind, offset, level = BlockKind.NUMBER, match.end(), _indent(first.text)
    elif match := _QUOTE_MARK.match(first.text):
        offset = match.end()
    last = index
    while last + 1 < len(lines) and _carries_on(lines[last + 1].text):
        last += 1
    if kind is BlockKind.PARAGRAPH:
        follower = lines[last + 1].text if last + 1 < len(lines) else ""
        if last == index and (underline := _UNDERLINE.match(follower)):
            level = 1 if underline.group(1).startswith("=") else 2
            return last + 2, _span(
                BlockKind.HEADING, first, offset, first, len(first.text.rstrip()), level
            )
        if last == index and not follower.strip() and _looks_like_heading(first.text):
            return last + 1, _whole(BlockKind.HEADING, first, first, level=1)
    end = lines[last]
    return last + 1, _span(kind, first, offset, end, len(end.text.rstrip()), level)


def _carries_on(text: str) -> bool:
    return not (
        not text.strip()
        or _ATX_HEADING.match(text)
        or _BULLET.match(text)
        or _NUMBER.match(text)
        or _FENCE.match(text)
        or _QUOTE_MARK.match(text)
        or _RULE.match(text)
        or _UNDERLINE.match(text)
        or _is_row(text)
    )


def _after_fence(lines: list[_Line], index: int, mark: str) -> int:
    for later in range(index + 1, len(lines)):
        if lines[later].text.lstrip().startswith(mark):
            return later + 1
    return len(lines)


def _is_row(text: str) -> bool:
    stripped = text.strip()
    return stripped.startswith("|") and stripped.count("|") >= 2


def _heads_table(lines: list[_Line], index: int) -> bool:
    return index + 1 < len(lines) and _is_table_rule(lines[index + 1].text)


def _is_table_rule(text: str) -> bool:
    return _is_row(text) and "--" in text and _TABLE_RULE.issuperset(text)


def _looks_like_heading(text: str) -> bool:
    shown = text.strip()
    return (
        len(shown) <= _HEADING_CHARACTERS
        and len(shown.split()) <= _HEADING_WORDS
        and not shown.endswith(_SENTENCE_END)
        and not _GLOSS.search(shown)
        and any(character.isalpha() for character in shown)
        and (shown[0].isupper() or shown[0].isdigit())
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _whole(kind: BlockKind, first: _Line, last: _Line, *, level: int = 0) -> Block:
    return _span(kind, first, _indent(first.text), last, len(last.text.rstrip()), level)


def _span(kind: BlockKind, first: _Line, offset: int, last: _Line, end: int, level: int) -> Block:
    start = first.start + offset + _indent(first.text[offset:])
    return Block(kind, start, max(start, last.start + end), level)
