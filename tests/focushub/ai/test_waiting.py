"""Waiting for a run: by one look-out for all, and with the answer of the service at its end."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import orjson
import pytest
from asgiref.sync import sync_to_async

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.ai.waiting import wait_for_run
from tests.factories import UserFactory
from tests.fakes.crew import ScriptedCrew
from tests.focushub.ai.echo import question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("echo", "model")]
Script = Callable[..., ScriptedCrew]


async def _person() -> User:
    return await sync_to_async(UserFactory.create)()


async def _carry_out_the_first() -> None:
    while (run_id := await Run.objects.values_list("pk", flat=True).afirst()) is None:  # noqa: ASYNC110 - it is made in another thread
        await asyncio.sleep(0.02)
    await runs.carry_out(run_id)


async def test_the_service_answers_once_the_crew_has(crew_override: Script) -> None:
    crew_override({"text": "from the crew"})
    service, person = AIInteractionService(), await _person()

    answer, _ = await asyncio.gather(
        service.answer(question(), person=person), _carry_out_the_first()
    )

    assert orjson.loads(answer)["text"] == "from the crew"


async def test_past_its_patience_the_service_gives_the_draft(crew_override: Script) -> None:
    crew_override({"text": "too late"})

    answer = await AIInteractionService().answer(question(), person=await _person(), wait=0.1)

    assert orjson.loads(answer)["text"] == "draft 1 of hello"


async def test_the_second_answer_comes_from_the_cache(crew_override: Script) -> None:
    crew = crew_override({"text": "from the crew"})
    service, person = AIInteractionService(), await _person()
    await asyncio.gather(service.answer(question(), person=person), _carry_out_the_first())

    again = orjson.loads(await service.answer(question(), person=person))

    assert (again["text"], again["cached"], len(crew.calls)) == ("from the crew", True, 1)


async def test_many_wait_for_different_runs_and_each_hears_of_its_own(
    crew_override: Script,
) -> None:
    crew_override({"text": "done"})
    person = await _person()
    begun = [
        await sync_to_async(AIInteractionService().begin)(question(f"n{n}"), person=person)
        for n in range(3)
    ]
    ids = [outcome.run.pk for outcome in begun if outcome.run is not None]
    waiting = [asyncio.create_task(wait_for_run(run_id, seconds=1)) for run_id in ids]

    await runs.carry_out(ids[1])

    assert await asyncio.gather(*waiting) == [False, True, False]


async def test_a_run_that_does_not_exist_is_not_waited_for_beyond_the_bound() -> None:
    assert await wait_for_run(uuid4(), seconds=0.1) is False
