"""What is shown while the model writes is what stands in the answer, at the same place."""

from typing import Any

import pytest

from focushub.ai.gateways import ModelChoice, ModelFault
from focushub.ai.stream import EventName
from focushub.common.rendering import render
from organize import feature
from organize.crew.answers import SpaceDraft, TasksDraft
from organize.engine.estimates import Actual
from organize.feature import OrganizeFeature
from organize.serializers.plans import (
    OrganizeSerializer,
    ShownStepSerializer,
    ShownTaskSerializer,
    question_of,
)
from organize.services import drafting
from organize.services.checking import check_space, check_tasks
from organize.services.pace import Pace, _Done
from organize.services.requests import PlanRequest
from organize.services.showing import shown_step, shown_task
from tests.factories import UserFactory
from tests.fakes.crew import Said, ScriptedCrew
from tests.fakes.stream import RecordedStream

MODEL = ModelChoice("scripted", "http://nowhere.invalid/v1", "", 5)


def _payload(**body: Any) -> tuple[dict[str, Any], PlanRequest]:
    body_sent = OrganizeSerializer(data=body)
    body_sent.is_valid(raise_exception=True)
    question = question_of(body_sent.validated_data, UserFactory.build())
    request = PlanRequest.from_payload(question.payload, asked_at=question.asked_at)
    person = UserFactory.build()
    asked = {"payload": question.payload, "asked_at": question.asked_at, "person": person}
    return asked, request


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """A person who takes twice as long as the recipes say; no rows are needed for that."""
    done = [_Done("email", False, Actual(10, 20))] * 20
    pace = Pace(done)
    monkeypatch.setattr(feature, "pace_of", lambda person: pace)
    return pace


async def _propose(asked: dict[str, Any], *lines: Any) -> RecordedStream:
    stream = RecordedStream()
    crew = ScriptedCrew(*lines)
    await OrganizeFeature().propose(**asked, gateway=crew, model=MODEL, stream=stream)
    return stream


def _steps(*minutes: int) -> list[dict[str, Any]]:
    return [{"title": f"Do part {n}", "minutes": m} for n, m in enumerate(minutes, start=1)]


TEXT = "clean the kitchen, email the landlord by Friday (5 min). The bulb in the hall is broken"
TASKS: dict[str, Any] = {
    "tasks": [
        {"title": "Email landlord", "quote": "email the landlord", "steps": _steps(3, 9)},
        {"title": "Buy a boat", "quote": "buy a boat", "steps": _steps(2)},
        {"title": "Clean kitchen", "quote": "CLEAN the  kitchen", "steps": _steps(20, 15)},
        {"title": "no steps", "quote": "clean the kitchen", "steps": []},
    ],
    "suggestions": ["Music helps."],
}


async def test_each_task_is_shown_as_it_will_stand_in_the_answer(pace: Pace) -> None:
    asked, request = _payload(text=TEXT)

    stream = await _propose(asked, Said.of(TASKS | {"tasks": TASKS["tasks"][:3]}))

    answer = TasksDraft.model_validate(TASKS | {"tasks": TASKS["tasks"][:3]})
    settled = check_tasks(answer, draft=drafting.draft(request), request=request).tasks
    assert stream.of(EventName.TASK) == [
        shown_task(pace.of(settled[1]), position=1),
        shown_task(pace.of(settled[0]), position=0),
    ]
    assert [name for name, _ in stream.told] == ["progress", "task", "task", "progress"]


async def test_tasks_come_before_the_model_has_ended() -> None:
    asked, _ = _payload(text=TEXT)
    halves = Said.of(TASKS).pieces
    stream = RecordedStream()

    with pytest.raises(ModelFault):
        await OrganizeFeature().propose(
            **asked, gateway=ScriptedCrew(Said(halves[:-20])), model=MODEL, stream=stream
        )

    assert [task["position"] for task in stream.of(EventName.TASK)] == [1, 0]


async def test_what_only_the_model_found_stands_behind_the_drafts(pace: Pace) -> None:
    text = "I feel awful. My sink leaks and I ought to call the plumber some time"
    asked, request = _payload(text=text, kind="tasks")
    draft = drafting.draft(request)
    tasks = [
        {"title": one.title, "quote": text[one.source.start : one.source.end], "steps": _steps(2)}
        for one in draft.tasks
    ]
    found = [{"title": "Call the plumber", "quote": "I feel awful.", "steps": _steps(1, 4)}]

    stream = await _propose(asked, Said.of({"tasks": [*tasks, *found]}))

    answer = TasksDraft.model_validate({"tasks": [*tasks, *found]})
    settled = check_tasks(answer, draft=draft, request=request).tasks
    assert stream.of(EventName.TASK) == [
        shown_task(pace.of(task), position=n) for n, task in enumerate(settled)
    ]


async def test_a_question_that_is_asked_again_shows_its_tasks_again() -> None:
    asked, _ = _payload(text=TEXT)
    first, again = Said.of(TASKS).pieces[:60], Said.of(TASKS | {"tasks": TASKS["tasks"][:3]}).pieces

    stream = await _propose(asked, Said([*first, "", *again]))

    names = [name for name, _ in stream.told]
    assert names == ["progress", "task", "restart", "task", "task", "progress"]


@pytest.mark.parametrize("minutes", [(2, 15, 10), (20, 15, 200), (1,), (5,)])
async def test_the_steps_of_a_space_are_shown_one_by_one(minutes: tuple[int, ...]) -> None:
    asked, request = _payload(space_description="my desk is buried under paper and mugs")
    task = {"title": "Put the desk in order", "steps": _steps(*minutes)}
    answer = {"overview": "A desk.", "task": task, "daily": ["Cups out."]}

    stream = await _propose(asked, Said.of(answer))

    settled = check_space(SpaceDraft.model_validate(answer), draft=drafting.draft(request))
    assert stream.of(EventName.STEP) == [
        shown_step(step, position=n) for n, step in enumerate(settled.tasks[0].steps)
    ]


async def test_the_steps_of_a_space_begin_anew_when_it_is_asked_again() -> None:
    asked, _ = _payload(space_description="my desk is buried under paper and mugs")
    answer = {"overview": "A desk.", "task": {"title": "Desk", "steps": _steps(2, 3)}}
    pieces = Said.of(answer, size=1).pieces

    stream = await _propose(asked, Said([*pieces[:-4], "", *pieces]))

    assert [name for name, _ in stream.told if name != "progress"] == [
        "step",
        "restart",
        "step",
        "step",
    ]


async def test_what_is_shown_fits_the_schema() -> None:
    tasks, _ = _payload(text=TEXT)
    space, _ = _payload(space_description="my desk")
    step = {"overview": "A desk.", "task": {"title": "Desk", "steps": _steps(2, 3)}}

    shown = (await _propose(tasks, Said.of(TASKS | {"tasks": TASKS["tasks"][:1]}))).told
    shown += (await _propose(space, Said.of(step))).told

    for name, serializer in (("task", ShownTaskSerializer), ("step", ShownStepSerializer)):
        told = [data for shown_name, data in shown if shown_name == name]
        assert told
        for data in told:
            assert set(data) == set(serializer().fields)
            assert render(data)
