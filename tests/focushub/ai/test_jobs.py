"""Which jobs are tried again, and when."""

import asyncio

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate.jobs import Job
from psycopg_pool import PoolTimeout

from focushub.ai.jobs import run_model


def _waits(fault: BaseException, *, attempts: int = 0) -> int | None:
    job = Job(
        id=1, queue="models", lock=None, queueing_lock=None, task_name="ai.run_model",
        task_kwargs={}, attempts=attempts,
    )  # fmt: skip
    assert run_model.retry_strategy is not None
    decision = run_model.retry_strategy.get_retry_decision(exception=fault, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return round((decision.retry_at - timezone.now()).total_seconds())


@pytest.mark.parametrize("fault", [OperationalError(), InterfaceError(), PoolTimeout()])
def test_a_database_that_is_away_is_given_time(fault: Exception) -> None:
    waits = [_waits(fault, attempts=attempts) for attempts in range(9)]

    assert waits[:3] == [3, 5, 9]
    assert waits[8] is None


def test_a_run_whose_worker_is_told_to_stop_is_taken_over_at_once() -> None:
    assert _waits(asyncio.CancelledError()) == 0


def test_a_mistake_of_our_own_is_not_repeated() -> None:
    assert _waits(RuntimeError("a bug")) is None
