"""Blocking work from async code: one at a time in a request, several at once in a worker."""

import asyncio
import threading

from focushub.common.threads import off_loop, use_threads


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
