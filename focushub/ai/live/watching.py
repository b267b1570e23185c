"""The web's side: a run's events as they come, for many watchers at a small price.

Each event loop has one task that asks Redis, for all watched runs at once, what is new, and one
that asks PostgreSQL which of them are finished and whose session has ended. A watcher costs a
coroutine; it holds no thread and no connection. Redis makes it lively, PostgreSQL makes it end.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import Error
from psycopg_pool import PoolTimeout

from focushub.ai.live import log as run_log
from focushub.ai.live.log import OVER, START, Event, EventId
from focushub.ai.models import Run
from focushub.common.errors import DomainError, Kind
from focushub.common.rendering import render
from focushub.common.threads import release_connection
from focushub.realtime.tickets import live_sessions

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.05
ROW_SECONDS: Final = 0.25
SESSION_SECONDS: Final = 2.0
# After a run's row is finished its last words may still be on their way from the worker.
LAST_WORDS_SECONDS: Final = 1.5
MOST_WATCHERS_A_PERSON: Final = 20
_AFTER_FAULT_SECONDS: Final = 1.0

A = TypeVar("A")
R = TypeVar("R")

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, "_Hub"] = WeakKeyDictionary()


class TooManyStreams(DomainError):
    kind = Kind.TOO_MANY
    code = "too_many_streams"
    detail = "You are watching many runs at once already. Close one, then try again."


class SessionEnded(Exception):
    """The session that watches was ended, or its person deactivated."""


@dataclass(eq=False, slots=True)
class _Watcher:
    run_id: UUID
    owner_id: UUID
    session_id: UUID
    key: str
    cursor: EventId
    unread: deque[Event] = field(default_factory=deque)
    stir: asyncio.Event = field(default_factory=asyncio.Event)
    finished_at: float | None = None
    is_over: bool = False
    is_revoked: bool = False


def check_room(owner_id: UUID) -> None:
    """Raises TooManyStreams: this process tells this person of enough runs already."""
    hub = _hubs.get(asyncio.get_running_loop())
    if hub is not None and hub.count(owner_id) >= MOST_WATCHERS_A_PERSON:
        raise TooManyStreams(retry_after=5)


async def events_of(
    run: Run, *, session_id: UUID, after: EventId = START, pause: float
) -> AsyncGenerator[Event | None, None]:
    """What is told of a run from `after` on, until the run is finished. None after each `pause`.

    Where events are missing between two, a `restart` says so: what a watcher has is not whole.

    Raises:
        SessionEnded: the person may not see any more of it.
    """
    finished_at = None
    if run.finished_at is not None:
        finished_at = _finish(run.finished_at.timestamp() - time.time(), run.state, run.attempts)
    hub = _hubs.setdefault(asyncio.get_running_loop(), _Hub())
    watcher = _Watcher(
        run_id=run.pk,
        owner_id=run.owner_id,
        session_id=session_id,
        key=run_log.key_of(owner_id=run.owner_id, run_id=run.pk),
        cursor=after,
        finished_at=finished_at,
    )
    hub.join(watcher)
    try:
        last = after
        while not watcher.is_over:
            try:
                async with asyncio.timeout(pause):
                    await watcher.stir.wait()
            except TimeoutError:
                yield None
            watcher.stir.clear()
            if watcher.is_revoked:
                raise SessionEnded
            while watcher.unread:
                event = watcher.unread.popleft()
                if event.name == OVER:
                    return
                if not last.is_followed_by(event.id) and event.name != "restart":
                    yield Event(last, "restart", render({"reason": "events_lost"}))
                last = event.id
                yield event
    finally:
        hub.leave(watcher)


class _Hub:
    """Of one event loop; its tasks live as long as somebody watches."""

    def __init__(self) -> None:
        self._watchers: set[_Watcher] = set()
        self._tasks: dict[_Work, asyncio.Task[None]] = {}
        self._sessions_seen_at = 0.0

    def join(self, watcher: _Watcher) -> None:
        self._watchers.add(watcher)
        for work in (self._read, self._look):
            task = self._tasks.get(work)
            if task is None or task.done():
                # Without the context of the request that happens to be first.
                self._tasks[work] = asyncio.get_running_loop().create_task(
                    self._while_watched(work), context=Context()
                )

    def count(self, owner_id: UUID) -> int:
        return sum(1 for one in self._watchers if one.owner_id == owner_id)

    def leave(self, watcher: _Watcher) -> None:
        self._watchers.discard(watcher)

    async def _while_watched(self, work: "_Work") -> None:
        # A thread of its own: a request's would be gone with the request.
        with ThreadPoolExecutor(1, thread_name_prefix="run-watch") as thread:
            while self._watchers:
                await work(thread)

    async def _read(self, thread: ThreadPoolExecutor) -> None:
        """Hands out what is new in Redis; who has not read the last yet gets no more."""
        hungry = [one for one in self._watchers if not one.unread]
        cursors: dict[str, EventId] = {}
        for one in hungry:
            cursors[one.key] = min(one.cursor, cursors.get(one.key, one.cursor))
        began = time.monotonic()
        news = await _in(thread, run_log.read, cursors) if cursors else {}
        for one in hungry:
            self._hand_out(one, (news or {}).get(one.key, ()))
            # Without Redis there are no last words to wait for.
            patience = LAST_WORDS_SECONDS if news is not None else 0.0
            if not one.unread and one.finished_at is not None:
                one.is_over = began - one.finished_at >= patience
                one.stir.set()
        await asyncio.sleep(LOOK_SECONDS)

    def _hand_out(self, watcher: _Watcher, events: Iterable[Event]) -> None:
        for event in events:
            if event.id > watcher.cursor:
                watcher.unread.append(event)
                watcher.cursor = event.id
                watcher.stir.set()

    async def _look(self, thread: ThreadPoolExecutor) -> None:
        """Finds out in PostgreSQL which runs are finished, and who may not watch any more."""
        watchers = list(self._watchers)
        now = time.monotonic()
        asks_sessions = now - self._sessions_seen_at >= SESSION_SECONDS
        try:
            finished = await _in(thread, _finished, {one.run_id for one in watchers})
            live = (
                await _in(thread, _live, {one.session_id for one in watchers})
                if asks_sessions
                else None
            )
        except (Error, PoolTimeout) as fault:
            log.warning("cannot look at watched runs", extra={"fault": type(fault).__name__})
            await asyncio.sleep(_AFTER_FAULT_SECONDS)
            return
        if asks_sessions:
            self._sessions_seen_at = now
        for one in watchers:
            if one.run_id in finished and one.finished_at is None:
                one.finished_at = _finish(0.0, *finished[one.run_id])
            if live is not None and one.session_id not in live:
                one.is_revoked = True
                one.stir.set()
        await asyncio.sleep(ROW_SECONDS)


_Work = Callable[[ThreadPoolExecutor], Awaitable[None]]


async def _in(thread: ThreadPoolExecutor, work: Callable[[A], R], argument: A) -> R:
    return await asyncio.get_running_loop().run_in_executor(thread, work, argument)


def _finish(since: float, state: str, attempts: int) -> float:
    """When it finished, on the clock of the loop; long ago where no worker has last words."""
    has_words = state == Run.State.DONE and attempts > 0
    return time.monotonic() + (since if has_words else -LAST_WORDS_SECONDS)


def _finished(run_ids: Collection[UUID]) -> Mapping[UUID, tuple[str, int]]:
    """Their states and attempts; a run that is gone counts as one that was cancelled."""
    try:
        rows = Run.objects.filter(pk__in=run_ids).values_list("pk", "state", "attempts")
        there = {run_id: (state, attempts) for run_id, state, attempts in rows}
    finally:
        release_connection()
    told = {run_id: there.get(run_id, (Run.State.CANCELLED, 0)) for run_id in run_ids}
    return {run_id: one for run_id, one in told.items() if one[0] not in Run.IN_FLIGHT}


def _live(session_ids: Iterable[UUID]) -> set[UUID]:
    try:
        return live_sessions(list(session_ids))
    finally:
        release_connection()
