"""Keeps a worker at work while its database comes and goes."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import psycopg
from procrastinate.exceptions import ConnectorException

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0


async def keep_working(
    work: Callable[[], Coroutine[Any, Any, None]],
    *,
    stopping: asyncio.Event,
    pause: float = PAUSE_SECONDS,
) -> None:
    """`work`, and again whenever it ends before `stopping` is set; then it is cancelled.

    Procrastinate ends a worker that loses its connection, with an exception or without. A process
    that ended with it would have to load everything anew, and needs somebody who starts it.
    """
    while not stopping.is_set():
        working = asyncio.ensure_future(work())
        told = asyncio.ensure_future(stopping.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        # Procrastinate takes it for a request to let what is at work finish.
        working.cancel()
        (fault,) = await asyncio.gather(working, return_exceptions=True)
        if isinstance(fault, asyncio.CancelledError):
            return
        if isinstance(fault, Exception) and not isinstance(
            fault, ConnectorException | psycopg.Error
        ):
            raise fault
        log.warning("the worker begins again", extra={"fault": type(fault).__name__})
        try:
            async with asyncio.timeout(pause):
                await stopping.wait()
        except TimeoutError:
            continue
