"""Cards as Markdown to read, print or keep in notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE_START = re.compile(r"^([ \t]*\d*)([-+=.)])(?=\s|$)", re.MULTILINE)
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class MarkdownCard:
    """What is shown of a card; `deck` names the decks from the outermost inwards."""

    deck: tuple[str, ...]
    front: str
    back: str
    source_quote: str | None = None
    tags: tuple[str, ...] = ()


def write_markdown(*, cards: Iterable[MarkdownCard]) -> str:
    """A heading for each deck and one for each card; the answer below it, the source as a quote.

    Marks in the cards' own words are escaped, so that they look as they were written. Cards of one
    deck that stand together share its heading.
    """
    parts: list[str] = []
    above: tuple[str, ...] = ()
    for deck, group in groupby(cards, key=lambda card: card.deck):
        parts += _headings(above, deck)
        above = deck
        depth = "#" * (min(len(deck), _DEEPEST) + 1)
        for card in group:
            parts.append(f"{depth} {_escaped(' '.join(card.front.split()))}")
            parts.append(_hard_lines(_escaped(card.back)))
            if card.source_quote:
                quoted = _escaped(card.source_quote).splitlines()
                parts.append("\n".join(f"> {line}".rstrip() for line in quoted))
            if card.tags:
                parts.append("Tags: " + ", ".join(_escaped(tag) for tag in card.tags))
    return "\n\n".join(parts) + "\n" if parts else ""


def _headings(above: tuple[str, ...], deck: tuple[str, ...]) -> list[str]:
    shared = 0
    while shared < min(len(above), len(deck)) and above[shared] == deck[shared]:
        shared += 1
    # A deck that holds the last one is named again: its cards do not belong to that.
    first = shared if shared < len(deck) else max(0, len(deck) - 1)
    return [
        f"{'#' * min(level + 1, _DEEPEST)} {_escaped(name)}"
        for level, name in enumerate(deck)
        if level >= first
    ]


def _escaped(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text)).replace("&", "&amp;")


def _hard_lines(text: str) -> str:
    """A line break inside an answer stays one: two spaces before it."""
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", text)
