"""The fake that other tests build on keeps the promises of a gateway."""

import asyncio
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from focushub.ai.gateways import FaultCode, ModelChoice, ModelFault, Prompt, PromptError, Reply
from tests.fakes.crew import ONE_CALL, Delay, Said, ScriptedCrew
from tests.focushub.ai.gateways.prompt_files import PlanDraft, TaskDraft, write_prompt

MODEL = ModelChoice("scripted", "http://nowhere.invalid/v1", "", 5)
INPUTS = {"text": "cups", "limit": "5"}
CUPS = {"tasks": [{"title": "Cups", "minutes": 5}]}
MUGS = {"tasks": [{"title": "Mugs", "minutes": 5}]}


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    return write_prompt(tmp_path)


async def ask(crew: ScriptedCrew, prompt: Prompt) -> Reply[PlanDraft]:
    return await crew.ask(prompt=prompt, inputs=INPUTS, answer=PlanDraft, model=MODEL)


async def test_answers_come_in_turn_and_the_last_again_and_again(prompt: Prompt) -> None:
    crew = ScriptedCrew(CUPS, MUGS)

    titles = [(await ask(crew, prompt)).value.tasks[0].title for _ in range(3)]

    assert titles == ["Cups", "Mugs", "Mugs"]
    assert [(call.prompt, call.inputs, call.model) for call in crew.calls] == [
        (prompt, INPUTS, MODEL)
    ] * 3


async def test_an_answer_may_be_an_object_and_costs_what_it_says(prompt: Prompt) -> None:
    plan = PlanDraft(tasks=[TaskDraft(title="Cups", minutes=5)])

    reply = await ask(ScriptedCrew(plan), prompt)

    assert reply == Reply(value=plan, usage=ONE_CALL)


async def test_an_exception_is_raised(prompt: Prompt) -> None:
    crew = ScriptedCrew(ModelFault(FaultCode.TIMEOUT), CUPS)

    with pytest.raises(ModelFault):
        await ask(crew, prompt)

    assert (await ask(crew, prompt)).value.tasks[0].title == "Cups"


async def test_a_script_that_does_not_fit_the_schema_is_noticed(prompt: Prompt) -> None:
    with pytest.raises(ValidationError):
        await ask(ScriptedCrew({"tasks": 1}), prompt)


async def test_a_delay_comes_before_its_answer_and_can_be_cancelled(prompt: Prompt) -> None:
    crew = ScriptedCrew(Delay(30), CUPS, MUGS)
    slow = asyncio.create_task(ask(crew, prompt))
    await asyncio.sleep(0)

    quick = await ask(crew, prompt)
    slow.cancel()
    await asyncio.wait({slow})

    assert quick.value.tasks[0].title == "Mugs"
    assert slow.cancelled()
    assert crew.cancelled == 1


async def test_it_is_as_strict_about_prompts_as_the_real_one(prompt: Prompt) -> None:
    with pytest.raises(PromptError):
        await ScriptedCrew(CUPS).ask(prompt=prompt, inputs={}, answer=PlanDraft, model=MODEL)


@pytest.mark.parametrize("lines", [[], [CUPS, Delay(1)]])
def test_a_script_needs_an_end(lines: list[dict[str, object] | Delay]) -> None:
    with pytest.raises(ValueError, match="has to end"):
        ScriptedCrew(*lines)


async def test_what_is_said_comes_in_pieces_and_is_then_the_answer(prompt: Prompt) -> None:
    heard: list[str] = []
    said = Said.of(CUPS, size=5)

    reply = await ScriptedCrew(said).ask(
        prompt=prompt, inputs=INPUTS, answer=PlanDraft, model=MODEL, on_text=heard.append
    )

    assert heard == list(said.pieces)
    assert len(heard) > 5
    assert reply.value.tasks[0].title == "Cups"


async def test_what_was_said_before_a_void_does_not_count(prompt: Prompt) -> None:
    said = Said(['{"tasks": [oops', "", json.dumps(MUGS)])

    assert (await ask(ScriptedCrew(said), prompt)).value.tasks[0].title == "Mugs"


async def test_what_is_said_may_be_no_answer(prompt: Prompt) -> None:
    with pytest.raises(ModelFault) as fault:
        await ask(ScriptedCrew(Said(["{", "]"])), prompt)

    assert fault.value.code is FaultCode.BAD_JSON
