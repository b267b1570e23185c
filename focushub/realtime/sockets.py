"""All sockets of one process, looked after together.

Every two seconds one query asks which of their sessions still count, and one trip to Redis which
newest event each should have. So a revocation, or an event that was not heard, costs the same for
one socket or a thousand, and needs no word from whoever caused it.
"""

import asyncio
import logging
import random
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from focushub.caching import guarded
from focushub.common.threads import release_connection
from focushub.realtime import stream
from focushub.realtime.messages import CloseCode
from focushub.realtime.tickets import live_sessions

if TYPE_CHECKING:
    from focushub.realtime.consumer import PersonSocket

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 2.0
MAX_SOCKETS: Final = 10_000
MAX_SOCKETS_A_PERSON: Final = 20
# Looks in a row without Redis after which nobody can say what was lost.
_OUTAGE_LOOKS: Final = 2
_SPREAD_SECONDS: Final = 3.0

_here: WeakKeyDictionary[asyncio.AbstractEventLoop, "Sockets"] = WeakKeyDictionary()


def here() -> "Sockets":
    """Those of the running event loop."""
    return _here.setdefault(asyncio.get_running_loop(), Sockets())


class Sockets:
    def __init__(self) -> None:
        self._of: dict[UUID, list[PersonSocket]] = {}
        self._count = 0
        self._now = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None
        self._at_work: set[asyncio.Task[None]] = set()
        self._looks_without_redis = 0

    @property
    def are_full(self) -> bool:
        return self._count >= MAX_SOCKETS

    def add(self, socket: "PersonSocket") -> None:
        own = self._of.setdefault(socket.person_id, [])
        own.append(socket)
        self._count += 1
        if len(own) > MAX_SOCKETS_A_PERSON:
            # The oldest: a tab that was forgotten, or a connection that is dead already.
            self._start(own[0].end(CloseCode.TOO_MANY))
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look_after())

    def remove(self, socket: "PersonSocket") -> bool:
        """Whether it was there."""
        own = self._of.get(socket.person_id, [])
        if socket not in own:
            return False
        own.remove(socket)
        self._count -= 1
        if not own:
            del self._of[socket.person_id]
        return True

    def look_now(self) -> None:
        self._now.set()

    async def _look_after(self) -> None:
        loop = asyncio.get_running_loop()
        # Its own thread, so that no request's work is in the way.
        with ThreadPoolExecutor(1, thread_name_prefix="sockets") as thread:
            while self._of:
                self._now.clear()
                people, sessions = list(self._of), {one.session_id for one in self._all()}
                live = await loop.run_in_executor(thread, _live, sessions)
                for socket in self._all():
                    if socket.session_id in sessions - live:
                        self._start(socket.end(CloseCode.SESSION_ENDED))
                newest = await loop.run_in_executor(thread, _newest, people)
                self._bring_up_to_date(people, newest)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._now.wait(), LOOK_SECONDS)

    def _bring_up_to_date(self, people: Sequence[UUID], newest: Sequence[int] | None) -> None:
        if newest is None:
            self._looks_without_redis += 1
            return
        was_away = self._looks_without_redis >= _OUTAGE_LOOKS
        self._looks_without_redis = 0
        for person_id, seq in zip(people, newest, strict=True):
            for socket in self._of.get(person_id, ()):
                if was_away:
                    self._start(_soon(socket, seq))
                elif seq > socket.seq or (seq == 0 and socket.seq):
                    self._start(socket.catch_up())

    def _all(self) -> Iterator["PersonSocket"]:
        return (socket for own in self._of.values() for socket in own)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_unless_gone(work))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)


async def _unless_gone(work: Coroutine[None, None, None]) -> None:
    with suppress(OSError):  # What a server raises where the client has left.
        await work


async def _soon(socket: "PersonSocket", seq: int) -> None:
    # Not all of them in the same instant: each will read its lists again.
    await asyncio.sleep(random.uniform(0, _SPREAD_SECONDS))  # noqa: S311 - no secret
    await socket.resync(seq)


def _live(session_ids: set[UUID]) -> set[UUID]:
    """All of them where the database is away: what cannot be read cannot be revoked either."""
    try:
        return live_sessions(list(session_ids))
    except (DatabaseError, PoolTimeout) as fault:
        log.warning("cannot look for sessions", extra={"fault": type(fault).__name__})
        return session_ids
    finally:
        release_connection()


def _newest(person_ids: Sequence[UUID]) -> list[int] | None:
    return guarded(partial(stream.latest, person_ids), otherwise=None)
