"""Cards as CSV, out and in. Reading is a preview: nothing is kept, every problem names its line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from focushub.common.errors import DomainError, Kind
from learning.engine.cards import BLANK, MAX_SIDE, CardKind
from learning.engine.text_files import decode

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_PROBLEMS = 200
"""More problems than these are counted, not listed."""

COLUMNS = ("front", "back", "kind", "deck", "tags", "source_quote", "accepted", "id")
DECK_SEPARATOR = "::"
_LIST_SEPARATOR = ";"
_NAMES = {
    "front": "front", "question": "front", "q": "front", "term": "front", "word": "front",
    "back": "back", "answer": "back", "a": "back", "definition": "back", "meaning": "back",
    "kind": "kind", "type": "kind",
    "deck": "deck",
    "tags": "tags", "tag": "tags", "labels": "tags",
    "source_quote": "source_quote", "source": "source_quote", "quote": "source_quote",
    "accepted": "accepted", "synonyms": "accepted",
    "id": "id",
}  # fmt: skip
_DELIMITERS = (",", ";", "\t", "|")
# A spreadsheet runs a cell that begins so; a quote before it keeps it text (OWASP's advice).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_GUARDED = re.compile(r"'(?=[=+\-@\t\r'])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class CsvRefused(DomainError):
    """Base of what makes a whole file unreadable; nothing was read."""

    code = "csv_refused"
    detail = "This file could not be read as cards."


class CsvTooLarge(CsvRefused):
    kind = Kind.TOO_LARGE
    code = "csv_too_large"
    detail = f"These are more cards than are read at once. {MAX_ROWS:,} at a time work."


class CsvBroken(CsvRefused):
    code = "csv_broken"
    detail = "This file is no CSV that can be read. Saving it as CSV with UTF-8 often helps."


class Problem(StrEnum):
    """What is wrong with one line; the values are part of the API."""

    FRONT_EMPTY = "front_empty"
    BACK_EMPTY = "back_empty"
    TOO_LONG = "too_long"
    KIND_UNKNOWN = "kind_unknown"
    BLANK_NOT_THERE = "blank_not_there"
    TWICE = "twice"
    TOO_MANY_COLUMNS = "too_many_columns"


_SENTENCES = {
    Problem.FRONT_EMPTY: "The front is empty.",
    Problem.BACK_EMPTY: "The back is empty.",
    Problem.TOO_LONG: f"One side is longer than {MAX_SIDE:,} characters.",
    Problem.KIND_UNKNOWN: f"The kind is none of {', '.join(CardKind)}.",
    Problem.BLANK_NOT_THERE: f"A cloze shows where its answer belongs by {BLANK}.",
    Problem.TWICE: "The same card stands further up.",
    Problem.TOO_MANY_COLUMNS: "There are more columns than names. A text with commas needs quotes.",
}


@dataclass(frozen=True, slots=True)
class CsvCard:
    """A card of a line. `id` is there where the file was exported here."""

    line: int
    kind: CardKind
    front: str
    back: str
    deck: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source_quote: str | None = None
    accepted: tuple[str, ...] = ()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that gives no card; lines are counted as an editor counts them, from 1."""

    line: int
    code: Problem

    @property
    def detail(self) -> str:
        return _SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class CsvPreview:
    """What a file would bring.

    Attributes:
        cards: of the lines that can be read.
        problems: of the others, the first 200.
        skipped: how many lines give no card; empty lines do not count.
        has_header: whether the first line names the columns.
    """

    cards: tuple[CsvCard, ...]
    problems: tuple[LineProblem, ...]
    skipped: int
    delimiter: str
    has_header: bool


def write_csv(*, cards: Iterable[CsvCard]) -> str:
    """All columns with a header, in the order of the cards. `read_csv` gives the same cards.

    A cell that a spreadsheet would run as a formula begins with a quote mark.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in cards:
        cells = (
            card.front,
            card.back,
            card.kind.value,
            DECK_SEPARATOR.join(card.deck),
            _LIST_SEPARATOR.join(card.tags),
            card.source_quote or "",
            _LIST_SEPARATOR.join(card.accepted),
            str(card.id or ""),
        )
        writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue()


def read_csv(*, data: bytes) -> CsvPreview:
    """Reads a file as far as it goes, and says of each other line what is wrong with it.

    UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252. Comma, semicolon, tab
    or bar; with a header in any order, or without one as front, back, tags.

    Raises:
        CsvRefused: one of its kinds.
    """
    if len(data) > MAX_BYTES:
        raise CsvTooLarge
    text = decode(data)
    if text is None:
        raise CsvBroken
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    cards: list[CsvCard] = []
    problems: list[LineProblem] = []
    seen: set[tuple[CardKind, str, str]] = set()
    columns: Sequence[str] = ()
    has_header, skipped = False, 0
    for index, (line, row) in enumerate(rows):
        if index > MAX_ROWS:
            raise CsvTooLarge
        if not columns:
            columns, has_header = _columns(row)
            if has_header:
                continue
        card = _card(line, row, columns)
        if isinstance(card, CsvCard) and (card.kind, card.front, card.back) in seen:
            card = Problem.TWICE
        if isinstance(card, Problem):
            skipped += 1
            if len(problems) < MAX_PROBLEMS:
                problems.append(LineProblem(line, card))
        else:
            seen.add((card.kind, card.front, card.back))
            cards.append(card)
    return CsvPreview(tuple(cards), tuple(problems), skipped, delimiter, has_header)


def _delimiter(text: str) -> str:
    """The mark that parts the first line most often outside of quotes; a comma where none does."""
    first = re.sub(r'"[^"]*"', "", text[:5_000].lstrip("\r\n").split("\n", 1)[0])
    return max(_DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise CsvBroken from error


def _columns(row: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    names = tuple(_NAMES.get(cell.strip().casefold().replace(" ", "_"), "") for cell in row)
    if "front" in names and "back" in names:
        return names, True
    return ("front", "back", "tags"), False


def _card(line: int, row: Sequence[str], columns: Sequence[str]) -> CsvCard | Problem:
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        return Problem.TOO_MANY_COLUMNS
    cells = {name: _read(cell) for name, cell in zip(columns, row, strict=False) if name}
    front, back = cells.get("front", ""), cells.get("back", "")
    if not front:
        return Problem.FRONT_EMPTY
    if not back:
        return Problem.BACK_EMPTY
    if max(len(front), len(back)) > MAX_SIDE:
        return Problem.TOO_LONG
    named = cells.get("kind", "").casefold()
    if named and named not in set(CardKind):
        return Problem.KIND_UNKNOWN
    kind = CardKind(named) if named else _kind_of(front)
    if kind is CardKind.CLOZE and BLANK not in front:
        return Problem.BLANK_NOT_THERE
    return CsvCard(
        line=line,
        kind=kind,
        front=front,
        back=back,
        deck=_listed(cells.get("deck", ""), DECK_SEPARATOR),
        tags=_listed(cells.get("tags", ""), _LIST_SEPARATOR),
        source_quote=cells.get("source_quote") or None,
        accepted=_listed(cells.get("accepted", ""), _LIST_SEPARATOR),
        id=_uuid(cells.get("id", "")),
    )


def _kind_of(front: str) -> CardKind:
    return CardKind.CLOZE if BLANK in front else CardKind.BASIC


def _read(cell: str) -> str:
    text = _CONTROLS.sub("", _GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) or _GUARDED.match(cell) else cell


def _listed(cell: str, separator: str) -> tuple[str, ...]:
    parts = (part.strip()[:100] for part in cell.split(separator)[:50])
    return tuple(dict.fromkeys(part for part in parts if part))


def _uuid(cell: str) -> UUID | None:
    try:
        return UUID(cell)
    except ValueError:
        return None
