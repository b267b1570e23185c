"""Django's own middleware without a thread for each of its calls.

Under ASGI Django sends `process_request` and `process_response` of each middleware into a thread,
since they might block, and one that cannot be async takes two hops more. For a cached answer that
was a sixth of all processor time. So what only reads and writes headers runs on the event loop
here, and what serves cookies stands aside where there are none: the admin alone uses cookies.
"""

from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import clickjacking, common, csrf, security
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import (  # type: ignore[import-untyped] # has no types
    WhiteNoiseMiddleware,
)

COOKIE_PATH = "/admin/"


class OnLoop(MiddlewareMixin):
    """For a middleware that does nothing but compute."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        told = self.process_request(request) if hasattr(self, "process_request") else None
        response = told or await cast(Awaitable[HttpResponseBase], self.get_response(request))
        if hasattr(self, "process_response"):
            response = self.process_response(request, response)
        return response


class SecurityMiddleware(OnLoop, security.SecurityMiddleware):
    pass


class CommonMiddleware(OnLoop, common.CommonMiddleware):
    pass


class XFrameOptionsMiddleware(OnLoop, clickjacking.XFrameOptionsMiddleware):
    pass


class WithCookies(MiddlewareMixin):
    """For a middleware that has nothing to do where no cookie is read or set."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path.startswith(COOKIE_PATH):
            return self.get_response(request)
        return super().__call__(request)


class SessionMiddleware(WithCookies, sessions.SessionMiddleware):
    pass


class AuthenticationMiddleware(WithCookies, auth.AuthenticationMiddleware):
    pass


class MessageMiddleware(WithCookies, messages.MessageMiddleware):
    pass


class CsrfViewMiddleware(WithCookies, csrf.CsrfViewMiddleware):
    """Its check of a view computes only; Django asks for it on every path."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if self.async_mode:
            # Django looks it up on the instance, and a coroutine function spares it the thread.
            setattr(self, "process_view", self._check_on_loop)  # noqa: B010 - of another type

    async def _check_on_loop(self, *args: Any) -> Any:
        return super().process_view(*args)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves the files that it knows; for all other paths it costs one look into a dictionary."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(self.static_prefix):
            return self.get_response(request)
        if iscoroutinefunction(self):
            return self._serve_in_thread(request)
        return super().__call__(request)

    async def _serve_in_thread(self, request: HttpRequest) -> HttpResponseBase:
        """Opens the file off the loop; where there is none, the routes say so."""
        find = self.find_file if self.autorefresh else self.files.get
        file = await sync_to_async(find)(request.path_info)
        if file is None:
            return cast(HttpResponseBase, await self.get_response(request))
        response = await sync_to_async(self.serve)(file, request)
        if response.streaming:
            # Django would read all of it into memory first.
            response.streaming_content = _read_off_loop(response.streaming_content)
        return cast(HttpResponseBase, response)


async def _read_off_loop(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    while part := await sync_to_async(lambda: next(parts, b""))():
        yield part
