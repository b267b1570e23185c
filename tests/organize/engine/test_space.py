"""A plan for a place is built from what was said of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organize.engine.kinds import classify
from organize.engine.space import SpacePlan, organise_space
from organize.engine.spaces import challenges_in, line_node, objects_in, place_in
from organize.engine.words import begins_with_verb, read_toml


def said(plan: SpacePlan) -> str:
    return " ".join(step.title + " " + step.description for step in plan.steps)


def test_a_desk_with_paper_cables_and_mugs() -> None:
    plan = organise_space(
        "my desk is buried under paper, cables and mugs", goal="a clear desk to work at tomorrow"
    )

    words = said(plan)
    assert all(thing in words for thing in ("paper", "cables", "mugs"))
    assert plan.steps[0].title == "Carry one thing off the desk that belongs in another room"
    assert plan.steps[0].minutes <= 2
    assert "Set out what you need to work" in words
    assert "a clear desk to work at tomorrow" in plan.overview
    assert f"about {sum(step.minutes for step in plan.steps)} minutes" in plan.overview
    assert "Take the mugs with you when you leave the room" in plan.maintenance["daily"]
    assert set(plan.maintenance) == {"daily", "weekly", "monthly"}
    assert any("cables" in aid for aid in plan.visual_aids)
    assert any("tomorrow" in suggestion for suggestion in plan.suggestions)


def test_another_place_gives_another_plan() -> None:
    desk = organise_space("my desk is buried under paper")
    closet = organise_space("clothes and shoes fall out of my closet")

    assert not {s.title for s in desk.steps} & {s.title for s in closet.steps}
    assert not set(desk.visual_aids) & set(closet.visual_aids)
    assert not set(desk.maintenance["daily"]) & set(closet.maintenance["daily"])


def test_an_area_with_challenges_needs_no_description() -> None:
    plan = organise_space(
        "",
        area="bedroom closet",
        challenges=["no time", "can't throw away old clothes"],
        minutes=30,
    )

    assert "closet" in plan.overview
    assert "clothes" in said(plan)
    assert sum(step.minutes for step in plan.steps) == 30
    assert plan.suggestions[0].startswith("With little time")
    assert plan.suggestions[1].startswith("Nothing has to go today")
    assert "Put what you can't decide about into one box" in said(plan)


def test_things_that_are_not_known_are_taken_by_how_they_are_said() -> None:
    plan = organise_space("the shelf in the greenhouse is full of snow globes and yo-yos")

    assert "snow globes" in said(plan)


def test_with_too_little_time_some_things_wait_and_are_named() -> None:
    plan = organise_space(
        "my desk is buried under paper, cables, mugs, books, clothes and toys", minutes=15
    )

    assert sum(step.minutes for step in plan.steps) == 15
    assert any("can wait" in suggestion for suggestion in plan.suggestions)
    assert "paper" not in said(plan)


def test_a_place_of_no_known_kind_is_called_by_its_name() -> None:
    plan = organise_space("it is a mess", area="the greenhouse")

    assert "greenhouse" in plan.overview


@pytest.mark.parametrize("wrong", [(0, 5), (6, 5), (3, 0), (3, 1441)])
def test_what_is_out_of_bounds_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not"):
        organise_space("my desk", granularity=wrong[0], minutes=wrong[1])


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=120),
        st.sampled_from(["my desk is full of yarn and cups", "closet", "toys, shoes in the hall"]),
    ),
    granularity=st.integers(1, 5),
    minutes=st.one_of(st.none(), st.integers(1, 1440)),
)
def test_minutes_add_up_whatever_is_said(text: str, granularity: int, minutes: int | None) -> None:
    plan = organise_space(text, granularity=granularity, minutes=minutes, goal=text)

    total = sum(step.minutes for step in plan.steps)
    assert minutes is None or total == minutes
    assert 1 <= plan.steps[0].minutes <= 2
    assert all(begins_with_verb(step.title) for step in plan.steps)


def test_every_place_thing_and_challenge_of_the_data_file_can_be_used() -> None:
    data = read_toml("spaces.toml")
    for kind, entry in data["places"].items():
        found = place_in(f"the {entry['words'][0]}")
        assert found is not None, kind
        assert begins_with_verb(found.first), kind
        assert all(begins_with_verb(node.title) for node in found.finish), kind
        assert found.weekly, kind
        assert found.aids, kind
    for kind, entry in data["objects"].items():
        (thing, *_) = objects_in(f"{entry['words'][0]} everywhere")
        assert thing.kind == kind
        assert all(begins_with_verb(node.title) for node in thing.steps), kind
    for kind, entry in data["challenges"].items():
        assert challenges_in([entry["words"][0]])[0].kind == kind


def test_a_line_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="not understood"):
        line_node("Wipe it")


@pytest.mark.parametrize(
    "text",
    [
        "my desk is buried under paper, cables and mugs",
        "closet overflowing, clothes everywhere",
        "I need to organize my closet, clothes are everywhere",
        "Kitchen counter covered in dishes and mail. No idea where to start.",
        "The garage is full of boxes and I can't park the car anymore",
        "toys and laundry all over the living room floor",
    ],
)
def test_the_description_of_a_place_is_a_space(text: str) -> None:
    assert classify(text) == "space"


@pytest.mark.parametrize(
    "text",
    [
        "clean the kitchen",
        "my room is a mess and I need to do my homework",
        "everything is a mess, call mum",
        "I need to file my taxes by Friday 5pm, clean the kitchen, email prof. Lee",
        "write the paper on chaos theory",
        "gym, kitchen, taxes",
        "buy a desk",
        "",
    ],
)
def test_things_to_do_are_tasks(text: str) -> None:
    assert classify(text) == "tasks"
