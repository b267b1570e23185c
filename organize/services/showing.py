"""What of a crew's answer is shown while it is still being written.

Each part goes through the checks that decide about the answer in the end, and stands where it will
stand there. The model's own words reach nobody before that.
"""

from collections.abc import Mapping
from typing import Any

from focushub.ai.gateways import AnswerReader, Items, Text, Watched
from focushub.ai.stream import EventName, RunStream
from organize.crew.answers import StepDraft, TaskDraft
from organize.engine.breakdown import Step
from organize.services.checking import TaskChecker, refine_space
from organize.services.composing import facts_of
from organize.services.pace import Pace
from organize.services.proposals import Proposal, ProposedTask
from organize.services.requests import PlanRequest


def reader_for(
    request: PlanRequest, *, draft: Proposal, pace: Pace, stream: RunStream
) -> AnswerReader:
    """Shows tasks, or the steps of the one task that a space is, as they come."""
    if request.kind == "space":
        space = _Space(draft=draft, stream=stream)
        watch: dict[str, Watched] = {
            "task.title": Text(space.name),
            "task.steps": Items(StepDraft, space.show),
        }
        return AnswerReader(watch, on_void=space.restart)
    tasks = _Tasks(request, draft=draft, pace=pace, stream=stream)
    return AnswerReader({"tasks": Items(TaskDraft, tasks.show)}, on_void=tasks.restart)


class _Tasks:
    def __init__(
        self, request: PlanRequest, *, draft: Proposal, pace: Pace, stream: RunStream
    ) -> None:
        self._request = request
        self._draft = draft
        self._pace = pace
        self._stream = stream
        self._checker = TaskChecker(draft=draft, request=request)

    def show(self, place: int, proposed: TaskDraft) -> None:
        position = self._checker.take(proposed)
        if position is not None:
            task = self._pace.of(self._checker.tasks[position])
            told = shown_task(task, position=position)
            self._stream.event(EventName.TASK, told)

    def restart(self) -> None:
        self._checker = TaskChecker(draft=self._draft, request=self._request)
        self._stream.restart()


class _Space:
    def __init__(self, *, draft: Proposal, stream: RunStream) -> None:
        self._draft = draft
        self._stream = stream
        self._begin()

    def _begin(self) -> None:
        self._title = ""
        self._proposed: list[StepDraft] = []
        self._shown = 0

    def name(self, text: str) -> None:
        self._title += text

    def show(self, place: int, proposed: StepDraft) -> None:
        self._proposed.append(proposed)
        title = self._title.strip()[:200] or self._draft.tasks[0].title
        so_far = TaskDraft.model_construct(title=title, quote="", steps=self._proposed)
        steps = refine_space(so_far, draft=self._draft).steps
        for position in range(self._shown, len(steps)):
            self._stream.event(EventName.STEP, shown_step(steps[position], position=position))
        self._shown = len(steps)

    def restart(self) -> None:
        self._begin()
        self._stream.restart()


def shown_task(task: ProposedTask, *, position: int) -> Mapping[str, Any]:
    steps = [{"title": step.title, "minutes": step.minutes} for step in task.steps]
    return {"position": position, **facts_of(task, steps=steps)}


def shown_step(step: Step, *, position: int) -> Mapping[str, Any]:
    return {
        "position": position,
        "title": step.title,
        "description": step.description,
        "estimated_minutes": step.minutes,
        "tools_needed": step.tools,
    }
