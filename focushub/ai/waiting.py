"""Waiting for runs without a thread or a connection for each of them.

One task in each event loop asks the database, some times a second and for all that wait at once,
which of their runs are finished. It lives as long as somebody waits. PostgreSQL is asked, and not
Redis, because it is what has to be there anyway.
"""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import Error
from psycopg_pool import PoolTimeout

from focushub.ai.models import Run
from focushub.common.threads import release_connection

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.05
_AFTER_FAULT_SECONDS = 1.0
# More than any work on a run may take.
_LONGEST_SECONDS = 3600.0

R = TypeVar("R")

_lookouts: WeakKeyDictionary[asyncio.AbstractEventLoop, "_Lookout"] = WeakKeyDictionary()


async def wait_for_run(run_id: UUID, *, seconds: float) -> bool:
    """Whether the run finished, in whatever way, within `seconds`."""
    loop = asyncio.get_running_loop()
    lookout = _lookouts.setdefault(loop, _Lookout())
    return await lookout.wait(run_id, seconds)


async def unless_finished(run_id: UUID, work: Coroutine[Any, Any, R]) -> R | None:
    """What `work` gives; None, and `work` is cancelled, where the run finishes before it."""
    working = asyncio.ensure_future(work)
    finished = asyncio.ensure_future(wait_for_run(run_id, seconds=_LONGEST_SECONDS))
    try:
        await asyncio.wait({working, finished}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done() and finished.result():
            return None
        return await working
    finally:
        for task in (working, finished):
            task.cancel()
        await asyncio.gather(working, finished, return_exceptions=True)


class _Lookout:
    def __init__(self) -> None:
        self._waiting: dict[UUID, set[asyncio.Future[None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def wait(self, run_id: UUID, seconds: float) -> bool:
        finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(run_id, set()).add(finished)
        if self._task is None or self._task.done():
            # Without the context of the request that happens to be first.
            self._task = asyncio.get_running_loop().create_task(self._look(), context=Context())
        try:
            await asyncio.wait_for(finished, seconds)
        except TimeoutError:
            return False
        finally:
            self._forget(run_id, finished)
        return True

    def _forget(self, run_id: UUID, finished: "asyncio.Future[None]") -> None:
        others = self._waiting.get(run_id)
        if others is not None:
            others.discard(finished)
            if not others:
                del self._waiting[run_id]

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        # Its own thread: a request's would be gone with the request.
        with ThreadPoolExecutor(1, thread_name_prefix="run-lookout") as thread:
            while self._waiting:
                try:
                    done = await loop.run_in_executor(thread, _finished, list(self._waiting))
                except (Error, PoolTimeout) as fault:
                    log.warning("cannot look for runs", extra={"fault": type(fault).__name__})
                    await asyncio.sleep(_AFTER_FAULT_SECONDS)
                    continue
                for run_id in done:
                    for future in self._waiting.pop(run_id, ()):
                        if not future.done():
                            future.set_result(None)
                await asyncio.sleep(LOOK_SECONDS)


def _finished(run_ids: Iterable[UUID]) -> list[UUID]:
    try:
        return list(Run.objects.finished().filter(pk__in=run_ids).values_list("pk", flat=True))
    finally:
        release_connection()
