"""Gives each request an id: the caller's own where it is a sane one, else a new one."""

import re
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from uuid6 import uuid7

from focushub.common.logs import request_id

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        asked = request.headers.get(HEADER, "")
        request_id.set(asked if _SANE.fullmatch(asked) else str(uuid7()))
        if iscoroutinefunction(self):
            return self._answer_async(request)
        return self._stamp(self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponse:
        return self._stamp(await self.get_response(request))  # type: ignore[misc] # async chain

    def _stamp(self, response: HttpResponse) -> HttpResponse:
        response[HEADER] = request_id.get()
        return response
