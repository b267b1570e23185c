import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from learning.engine.cards import BLANK
from learning.models import Card, Deck
from learning.services import transfer
from learning.views import transfer as views
from tests.conftest import ClientFor
from tests.factories import UserFactory
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db

CSV = b"front,back,deck,tags\nperro,dog,Spanish::Animals,unit 1;noun\ngato,cat,,\nvaca,,,\n"


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def _send(
    client: APIClient, content: bytes, name: str = "cards.csv", *, key: str = "", **fields: Any
) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        reverse("deck-import"),
        encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content), **fields}),
        content_type=MULTIPART_CONTENT,
        headers=headers,
    )


def _export(client: APIClient, deck: Deck, kind: str) -> Any:
    return client.get(reverse("deck-export", args=[deck.pk]), {"as": kind})


def _two_hundred(user: User) -> Deck:
    deck = DeckFactory.create(owner=user, name="Biology")
    below = DeckFactory.create(owner=user, name="Biology::Cells")
    for number in range(200):
        kind = list(Card.Kind)[number % 3]
        front = f"Fact {number}: 2 < 3 & {BLANK}?" if kind == "cloze" else f"What is {number}?"
        CardFactory.create(
            deck=below if number % 2 else deck,
            kind=kind,
            front=front,
            back=f"answer {number}",
            tags=[f"unit-{number % 5}"],
        )
    return deck


def _told(user: User) -> set[tuple[str, str, str, str, str]]:
    cards = Card.objects.filter(owner=user).select_related("deck")
    return {(c.deck.name, c.kind, c.front, c.back, ",".join(c.tags)) for c in cards}


def test_200_cards_go_to_anki_and_come_back_doubling_nothing(
    client: APIClient, client_for: ClientFor, user: User, collection: Collection, tmp_path: Path
) -> None:
    deck = _two_hundred(user)
    other = UserFactory.create()
    path, back = tmp_path / "in.apkg", tmp_path / "out.apkg"

    path.write_bytes(_export(client, deck, "apkg").content)
    for _ in range(2):
        collection.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        )
    in_anki = collection.card_count()
    deck_id = collection.decks.id("Biology")
    assert deck_id is not None
    collection.export_anki_package(
        out_path=str(back),
        options=ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=False
        ),
        limit=DeckIdLimit(deck_id),
    )
    mine = _send(client, back.read_bytes(), "back.apkg").json()
    theirs = _send(client_for(other), back.read_bytes(), "back.apkg").json()
    again = _send(client_for(other), back.read_bytes(), "back.apkg").json()

    assert in_anki == 200
    assert (mine["found"], mine["created"], mine["known"]) == (200, 0, 200)
    assert (theirs["created"], again["created"], again["known"]) == (200, 0, 200)
    assert theirs["decks"] == ["Biology", "Biology::Cells"]
    assert Card.objects.filter(owner=user).count() == 200
    assert _told(other) == _told(user)


def test_csv_goes_round_and_markdown_is_to_read(
    client: APIClient, client_for: ClientFor, user: User
) -> None:
    deck = _two_hundred(user)
    other = UserFactory.create()

    csv = _export(client, deck, "csv")
    mine = _send(client, csv.content).json()
    theirs = _send(client_for(other), csv.content).json()
    markdown = _export(client, deck, "md")

    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert csv["Content-Disposition"] == 'attachment; filename="biology.csv"'
    assert (mine["created"], theirs["created"]) == (0, 200)
    assert _told(other) == _told(user)
    assert markdown.content.decode().startswith("# Biology\n\n## What is 0?\n\nanswer 0\n")


def test_a_preview_shows_counts_rows_and_lines_and_keeps_nothing(client: APIClient) -> None:
    response = _send(client, CSV, preview="true")

    told = response.json()
    assert response.status_code == 200
    assert (told["kind"], told["preview"]) == ("csv", True)
    assert (told["found"], told["created"], told["known"], told["skipped"]) == (2, 2, 0, 1)
    assert told["notice"] == "One line gave no card."
    assert told["decks"] == ["Imported", "Spanish::Animals"]
    assert told["rows"][0] == {
        "deck": "Spanish::Animals",
        "kind": "basic",
        "front": "perro",
        "back": "dog",
        "tags": ["unit 1", "noun"],
    }
    assert told["problems"] == [{"line": 4, "code": "back_empty", "detail": "The back is empty."}]
    assert (Deck.objects.count(), Card.objects.count()) == (0, 0)


def test_a_csv_fills_decks_and_the_second_time_doubles_nothing(
    client: APIClient, user: User
) -> None:
    there = DeckFactory.create(owner=user, name="Spanish")

    first = _send(client, CSV, deck="Spanish").json()
    second = _send(client, CSV, deck="Spanish").json()

    assert (first["created"], second["created"], second["known"]) == (2, 0, 2)
    assert Card.objects.get(front="gato").deck == there
    assert Card.objects.get(front="perro").deck.name == "Spanish::Animals"
    assert {card.pk.version for card in Card.objects.all()} == {7}


def test_the_same_key_with_another_file_of_the_same_name_is_refused(client: APIClient) -> None:
    first = _send(client, CSV, key="one")
    again = _send(client, CSV, key="one")
    other = _send(client, CSV + b"oveja,sheep,,\n", key="one")

    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Card.objects.count() == 2


def _zip(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (_zip({"../collection.anki2": b"x"}), "deck.apkg", 400, "anki_unsafe"),
        (_zip({"collection.anki2": bytes(101_000_000)}), "deck.apkg", 413, "anki_too_large"),
        (_zip({"collection.anki2": b"no database"}), "deck.apkg", 400, "anki_broken"),
        (b"no package", "deck.apkg", 400, "anki_broken"),
        (b"x" * 5_000_001, "cards.csv", 413, "csv_too_large"),
        (b"a\0b", "cards.csv", 400, "csv_broken"),
        (b"%PDF-1.7", "book.pdf", 400, "unknown_file"),
    ],
    ids=["path", "bomb", "no-database", "no-zip", "long-csv", "binary", "pdf"],
)
def test_a_hostile_or_unknown_file_is_refused_clearly(
    client: APIClient, content: bytes, name: str, status: int, code: str
) -> None:
    response = _send(client, content, name)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert Card.objects.count() == 0


def test_an_upload_past_the_bound_is_refused_by_its_length(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.DeckParser, "most_bytes", 1_000)

    response = _send(client, b"x" * 200_000)

    assert (response.status_code, response.json()["code"]) == (413, "upload_too_large")


def test_a_body_without_a_file_says_so(client: APIClient) -> None:
    response = client.post(
        reverse("deck-import"),
        encode_multipart(BOUNDARY, {"preview": "true"}),
        content_type=MULTIPART_CONTENT,
    )

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "file")


def test_media_and_cards_that_are_too_long_stay_behind_with_a_word(
    client: APIClient, collection: Collection, tmp_path: Path
) -> None:
    picture = tmp_path / "cell.png"
    picture.write_bytes(b"png")
    name = collection.media.add_file(str(picture))
    kind = collection.models.by_name("Basic")
    assert kind is not None
    deck_id = collection.decks.id("Cells")
    assert deck_id is not None
    for front in (f'Cell <img src="{name}">', "x" * 1_001):
        note = collection.new_note(kind)
        note["Front"], note["Back"] = front, "back"
        collection.add_note(note, deck_id)
    path = tmp_path / "out.apkg"
    collection.export_anki_package(
        out_path=str(path),
        options=ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=False
        ),
        limit=None,
    )

    told = _send(client, path.read_bytes(), "cells.apkg").json()

    assert (told["created"], told["skipped"]) == (1, 1)
    assert (told["media"], told["media_count"]) == (["cell.png"], 1)
    assert told["notice"] == (
        "One picture or sound stayed behind. One card is longer than fits here and stayed behind."
    )
    assert Card.objects.get().front == "Cell"


def test_an_unknown_kind_of_export_and_anothers_deck_are_refused(
    client: APIClient, user: User
) -> None:
    unknown = _export(client, DeckFactory.create(owner=user), "pdf")
    theirs = _export(client, DeckFactory.create(), "csv")

    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "as")
    assert theirs.status_code == 404


def test_an_imported_id_is_the_owners_alone() -> None:
    one, other = UserFactory.create(), UserFactory.create()

    ids = {
        transfer.imported_id(owner_id=person.pk, key=key)
        for person in (one, other, one)
        for key in ("a", "b", "a")
    }

    assert len(ids) == 4


def test_a_file_without_cards_says_so(client: APIClient) -> None:
    told = _send(client, b"front,back\n").json()

    assert (told["created"], told["notice"]) == (0, "There are no cards in this file yet.")
