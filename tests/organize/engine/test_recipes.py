"""Each recipe can be used: its steps begin with verbs, fit its minutes and say nothing unkind."""

import re
from collections.abc import Iterator

import pytest

from organize.engine.cookbook import GENERAL, Recipe, RecipeError, read_recipe, recipes
from organize.engine.outline import Node, cut
from organize.engine.words import begins_with_verb

BLAME = re.compile(r"\b(?:overdue|failed|missed|should have|lazy|late again|guilt)\b", re.I)


def nodes(recipe: Recipe) -> Iterator[Node]:
    for phase in recipe.outline:
        yield from phase.children


def every_recipe() -> list[object]:
    return [pytest.param(recipe, id=name) for name, recipe in recipes().items()]


def test_there_are_at_least_120_kinds_of_task() -> None:
    specific = [name for name in recipes() if name != GENERAL]

    assert len(specific) >= 120


@pytest.mark.parametrize("recipe", every_recipe())
def test_steps_and_headings_begin_with_a_verb(recipe: Recipe) -> None:
    titles = [recipe.first, *(node.title for node in nodes(recipe))]
    headings = [p.title for p in recipe.outline if len(p.title.split()) > 2]

    assert [title for title in [*titles, *headings] if not begins_with_verb(title)] == []


@pytest.mark.parametrize("recipe", every_recipe())
def test_finer_cuts_have_strictly_more_and_smaller_steps(recipe: Recipe) -> None:
    first, whole = recipe.tree(task="Do it", object_="", count=None)
    minutes = round(whole.minutes) + 2

    cuts = [
        cut(whole, first, granularity=g, minutes=minutes, energy=recipe.energy) for g in range(1, 6)
    ]

    counts = [len(steps) for steps in cuts]
    assert counts == sorted(set(counts))
    assert [sum(step.minutes for step in steps) for steps in cuts] == [minutes] * 5
    longest = [max(step.minutes for step in steps) for steps in cuts]
    assert longest == sorted(longest, reverse=True)
    assert longest[4] < longest[0]


@pytest.mark.parametrize("recipe", every_recipe())
def test_no_blank_is_left_and_nothing_blames(recipe: Recipe) -> None:
    first, whole = recipe.tree(task="Do it", object_="", count=3)
    said = [first.title, *recipe.tips]
    for granularity in (1, 3, 5):
        steps = cut(whole, first, granularity=granularity, minutes=60, energy=3)
        said += [text for step in steps for text in (step.title, step.description)]

    assert [text for text in said if "{" in text or "}" in text] == []
    assert [text for text in said if BLAME.search(text)] == []


@pytest.mark.parametrize("recipe", every_recipe())
def test_a_recipe_can_be_found_and_takes_a_sensible_time(recipe: Recipe) -> None:
    _, whole = recipe.tree(task="Do it", object_="", count=None)

    assert 5 <= whole.minutes <= 1440
    assert 1 <= recipe.energy <= 10
    assert recipe.name == GENERAL or recipe.things or recipe.phrases or recipe.alone


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "nothing is known about colour"),
        ({"first": None}, "`first` is missing"),
        ({"steps": "Look\n- many Look at it"}, "not understood"),
        ({"steps": "- 5 Look at it"}, "not understood"),
        ({"steps": "Look\n- 500 Look at it"}, "1 to 120 minutes"),
        ({"steps": "Look\n* 5 Look at it"}, "needs `each`"),
        ({"each": "page"}, "needs a line with *"),
        ({"steps": "Look"}, "needs a step below"),
        ({"steps": ""}, "needs a step below"),
        ({"verbs": ["@unheard"]}, "no family of verbs"),
        ({"not_of": ["@unheard"]}, "no family of nouns"),
    ],
)
def test_a_broken_recipe_is_named_with_what_is_wrong(change: dict[str, object], said: str) -> None:
    data: dict[str, object] = {"first": "Look at it", "steps": "Look\n- 5 Look at it"}
    data |= change
    data = {key: value for key, value in data.items() if value is not None}

    with pytest.raises(RecipeError, match=r"^tea: ") as caught:
        read_recipe("tea", data)

    assert said in str(caught.value)
