"""One-use tickets: how a WebSocket, which in a browser cannot carry a header, tells whose it is.

A ticket lives in Redis for half a minute, under its digest, and is gone with its first use. It
names a session, which is looked up again at that moment.
"""

import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django_redis import get_redis_connection

from focushub.accounts.models import Session
from focushub.caching import digest, guarded
from focushub.common.errors import DomainError, Kind

LIFETIME_SECONDS: Final = 30
_RETRY_SECONDS: Final = 5
_AWAY: Final = object()


class RealtimeUnavailable(DomainError):
    kind = Kind.UNAVAILABLE
    code = "realtime_unavailable"
    detail = "Live changes are not to be had at the moment. Everything else works."


@dataclass(frozen=True, slots=True)
class Ticket:
    ticket: str
    expires_in: int = LIFETIME_SECONDS


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a socket, by which log-in."""

    person_id: UUID
    session_id: UUID


def issue(*, session: Session) -> Ticket:
    """Raises `RealtimeUnavailable` where Redis is away."""
    ticket = Ticket(secrets.token_urlsafe(32))
    value = session.owner_id.bytes + session.pk.bytes
    kept = partial(
        get_redis_connection("default").set, _key(ticket.ticket), value, ex=LIFETIME_SECONDS
    )
    if not guarded(kept, otherwise=False):
        raise RealtimeUnavailable(retry_after=_RETRY_SECONDS)
    return ticket


def redeem(*, ticket: str) -> Holder | None:
    """Whose it is; None where it was used, has run out, was never given, or the session ended.

    Raises:
        RealtimeUnavailable: nobody can tell, since Redis is away.
    """
    value: Any = guarded(
        lambda: get_redis_connection("default").getdel(_key(ticket)), otherwise=_AWAY
    )
    if value is _AWAY:
        raise RealtimeUnavailable(retry_after=_RETRY_SECONDS)
    if value is None:
        return None
    holder = Holder(UUID(bytes=value[:16]), UUID(bytes=value[16:]))
    return holder if holder.session_id in live_sessions([holder.session_id]) else None


def live_sessions(session_ids: list[UUID]) -> set[UUID]:
    """Those that still count, of people who do: one query, however many."""
    live = Session.objects.live().filter(pk__in=session_ids, owner__is_active=True)
    return set(live.values_list("pk", flat=True))


def _key(ticket: str) -> str:
    return f"{settings.REDIS_PREFIX}:ticket:{digest(ticket)}"
