"""A view that goes on to wait holds no thread meanwhile."""

import asyncio
import threading
from contextvars import Context
from typing import Any

import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from focushub.api import halves
from focushub.api.halves import Unfinished, in_halves
from focushub.common.threads import BorrowedThread, let_thread_go


class _WaitingView(APIView):
    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    throttle_classes: list[type] = []
    thread: threading.Thread

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        async def then(request: HttpRequest, unfinished: Unfinished) -> HttpResponseBase:
            somebody = await asyncio.create_task(_somebody_elses_thread(), context=Context())
            return HttpResponse(b"waited" if somebody is cls.thread else b"held")

        return in_halves(cls, super().as_view(**initkwargs), kind=Unfinished, then=then)

    def get(self, request: Request) -> Response:
        type(self).thread = threading.current_thread()
        return Unfinished() if "wait" in request.query_params else Response({"now": True})


async def _somebody_elses_thread() -> threading.Thread:
    async with ThreadSensitiveContext(executor=BorrowedThread()):
        return await sync_to_async(threading.current_thread)()


async def _get(path: str) -> HttpResponse:
    async with ThreadSensitiveContext(executor=BorrowedThread()):
        return await _WaitingView.as_view()(RequestFactory().get(path))


async def test_the_thread_of_the_first_half_serves_others_while_the_second_waits() -> None:
    assert (await _get("/?wait=1")).content == b"waited"


async def test_an_answer_of_the_first_half_is_rendered_there() -> None:
    assert (await _get("/")).content == b'{"now":true}'


async def test_requests_begin_one_after_the_other_unless_one_takes_long() -> None:
    """So lists have their turn, and one that waits for the database holds nobody up."""
    order: list[str] = []
    is_let_go = threading.Event()

    def begin(request: HttpRequest) -> HttpResponseBase:
        name = request.GET["name"]
        order.append(f"{name} begins")
        if name == "slow":
            is_let_go.wait(10)
        order.append(f"{name} ends")
        return HttpResponse()

    async def never(request: HttpRequest, unfinished: Unfinished) -> HttpResponseBase:
        raise AssertionError

    begin.initkwargs = {}  # type: ignore[attr-defined]
    view = in_halves(_WaitingView, begin, kind=Unfinished, then=never)

    async def ask(name: str) -> None:
        async with ThreadSensitiveContext():
            await view(RequestFactory().get(f"/?name={name}"))
        if name == "b":
            is_let_go.set()

    await asyncio.gather(*(ask(name) for name in ("slow", "a", "b")))

    assert order == ["slow begins", "a begins", "a ends", "b begins", "b ends", "slow ends"]


async def test_however_long_they_take_only_a_few_begin_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(halves, "PATIENCE_SECONDS", 0.01)
    began = 0
    is_full, may_end = threading.Event(), threading.Event()

    def begin(request: HttpRequest) -> HttpResponseBase:
        nonlocal began
        began += 1
        if began == halves.AT_ONCE:
            is_full.set()
        may_end.wait(10)
        return HttpResponse()

    async def never(request: HttpRequest, unfinished: Unfinished) -> HttpResponseBase:
        raise AssertionError

    begin.initkwargs = {}  # type: ignore[attr-defined]
    view = in_halves(_WaitingView, begin, kind=Unfinished, then=never)

    async def ask() -> None:
        async with ThreadSensitiveContext():
            await view(RequestFactory().get("/"))

    asking = [asyncio.create_task(ask()) for _ in range(halves.AT_ONCE + 2)]
    await asyncio.to_thread(is_full.wait, 10)
    await asyncio.sleep(0.1)
    most = began
    may_end.set()
    await asyncio.gather(*asking)

    assert (most, began) == (halves.AT_ONCE, halves.AT_ONCE + 2)


async def test_where_there_is_no_thread_to_let_go_nothing_happens() -> None:
    let_thread_go()

    async with ThreadSensitiveContext():
        let_thread_go()
        let_thread_go()
