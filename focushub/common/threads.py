"""Blocking work from async code."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ClassVar, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from django.core.signals import request_started
from django.db import close_old_connections, connection, reset_queries

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


class BorrowedThread(Executor):
    """One thread for one request, lent at its first blocking call and kept until it is given back.

    Django starts and joins a thread for each request. On the event loop both wait for another
    thread to get the interpreter, which under load kept all requests for milliseconds each time
    (`bench inflight`). Used on one event loop.
    """

    # As many as work at once at quiet hours; what a rush needs beyond ends with it.
    MAX_IDLE: Final = 32
    _idle: ClassVar[list[ThreadPoolExecutor]] = []

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._latest: Future[Any] | None = None

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        if self._thread is None:
            self._thread = self._idle.pop() if self._idle else ThreadPoolExecutor(1)
        self._latest = latest = self._thread.submit(work, *args, **kwargs)
        return latest

    def give_back(self) -> None:
        """At the end of its work: a client that has gone does not end what its request began."""
        thread, latest = self._thread, self._latest
        self._thread = self._latest = None
        if thread is not None and latest is not None:
            latest.add_done_callback(lambda _: self._keep(thread))

    def _keep(self, thread: ThreadPoolExecutor) -> None:
        if len(self._idle) < self.MAX_IDLE:
            self._idle.append(thread)
        else:
            thread.shutdown(wait=False)


def begin_on_loop() -> None:
    """Spares each request the thread in which Django would look after connections at its start.

    They are closed at its end, so its thread has none left open from the request before.
    """
    request_started.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)


def with_borrowed_threads(
    application: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., Coroutine[Any, Any, None]]:
    """An ASGI application of requests, each of which has a `BorrowedThread`."""

    async def call(*connection: Any) -> None:
        thread = BorrowedThread()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await application(*connection)
        finally:
            thread.give_back()

    return call


def let_thread_go() -> None:
    """Gives back the thread that this request keeps for its blocking calls; the next takes another.

    A request that goes on to wait, or to stream, needs none meanwhile.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.get(context) if context else None
    if isinstance(executor, BorrowedThread):
        executor.give_back()
