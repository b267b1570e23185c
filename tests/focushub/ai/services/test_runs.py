"""What a worker makes of a run, for every way in which a model can let it down."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.utils import timezone
from psycopg_pool import PoolTimeout

from focushub.ai.gateways import FaultCode, ModelFault, Usage
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.common.threads import off_loop
from tests.factories import UserFactory
from tests.fakes.crew import Delay, ScriptedCrew
from tests.focushub.ai.echo import question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("echo", "model")]
Script = Callable[..., ScriptedCrew]
carry_out = async_to_sync(runs.carry_out)


def _queued(text: str = "hello", **fields: object) -> Run:
    run = AIInteractionService().begin(question(text), person=UserFactory.create(**fields)).run
    assert run is not None
    return run


def test_the_crews_answer_becomes_the_runs(crew_override: Script) -> None:
    crew_override({"text": "from the crew"})
    run = _queued()

    carry_out(run.pk)

    run.refresh_from_db()
    assert (run.state, run.engine, run.attempts, run.calls) == ("done", "crew", 1, 1)
    assert (run.tokens_in, run.tokens_out) == (100, 50)
    assert run.body is not None
    assert (run.body["text"], run.body["engine"]) == ("from the crew", "crew")


def test_it_is_stored_for_the_next_who_asks(crew_override: Script) -> None:
    crew_override({"text": "from the crew"})
    run = _queued()
    carry_out(run.pk)

    again = AIInteractionService().begin(question(), person=run.owner)

    assert again.cached is not None
    assert b'"from the crew"' in again.cached
    assert Run.objects.count() == 1


@pytest.mark.parametrize("code", list(FaultCode))
def test_every_fault_ends_in_the_built_in_answer(crew_override: Script, code: FaultCode) -> None:
    crew_override(ModelFault(code, usage=Usage(calls=2)))
    run = _queued()

    carry_out(run.pk)

    run.refresh_from_db()
    assert (run.state, run.engine, run.calls) == ("done", "builtin", 2)
    assert run.body is not None
    assert run.body["text"] == "draft 1 of hello"
    assert run.body["degraded"]["code"] == code.value


def test_an_answer_that_does_not_stand_up_to_the_checks_counts_as_a_fault(
    crew_override: Script,
) -> None:
    crew_override({"text": "unusable"})
    run = _queued()

    carry_out(run.pk)

    run.refresh_from_db()
    assert run.degraded is not None
    assert (run.degraded["code"], run.calls) == ("wrong_schema", 1)


def test_a_mistake_of_our_own_still_answers_and_is_raised_for_the_record(
    crew_override: Script,
) -> None:
    crew_override(RuntimeError("a bug"))
    run = _queued()

    with pytest.raises(RuntimeError):
        carry_out(run.pk)

    run.refresh_from_db()
    assert run.degraded is not None
    assert (run.state, run.degraded["code"]) == ("done", "worker_crashed")


def test_a_cancelled_run_is_not_asked_about(crew_override: Script) -> None:
    crew = crew_override({"text": "too late"})
    run = _queued()
    runs.cancel(run=run)

    carry_out(run.pk)

    run.refresh_from_db()
    assert (run.state, run.answer, crew.calls) == ("cancelled", "", [])


def test_a_finished_run_is_not_asked_about_again(crew_override: Script) -> None:
    crew = crew_override({"text": "once"})
    run = _queued()
    carry_out(run.pk)

    carry_out(run.pk)

    assert len(crew.calls) == 1


def test_a_run_that_is_gone_is_nothing_to_do(crew_override: Script) -> None:
    crew = crew_override({"text": "nobody"})

    carry_out(uuid4())

    assert crew.calls == []


def test_who_stopped_allowing_a_model_while_queued_is_not_told_to_one(
    crew_override: Script,
) -> None:
    crew = crew_override({"text": "no"})
    run = _queued()
    run.owner.allow_model = False
    run.owner.save()

    carry_out(run.pk)

    run.refresh_from_db()
    assert run.degraded is not None
    assert (run.degraded["code"], crew.calls) == ("model_not_allowed", [])


def test_after_five_faults_in_a_row_the_model_is_left_alone(crew_override: Script) -> None:
    crew = crew_override(ModelFault(FaultCode.UNAVAILABLE))

    for number in range(7):
        carry_out(_queued(f"question {number}").pk)

    codes = list(Run.objects.order_by("id").values_list("error_code", flat=True))
    assert codes == ["unavailable"] * 5 + ["model_resting"] * 2
    assert len(crew.calls) == 5


def test_a_run_that_killed_three_workers_gets_the_built_in_answer(crew_override: Script) -> None:
    crew = crew_override({"text": "never"})
    run = _queued()
    Run.objects.filter(pk=run.pk).update(attempts=runs.MAX_ATTEMPTS, state="running")

    carry_out(run.pk)

    run.refresh_from_db()
    assert run.degraded is not None
    assert (run.degraded["code"], crew.calls) == ("worker_crashed", [])


def test_abandoned_runs_are_finished_and_fresh_ones_left(crew_override: Script) -> None:
    old, fresh = _queued("old"), _queued("fresh")
    Run.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(minutes=16))

    count = runs.finish_abandoned()

    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (count, old.state, fresh.state) == (1, "done", "queued")


@pytest.mark.parametrize("fault", [None, ModelFault(FaultCode.TIMEOUT)])
def test_whoever_leaves_while_a_model_is_asked_leaves_no_error_behind(
    crew_override: Script, monkeypatch: pytest.MonkeyPatch, fault: ModelFault | None
) -> None:
    crew = crew_override({"text": "too late"})
    run = _queued()
    ask = crew.ask

    async def leave_meanwhile(**asked: Any) -> Any:
        await sync_to_async(run.owner.delete)()
        if fault is not None:
            raise fault
        return await ask(**asked)

    monkeypatch.setattr(crew, "ask", leave_meanwhile)

    carry_out(run.pk)

    assert not Run.objects.exists()


async def test_a_run_that_is_cancelled_ends_the_question_and_counts_what_it_cost(
    crew_override: Script,
) -> None:
    crew = crew_override(Delay(60), {"text": "too late"})
    run = await off_loop(_queued)
    carrying = asyncio.create_task(runs.carry_out(run.pk))
    async with asyncio.timeout(20):
        while not crew.calls:  # noqa: ASYNC110 - a fake has nobody to tell
            await asyncio.sleep(0.01)
        await off_loop(runs.cancel, run=run)
        await carrying

    await off_loop(run.refresh_from_db)
    assert crew.cancelled == 1
    assert (run.state, run.calls, run.tokens_in, run.answer) == ("cancelled", 1, 100, "")


async def test_an_answer_that_comes_just_after_a_cancel_is_not_kept(
    crew_override: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew_override({"text": "too late"})
    run = await off_loop(_queued)

    async def cancel_after(run_id: object, work: Coroutine[Any, Any, Any]) -> Any:
        reply = await work
        await off_loop(runs.cancel, run=run)
        return reply

    monkeypatch.setattr(runs, "unless_finished", cancel_after)

    await runs.carry_out(run.pk)

    await off_loop(run.refresh_from_db)
    assert (run.state, run.calls, run.answer) == ("cancelled", 1, "")


def test_a_database_that_is_away_is_left_to_the_jobs_next_try(
    crew_override: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew_override({"text": "not kept"})
    run = _queued()

    def fail(*_: object, **__: object) -> None:
        raise PoolTimeout

    monkeypatch.setattr(runs, "_settle", fail)

    with pytest.raises(PoolTimeout):
        carry_out(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempts) == ("running", 1)
