"""What a browser is given: small, from here alone, and with no place for a script of anybody's."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from focushub.web.finders import ClientFinder

MOST_BYTES = 60_000

# What a `//` or `/*` may stand in, and what is kept for that: strings, texts with `${}`, patterns.
# A pattern is told from a division by what comes before it.
KEPT = r"""
    "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|\$\{(?:[^`}]|`[^`]*`)*\}|[^`\\])*`
    | (?:(?<=[(,=:\[!&|?{};>]) | (?<=[(,=:\[!&|?{};>][ ]) | (?<=\n) | (?<=\t))
      /(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/
"""
COMMENTS = {
    ".js": re.compile(rf"(?P<kept>{KEPT}) | /\*.*?\*/ | //[^\n]*", re.DOTALL | re.VERBOSE),
    ".css": re.compile(r"""(?P<kept>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL),
    ".html": re.compile(r"(?P<kept>)<!--.*?-->", re.DOTALL),
}


def _code(text: str, kind: str) -> str:
    """What runs of a file: its comments and blank lines are for those who read it."""
    pattern = COMMENTS[".html" if kind == ".svg" else kind]
    code = pattern.sub(lambda found: found["kept"] or "", text)
    return "".join(f"{line.rstrip()}\n" for line in code.splitlines() if line.strip())


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
    sizes = {file.name: len(_code(file.read_text(), file.suffix).encode()) for file in files}

    assert sum(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (".js", "/** Why.\n * More. */\na();\n\n  // b\nc(); // d\n", "a();\nc();\n"),
        (".js", 'go("https://x/*"); /* one */ // two', 'go("https://x/*");\n'),
        (".js", "say('//', '\\'//', \"\\\"/*\"); // */", "say('//', '\\'//', \"\\\"/*\");\n"),
        (".js", "`${a}//${`/*${b}*/`}`; // c", "`${a}//${`/*${b}*/`}`;\n"),
        (".js", "if (/^[^/]/.test(a)) b(); // c", "if (/^[^/]/.test(a)) b();\n"),
        (".js", "a.split(/\\/\\*[\"'`]/); b('//');", "a.split(/\\/\\*[\"'`]/); b('//');\n"),
        (".js", "c = (a - b) / d / 2; // half", "c = (a - b) / d / 2;\n"),
        (".css", '/* One. */\np { content: "/*"; }\n/* Two. */', 'p { content: "/*"; }\n'),
        (".html", "<p>/* a */ // b</p>\n<!-- c\n-->\n", "<p>/* a */ // b</p>\n"),
    ],
)
def test_what_is_counted_is_the_code_and_all_of_it(kind, text, code):
    assert _code(text, kind) == code


def test_only_lines_with_a_comment_count_less():
    for file in _files():
        code = _code(file.read_text(), file.suffix).splitlines()
        left_out = [
            line.strip()
            for line in file.read_text().splitlines()
            if line.strip() and not any(line.startswith(kept) for kept in code)
        ]
        assert [line for line in left_out if not re.search(r"^\*|//|/\*", line)] == []


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


def test_the_page_of_the_api_asks_nobody_else_for_its_files():
    text = Client().get("/api/docs").content.decode()
    files = re.findall(r'(?:src|href)="([^"]*)"', text)

    assert len(files) >= 4
    assert all(name.startswith("/static/") for name in files)
    for name in files:
        assert finders.find(name.removeprefix("/static/")) is not None
