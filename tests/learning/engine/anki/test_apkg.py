"""Both ways against Anki's own library, which is in the tests alone (AGPL)."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from backports import zstd

from learning.engine.anki import (
    AnkiBroken,
    AnkiRefused,
    AnkiTooLarge,
    AnkiUnsafe,
    ApkgLimits,
    ExportCard,
    LeftOut,
    read_apkg,
    write_apkg,
)
from learning.engine.cards import BLANK, CardKind

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
KINDS = tuple(CardKind)


def card(number: int, **changes: Any) -> ExportCard:
    kind = KINDS[number % 3]
    fields: dict[str, Any] = {
        "id": UUID(int=number + 1, version=4),
        "deck": ("Biology", ("Cells", "Genes")[number % 2]),
        "kind": kind,
        "front": f"Fact {number}: 2 < 3 & {BLANK}?"
        if kind is CardKind.CLOZE
        else f"Q {number} é\n?",
        "back": f"answer {number}",
        "tags": ("exam", f"unit-{number % 5}"),
        "source_quote": f"Quote {number} of the “text”." if number % 2 else None,
        "accepted": ("ATP", "a t p") if kind is CardKind.TYPED else (),
    }
    return ExportCard(**(fields | changes))


def apkg(cards: list[ExportCard], at: datetime = NOW) -> io.BytesIO:
    file = io.BytesIO()
    write_apkg(cards=cards, file=file, at=at)
    file.seek(0)
    return file


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take_in(collection: Collection, file: io.BytesIO, folder: Path) -> None:
    path = folder / "in.apkg"
    path.write_bytes(file.getvalue())
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    )


def give_out(collection: Collection, deck: str, folder: Path, *, legacy: bool) -> io.BytesIO:
    path = folder / "out.apkg"
    deck_id = collection.decks.id(deck)
    assert deck_id is not None
    collection.export_anki_package(
        out_path=str(path),
        options=ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy
        ),
        limit=DeckIdLimit(deck_id),
    )
    return io.BytesIO(path.read_bytes())


def test_anki_takes_in_200_cards_with_their_decks_tags_and_kinds(collection, tmp_path):
    take_in(collection, apkg([card(n) for n in range(200)]), tmp_path)

    assert (collection.note_count(), collection.card_count()) == (200, 200)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert {"Biology", "Biology::Cells", "Biology::Genes"} <= names
    assert len(collection.find_notes("tag:unit-3")) == 40
    assert len(collection.find_notes('note:"FocusHub cloze"')) == 67
    clozes = {
        collection.get_note(key)["Text"] for key in collection.find_notes('note:"FocusHub cloze"')
    }
    assert "Fact 1: 2 &lt; 3 &amp; {{c1::answer 1}}?" in clozes


def test_a_second_import_doubles_nothing_and_brings_what_changed(collection, tmp_path):
    cards = [card(n) for n in range(200)]
    take_in(collection, apkg(cards), tmp_path)

    changed = [card(0, back="a better answer"), *cards[1:]]
    take_in(collection, apkg(changed, NOW + timedelta(days=1)), tmp_path)

    assert (collection.note_count(), collection.card_count()) == (200, 200)
    assert len(collection.find_notes('"a better answer"')) == 1


@pytest.mark.parametrize("legacy", [True, False], ids=["anki21", "anki21b"])
def test_200_cards_come_back_from_anki_as_they_left(collection, tmp_path, legacy):
    cards = [card(n) for n in range(200)]
    take_in(collection, apkg(cards), tmp_path)

    deck = read_apkg(file=give_out(collection, "Biology", tmp_path, legacy=legacy))

    back = {one.id: one for one in deck.cards}
    assert len(deck.cards) == len(back) == 200
    for sent in cards:
        got = back[sent.id]
        assert (got.kind, got.front, got.back) == (sent.kind, sent.front, sent.back)
        assert (got.deck, set(got.tags)) == (sent.deck, set(sent.tags))
        assert (got.source_quote, got.accepted) == (sent.source_quote, sent.accepted)
    assert deck.decks == (("Biology",), ("Biology", "Cells"), ("Biology", "Genes"))
    assert (deck.left_out, deck.media, deck.notice) == ({}, (), "")


def test_what_we_write_we_read():
    cards = [card(n) for n in range(200)]

    deck = read_apkg(file=apkg(cards))

    assert {one.id for one in deck.cards} == {one.id for one in cards}
    assert {(one.front, one.back) for one in deck.cards} == {(c.front, c.back) for c in cards}


@pytest.mark.parametrize("legacy", [True, False], ids=["anki21", "anki21b"])
def test_ankis_own_note_types_are_read(collection, tmp_path, legacy):
    deck_id = collection.decks.id("School::Maths")
    for kind, fields in [
        ("Basic", ["<b>2</b> + 2", "4"]),
        ("Basic (and reversed card)", ["cat", "Katze"]),
        ("Basic (type in the answer)", ["Capital of Peru", "Lima"]),
        ("Cloze", ["{{c1::Paris}} is in {{c2::France}}", "extra"]),
        ("Basic", ["see <img src=a.png>", "hear [sound:b.mp3]"]),
    ]:
        note = collection.new_note(collection.models.by_name(kind))
        for index, field in enumerate(fields):
            note.fields[index] = field
        collection.add_note(note, deck_id)
    Path(collection.media.dir(), "a.png").write_bytes(b"picture")

    deck = read_apkg(file=give_out(collection, "School", tmp_path, legacy=legacy))

    assert [(one.kind.value, one.front, one.back) for one in deck.cards] == [
        ("basic", "2 + 2", "4"),
        ("basic", "cat", "Katze"),
        ("basic", "Katze", "cat"),
        ("typed", "Capital of Peru", "Lima"),
        ("cloze", f"{BLANK} is in France", "Paris"),
        ("cloze", f"Paris is in {BLANK}", "France"),
        ("basic", "see", "hear"),
    ]
    assert {one.deck for one in deck.cards} == {("School", "Maths")}
    assert [one.has_media for one in deck.cards] == [False] * 6 + [True]
    assert deck.media == ("a.png",)
    assert deck.notice == "One picture or sound stayed behind."


def test_equal_cards_give_equal_bytes():
    assert apkg([card(1), card(2)]).getvalue() == apkg([card(1), card(2)]).getvalue()


def test_a_cloze_without_a_blank_goes_out_as_a_question():
    deck = read_apkg(file=apkg([card(1, front="No blank here")]))

    assert [(one.kind, one.front) for one in deck.cards] == [(CardKind.BASIC, "No blank here")]


def test_tags_with_spaces_and_decks_with_colons_are_written_so_that_anki_takes_them():
    file = apkg([card(0, tags=("two words", " "), deck=("A::B", "C"))])

    (one,) = read_apkg(file=file).cards

    assert (one.tags, one.deck) == (("two_words",), ("A: B", "C"))


def test_a_card_without_a_deck_is_refused():
    with pytest.raises(ValueError, match="deck"):
        apkg([card(0, deck=(" ",))])


# What a stranger may send.


def zip_of(entries: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    file.seek(0)
    return file


def collection_bytes(statements: str = "") -> bytes:
    with zipfile.ZipFile(apkg([card(0)])) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    connection.executescript(statements)
    return connection.serialize()


@pytest.mark.parametrize(
    "name", ["../collection.anki2", "/etc/passwd", "a/b", "..\\x", "C:x", ".."]
)
def test_a_name_that_leads_out_of_the_package_is_refused(name):
    with pytest.raises(AnkiUnsafe) as refused:
        read_apkg(file=zip_of({"collection.anki2": collection_bytes(), name: b"x"}))

    assert refused.value.code == "anki_unsafe"


def test_a_name_that_stands_twice_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("collection.anki2", b"one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("collection.anki2", b"two")
    file.seek(0)

    with pytest.raises(AnkiUnsafe):
        read_apkg(file=file)


def test_a_link_is_refused():
    link = zipfile.ZipInfo("media")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    file.seek(0)

    with pytest.raises(AnkiUnsafe):
        read_apkg(file=file)


def test_a_bomb_in_the_zip_is_refused():
    with pytest.raises(AnkiTooLarge) as refused:
        read_apkg(
            file=zip_of({"collection.anki2": bytes(20_000_000)}),
            limits=ApkgLimits(collection_bytes=10_000_000),
        )

    assert refused.value.code == "anki_too_large"


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = bytearray(zip_of({"collection.anki2": bytes(3_000_000)}).getvalue())
    size = (3_000_000).to_bytes(4, "little")
    data = data.replace(size, (1_000).to_bytes(4, "little"))

    with pytest.raises(AnkiRefused):
        read_apkg(file=io.BytesIO(data), limits=ApkgLimits(collection_bytes=10_000))


def test_a_bomb_in_zstd_is_refused():
    packed = zstd.compress(bytes(20_000_000))

    with pytest.raises(AnkiTooLarge):
        read_apkg(
            file=zip_of({"collection.anki21b": packed}),
            limits=ApkgLimits(collection_bytes=10_000_000),
        )


def test_bounds_on_the_file_its_entries_and_its_notes_hold():
    file = apkg([card(n) for n in range(3)])

    for limits in (
        ApkgLimits(file_bytes=100),
        ApkgLimits(entries=1),
        ApkgLimits(notes=2),
        ApkgLimits(cards=2),
    ):
        file.seek(0)
        with pytest.raises(AnkiTooLarge):
            read_apkg(file=file, limits=limits)


def test_a_note_with_a_very_long_field_is_left_out_and_counted():
    deck = read_apkg(
        file=apkg([card(0), card(1, back="x" * 500)]), limits=ApkgLimits(field_characters=400)
    )

    assert len(deck.cards) == 1
    assert deck.left_out == {LeftOut.TOO_LONG: 1}
    assert deck.notice == "One card had nothing that can be shown as text."


@pytest.mark.parametrize(
    "entries",
    [
        {"readme.txt": b"hello"},
        {"collection.anki2": b""},
        {"collection.anki2": b"SQLite format 3\0" + bytes(4000)},
        {"collection.anki2": b"not a database" * 100},
        {"collection.anki21b": b"not zstd"},
        {"collection.anki21b": zstd.compress(b"half of it" * 900)[:-9]},
        {"collection.anki2": collection_bytes("DROP TABLE notes;")},
        {"collection.anki2": collection_bytes("DELETE FROM col;")},
        {"collection.anki2": collection_bytes("UPDATE col SET models = '[1]';")},
        {"collection.anki2": collection_bytes("UPDATE col SET models = '{\"1\": {}}';")},
        {"collection.anki2": collection_bytes("UPDATE notes SET mid = 'x';")},
        {"collection.anki2": collection_bytes(), "media": b"[" * 90_000},
        {
            "collection.anki2": collection_bytes(
                "ALTER TABLE notes RENAME TO other;"
                "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1"
                " FROM n) SELECT id, '' guid, 1 mid, '' tags, '' flds FROM n;"
            )
        },
    ],
    ids=lambda entries: next(iter(entries)),
)
def test_a_broken_package_gives_one_clear_error(entries):
    with pytest.raises(AnkiBroken) as refused:
        read_apkg(file=zip_of(entries))

    assert refused.value.detail.startswith("This file is no Anki deck")


def test_what_is_no_zip_is_refused():
    with pytest.raises(AnkiBroken):
        read_apkg(file=io.BytesIO(b"hello"))


def test_an_unknown_note_type_and_an_empty_card_are_counted():
    models = json.loads(
        sqlite_value(collection_bytes(), "SELECT models FROM col"),
    )
    (key,) = [key for key, model in models.items() if model["name"] == "FocusHub basic"]
    unknown = collection_bytes("UPDATE notes SET mid = 1;")
    empty = collection_bytes("UPDATE notes SET flds = char(31) || char(31);")

    assert read_apkg(file=zip_of({"collection.anki2": unknown})).left_out == {
        LeftOut.UNKNOWN_TYPE: 1
    }
    assert read_apkg(file=zip_of({"collection.anki2": empty})).left_out == {LeftOut.EMPTY: 1}
    assert key == "1748203101"


def sqlite_value(data: bytes, query: str) -> str:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection.execute(query).fetchone()[0]
