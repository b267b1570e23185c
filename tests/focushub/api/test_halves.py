"""A view that goes on to wait holds no thread meanwhile."""

import asyncio
import threading
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from focushub.api.halves import Unfinished, in_halves
from focushub.common.threads import let_thread_go


class _WaitingView(APIView):
    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    throttle_classes: list[type] = []
    thread: threading.Thread

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        async def then(request: HttpRequest, unfinished: Unfinished) -> HttpResponseBase:
            await asyncio.to_thread(cls.thread.join, 10)
            return HttpResponse(b"waited" if not cls.thread.is_alive() else b"held")

        return in_halves(cls, super().as_view(**initkwargs), kind=Unfinished, then=then)

    def get(self, request: Request) -> Response:
        type(self).thread = threading.current_thread()
        return Unfinished() if "wait" in request.query_params else Response({"now": True})


async def _get(path: str) -> HttpResponse:
    # What Django's own handler puts around each request.
    async with ThreadSensitiveContext():
        return await _WaitingView.as_view()(RequestFactory().get(path))


async def test_the_thread_of_the_first_half_ends_while_the_second_waits() -> None:
    assert (await _get("/?wait=1")).content == b"waited"


async def test_an_answer_of_the_first_half_is_rendered_there() -> None:
    assert (await _get("/")).content == b'{"now":true}'


async def test_blocking_work_after_the_wait_has_a_thread_again() -> None:
    async with ThreadSensitiveContext():
        first = await sync_to_async(threading.current_thread)()
        let_thread_go()
        second = await sync_to_async(threading.current_thread)()

    assert first is not second


async def test_where_there_is_no_thread_to_let_go_nothing_happens() -> None:
    let_thread_go()

    async with ThreadSensitiveContext():
        let_thread_go()
        let_thread_go()
