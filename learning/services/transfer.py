"""Decks out to a file and in from one: Anki's packages, CSV, and Markdown to read.

A file may come twice. What a card of it becomes has an id that follows from the person and from
the card's name in the file, so that the second time finds what the first one made.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from focushub.accounts.models import User
from focushub.common.errors import DomainError, FieldProblem
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.engine import csv_cards
from learning.engine.anki import ApkgLimits, ExportCard, ImportedCard, read_apkg, write_apkg
from learning.engine.anki.export import DECK_SEPARATOR
from learning.engine.cards import CardKind
from learning.engine.csv_cards import CsvCard, read_csv, write_csv
from learning.engine.files import DEFAULT_DECK, FileKind
from learning.engine.markdown_cards import MarkdownCard, write_markdown
from learning.events import CardEvent, DeckEvent
from learning.models import (
    MAX_ACCEPTED,
    MAX_ACCEPTED_ANSWER,
    MAX_BACK,
    MAX_FRONT,
    MAX_NAME,
    MAX_QUOTE,
    MAX_TAG,
    MAX_TAGS,
    Card,
    CardQuerySet,
    Deck,
)

MAX_FILE_BYTES = 50_000_000
FIRST_ROWS = 10
MAX_MEDIA_NAMES = 50
_LIMITS = ApkgLimits(file_bytes=MAX_FILE_BYTES)
_BATCH = 1_000


MEDIA_TYPES = {
    FileKind.APKG: "application/octet-stream",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.MD: "text/markdown; charset=utf-8",
}


class UnknownFile(DomainError):
    code = "unknown_file"
    detail = "This is neither an Anki package (.apkg) nor a CSV file."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("file", self.code, self.detail)])


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A line that gives no card; `line` counts from 1."""

    line: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A card of a file, within the bounds of the table."""

    id: UUID
    deck: str
    kind: str
    front: str
    back: str
    tags: list[str]
    accepted: list[str]
    source_quote: str | None
    original_id: UUID | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a file brought, or would bring.

    Attributes:
        found: cards that can be read; each is new or already there.
        created: those that are new.
        known: those that are there already and stay as they are.
        skipped: lines or cards that give no card.
        rows: the first of those found.
        media: the first names of pictures and sounds, which stay behind.
        notice: one sentence on what was left out; empty where nothing was.
    """

    kind: FileKind
    is_preview: bool
    found: int
    created: int
    known: int
    skipped: int
    decks: list[str]
    rows: list[Incoming]
    problems: list[RowProblem]
    media: list[str]
    media_count: int
    notice: str


@dataclass(frozen=True, slots=True)
class _Contents:
    kind: FileKind
    cards: list[Incoming]
    problems: list[RowProblem]
    skipped: int
    media: tuple[str, ...]
    notice: str


def export_deck(*, deck: Deck, kind: FileKind) -> Download:
    """The deck with those below it, oldest card first."""
    cards = list(_cards_of(deck))
    if kind is FileKind.APKG:
        packed = io.BytesIO()
        write_apkg(cards=map(_anki_card, cards), file=packed, at=timezone.now())
        content = packed.getvalue()
    elif kind is FileKind.CSV:
        content = write_csv(cards=[_csv_card(at, one) for at, one in enumerate(cards, 2)]).encode()
    else:
        content = write_markdown(cards=map(_markdown_card, cards)).encode()
    name = slugify(deck.name.replace(DECK_SEPARATOR, " "), allow_unicode=True) or "deck"
    return Download(f"{name}.{kind}", MEDIA_TYPES[kind], content)


def import_file(
    *, owner: User, file: IO[bytes], name: str, deck: str = DEFAULT_DECK, preview: bool = False
) -> Transfer:
    """Read a file and keep its cards; decks of the same name are filled up.

    Args:
        name: of the file: its ending counts where the content tells nothing.
        deck: where cards go that name none.
        preview: read only, and keep nothing.
    Raises:
        UnknownFile
        AnkiRefused: one of its kinds.
        CsvRefused: one of its kinds.
    """
    contents = _read(owner, file, name, deck)
    fresh = _fresh(owner, contents.cards) if preview else _keep(owner, contents.cards)
    return Transfer(
        kind=contents.kind,
        is_preview=preview,
        found=len(contents.cards),
        created=len(fresh),
        known=len(contents.cards) - len(fresh),
        skipped=contents.skipped,
        decks=sorted({card.deck for card in contents.cards}),
        rows=contents.cards[:FIRST_ROWS],
        problems=contents.problems,
        media=[_plain(one) for one in contents.media[:MAX_MEDIA_NAMES]],
        media_count=len(contents.media),
        notice=contents.notice,
    )


def cards_below(*, deck: Deck) -> CardQuerySet:
    """Of the deck and of those below it."""
    mine: CardQuerySet = Card.objects.filter(owner_id=deck.owner_id)
    return mine.filter(Q(deck_id=deck.pk) | Q(deck__name__startswith=deck.name + DECK_SEPARATOR))


@transaction.atomic
def _keep(owner: User, cards: Sequence[Incoming]) -> list[Incoming]:
    # Two imports of one file at once: the second waits here, and finds the cards of the first.
    one_at_a_time(owner.pk)
    fresh = _fresh(owner, cards)
    names = {card.deck for card in fresh}
    decks = {deck.name: deck for deck in Deck.objects.filter(owner=owner, name__in=names)}
    missing = [Deck(owner=owner, name=name) for name in sorted(names - decks.keys())]
    decks |= {deck.name: deck for deck in Deck.objects.bulk_create(missing)}
    now = timezone.now()
    rows = [
        Card(
            id=card.id,
            owner=owner,
            deck=decks[card.deck],
            kind=card.kind,
            front=card.front,
            back=card.back,
            tags=card.tags,
            accepted=card.accepted,
            source_quote=card.source_quote,
            # Of the text that it came from, only the quote came along.
            source_start=None if card.source_quote is None else 0,
            source_end=None if card.source_quote is None else len(card.source_quote),
            # New cards are asked in the order of the file.
            due_at=now + timedelta(microseconds=place),
        )
        for place, card in enumerate(fresh)
    ]
    Card.objects.bulk_create(rows, batch_size=_BATCH)
    for kind, made in ((DeckEvent, missing), (CardEvent, rows)):
        ids = [row.pk for row in made]
        publish_rows(person_id=owner.pk, kind=kind, change=Change.CREATED, ids=ids)
    return fresh


def _fresh(owner: User, cards: Sequence[Incoming]) -> list[Incoming]:
    """Those that the person does not have, neither from here nor from an earlier import."""
    wanted = {card.id for card in cards}
    wanted |= {card.original_id for card in cards if card.original_id is not None}
    known = set(Card.objects.filter(owner=owner, pk__in=wanted).values_list("pk", flat=True))
    return [card for card in cards if card.id not in known and card.original_id not in known]


def _read(owner: User, file: IO[bytes], name: str, deck: str) -> _Contents:
    head = file.read(4)
    file.seek(0)
    ending = PurePath(name).suffix.casefold()
    if head.startswith(b"PK") or ending in {".apkg", ".colpkg"}:
        return _read_anki(owner, file)
    if ending in {".csv", ".tsv", ".txt", ""}:
        return _read_csv(owner, file.read(csv_cards.MAX_BYTES + 1), deck)
    raise UnknownFile


def _read_anki(owner: User, file: IO[bytes]) -> _Contents:
    found = read_apkg(file=io.BytesIO(file.read(MAX_FILE_BYTES + 1)), limits=_LIMITS)
    cards: dict[UUID, Incoming] = {}
    too_long = 0
    for one in found.cards:
        if len(one.front) > MAX_FRONT or len(one.back) > MAX_BACK:
            too_long += 1
            continue
        key = str(one.id) if one.id else f"anki {one.guid} {one.number}"
        card = _incoming(owner, key, DECK_SEPARATOR.join(one.deck), one)
        cards.setdefault(card.id, card)
    said = [found.notice] if found.notice else []
    if too_long:
        cards_are = "One card is" if too_long == 1 else f"{too_long} cards are"
        said.append(f"{cards_are} longer than fits here and stayed behind.")
    skipped = sum(found.left_out.values()) + too_long
    return _Contents(FileKind.APKG, list(cards.values()), [], skipped, found.media, " ".join(said))


def _read_csv(owner: User, data: bytes, deck: str) -> _Contents:
    read = read_csv(data=data)
    cards: dict[UUID, Incoming] = {}
    for one in read.cards:
        name = DECK_SEPARATOR.join(one.deck) or deck
        key = str(one.id) if one.id else f"csv {one.kind} {one.front}\0{one.back}"
        card = _incoming(owner, key, name, one)
        cards.setdefault(card.id, card)
    problems = [RowProblem(one.line, one.code.value, one.detail) for one in read.problems]
    notice = "" if cards else "There are no cards in this file yet."
    if read.skipped:
        lines = "One line" if read.skipped == 1 else f"{read.skipped} lines"
        notice = f"{lines} gave no card."
    return _Contents(FileKind.CSV, list(cards.values()), problems, read.skipped, (), notice)


def _incoming(owner: User, key: str, deck: str, card: ImportedCard | CsvCard) -> Incoming:
    quote = _plain(card.source_quote or "")
    return Incoming(
        id=imported_id(owner_id=owner.pk, key=key),
        deck=_plain(deck)[:MAX_NAME].strip() or DEFAULT_DECK,
        kind=card.kind.value,
        front=_plain(card.front),
        back=_plain(card.back),
        tags=_short(card.tags, MAX_TAG, MAX_TAGS),
        accepted=_short(card.accepted, MAX_ACCEPTED_ANSWER, MAX_ACCEPTED),
        source_quote=quote if 0 < len(quote) <= MAX_QUOTE else None,
        original_id=card.id,
    )


def _short(texts: Iterable[str], longest: int, most: int) -> list[str]:
    """Each once; one that is too long would say something else cut off, so it stays behind."""
    kept = (_plain(text).strip() for text in texts)
    return list(dict.fromkeys(text for text in kept if 0 < len(text) <= longest))[:most]


def imported_id(*, owner_id: UUID, key: str) -> UUID:
    """The id of a card that came from a file: the same for the same person and name in the file.

    It is a UUIDv7 by its form, with the account's own time, so that it sorts below what is new.
    """
    digest = sha256(owner_id.bytes + key.encode("utf-8", "replace")).digest()
    number = int.from_bytes(owner_id.bytes[:6] + digest[:10])
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number)


def _cards_of(deck: Deck) -> Iterable[Card]:
    return cards_below(deck=deck).select_related("deck").order_by("deck__name", "created_at", "id")


def _plain(text: str) -> str:
    """What the database and JSON can hold: no NUL, no half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _anki_card(card: Card) -> ExportCard:
    return ExportCard(
        id=card.pk,
        deck=_path(card.deck),
        kind=CardKind(card.kind),
        front=card.front,
        back=card.back,
        tags=tuple(card.tags),
        source_quote=card.source_quote,
        accepted=tuple(card.accepted),
    )


def _csv_card(line: int, card: Card) -> CsvCard:
    return CsvCard(
        line=line,
        kind=CardKind(card.kind),
        front=card.front,
        back=card.back,
        deck=_path(card.deck),
        tags=tuple(card.tags),
        source_quote=card.source_quote,
        accepted=tuple(card.accepted),
        id=card.pk,
    )


def _markdown_card(card: Card) -> MarkdownCard:
    return MarkdownCard(
        deck=_path(card.deck),
        front=card.front,
        back=card.back,
        source_quote=card.source_quote,
        tags=tuple(card.tags),
    )


def _path(deck: Deck) -> tuple[str, ...]:
    parts = tuple(part for part in deck.name.split(DECK_SEPARATOR) if part.strip())
    return parts or ("Deck",)
