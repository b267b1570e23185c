"""Titles find the recipe that fits, and none where none does."""

from pathlib import Path

import pytest

from organize.engine.cookbook import GENERAL
from organize.engine.matching import is_known, match

TITLES = [
    line.split("\t")
    for line in Path(__file__).with_name("titles.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("title", "fitting"), TITLES)
def test_a_title_finds_a_recipe_that_fits(title: str, fitting: str) -> None:
    assert match(title).recipe.name in fitting.split("|")


def test_the_titles_are_of_many_kinds() -> None:
    kinds = {name for _, fitting in TITLES for name in fitting.split("|")}

    assert len(TITLES) >= 150
    assert len(kinds) >= 120


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("Email prof. Lee about the thesis", "thesis"),
        ("Buy dog food", "dog-walk"),
        ("Sell the car", "car-clean"),
        ("Buy printer paper", "paper"),
        ("Call the bank about the car loan", "car-service"),
        ("Book a table for dinner", "read-book"),
        ("Read the paper by Smith", "paper"),
        ("Water bill", "houseplants"),
        ("March to the shop", "plan-week"),
        ("Sort dad's care home forms", "car-service"),
        ("Potty training research", "book-ticket"),
        ("Ask Ben to move out", "moving"),
        ("Plan the kitchen renovation", "kitchen"),
        ("Text the guy about the kitchen", "kitchen"),
    ],
)
def test_a_word_in_passing_does_not_decide(title: str, wrong: str) -> None:
    assert match(title).recipe.name != wrong


def test_the_object_is_said_back_to_the_person() -> None:
    assert match("Call my aunt about my birthday").object_ == "your aunt"


def test_leads_do_not_hide_the_verb() -> None:
    assert match("I really need to clean my kitchen").recipe.name == "kitchen"


def test_known_titles_have_a_recipe_of_their_own() -> None:
    assert is_known("Clean the kitchen")
    assert not is_known("Xylograph the fnord")
    assert not is_known("")


def test_of_a_hundred_measured_titles_nine_in_ten_find_a_recipe_of_their_own() -> None:
    rows = [
        line.split("\t")
        for line in Path(__file__).with_name("measured_titles.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]

    found = {title: match(title).recipe.name for title, _ in rows}
    hits = sum(name != GENERAL for name in found.values())

    assert len(rows) == 100
    assert hits >= 90
    assert list(found.items()) == [(title, recipe) for title, recipe in rows]
