"""A file of own material in, its text out, and from there into a study plan."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.common.apart import Readers
from learning.engine import pdf
from learning.engine.source import MAX_CHARACTERS
from learning.services import materials
from learning.views import material as views
from tests.conftest import ClientFor
from tests.learning.engine.pdfs import bomb, pdf_of, pdf_of_streams, raw_pdf
from tests.learning.engine.texts import CELL_RESPIRATION

pytestmark = pytest.mark.django_db

PRINTED = [
    "1 Osmosis",
    "Osmosis is the movement of water through a membrane that lets nothing",
    "else through. It needs no energy from the cell at all, and goes on for",
    "as long as one side holds more water than the other.",
]


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def _send(
    client: APIClient, content: bytes, name: str = "notes.md", *, key: str = "", **fields: Any
) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        reverse("learn-material"),
        encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content), **fields}),
        content_type=MULTIPART_CONTENT,
        headers=headers,
    )


def test_a_pdf_becomes_text_and_the_text_a_plan_whose_quotes_stand_in_it(
    client: APIClient,
) -> None:
    read = _send(client, pdf_of([PRINTED, ["It was described first in 1748."]]), "chapter.pdf")
    told = read.json()
    plan = client.post(reverse("learn"), {"text": told["text"]}).json()

    assert read.status_code == 200
    assert told == {
        "kind": "pdf",
        "text": "# 1 Osmosis\n\n" + " ".join(PRINTED[1:]) + "\n\nIt was described first in 1748.",
        "characters": len(told["text"]),
        "pages": 2,
        "first_page": 1,
        "last_page": 2,
        "next_page": None,
        "is_cut": False,
        "notice": "",
    }
    assert plan["cards"]
    assert all(card["source_quote"] in told["text"] for card in plan["cards"])


def test_named_pages_alone_are_read_and_the_rest_is_no_loss(client: APIClient) -> None:
    data = pdf_of([[f"This is page {name}."] for name in ("one", "two", "three")])

    told = _send(client, data, "x.pdf", first_page=2, last_page=2).json()

    assert (told["text"], told["pages"], told["next_page"]) == ("This is page two.", 3, None)


def test_what_does_not_fit_begins_with_the_next_page(client: APIClient) -> None:
    page = [f"Sentence {n} of a page that is very full of words indeed." for n in range(300)]
    data = pdf_of([page] * 4)

    first = _send(client, data, "book.pdf").json()
    rest = _send(client, data, "book.pdf", first_page=first["next_page"]).json()

    assert (first["first_page"], first["last_page"], first["next_page"]) == (1, 2, 3)
    assert first["notice"] == "Pages 1 to 2 of 4 are here. The next part begins with page 3."
    assert first["characters"] <= MAX_CHARACTERS
    assert (rest["first_page"], rest["last_page"], rest["is_cut"]) == (3, 4, False)


def test_a_page_that_is_too_long_by_itself_is_cut(client: APIClient) -> None:
    page = [f"Sentence {n} of a page that is very full of words indeed." for n in range(1200)]

    told = _send(client, pdf_of([page]), "wall.pdf").json()

    assert (told["is_cut"], told["next_page"]) == (True, None)
    assert told["characters"] <= MAX_CHARACTERS
    assert told["notice"].startswith(f"The first {told['characters']:,} characters of page 1")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "markdown"), ("A.Markdown", "markdown"), ("a.txt", "text"), ("notes", "text")],
)
def test_a_text_comes_back_as_it_is(client: APIClient, name: str, kind: str) -> None:
    told = _send(client, CELL_RESPIRATION.encode(), name).json()

    assert (told["kind"], told["text"]) == (kind, CELL_RESPIRATION.strip("\n"))
    assert (told["pages"], told["is_cut"], told["notice"]) == (None, False, "")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfWater\r\nIce\rSnow", "Water\nIce\nSnow"),
        ("Wärme".encode("utf-16"), "Wärme"),
        ("Wärme".encode("cp1252"), "Wärme"),
        (b"A\x07B\x1b", "AB"),
    ],
    ids=["line ends", "utf-16", "windows", "control"],
)
def test_encodings_and_line_ends_do_not_matter(
    client: APIClient, content: bytes, text: str
) -> None:
    assert _send(client, content, "a.txt").json()["text"] == text


def test_a_long_text_says_what_was_left_out(client: APIClient) -> None:
    told = _send(client, b"Water goes up and down. " * 3_000, "a.txt").json()

    assert told["is_cut"]
    assert MAX_CHARACTERS - 2_000 < told["characters"] <= MAX_CHARACTERS
    assert told["text"].endswith("down.")
    assert told["notice"].startswith(f"The first {told['characters']:,} of 72,000 characters")


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (bomb(50_000_000), "a.pdf", 400, "pdf_without_text"),
        (raw_pdf([b"[" * 3000]), "a.pdf", 400, "pdf_too_complex"),
        (b"not one at all", "a.pdf", 400, "pdf_broken"),
        (b"", "a.pdf", 400, "pdf_broken"),
        (pdf_of([["Secret."]], password="horse"), "a.pdf", 400, "pdf_encrypted"),
        (pdf_of([[]]), "a.pdf", 400, "pdf_without_text"),
        (
            pdf_of_streams([b"BT /F1 12 Tf " + b"(a) Tj " * 40_000 + b"ET"]),
            "disguised.txt",
            400,
            "pdf_too_complex",
        ),
        (b"PK\x03\x04\x00\x00", "a.docx", 400, "unknown_material"),
        (b"\x89PNG\x00\x00", "notes", 400, "unknown_material"),
        (b"", "a.txt", 400, "material_without_words"),
        (b" \n--- \n", "a.md", 400, "material_without_words"),
        (b"a" * (materials.MAX_TEXT_BYTES + 1), "a.txt", 413, "material_too_large"),
    ],
    ids=[
        "bomb", "deep", "words", "empty", "locked", "scan", "operators", "docx", "picture",
        "nothing", "no words", "large",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(
    client: APIClient, content: bytes, name: str, status: int, code: str
) -> None:
    response = _send(client, content, name)

    told = response.json()
    assert (response.status_code, told["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert told["detail"].endswith(".")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"first_page": 3}, 400, "pdf_pages_unknown"),
        ({"first_page": 1, "last_page": 61}, 413, "pdf_too_many_pages"),
        ({"first_page": 0}, 400, "min_value"),
        ({"first_page": 2, "last_page": 1}, 400, "page_order"),
    ],
)
def test_pages_that_cannot_be_given_say_why(
    client: APIClient, fields: dict[str, Any], status: int, code: str
) -> None:
    pages = 70 if fields.get("last_page") == 61 else 2

    response = _send(client, pdf_of([["Page."]] * pages), "a.pdf", **fields)

    told = response.json()
    assert response.status_code == status
    assert code in {told["code"], *(error["code"] for error in told["errors"])}


def test_a_file_that_is_too_large_is_refused_unread(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.MaterialParser, "most_bytes", -100_000)

    response = _send(client, b"# Osmosis")

    assert (response.status_code, response.json()["code"]) == (413, "upload_too_large")


def test_a_book_gives_the_pages_that_are_read_at_once(client: APIClient) -> None:
    told = _send(client, pdf_of([[f"It is page {n} of it."] for n in range(70)]), "book.pdf").json()

    most = pdf.DEFAULT_LIMITS.pages
    assert (told["last_page"], told["next_page"], told["pages"]) == (most, most + 1, 70)


def test_no_more_than_two_are_read_at_once(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(materials, "readers", Readers(patience_seconds=0))
    data = pdf_of([["Osmosis."]])

    with materials.readers.place(), materials.readers.place():
        busy = _send(client, data, "a.pdf")
    free = _send(client, data, "a.pdf")

    assert (busy.status_code, busy.json()["code"]) == (503, "readers_busy")
    assert busy.headers["Retry-After"] == "0"
    assert free.status_code == 200


def test_json_is_told_what_is_wanting(client: APIClient) -> None:
    response = client.post(reverse("learn-material"), {"file": "a.pdf"})

    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "file"


def test_a_key_stands_for_one_file(client: APIClient) -> None:
    first = _send(client, b"# Osmosis", key="k")
    again = _send(client, b"# Osmosis", key="k")
    other = _send(client, b"# Diffusion", key="k")

    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
