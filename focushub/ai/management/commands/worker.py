"""`manage.py worker`: carries out jobs until it is told to stop. Start as many as you like."""

import asyncio
import signal
from functools import partial
from typing import Any, cast

import uvloop
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.django_connector import DjangoConnector

from focushub.ai.choice import any_model_configured
from focushub.ai.gateways.crew import prepare_worker
from focushub.ai.jobs import HEARTBEAT_SECONDS, STALLED_SECONDS
from focushub.ai.working import keep_working
from focushub.common.database import drop_broken_connections
from focushub.common.memory import keep_loaded
from focushub.common.threads import use_threads

POLL_SECONDS = 1.0
# What is at work may finish; what does not is taken over by another worker.
GRACE_SECONDS = 3.0
# For what a run reads and writes. More would wait for each other: what they do is mostly work.
DATABASE_THREADS = 4


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--concurrency", type=int, default=settings.WORKER_CONCURRENCY, help="jobs at once"
        )

    def handle(self, *args: Any, concurrency: int, **options: Any) -> None:
        # A fifth less processor time for each run than asyncio's own loop (`bench workers`).
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._work(concurrency))

    async def _work(self, concurrency: int) -> None:
        use_threads(asyncio.get_running_loop(), DATABASE_THREADS)
        if any_model_configured():
            prepare_worker(asyncio.get_running_loop())
        keep_loaded()
        self.stdout.write("worker: ready")
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        await keep_working(partial(_carry_out_jobs, concurrency), stopping=stopping)


async def _carry_out_jobs(concurrency: int) -> None:
    # Periodic tasks are deferred over Django's connection; it may be the one that broke.
    await sync_to_async(drop_broken_connections)()
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    worker_app = app.with_connector(connector)
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=False,
            delete_jobs="successful",
            # `off_loop` gives connections back by itself, and all tasks that are coroutines use
            # it; two trips to another thread for each job were a twentieth of its price.
            task_middleware=[close_db_connections],
        )
