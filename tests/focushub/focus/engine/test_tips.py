"""Every file of tips, as people who do not program leave them, and how what fits is chosen."""

import re
from typing import Any

import pytest

from focushub.focus.engine.tips import (
    ALWAYS,
    SITUATIONS,
    TipError,
    choose,
    hour_situation,
    read_tip,
    tips_in,
)

FILES = ("coping", "activities", "techniques", "surroundings", "breaks")
BLAME = re.compile(
    r"overdue|fail|lazy|should have|must|never|wrong|excuse|weak|disorder|cure|wasted", re.I
)


def tip(name: str, **data: Any) -> Any:
    return read_tip(name, {"text": f"Do {name}", "when": [ALWAYS], **data})


@pytest.mark.parametrize("file", FILES)
def test_every_tip_can_be_shown_and_is_kind(file: str) -> None:
    tips = tips_in(file)

    assert len(tips) >= 16
    assert len({one.text for one in tips}) == len(tips)
    for one in tips:
        told = f"{file} {one.name}"
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.name), told
        assert re.fullmatch(r"[A-Z].{5,118}[^.]", one.text), told
        assert len(one.how) <= 200, told
        assert not BLAME.search(f"{one.text} {one.how}"), told
        # Somebody can get to see it: what it needs is not what rules it out.
        assert not one.needs & one.unless, told
        assert one.points(one.needs | one.when, "") or one.words, told


def test_strategies_say_how_and_breaks_how_long() -> None:
    assert all(one.how.endswith((".", "?")) for one in tips_in("coping"))
    assert {one.category for one in tips_in("coping")} == {
        "people", "breath", "body", "senses", "thoughts", "rest", "task",
    }  # fmt: skip
    for kind in ("micro", "short", "long"):
        assert sum(one.category == kind for one in tips_in("breaks")) >= 4


@pytest.mark.parametrize("hour", ["morning", "afternoon", "evening", "night"])
@pytest.mark.parametrize("file", FILES)
def test_nobody_gets_nothing(file: str, hour: str) -> None:
    assert len(choose(tips_in(file), situations={hour}, most=4)) >= 3


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"colour": "red"}, "nothing is known about colour"),
        ({"text": ""}, "`text` is missing"),
        ({"when": []}, "say `when` it helps"),
        ({"when": ["low moood"]}, "there is no situation called low moood"),
        ({"needs": ["always"]}, "there is no situation called always"),
        ({"minutes": 0}, "`minutes` is a whole number from 1 to 60"),
        ({"minutes": "five"}, "`minutes` is a whole number from 1 to 60"),
    ],
)
def test_what_cannot_be_used_is_named(data: dict[str, Any], told: str) -> None:
    with pytest.raises(TipError, match=f"tea: {re.escape(told)}"):
        tip("tea", **data)


def test_what_fits_more_comes_first_and_what_does_not_fit_never() -> None:
    tips = [
        tip("always"),
        tip("once", when=["low mood"]),
        tip("twice", when=["low mood", "evening"]),
        tip("ruled-out", when=["low mood"], unless=["evening"]),
        tip("needing", when=["low mood"], needs=["night"]),
        tip("else", when=["good mood"]),
    ]

    chosen = choose(tips, situations={"low mood", "evening"}, most=6)

    assert [one.name for one in chosen] == ["twice", "once", "always"]


def test_the_persons_own_words_weigh_most_in_any_form() -> None:
    tips = [tip("mood", when=["low mood"]), tip("writing", when=(), words=["write", "too much"])]

    def names(said: str) -> list[str]:
        return [one.name for one in choose(tips, situations={"low mood"}, said=said, most=2)]

    assert names("I am WRITING") == names("it is too  much") == ["writing", "mood"]
    assert names("the writ of a court") == names("") == ["mood"]


def test_a_hard_moment_has_its_own_first() -> None:
    tips = [
        tip("words", when=["low mood", "worn out", "low energy"], words=["tired"]),
        tip("person", when=["heavy"]),
    ]
    holds = {"low mood", "worn out", "low energy", "heavy"}

    chosen = choose(tips, situations=holds, said="tired", most=1)

    assert [one.name for one in chosen] == ["person"]


def test_what_fits_equally_well_takes_turns_and_no_category_takes_all() -> None:
    tips = [tip(name, category=name[0]) for name in ("a-one", "a-two", "a-three", "b-one")]

    def names(turn: int) -> list[str]:
        chosen = choose(tips, situations=set(), most=3, a_category=2, turn=turn)
        return [one.name for one in chosen]

    assert names(0) == ["a-one", "a-two", "b-one"]
    assert names(1) == ["a-two", "a-three", "b-one"]
    assert names(4) == names(0)
    assert choose([], situations=set(), most=3) == ()


def test_every_hour_belongs_to_a_part_of_the_day() -> None:
    parts = [hour_situation(hour) for hour in range(24)]

    assert set(parts) == {"morning", "afternoon", "evening", "night"} <= SITUATIONS
    assert [parts[hour] for hour in (4, 5, 12, 18, 22)] == [
        "night", "morning", "afternoon", "evening", "night",
    ]  # fmt: skip
