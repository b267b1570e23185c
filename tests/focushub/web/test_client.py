"""What a browser is given: small, from here alone, and with no place for a script of anybody's."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from focushub.web.finders import ClientFinder

MOST_BYTES = 64_500
MOST_BYTES_OF_SCRIPTS = 56_500


def _files() -> list[Path]:
    return [Path(storage.path(path)) for path, storage in ClientFinder().list(None)]


@pytest.fixture
def page() -> Any:
    return Client().get("/")


def test_it_is_one_page_with_a_strict_policy(page):
    policy = dict(
        part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; ")
    )

    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "connect", "img")} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-cache"


def test_the_policy_is_of_the_clients_pages_alone():
    for path in ("/health/live", "/api/docs", "/nowhere"):
        assert "Content-Security-Policy" not in Client().get(path).headers


def test_the_link_of_a_letter_leads_to_the_same_page(page):
    assert Client().get("/reset-password").content == page.content


def test_nothing_is_written_to_it():
    response = Client().post("/")

    assert response.status_code == 405


def test_it_names_no_script_or_style_but_files_of_our_own(page):
    text = page.content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", text)
    named = re.findall(r'(?:src|href)="([^"#]+)"', text)
    assert {name for name in named if name != "/"} <= {
        f"/static/client/{file.relative_to(settings.CLIENT_ROOT)}" for file in _files()
    }


def test_its_own_code_stays_small():
    files = [*_files(), settings.CLIENT_ROOT / "index.html"]
    sizes = {file.name: file.stat().st_size for file in files}

    assert sum(sizes.values()) < MOST_BYTES, sizes
    scripts = [size for name, size in sizes.items() if name.endswith(".js")]
    assert sum(scripts) < MOST_BYTES_OF_SCRIPTS, sizes


def test_a_browser_is_given_what_runs_and_not_what_it_is_made_with():
    names = {str(file.relative_to(settings.CLIENT_ROOT)) for file in _files()}

    assert {"main.js", "app.css", "icon.svg", "services/api.js"} <= names
    assert not any("node_modules" in name or name.endswith((".ts", ".json")) for name in names)


def test_a_file_is_found_by_its_address():
    found = finders.find("client/services/api.js")

    assert Path(str(found)) == settings.CLIENT_ROOT / "services" / "api.js"
    assert finders.find("client/services/api.js", find_all=True) == [found]
    for missing in ("client/services/types.ts", "client/node_modules/axe-core/axe.js", "api.js"):
        assert finders.find(missing) is None
    assert ClientFinder().check() == []


@pytest.mark.parametrize("name", ["main.js", "services/api.js", "app.css", "icon.svg"])
def test_the_files_are_served(name):
    response = Client().get(f"/static/client/{name}")

    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == (settings.CLIENT_ROOT / name).read_bytes()


def test_no_word_of_it_blames():
    blame = re.compile(r"\b(overdue|missed|failed|should have|lazy|streak|late!)\b", re.IGNORECASE)

    for file in [*_files(), settings.CLIENT_ROOT / "index.html"]:
        assert not blame.search(file.read_text()), file.name
