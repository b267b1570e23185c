"""Async views in two halves: plain DRF first, then whatever waits, without a thread meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.response import Response
from rest_framework.views import APIView

from focushub.common.threads import let_thread_go, release_connection

U = TypeVar("U", bound="Unfinished")
View = Callable[..., Any]
Half = Callable[..., HttpResponseBase]


class Unfinished(Response):
    """What a first half gives where the second has to make the answer; nobody renders it."""


# A process begins one request of this kind after the other. Beginning is work, and two threads of
# it would only keep whatever is short, as a list is, from its turn; the others wait without a
# thread. One that takes longer than this may wait for something itself, and lets the next one in.
PATIENCE_SECONDS: Final = 0.25
AT_ONCE: Final = 4


class _Entrance:
    def __init__(self) -> None:
        self.door = asyncio.Lock()
        self.room = asyncio.Semaphore(AT_ONCE)


_entrances: WeakKeyDictionary[asyncio.AbstractEventLoop, _Entrance] = WeakKeyDictionary()


def in_halves(
    view: type[APIView],
    first: Half,
    *,
    kind: type[U],
    then: Callable[[HttpRequest, U], Awaitable[HttpResponseBase]],
) -> View:
    """An async view: `first` in a thread, and `then` on the loop where it gave a `kind`."""
    # Made once: finding out that a function is not async takes longer than a cache look-up.
    first_half = in_thread(first)

    async def both(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        async with _turn():
            response = await first_half(request, *args, **kwargs)
        if not isinstance(response, kind):
            return response
        let_thread_go()
        return await then(request, response)

    # What the schema and the URL conf look for.
    both.cls = view  # type: ignore[attr-defined]
    both.initkwargs = first.initkwargs  # type: ignore[attr-defined]
    both.csrf_exempt = True  # type: ignore[attr-defined]
    return both


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    entrance = _entrances.setdefault(loop, _Entrance())
    async with entrance.room, _behind(entrance.door):
        yield


@asynccontextmanager
async def _behind(door: asyncio.Lock) -> AsyncIterator[None]:
    """The door opens for the next one at the end, or when patience does."""
    loop = asyncio.get_running_loop()
    await door.acquire()
    is_open = False

    def open_door() -> None:
        nonlocal is_open
        if not is_open:
            is_open = True
            door.release()

    patience = loop.call_later(PATIENCE_SECONDS, open_door)
    try:
        yield
    finally:
        patience.cancel()
        open_door()


def in_thread(half: Half) -> Callable[..., Awaitable[HttpResponseBase]]:
    """`half` in a thread; its answer is rendered and its connection is back in the pool."""

    def work(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = half(*args, **kwargs)
            if isinstance(response, Response) and not isinstance(response, Unfinished):
                response.render()
            return response
        finally:
            release_connection()

    return sync_to_async(work)
