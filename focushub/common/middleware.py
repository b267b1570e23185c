"""Gives each request an id: the caller's own where it is a sane one, else a new one."""

import re
from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from focushub.common.logs import request_id

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


class RequestIdMiddleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self.get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        asked = request.headers.get(HEADER, "")
        request_id.set(asked if _SANE.fullmatch(asked) else str(uuid7()))
        answer = self.get_response(request)
        if self._is_async:
            return _stamped_later(cast(Awaitable[HttpResponseBase], answer))
        return _stamped(cast(HttpResponseBase, answer))


async def _stamped_later(answer: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _stamped(await answer)


def _stamped(response: HttpResponseBase) -> HttpResponseBase:
    response[HEADER] = request_id.get()
    return response
