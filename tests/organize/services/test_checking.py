"""What of a model's answer goes into a plan."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from focushub.ai.gateways import ModelFault
from organize.crew.answers import SpaceDraft, TasksDraft
from organize.services import drafting
from organize.services.checking import check_space, check_tasks, find_quote, share_out
from organize.services.proposals import Proposal
from organize.services.requests import PlanRequest

MONDAY = datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("Europe/Berlin"))


def _request(text: str, kind: str = "tasks") -> PlanRequest:
    payload: dict[str, object] = {
        "text": text,
        "goal": "",
        "kind": kind,
        "area": "",
        "challenges": [],
        "available_minutes": None,
        "energy": None,
        "granularity": 3,
        "timezone": "Europe/Berlin",
        "date_order": "mdy",
        "starts_at": MONDAY.isoformat(),
    }
    return PlanRequest.from_payload(payload, asked_at=MONDAY)


def _checked(text: str, *tasks: dict[str, object], **more: object) -> Proposal:
    request = _request(text)
    answer = TasksDraft.model_validate({"tasks": tasks, **more})
    return check_tasks(answer, draft=drafting.draft(request), request=request)


def _steps(*minutes: int) -> list[dict[str, object]]:
    return [{"title": f"Do part {n}", "minutes": m} for n, m in enumerate(minutes, start=1)]


TEXT = "file my taxes by Friday 5pm, email prof. Lee (5 min)"


def test_a_quoted_task_gets_the_models_steps() -> None:
    checked = _checked(
        TEXT, {"title": "File the taxes", "quote": "file my taxes", "steps": _steps(2, 40, 18)}
    )

    taxes = checked.tasks[0]
    assert taxes.title == "File the taxes"
    assert [step.minutes for step in taxes.steps] == [2, 40, 18]
    assert checked.agent == "organizer"


def test_a_task_that_is_not_in_the_text_is_dropped() -> None:
    checked = _checked(
        TEXT,
        {"title": "File taxes", "quote": "file my taxes", "steps": _steps(2, 20)},
        {"title": "Buy a boat", "quote": "buy a boat", "steps": _steps(2, 20)},
    )

    assert [task.title for task in checked.tasks if "boat" in task.title.lower()] == []
    assert checked.confidence == 0.5


def test_a_task_that_the_model_forgot_stays() -> None:
    checked = _checked(
        TEXT, {"title": "File taxes", "quote": "file my taxes", "steps": _steps(2, 20)}
    )

    assert len(checked.tasks) == 2
    assert "Lee" in checked.tasks[1].title


def test_where_nothing_is_in_the_text_it_is_a_fault() -> None:
    with pytest.raises(ModelFault) as raised:
        _checked(TEXT, {"title": "Buy a boat", "quote": "buy a boat", "steps": _steps(20)})

    assert raised.value.code == "wrong_schema"


def test_the_date_is_read_from_the_text_whatever_the_model_says() -> None:
    checked = _checked(
        TEXT,
        {
            "title": "File taxes",
            "quote": "file my taxes",
            "due_at": "1970-01-01T00:00:00Z",
            "steps": _steps(2, 20),
        },
    )

    assert checked.tasks[0].due_at == datetime(2026, 11, 27, 17, tzinfo=ZoneInfo("Europe/Berlin"))


def test_minutes_that_the_person_named_are_not_overruled() -> None:
    checked = _checked(
        TEXT, {"title": "Email prof. Lee", "quote": "email prof. Lee", "steps": _steps(30, 60)}
    )

    assert checked.tasks[1].minutes == 5


def test_a_first_step_of_more_than_two_minutes_gets_a_smaller_one_before_it() -> None:
    checked = _checked(
        TEXT, {"title": "File taxes", "quote": "file my taxes", "steps": _steps(30, 30)}
    )

    steps = checked.tasks[0].steps
    assert steps[0].minutes <= 2
    assert [step.title for step in steps[1:]] == ["Do part 1", "Do part 2"]


REMARK = "clean the kitchen. I am tired. the dentist thing is hanging over me"


def test_what_the_draft_took_for_a_remark_becomes_a_task_where_the_model_quotes_it() -> None:
    checked = _checked(
        REMARK,
        {
            "title": "Deal with the dentist",
            "quote": "the dentist thing is hanging over me",
            "steps": _steps(2, 10),
        },
    )

    kitchen, dentist = checked.tasks
    assert "kitchen" in kitchen.title
    assert "dentist" in dentist.title
    assert REMARK[dentist.source.start : dentist.source.end].startswith("the dentist")
    assert [REMARK[span.start : span.end] for span in checked.leftover] == ["I am tired."]


def test_a_quote_of_what_two_tasks_share_refines_each_only_once() -> None:
    again: dict[str, object] = {"title": "Clean the kitchen", "quote": "clean the kitchen"}

    checked = _checked(REMARK, {**again, "steps": _steps(2, 10)}, {**again, "steps": _steps(1, 1)})

    assert [step.minutes for step in checked.tasks[0].steps] == [2, 10]
    assert checked.confidence == 0.5


def test_an_answer_without_tasks_leaves_the_draft() -> None:
    checked = _checked("I am so tired", suggestions=["Rest first."])

    assert (checked.tasks, checked.suggestions) == ((), ("Rest first.",))


def test_a_title_about_something_else_is_not_taken() -> None:
    checked = _checked(
        TEXT, {"title": "Sell the house", "quote": "file my taxes", "steps": _steps(2, 20)}
    )

    assert "taxes" in checked.tasks[0].title


def test_only_kind_suggestions_are_taken() -> None:
    unkind = "You should have started earlier."
    drafted = drafting.draft(_request(TEXT)).suggestions

    some = _checked(TEXT, suggestions=[unkind, "Put a glass of water beside you."])
    none = _checked(TEXT, suggestions=[unkind])

    assert some.suggestions == ("Put a glass of water beside you.",)
    assert none.suggestions == drafted


def test_of_a_space_only_kind_words_are_taken() -> None:
    request = _request("my desk is buried under paper", "space")
    unkind = "No excuses this time."
    answer = SpaceDraft.model_validate(
        {
            "overview": "You failed to keep it tidy.",
            "task": {"title": "Clear the desk", "steps": _steps(2, 10)},
            "daily": [unkind, "Clear one corner."],
            "weekly": [unkind],
            "visual_aids": [unkind, "A tray for paper."],
            "suggestions": ["Play one song."],
        }
    )

    checked = check_space(answer, draft=(draft := drafting.draft(request)))

    assert checked.overview == draft.overview
    assert checked.maintenance is not None
    assert checked.maintenance["daily"] == ("Clear one corner.",)
    assert checked.maintenance["weekly"] == (draft.maintenance or {})["weekly"]
    assert checked.visual_aids == ("A tray for paper.",)
    assert checked.suggestions == ("Play one song.",)


def test_a_space_keeps_one_task_with_the_models_steps() -> None:
    request = _request("my desk is buried under paper", "space")
    answer = SpaceDraft.model_validate(
        {
            "overview": "Paper everywhere.",
            "task": {"title": "Clear the desk", "steps": _steps(2, 10)},
            "daily": ["Put three sheets away"],
        }
    )

    checked = check_space(answer, draft=drafting.draft(request))

    assert checked.overview == "Paper everywhere."
    assert [step.minutes for step in checked.tasks[0].steps] == [2, 10]
    assert checked.maintenance is not None
    assert checked.maintenance["daily"] == ("Put three sheets away",)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("FILE  my\ntaxes", (0, 13)),
        ("(5 min)", (45, 52)),
        ("taxes my file", None),
        ("", None),
        ("   ", None),
    ],
)
def test_quotes_are_found_whatever_case_and_white_space(
    quote: str, found: tuple[int, int] | None
) -> None:
    span = find_quote(quote, TEXT)

    assert (span and (span.start, span.end)) == found


@pytest.mark.parametrize(
    ("minutes", "total", "expected"),
    [
        ([2, 40, 18], 60, [2, 40, 18]),
        ([30, 60], 5, [2, 3]),
        ([1, 1, 1, 1], 2, [1, 1]),
        ([5], 500, [120]),
        ([2, 10, 10], 1000, [2, 120, 120]),
        ([2, 1, 1], 30, [2, 14, 14]),
        ([2, 200, 1], 100, [2, 97, 1]),
        ([2, 7, 7, 7], 12, [2, 4, 3, 3]),
    ],
)
def test_minutes_are_shared_out_whole(minutes: list[int], total: int, expected: list[int]) -> None:
    assert share_out(minutes, total=total, first_at_most=2) == expected
