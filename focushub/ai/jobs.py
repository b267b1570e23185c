"""What a worker does. A job carries an id, never the person's words."""

import asyncio
import logging
from uuid import UUID

from django.db import Error
from procrastinate import JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from psycopg_pool import PoolTimeout

from focushub.ai.services import runs, upkeep
from focushub.common.threads import off_loop

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 15
JOBS_KEPT_HOURS = 72


class _Again(RetryStrategy):
    """Another worker goes on at once where this one is told to stop."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        return super().get_retry_decision(exception=exception, job=job)


# A database that comes back within a minute or so costs nobody an answer.
_AGAIN = _Again(max_attempts=8, wait=1, exponential_wait=2, retry_exceptions=[Error, PoolTimeout])


@app.task(name="ai.run_model", queue="models", retry=_AGAIN)
async def run_model(*, run_id: str) -> None:
    await runs.carry_out(UUID(run_id))


@app.periodic(cron="* * * * * */5")
@app.task(
    name="ai.rescue_stalled", queue="upkeep", queueing_lock="ai.rescue_stalled", pass_context=True
)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker stopped breathing go back into the queue; another worker takes them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("job rescued", extra={"job": job.id, "task": job.task_name})
        await manager.retry_job(job)
    await off_loop(runs.finish_abandoned)


@app.periodic(cron="17 3 * * *")
@app.task(name="ai.purge", queue="upkeep", queueing_lock="ai.purge", pass_context=True)
async def purge(context: JobContext, timestamp: int) -> None:
    await off_loop(upkeep.purge_expired)
    await context.app.job_manager.delete_old_jobs(nb_hours=JOBS_KEPT_HOURS, include_failed=True)
