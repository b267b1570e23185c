"""Steps begin with a verb, the first is tiny, and the minutes add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organize.engine.breakdown import break_down, first_step
from organize.engine.words import begins_with_verb
from tests.organize.engine.titles import judged_titles


def test_a_ten_page_paper_takes_what_a_student_would_believe() -> None:
    result = break_down("Write the 10 page climate paper", granularity=5)

    assert result.recipe == "paper"
    assert 600 <= result.minutes <= 1200
    assert sum(step.minutes for step in result.steps) == result.minutes
    assert result.steps[0].minutes <= 2
    assert [step.title for step in result.steps if not begins_with_verb(step.title)] == []
    assert any("page 10" in step.title or "to 10" in step.title for step in result.steps)


def test_a_five_minute_mail_stays_five_minutes_with_few_steps() -> None:
    result = break_down("Email prof. Lee about the extension", minutes=5)

    assert result.recipe == "email"
    assert result.minutes == 5
    assert 2 <= len(result.steps) <= 4
    assert result.steps[0].minutes == 1


@pytest.mark.parametrize("title", ["Clean the kitchen", "File my taxes", "Xylograph the fnord"])
def test_granularity_gives_strictly_more_and_smaller_steps(title: str) -> None:
    cuts = [break_down(title, granularity=g) for g in range(1, 6)]

    counts = [len(result.steps) for result in cuts]
    assert counts == sorted(set(counts))
    assert len({result.minutes for result in cuts}) == 1
    assert max(s.minutes for s in cuts[4].steps) < max(s.minutes for s in cuts[0].steps)


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("Write a 3 page essay", "Write a 12 page essay"),
        ("Write a 500 word essay", "Write a 3,000 word essay"),
        ("Clean 2 rooms", "Clean five rooms"),
        ("Answer 5 mails", "Answer 40 unread emails"),
        ("Read pages 10 to 20", "Read pages 10-90"),
        ("Do one load of laundry", "Do three loads of laundry"),
    ],
)
def test_what_the_title_counts_sizes_the_task(small: str, large: str) -> None:
    few, many = break_down(small), break_down(large)

    assert few.recipe == many.recipe
    assert few.minutes < many.minutes


def test_a_number_that_counts_nothing_changes_nothing() -> None:
    assert break_down("Read chapter 7").minutes == break_down("Read a chapter").minutes


def test_a_huge_task_gives_its_first_stretch() -> None:
    result = break_down("Write the 300 page thesis", granularity=1)

    assert result.minutes <= 1440
    assert max(step.minutes for step in result.steps) <= 120
    assert any("first stretch" in tip for tip in result.tips)


def test_a_task_of_several_parts_is_composed() -> None:
    result = break_down("Clean the bathroom and do the laundry", granularity=4)

    assert result.recipe == "bathroom+laundry"
    titles = " ".join(step.title for step in result.steps)
    assert "towel" in titles
    assert "machine" in titles


@pytest.mark.parametrize(
    ("title", "recipe"),
    [
        ("Fill in the form (blue, two pages), due 30/11", "fill-form"),
        ("Book a cottage for easter, 6 ppl, dog friendly", "book-ticket"),
        ("Write Christmas cards, 22 of them", "letter"),
        ("Pay council tax and water", "pay-bill"),
        ("Sand and paint the fence", "paint-thing"),
        ("Update CV and apply to 2 jobs", "cv+job-application"),
        ("Dig out the loan letter and ring them", "find-lost+phone-call"),
    ],
)
def test_what_is_no_task_is_no_part(title: str, recipe: str) -> None:
    assert break_down(title).recipe == recipe


def _title_by_recipe() -> list[object]:
    """A title for each recipe, and for each set of recipes that is put together for one."""
    found = {break_down(title).recipe: title for title, _ in judged_titles()}
    return [pytest.param(title, id=recipe) for recipe, title in found.items()]


@pytest.mark.parametrize("title", _title_by_recipe())
def test_each_title_is_cut_finer_and_finer_and_any_step_again(title: str) -> None:
    cuts = [break_down(title, granularity=granularity) for granularity in range(1, 6)]

    counts = [len(one.steps) for one in cuts]
    assert counts == sorted(set(counts))
    longest = [max(step.minutes for step in one.steps) for one in cuts]
    assert longest == sorted(longest, reverse=True)
    assert longest[4] < longest[0]
    assert {sum(step.minutes for step in one.steps) for one in cuts} == {cuts[0].minutes}
    assert max(one.steps[0].minutes for one in cuts) <= 2
    again = [
        (step, break_down(step.title, minutes=step.minutes, granularity=5))
        for one in cuts[::2]
        for step in one.steps
        if step.minutes > 1
    ]
    assert all(smaller.minutes == step.minutes for step, smaller in again)
    assert all(len(smaller.steps) > 1 for _, smaller in again)
    assert all(smaller.steps[0].minutes <= 2 for _, smaller in again)
    firsts = [one.steps[0] for one in cuts] + [smaller.steps[0] for _, smaller in again]
    assert [step.title for step in firsts if not begins_with_verb(step.title)] == []


def test_two_minutes_are_cut_only_where_the_steps_are_to_be_small() -> None:
    usual = break_down("Tie the bag shut", minutes=2)
    small = break_down("Tie the bag shut", minutes=2, granularity=4)

    assert [step.title for step in usual.steps] == ["Tie the bag shut"]
    assert [step.minutes for step in small.steps] == [1, 1]
    assert small.steps[1].title == "Tie the bag shut"


def test_the_first_step_of_a_title_is_the_first_step_of_its_breakdown() -> None:
    assert first_step("Clean the kitchen") == break_down("Clean the kitchen").steps[0]
    assert first_step(break_down("Gym")).title == "Put your sports shoes on"


def test_where_nothing_matches_the_general_recipe_says_so() -> None:
    result = break_down("Xylograph the fnord")

    assert result.recipe == "general"
    assert result.confidence == 0.3
    assert "Xylograph the fnord" in result.steps[0].title


def test_confidence_says_what_the_match_rests_on() -> None:
    assert break_down("Clean the kitchen").confidence == 0.85
    assert break_down("The kitchen").confidence == 0.75
    assert break_down("Call aunt Edna").confidence == 0.6


def test_low_energy_makes_the_tips_kinder_not_the_task_shorter() -> None:
    usual, low = break_down("Gym"), break_down("Gym", energy="low")

    assert low.minutes == usual.minutes
    assert low.tips[0] == "Energy is low: the first step alone is a good result for now."


def test_notes_are_looked_through_for_a_count() -> None:
    plain = break_down("Write the essay")
    counted = break_down("Write the essay", notes="It has to be 12 pages long")

    assert counted.minutes > plain.minutes


@pytest.mark.parametrize("wrong", [(0, 5), (6, 5), (3, 0), (3, 1441)])
def test_what_is_out_of_bounds_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not"):
        break_down("Gym", granularity=wrong[0], minutes=wrong[1])


@settings(max_examples=60, deadline=None)
@given(
    title=st.one_of(
        st.text(max_size=80),
        st.sampled_from(["clean", "write 10 pages", "gym", "call mum and clean", "40 mails"]),
    ),
    granularity=st.integers(1, 5),
    minutes=st.one_of(st.none(), st.integers(1, 1440)),
)
def test_minutes_always_add_up_and_the_first_step_is_tiny(
    title: str, granularity: int, minutes: int | None
) -> None:
    result = break_down(title, granularity=granularity, minutes=minutes)

    assert sum(step.minutes for step in result.steps) == result.minutes
    assert minutes is None or result.minutes == minutes
    assert 1 <= result.steps[0].minutes <= 2
    assert begins_with_verb(result.steps[0].title)
    assert all(1 <= step.minutes <= 120 for step in result.steps)
    assert all(1 <= step.energy <= 10 and len(step.title) <= 200 for step in result.steps)
