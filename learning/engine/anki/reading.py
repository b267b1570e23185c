"""Cards out of an `.apkg`: notes basic and cloze, tags, the tree of decks; media are only listed.

Read are the collections of Anki 2.0 (`anki2`), 2.1 (`anki21`) and 2.1.50 and later (`anki21b`,
zstd). The collection is a stranger's database: it is opened in memory, read-only, with a bound on
its work, and only its plain tables are asked.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO
from uuid import UUID

from learning.engine.anki.errors import AnkiBroken, AnkiTooLarge
from learning.engine.anki.export import ALSO_FIELD, DECK_SEPARATOR, SOURCE_FIELD
from learning.engine.anki.fields import cloze_text, to_text
from learning.engine.anki.package import ApkgLimits, open_package, protobuf_fields
from learning.engine.cards import CardKind

MAX_STEPS = 50_000_000
"""SQLite's own steps; a deck of 20,000 notes takes about three million."""

_PLACEHOLDER = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]{1,200}?)\s*\}\}")
_SPECIAL = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"})
_OURS = frozenset({SOURCE_FIELD, ALSO_FIELD})
_DECK_PARTS = "\x1f"
_FIELD_PARTS = "\x1f"
_CLOZE_TYPE = 1


class LeftOut(StrEnum):
    """Why a card of the package was not taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_TYPE = "unknown_type"


@dataclass(frozen=True, slots=True)
class ImportedCard:
    """A card as it can be kept.

    Attributes:
        guid: the note's name in Anki; with `number` it names the card for good.
        number: of the cards of one note, from 0.
        id: the card's own id, where the package was exported here.
        deck: names from the outermost deck inwards.
        has_media: a picture or sound of it was left out.
    """

    guid: str
    number: int
    id: UUID | None
    deck: tuple[str, ...]
    kind: CardKind
    front: str
    back: str
    tags: tuple[str, ...]
    source_quote: str | None
    accepted: tuple[str, ...]
    has_media: bool


@dataclass(frozen=True, slots=True)
class ImportedDeck:
    """What a package holds.

    Attributes:
        decks: every deck that has a card, each with the ones round it, sorted.
        media: names of the files that came along and were left out.
        left_out: how many cards were not taken, by the reason.
    """

    cards: tuple[ImportedCard, ...]
    decks: tuple[tuple[str, ...], ...]
    media: tuple[str, ...]
    left_out: Mapping[LeftOut, int]

    @property
    def notice(self) -> str:
        """One sentence on what was left out; empty where nothing was."""
        said = []
        if self.media:
            count = len(self.media)
            things = "one picture or sound" if count == 1 else f"{count} pictures and sounds"
            said.append(f"{things} stayed behind")
        if rest := sum(self.left_out.values()):
            cards = "one card" if rest == 1 else f"{rest} cards"
            said.append(f"{cards} had nothing that can be shown as text")
        told = " and ".join(said)
        return f"{told[0].upper()}{told[1:]}." if told else ""


@dataclass(frozen=True, slots=True)
class _Template:
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    typed: str | None


@dataclass(frozen=True, slots=True)
class _NoteType:
    is_cloze: bool
    fields: tuple[str, ...]
    templates: Mapping[int, _Template]
    cloze_field: str | None


def read_apkg(*, file: BinaryIO, limits: ApkgLimits | None = None) -> ImportedDeck:
    """All cards of a package, in the order of their notes.

    Front and back are the fields that the note's template shows on each side; words of the
    template itself are not cards' text and stay out. Scheduling is not read: cards begin new.

    Raises:
        AnkiRefused: one of its kinds, always.
    """
    bounds = limits or ApkgLimits()
    package = open_package(file=file, limits=bounds)
    try:
        with closing(_opened(package.collection)) as connection:
            types = _note_types(connection)
            decks = _deck_names(connection)
            cards, left_out = _cards(connection, types, decks, bounds)
    except (sqlite3.Error, UnicodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        # A stranger's tables may hold any type in any column.
        raise AnkiBroken from error
    names = sorted({card.deck[:depth] for card in cards for depth in range(1, len(card.deck) + 1)})
    return ImportedDeck(tuple(cards), tuple(names), package.media, left_out)


def _opened(data: bytes) -> sqlite3.Connection:
    if not data.startswith(b"SQLite format 3\0") or len(data) < 512:
        raise AnkiBroken
    # A file in WAL mode cannot be opened from memory; the two bytes say "no WAL".
    plain = data[:18] + b"\x01\x01" + data[20:]
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(plain)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50)
        steps = 0

        def count() -> bool:
            nonlocal steps
            steps += 100_000
            return steps > MAX_STEPS

        connection.set_progress_handler(count, 100_000)
        for setting in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        _check_tables(connection)
    except (sqlite3.Error, AnkiBroken) as error:
        connection.close()
        raise AnkiBroken from error
    return connection


def _check_tables(connection: sqlite3.Connection) -> None:
    """The names that are asked are plain tables: no view, no virtual table, nothing computed."""
    wanted = {"notes", "cards", "col", "notetypes", "fields", "templates", "decks"}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind in {"table", "view"} and str(name).casefold() in wanted:
            head = " ".join(str(sql)[:200].upper().split())
            if not head.startswith("CREATE TABLE") or " AS (" in str(sql).upper():
                raise AnkiBroken


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
    )
    return found.fetchone() is not None


def _deck_names(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    if _has_table(connection, "decks"):
        rows = connection.execute("SELECT id, name FROM decks LIMIT 20000")
        return {int(key): _names(str(name), _DECK_PARTS) for key, name in rows}
    listed = _column_of_col(connection, "decks")
    return {int(key): _names(str(deck["name"]), DECK_SEPARATOR) for key, deck in listed.items()}


def _names(name: str, separator: str) -> tuple[str, ...]:
    parts = tuple(part.strip()[:100] for part in name.split(separator)[:20])
    return tuple(part or "blank" for part in parts)


def _column_of_col(connection: sqlite3.Connection, column: str) -> dict[str, Any]:
    row = connection.execute(f"SELECT {column} FROM col").fetchone()  # noqa: S608 - our own two names
    try:
        listed = json.loads(row[0]) if row else None
    except RecursionError as error:
        raise AnkiBroken from error
    if not isinstance(listed, dict):
        raise AnkiBroken
    return listed


def _note_types(connection: sqlite3.Connection) -> dict[int, _NoteType]:
    if _has_table(connection, "notetypes"):
        return dict(_note_types_of_tables(connection))
    return dict(_note_types_of_json(_column_of_col(connection, "models")))


def _note_types_of_json(models: Mapping[str, Any]) -> Iterator[tuple[int, _NoteType]]:
    for key, model in models.items():
        fields = tuple(str(field["name"]) for field in model["flds"])
        sides = {
            int(one.get("ord", index)): (str(one["qfmt"]), str(one["afmt"]))
            for index, one in enumerate(model["tmpls"])
        }
        yield int(key), _note_type(int(model["type"]) == _CLOZE_TYPE, fields, sides)


def _note_types_of_tables(connection: sqlite3.Connection) -> Iterator[tuple[int, _NoteType]]:
    """Since schema 15 the settings are protobuf: kind is field 1 of a note type's, question and
    answer are fields 1 and 2 of a template's."""
    kinds = connection.execute("SELECT id, config FROM notetypes LIMIT 2000").fetchall()
    for key, config in kinds:
        fields = connection.execute("SELECT name FROM fields WHERE ntid = ? ORDER BY ord", (key,))
        templates = connection.execute("SELECT ord, config FROM templates WHERE ntid = ?", (key,))
        sides = {}
        for number, settings in templates.fetchall():
            told = dict(protobuf_fields(bytes(settings)))
            sides[int(number)] = (_text(told.get(1, b"")), _text(told.get(2, b"")))
        is_cloze = dict(protobuf_fields(bytes(config))).get(1, 0) == _CLOZE_TYPE
        yield int(key), _note_type(is_cloze, tuple(str(name) for (name,) in fields), sides)


def _text(value: int | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else ""


def _note_type(
    is_cloze: bool, fields: tuple[str, ...], sides: Mapping[int, tuple[str, str]]
) -> _NoteType:
    templates = {}
    cloze_field = None
    for number, (question, answer) in sides.items():
        asks = _placeholders(question, fields)
        answers = _placeholders(answer, fields)
        typed = next((name for name, filters in asks if "type" in filters), None)
        if is_cloze and cloze_field is None:
            cloze_field = next((name for name, filters in asks if "cloze" in filters), None)
        shown = tuple(dict.fromkeys(name for name, _ in asks if name != typed))
        told = (name for name, _ in answers if name not in shown and name not in _OURS)
        templates[number] = _Template(
            shown, tuple(dict.fromkeys((*((typed,) if typed else ()), *told))), typed
        )
    return _NoteType(is_cloze, fields, templates, cloze_field or (fields[0] if fields else None))


def _placeholders(template: str, fields: tuple[str, ...]) -> list[tuple[str, set[str]]]:
    found = []
    for match in _PLACEHOLDER.finditer(template[:100_000]):
        *filters, name = (part.strip() for part in match.group(2).split(":"))
        if not match.group(1) and name in fields and name not in _SPECIAL:
            found.append((name, set(filters)))
    return found


def _cards(
    connection: sqlite3.Connection,
    types: Mapping[int, _NoteType],
    decks: Mapping[int, tuple[str, ...]],
    limits: ApkgLimits,
) -> tuple[list[ImportedCard], dict[LeftOut, int]]:
    for table, most in (("notes", limits.notes), ("cards", limits.cards)):
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - two names of ours
        if count > most:
            raise AnkiTooLarge
    rows = connection.execute(
        "SELECT n.guid, n.mid, n.tags, n.flds, c.did, c.ord"
        " FROM cards c JOIN notes n ON n.id = c.nid ORDER BY n.id, c.ord"
    )
    taken: list[ImportedCard] = []
    left_out: dict[LeftOut, int] = {}
    for guid, kind, tags, fields, deck, number in rows:
        card = _card(
            str(guid),
            int(number),
            types.get(int(kind)),
            str(tags).split(),
            str(fields),
            decks.get(int(deck), ("Anki",)),
            limits,
        )
        if isinstance(card, LeftOut):
            left_out[card] = left_out.get(card, 0) + 1
        else:
            taken.append(card)
    return taken, left_out


def _card(
    guid: str,
    number: int,
    note_type: _NoteType | None,
    tags: list[str],
    fields: str,
    deck: tuple[str, ...],
    limits: ApkgLimits,
) -> ImportedCard | LeftOut:
    if note_type is None or note_type.cloze_field is None:
        return LeftOut.UNKNOWN_TYPE
    if len(fields) > limits.field_characters:
        return LeftOut.TOO_LONG
    values = dict(zip(note_type.fields, fields.split(_FIELD_PARTS), strict=False))
    kind = CardKind.BASIC
    if note_type.is_cloze:
        kind = CardKind.CLOZE
        front, back = cloze_text(values.get(note_type.cloze_field, ""), number + 1)
        sides = [front.text, back.text]
        media = bool(front.media or back.media)
    else:
        template = note_type.templates.get(number)
        if template is None:
            return LeftOut.UNKNOWN_TYPE
        kind = CardKind.TYPED if template.typed else CardKind.BASIC
        shown = [
            [to_text(values.get(name, "")) for name in side]
            for side in (template.asks, template.answers)
        ]
        sides = ["\n".join(one.text for one in side if one.text) for side in shown]
        media = any(one.media for side in shown for one in side)
    if not all(side.strip() for side in sides):
        return LeftOut.EMPTY
    source = to_text(values.get(SOURCE_FIELD, "")).text
    also = to_text(values.get(ALSO_FIELD, "")).text
    return ImportedCard(
        guid=guid[:100],
        number=number,
        id=_own_id(guid),
        deck=deck,
        kind=kind,
        front=sides[0],
        back=sides[1],
        tags=tuple(tag[:100] for tag in tags[:50]),
        source_quote=source or None,
        accepted=tuple(one for one in also.split("; ") if one),
        has_media=media,
    )


def _own_id(guid: str) -> UUID | None:
    try:
        found = UUID(guid)
    except ValueError:
        return None
    return found if str(found) == guid else None
