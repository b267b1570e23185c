"""Cards into an `.apkg`, by genanki, without a file of ours on disk."""

import io
import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

import genanki  # type: ignore[import-untyped] # it comes without types

from learning.engine.anki.fields import cloze_html, to_html
from learning.engine.cards import BLANK, CardKind

DECK_SEPARATOR = "::"
SOURCE_FIELD = "Source"
ALSO_FIELD = "Also accepted"

_CSS = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: center; }"
    " .source { font-size: 14px; opacity: .7; }"
    " .cloze { font-weight: bold; }"
)
_SOURCE = '{{#Source}}<hr><div class="source">{{Source}}</div>{{/Source}}'
_ALSO = "{{#Also accepted}}<br>{{Also accepted}}{{/Also accepted}}"

# The ids are ours and stay: Anki knows a note type by its id, so that a second import finds it.
_MODELS = {
    CardKind.BASIC: genanki.Model(
        1_748_203_101,
        "FocusHub basic",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": SOURCE_FIELD}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Back}}" + _SOURCE,
            }
        ],
        css=_CSS,
    ),
    CardKind.TYPED: genanki.Model(
        1_748_203_102,
        "FocusHub typed answer",
        fields=[
            {"name": "Front"},
            {"name": "Back"},
            {"name": ALSO_FIELD},
            {"name": SOURCE_FIELD},
        ],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Front}}<br>{{type:Back}}",
                "afmt": "{{Front}}<hr id=answer>{{type:Back}}" + _ALSO + _SOURCE,
            }
        ],
        css=_CSS,
    ),
    CardKind.CLOZE: genanki.Model(
        1_748_203_103,
        "FocusHub cloze",
        model_type=genanki.Model.CLOZE,
        fields=[{"name": "Text"}, {"name": SOURCE_FIELD}],
        templates=[{"name": "Card", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}" + _SOURCE}],
        css=_CSS,
    ),
}
_NO_TAG = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class ExportCard:
    """A card to write.

    Attributes:
        id: decides the note's id in Anki, so that a second import updates and doubles nothing.
        deck: names from the outermost deck inwards; at least one.
        tags: white space inside one becomes "_", as Anki knows no other way.
    """

    id: UUID
    deck: tuple[str, ...]
    kind: CardKind
    front: str
    back: str
    tags: tuple[str, ...] = ()
    source_quote: str | None = None
    accepted: tuple[str, ...] = ()


def write_apkg(*, cards: Iterable[ExportCard], file: BinaryIO, at: datetime) -> None:
    """Writes a deck that Anki 2.1 and later import. Equal input gives equal bytes.

    Args:
        file: open for writing; it is left open.
        at: when the deck is exported; Anki takes an update only where this is newer.

    Raises:
        ValueError: a card without a deck.
    """
    decks: dict[str, genanki.Deck] = {}
    for card in cards:
        name = _deck_name(card.deck)
        if name not in decks:
            decks[name] = genanki.Deck(_stable_id(name), name)
        decks[name].add_note(_note(card))
    connection = sqlite3.connect(":memory:")
    try:
        # genanki's own `write_to_file` leaves its temporary file behind (0.13.1).
        stamp = at.timestamp()
        genanki.Package(list(decks.values())).write_to_db(
            connection.cursor(), stamp, itertools.count(int(stamp * 1000))
        )
        connection.commit()
        collection = connection.serialize()
    finally:
        connection.close()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in (("collection.anki2", collection), ("media", b"{}")):
            archive.writestr(zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0)), data)
    file.write(packed.getvalue())


def note_guid(card_id: UUID) -> str:
    """The name under which Anki knows the card."""
    return str(card_id)


def _note(card: ExportCard) -> genanki.Note:
    source = to_html(_clean(card.source_quote or ""))
    front, back = _clean(card.front), _clean(card.back)
    kind = card.kind
    if kind is CardKind.CLOZE and (BLANK not in front or not back.strip()):
        # Anki drops a cloze note without a cloze.
        kind = CardKind.BASIC
    if kind is CardKind.CLOZE:
        fields = [cloze_html(front, back), source]
    elif kind is CardKind.TYPED:
        also = to_html("; ".join(_clean(one) for one in card.accepted))
        fields = [to_html(front), to_html(back), also, source]
    else:
        fields = [to_html(front), to_html(back), source]
    return genanki.Note(
        model=_MODELS[kind], fields=fields, tags=_tags(card.tags), guid=note_guid(card.id)
    )


def _deck_name(names: tuple[str, ...]) -> str:
    parts = [_clean(name).replace(DECK_SEPARATOR, ": ").strip() for name in names]
    parts = [part for part in parts if part]
    if not parts:
        raise ValueError("A card needs a deck.")
    return DECK_SEPARATOR.join(parts)


def _tags(tags: Iterable[str]) -> list[str]:
    shown = (_NO_TAG.sub("_", _clean(tag).strip()) for tag in tags)
    return sorted({tag for tag in shown if tag})


def _stable_id(name: str) -> int:
    """A deck's id in the range that Anki's own (milliseconds of a clock) never reach."""
    return (1 << 30) + int.from_bytes(sha256(name.encode()).digest()[:4]) % (1 << 30)


def _clean(text: str) -> str:
    """Without control characters: one of them parts the fields in Anki's tables."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
