"""Every text that a person may be shown, gathered from the sources: for rules about our words.

From Python all string literals count but those that are certainly for somebody else: docstrings,
patterns, lines of the log, exceptions of Python's own, and the modules below. From data files all
values but words to recognise, from the web client its literals and what stands between its tags.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("focushub", "organize", "learning")

# For operators, staff and developers.
OTHER_READERS = re.compile(
    r"/(?:migrations|management|launcher|admin|templates/focushub/admin)/"
    r"|/(?:admin|dashboard|settings|__main__|test_runner)\.py$"
)
# What people write, to be understood: never shown.
WORDS_TO_RECOGNISE = re.compile(
    r"/(?:lexicon|phrases|spelling)\.toml$|/words_en/[a-z_]+\.py$|/words_[a-z]+\.py$"
)
# Keys of the data files that hold such words, and names that programs use.
KEYS_TO_RECOGNISE = {"verbs", "things", "phrases", "unless", "words", "kind", "id"}
_PATTERNS = {"compile", "match", "search", "sub", "fullmatch", "findall", "finditer", "split"}
_LOGGERS = {"log", "logger", "logging"}
# Python's own, raised at a programmer's mistake; a person sees `DomainError`s alone.
_OWN_ERRORS = {
    *("ValueError", "TypeError", "RuntimeError", "KeyError", "AssertionError", "LookupError"),
    *("NotImplementedError", "ImproperlyConfigured", "RecipeError", "IndexError"),
}
_SCRIPT_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
_SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text!r}"


def all_texts() -> Iterator[Shown]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if _is_for_a_person(path):
                yield from _texts_of(path)
    frontend = ROOT / "frontend"
    for path in sorted([*frontend.glob("*"), *frontend.glob("pages/*")]):
        yield from _texts_of(path)


def _is_for_a_person(path: Path) -> bool:
    place = f"/{path.relative_to(ROOT)}"
    return not (OTHER_READERS.search(place) or WORDS_TO_RECOGNISE.search(place))


def _texts_of(path: Path) -> Iterator[Shown]:
    place = str(path.relative_to(ROOT))
    match path.suffix:
        case ".py":
            found = _of_python(path.read_text(encoding="utf-8"))
        case ".toml":
            found = ((0, text) for text in _of_data(tomllib.loads(path.read_text("utf-8"))))
        case ".html":
            found = _of_page(path.read_text(encoding="utf-8"))
        case ".js":
            found = _of_script(path.read_text(encoding="utf-8"))
        case ".txt":
            found = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        case _:
            return
    for line, text in found:
        if any(char.isalpha() for char in text):
            yield Shown(f"{place}:{line}" if line else place, text)


def _of_python(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    passed = {id(node) for node in _for_others(tree)}

    def visit(node: ast.AST) -> Iterator[tuple[int, str]]:
        if id(node) in passed:
            return
        if isinstance(node, ast.JoinedStr):
            # What stands in the gaps is said elsewhere; the words around them are one text.
            parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in node.values]
            yield node.lineno, "".join(map(str, parts))
            children: list[ast.AST] = [v for v in node.values if not isinstance(v, ast.Constant)]
        else:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value
            children = list(ast.iter_child_nodes(node))
        for child in children:
            yield from visit(child)

    yield from visit(tree)


def _for_others(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):  # A docstring.
                yield node
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                yield node
            case ast.Raise() if _name(node.exc) in _OWN_ERRORS:
                yield node
            case ast.Assert(msg=ast.expr() as told):
                yield told
            case ast.Call(func=ast.Attribute(value=ast.Name(id=base), attr=method)):
                if base in _LOGGERS or (base == "re" and method in _PATTERNS):
                    yield node


def _name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _of_data(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                if key not in KEYS_TO_RECOGNISE:
                    yield from _of_data(inner)
        case list():
            for inner in value:
                yield from _of_data(inner)


def _of_script(source: str) -> Iterator[tuple[int, str]]:
    bare = _SCRIPT_COMMENT.sub(lambda m: "\n" * m[0].count("\n"), source)
    for found in _SCRIPT_TEXT.finditer(bare):
        yield (
            bare.count("\n", 0, found.start()) + 1,
            next(t for t in found.groups() if t is not None),
        )


def _of_page(source: str) -> Iterator[tuple[int, str]]:
    page = _Page()
    page.feed(source)
    return iter(page.found)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.found.append((self.getpos()[0], data.strip()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for _, value in attrs:
            self.found.append((self.getpos()[0], value or ""))
