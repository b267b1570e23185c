"""The judged titles of `titles.tsv`, and how many of them find a recipe that fits.

Each line names a title and what a reader of the steps called right, "general" among them where
no recipe knows the task; recipes joined by "+" are a title of several parts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from organize.engine.breakdown import break_down
from organize.engine.cookbook import GENERAL


def judged_titles() -> Iterator[tuple[str, frozenset[str]]]:
    for line in Path(__file__).with_name("titles.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            title, fitting = line.split("\t")
            yield title, frozenset(fitting.split("|"))


def misfits() -> list[tuple[str, str]]:
    """Titles with the recipe that they find and that is none of theirs."""
    found = ((title, break_down(title).recipe, fitting) for title, fitting in judged_titles())
    return [(title, recipe) for title, recipe, fitting in found if recipe not in fitting]


def figures() -> dict[str, Any]:
    """Percent of the titles: a recipe of their own, the general one, or one that does not fit."""
    rows = list(judged_titles())
    found = [(break_down(title).recipe, fitting) for title, fitting in rows]
    general = sum(recipe == GENERAL for recipe, _ in found)
    wrong = sum(recipe not in fitting and recipe != GENERAL for recipe, fitting in found)
    return {
        "name": "titles",
        "titles": len(rows),
        "hit_percent": round(100 * (len(rows) - general - wrong) / len(rows), 1),
        "general_percent": round(100 * general / len(rows), 1),
        "wrong_percent": round(100 * wrong / len(rows), 1),
    }
