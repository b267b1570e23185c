"""A worker goes on after its database was away, and ends when it is told to."""

import asyncio

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from focushub.ai.working import keep_working


class _Work:
    """Ends in the given ways, one after the other, and then goes on until it is cancelled."""

    def __init__(self, *ends: Exception | None) -> None:
        self.begun = 0
        self.cancelled = 0
        self._ends = [*ends]

    async def __call__(self) -> None:
        self.begun += 1
        if not self._ends:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
        end = self._ends.pop(0)
        if end is not None:
            raise end


async def _keep_until(work: _Work, begun: int) -> None:
    stopping = asyncio.Event()
    keeping = asyncio.create_task(keep_working(work, stopping=stopping, pause=0.01))
    async with asyncio.timeout(10):
        while work.begun < begun:  # noqa: ASYNC110 - it has nobody to tell
            await asyncio.sleep(0.01)
        stopping.set()
        await keeping


async def test_it_begins_again_after_each_fault_of_the_database() -> None:
    work = _Work(ConnectorException(), None, psycopg.OperationalError("gone"))

    await _keep_until(work, 4)

    assert (work.begun, work.cancelled) == (4, 1)


async def test_a_mistake_of_our_own_is_not_hidden() -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        await keep_working(_Work(RuntimeError("a bug")), stopping=asyncio.Event())


async def test_told_to_stop_while_the_database_is_away_it_ends() -> None:
    stopping = asyncio.Event()
    work = _Work(ConnectorException(), ConnectorException())
    keeping = asyncio.create_task(keep_working(work, stopping=stopping, pause=60))
    async with asyncio.timeout(10):
        while not work.begun:  # noqa: ASYNC110 - it has nobody to tell
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        stopping.set()
        await keeping

    assert work.begun == 1
