"""Each request gets an id, the caller's own where it is a sane one, and is counted."""

import re
import time
from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from focushub.common.logs import request_id
from focushub.common.metrics import REQUEST_SECONDS, REQUESTS

HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})
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
        began = time.perf_counter()
        answer = self.get_response(request)
        if self._is_async:
            return _stamped_later(request, cast(Awaitable[HttpResponseBase], answer), began)
        return _stamped(request, cast(HttpResponseBase, answer), began)


async def _stamped_later(
    request: HttpRequest, answer: Awaitable[HttpResponseBase], began: float
) -> HttpResponseBase:
    return _stamped(request, await answer, began)


def _stamped(request: HttpRequest, response: HttpResponseBase, began: float) -> HttpResponseBase:
    response[HEADER] = request_id.get()
    # The route and not the path, and no method that somebody made up: else anybody could fill the
    # memory with names.
    match = request.resolver_match
    route = match.route if match is not None else "none"
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    REQUEST_SECONDS.labels(route).observe(time.perf_counter() - began)
    return response
