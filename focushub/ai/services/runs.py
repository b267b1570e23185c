"""The life of a run: drafted, queued, carried out by a worker, finished, cancelled."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone
from psycopg_pool import PoolTimeout
from pydantic import BaseModel

from focushub.ai import breakers, features
from focushub.ai.choice import Refusal, configured_model, switch_refusal
from focushub.ai.events import RunEvent
from focushub.ai.features import Answer
from focushub.ai.gateways import FaultCode, Gateway, Metered, ModelFault, Reply, Usage, current
from focushub.ai.live import log as event_log
from focushub.ai.live.outbox import tell_of
from focushub.ai.models import Run
from focushub.ai.services import prompts
from focushub.ai.stream import RunStream
from focushub.ai.waiting import unless_finished
from focushub.common.errors import DomainError, Kind
from focushub.common.rendering import render
from focushub.common.threads import off_loop
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish

log = logging.getLogger(__name__)

# How long the built-in answer stands in for a model's that could not be had.
DEGRADED_LIFETIME = timedelta(minutes=1)
MAX_ATTEMPTS = 3
# Far longer than a model may take and a dead worker's jobs need to be taken over.
ABANDONED = timedelta(minutes=15)

RESTING = Refusal(
    "model_resting", "The language model is in trouble; we let it rest and answer without it."
)
NOT_ALLOWED = Refusal("model_not_allowed", "You chose that no language model is asked.")
CRASHED = Refusal("worker_crashed", "The answer could not be finished; this is the built-in one.")


def keep_draft(*, run: Run, draft: Answer) -> None:
    run.fresh_until = draft.fresh_until
    run.draft = _text(run, draft.body)
    run.save(update_fields=["draft", "fresh_until", "updated_at"])


def finish_with_draft(
    *, run: Run, refusal: Refusal | None = None, usage: Usage | None = None
) -> None:
    """The built-in answer is the answer; `refusal` says why, where a model was to be asked."""
    draft = run.body
    assert draft is not None
    if refusal is not None:
        run.error_code, run.error_detail = refusal.code, refusal.detail
        until = timezone.now() + DEGRADED_LIFETIME
        run.fresh_until = min(run.fresh_until or until, until)
    _finish(run=run, body=draft, usage=usage or Usage())


def finish_with_crew(*, run: Run, answer: Answer, usage: Usage) -> None:
    run.engine = Run.Engine.CREW
    run.fresh_until = answer.fresh_until
    _finish(run=run, body=answer.body, usage=usage)


def enqueue(run: Run) -> None:
    """In the caller's transaction: the job exists exactly if the run does."""
    from focushub.ai.jobs import run_model

    run_model.defer(run_id=str(run.pk))
    _tell(run, Change.CREATED)


@transaction.atomic
def cancel(*, run: Run) -> Run:
    """A run that is done stays done; cancelling twice is cancelling once."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.is_in_flight:
        run.state = Run.State.CANCELLED
        run.finished_at = timezone.now()
        run.save(update_fields=["state", "finished_at", "updated_at"])
        _tell(run)
    return run


def forget_answer(*, run: Run) -> None:
    """The stored answer leaves the cache: what it proposed is gone."""
    features.get(run.feature).entry.delete(run.owner_id, run.question_key)
    Run.objects.filter(pk=run.pk).update(question_key="")


class AnswerErased(DomainError):
    """For whoever asks for it later, or was still waiting."""

    kind = Kind.NOT_FOUND
    code = "answer_erased"
    detail = "This answer was deleted, with what it belonged to."


def erase_words(*, erased: Collection[Run]) -> None:
    """No word stays of what was asked and answered; what it cost does."""
    ids = [run.pk for run in erased]
    rows = Run.objects.filter(pk__in=ids)
    rows.filter(state=Run.State.DONE).update(payload={}, draft="", answer="{}")
    rows.exclude(state=Run.State.DONE).update(payload={}, draft="")
    keys = [event_log.key_of(owner_id=run.owner_id, run_id=run.pk) for run in erased]
    transaction.on_commit(partial(event_log.forget, keys))


async def carry_out(run_id: UUID) -> None:
    """A worker's whole task: ask the model, then settle what it said.

    A `ModelFault` ends in the built-in answer. So does a mistake of our own, which is raised again
    for the job's record; whoever waits is not left waiting for it. A run that ends elsewhere
    meanwhile, as one that is cancelled does, ends the request to the model too.
    """
    run = await off_loop(_start, run_id)
    if run is None:
        return
    stream = tell_of(run)
    meter = Metered(current())
    try:
        if run.is_in_flight:
            await _answer(run, meter=meter, stream=stream)
    except (Error, PoolTimeout):
        raise  # The job is tried again; see its retry strategy.
    except Exception:  # raised again below
        await off_loop(_fall_back, run_id, CRASHED, usage=meter.usage)
        await stream.over()
        raise
    await stream.over()


async def _answer(run: Run, *, meter: Metered, stream: RunStream) -> None:
    try:
        reply = await unless_finished(run.pk, _ask(run, gateway=meter, stream=stream))
        if reply is None:
            await off_loop(_take_down, run.pk, meter.usage)
        else:
            await off_loop(_settle, run.pk, reply, usage=meter.usage)
    except ModelFault as fault:
        log.warning("model fault", extra={"run": str(run.pk), "fault": fault.code.value})
        await off_loop(
            _fall_back, run.pk, Refusal(fault.code.value, fault.detail), usage=meter.usage
        )


def finish_abandoned() -> int:
    """Gives runs that no worker finished the built-in answer; how many there were."""
    moment = timezone.now() - ABANDONED
    abandoned = list(
        Run.objects.in_flight().filter(updated_at__lt=moment).values_list("pk", flat=True)[:500]
    )
    for run_id in abandoned:
        _fall_back(run_id, CRASHED, usage=Usage())
    return len(abandoned)


async def _ask(run: Run, *, gateway: Gateway, stream: RunStream) -> Reply[BaseModel]:
    feature = features.get(run.feature)
    model = configured_model(run.feature)
    if model is None:
        raise ModelFault(FaultCode.UNAVAILABLE)
    try:
        reply = await feature.propose(
            payload=run.payload,
            asked_at=run.asked_at,
            person=run.owner,
            gateway=gateway,
            model=model,
            stream=stream,
        )
    except ModelFault as fault:
        await off_loop(breakers.faulted if fault.trips_breaker else breakers.succeeded, model)
        raise
    await off_loop(breakers.succeeded, model)
    return reply


@transaction.atomic
def _start(run_id: UUID) -> Run | None:
    """The run, marked as running, or finished where no model may be asked; None: nothing to do."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("owner")
        .filter(pk=run_id)
        .first()
    )
    if run is None or not run.is_in_flight:
        return None
    if refusal := _refusal(run):
        finish_with_draft(run=run, refusal=refusal)
        return run
    run.state = Run.State.RUNNING
    run.attempts += 1
    run.started_at = run.started_at or timezone.now()
    run.save(update_fields=["state", "attempts", "started_at", "updated_at"])
    _tell(run)
    return run


def _refusal(run: Run) -> Refusal | None:
    model = configured_model(run.feature)
    if not run.owner.allow_model:
        return NOT_ALLOWED
    if run.attempts >= MAX_ATTEMPTS:
        return CRASHED
    if off := switch_refusal():
        return off
    if model is not None and not breakers.breaker_for(model).allows():
        return RESTING
    prompts.refresh()
    return None


@transaction.atomic
def _settle(run_id: UUID, reply: Reply[BaseModel], *, usage: Usage) -> None:
    run = _lock(run_id)
    if run is None or not run.is_in_flight:  # Cancelled, or its person left, while we waited.
        _take_down(run_id, usage)
        return
    answer = features.get(run.feature).settle(run=run, person=run.owner, proposal=reply.value)
    finish_with_crew(run=run, answer=answer, usage=usage)


@transaction.atomic
def _fall_back(run_id: UUID, refusal: Refusal, *, usage: Usage) -> None:
    run = _lock(run_id)
    if run is not None and run.is_in_flight:
        finish_with_draft(run=run, refusal=refusal, usage=usage)


def _take_down(run_id: UUID, usage: Usage) -> None:
    """What a cancelled run cost all the same: it counts in the day's budget."""
    Run.objects.filter(pk=run_id, state=Run.State.CANCELLED).update(
        calls=usage.calls,
        tokens_in=usage.tokens_in,
        tokens_out=usage.tokens_out,
        cost_usd=cost_of(usage),
    )


def _lock(run_id: UUID) -> Run | None:
    """None where the person has left, and their runs with them."""
    rows = Run.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.filter(pk=run_id).first()


def _finish(*, run: Run, body: dict[str, Any], usage: Usage) -> None:
    now = timezone.now()
    run.state = Run.State.DONE
    run.calls, run.tokens_in, run.tokens_out = usage.calls, usage.tokens_in, usage.tokens_out
    run.cost_usd = cost_of(usage)
    run.finished_at = now
    run.duration_ms = _milliseconds(run.created_at, now)
    run.answer = _text(run, body)
    run.save()
    transaction.on_commit(partial(_store, run))
    _tell(run)


def _tell(run: Run, change: Change = Change.CHANGED) -> None:
    event = RunEvent.of(change, [run.pk], feature=run.feature, state=run.state)
    publish(person_id=run.owner_id, event=event)


def _text(run: Run, body: dict[str, Any]) -> str:
    """The feature's fields, then the run's; `cached` is false for whoever asked first."""
    told = {
        **body,
        "run_id": run.pk,
        "engine": run.engine,
        "degraded": run.degraded,
        "cached": False,
        "created_at": run.created_at,
    }
    return render(told).decode()


def _store(run: Run) -> None:
    body = run.body
    assert body is not None
    body["cached"] = True
    features.get(run.feature).entry.set(
        run.owner_id, run.question_key, render(body), until=run.fresh_until
    )


def cost_of(usage: Usage) -> Decimal:
    """US dollars, by the operator's prices."""
    dollars = usage.tokens_in * settings.LLM_PRICE_IN + usage.tokens_out * settings.LLM_PRICE_OUT
    return Decimal(dollars / 1_000_000).quantize(Decimal("0.000001"))


def _milliseconds(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() * 1000))
