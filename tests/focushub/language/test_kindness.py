import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from focushub.language.kindness import is_kind, kind_ones

ROOT = Path(__file__).resolve().parents[3]
# These hold words that are looked for, or subjects of tasks and texts, and no sentence to a person.
_OTHER_TEXT = {"kindness.py", "words.py"}


@pytest.mark.parametrize(
    "text",
    [
        "One sugar cut in two is there; its name would complete it.",
        "Ten minutes are enough to begin.",
        "Late in the day a short session is fine.",
    ],
)
def test_plain_words_are_kind(text: str) -> None:
    assert is_kind(text)


@pytest.mark.parametrize(
    "text",
    [
        "You failed again.",
        "That is WRONG.",
        "You should have read it.",
        "You shouldn\u2019t have skipped it.",
        "Don't be lazy!",
        "Three sessions missed.",
        "It is too late for that.",
    ],
)
def test_blame_is_not(text: str) -> None:
    assert not is_kind(text)


def test_the_kind_ones_stay_in_their_order() -> None:
    assert kind_ones(["Begin small.", "What a failure.", "Rest."]) == ("Begin small.", "Rest.")


def test_no_sentence_of_learning_blames() -> None:
    said = [
        (path.name, text)
        for path in sorted((ROOT / "learning").rglob("*.py"))
        if path.name not in _OTHER_TEXT
        for text in _sentences(path)
    ]

    assert len(said) > 150
    assert [one for one in said if not is_kind(one[1])] == []


def _sentences(path: Path) -> Iterator[str]:
    """Texts in the code that read as one, but for its own documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and node not in documentation
            and isinstance(node.value, str)
            and node.value.count(" ") >= 2
            and node.value.rstrip().endswith((".", "!", "?"))
        ):
            yield node.value
