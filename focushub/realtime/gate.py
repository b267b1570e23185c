"""Who may open a socket: decided before it is one, so that a stranger costs next to nothing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host
from psycopg_pool import PoolTimeout

from focushub.api.errors import CONTENT_TYPE, problem
from focushub.common.rendering import render
from focushub.common.threads import off_loop
from focushub.realtime import sockets, tickets
from focushub.realtime.consumer import PROTOCOL
from focushub.realtime.tickets import RealtimeUnavailable

PATH: Final = "/ws"
TICKET: Final = "ticket."
# What asks the browser for a refusal's body; without it a plain 403 is all there is.
_WITH_BODY: Final = "websocket.http.response"

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Any, Send], Awaitable[None]]


class _Refusal(Exception):
    def __init__(self, status: int, code: str, detail: str) -> None:
        self.status = status
        self.body = problem(status, code, detail)


class Gate:
    def __init__(self, inner: App) -> None:
        self._inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        try:
            holder = await _holder(scope)
        except _Refusal as refusal:
            await _refuse(scope, send, refusal)
        else:
            await self._inner({**scope, "holder": holder}, receive, send)


async def _holder(scope: Scope) -> tickets.Holder:
    if scope["path"] != PATH:
        raise _Refusal(404, "unknown_route", f"Sockets are at {PATH}.")
    if not _comes_from_here(scope):
        raise _Refusal(403, "foreign_origin", "Pages of this origin may not open a socket here.")
    if sockets.here().are_full:
        raise _unavailable()
    offered = scope["subprotocols"]
    ticket = next((one.removeprefix(TICKET) for one in offered if one.startswith(TICKET)), None)
    if ticket is None or PROTOCOL not in offered:
        raise _Refusal(
            401,
            "no_ticket",
            f"Ask POST /realtime/ticket, and offer the protocols {PROTOCOL} and {TICKET}<ticket>.",
        )
    try:
        async with ThreadSensitiveContext():
            holder = await off_loop(tickets.redeem, ticket=ticket)
    except (RealtimeUnavailable, DatabaseError, PoolTimeout) as fault:
        raise _unavailable() from fault
    if holder is None:
        raise _Refusal(401, "bad_ticket", "This ticket was used or has run out. Take a new one.")
    return holder


def _unavailable() -> _Refusal:
    return _Refusal(503, RealtimeUnavailable.code, RealtimeUnavailable.detail)


def _comes_from_here(scope: Scope) -> bool:
    """What is no browser tells no origin, and has nothing of a person's that it could abuse."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin or origin in {settings.PUBLIC_URL, *settings.CORS_ALLOWED_ORIGINS}:
        return True
    host = headers.get(b"host", b"").decode("latin-1")
    name, _ = split_domain_port(host)
    return urlsplit(origin).netloc == host and validate_host(name, settings.ALLOWED_HOSTS)


async def _refuse(scope: Scope, send: Send, refusal: _Refusal) -> None:
    if _WITH_BODY not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    headers = [(b"content-type", CONTENT_TYPE.encode())]
    await send({"type": f"{_WITH_BODY}.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{_WITH_BODY}.body", "body": render(refusal.body)})
