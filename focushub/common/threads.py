"""Blocking work from async code."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import SyncToAsync, sync_to_async
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")


_executors: WeakKeyDictionary[asyncio.AbstractEventLoop, ThreadPoolExecutor] = WeakKeyDictionary()


def use_threads(loop: asyncio.AbstractEventLoop, count: int) -> None:
    """Lets `off_loop` on this loop do `count` things at once, in a process that serves no requests.

    Each may hold a database connection, so the pool has to have as many.
    """
    _executors[loop] = ThreadPoolExecutor(count, thread_name_prefix="off-loop")


async def off_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` in a thread, and give its database connection back to the pool.

    In the thread of the request, unless `use_threads` has given the loop threads of its own.
    """
    executor = _executors.get(asyncio.get_running_loop())
    in_thread = sync_to_async(_then_release, thread_sensitive=executor is None, executor=executor)
    return await in_thread(work, *args, **kwargs)


def _then_release(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return work(*args, **kwargs)
    finally:
        release_connection()


def release_connection() -> None:
    """To the pool, so that nobody holds one while waiting; inside a transaction it is needed."""
    if not connection.in_atomic_block:
        connection.close()


def let_thread_go() -> None:
    """Ends the thread that this request keeps for its blocking calls; the next one starts another.

    Under ASGI each request has one from its first blocking call to its end. A request that goes on
    to wait, or to stream, needs none meanwhile.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor is not None:
        executor.shutdown(wait=False)
