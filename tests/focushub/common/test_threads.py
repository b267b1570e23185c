"""Blocking work from async code: one at a time in a request, several at once in a worker."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from asgiref.sync import sync_to_async

from focushub.common.threads import (
    BorrowedThread,
    let_thread_go,
    off_loop,
    use_threads,
    with_borrowed_threads,
)


@pytest.fixture(autouse=True)
def no_thread_idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(BorrowedThread, "_idle", [])
    yield
    for thread in BorrowedThread._idle:
        thread.shutdown()


def _meet(barrier: threading.Barrier) -> str:
    barrier.wait(10)
    return threading.current_thread().name


async def test_a_loop_with_threads_of_its_own_does_several_things_at_once() -> None:
    use_threads(asyncio.get_running_loop(), 2)
    barrier = threading.Barrier(2)

    names = await asyncio.gather(off_loop(_meet, barrier), off_loop(_meet, barrier))

    assert len(set(names)) == 2


async def test_any_other_loop_does_one_after_the_other_in_one_thread() -> None:
    names = await asyncio.gather(*(off_loop(threading.get_ident) for _ in range(3)))

    assert len(set(names)) == 1


async def test_a_request_has_one_thread_and_the_next_one_has_it_after() -> None:
    seen: list[int] = []

    async def request() -> None:
        seen.append(await sync_to_async(threading.get_ident)())
        await asyncio.sleep(0)
        seen.append(await off_loop(threading.get_ident))

    for _ in range(3):
        await with_borrowed_threads(request)()

    assert len(seen) == 6
    assert len(set(seen)) == 1


async def test_requests_at_the_same_time_have_a_thread_each() -> None:
    barrier = threading.Barrier(3)

    async def request() -> None:
        names.add(await sync_to_async(_meet)(barrier))

    names: set[str] = set()
    await asyncio.gather(*(with_borrowed_threads(request)() for _ in range(3)))

    assert len(names) == 3


async def test_what_a_client_has_left_behind_keeps_its_thread_until_it_ends() -> None:
    """Whoever comes next would wait for it."""
    began, may_end = threading.Event(), threading.Event()
    idents: list[int] = []

    def work() -> None:
        idents.append(threading.get_ident())
        began.set()
        may_end.wait(10)

    async def left() -> None:
        await sync_to_async(work)()

    async def next_one() -> None:
        idents.append(await sync_to_async(threading.get_ident)())

    leaving = asyncio.create_task(with_borrowed_threads(left)())
    await asyncio.to_thread(began.wait, 10)
    leaving.cancel()
    await asyncio.wait([leaving], timeout=0.1)
    await asyncio.wait_for(with_borrowed_threads(next_one)(), 10)
    may_end.set()
    await asyncio.wait([leaving], timeout=10)

    assert len(set(idents)) == 2


async def test_a_thread_that_a_request_lets_go_serves_others_meanwhile() -> None:
    async def waiting() -> None:
        mine.append(await sync_to_async(threading.get_ident)())
        let_thread_go()
        is_waiting.set()
        await is_over.wait()

    async def other() -> None:
        mine.append(await sync_to_async(threading.get_ident)())
        is_over.set()

    mine: list[int] = []
    is_waiting, is_over = asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(with_borrowed_threads(waiting)())
    await is_waiting.wait()
    await with_borrowed_threads(other)()
    await first

    assert mine[0] == mine[1]


async def test_after_a_rush_a_bounded_number_of_threads_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BorrowedThread, "MAX_IDLE", 1)
    barrier = threading.Barrier(3)

    async def request() -> None:
        await sync_to_async(_meet)(barrier)

    await asyncio.gather(*(with_borrowed_threads(request)() for _ in range(3)))

    assert len(BorrowedThread._idle) == 1
