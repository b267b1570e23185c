"""The cache in front of dear answers, and the guard that keeps a sick Redis from costing anything.

`guarded` is the only way to Redis here: one short try, and after a fault nobody tries for a while,
so a request pays at most one time-out (`settings.REDIS_TIMEOUT_SECONDS`) and most pay none.
A `CacheEntry` is declared once, with its lifetime and version; callers never build keys.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import redis
from django.core.cache import cache
from django.utils import timezone
from django_redis.exceptions import ConnectionInterrupted
from django_redis.serializers.base import BaseSerializer

from focushub.common.breaker import CircuitBreaker
from focushub.common.metrics import CACHE_LOOKUPS
from focushub.common.rendering import render

log = logging.getLogger(__name__)
T = TypeVar("T")

redis_breaker: Final = CircuitBreaker(faults=1, rest_seconds=1.0, max_rest=8.0)


class BytesSerializer(BaseSerializer):
    """Stored as they are: what is kept here was rendered already."""

    def dumps(self, value: Any) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError("the cache keeps bytes; render the value first")
        return value

    def loads(self, value: bytes) -> bytes:
        return value


def guarded(
    command: Callable[[], T], *, otherwise: T, breaker: CircuitBreaker = redis_breaker
) -> T:
    """What `command` says to Redis, or `otherwise` where Redis is away, slow or full."""
    if not breaker.allows():
        return otherwise
    try:
        answer = command()
    except (redis.RedisError, ConnectionInterrupted, OSError) as fault:
        cause = fault.__cause__ if isinstance(fault, ConnectionInterrupted) else fault
        if isinstance(cause, redis.ResponseError):
            # It answered, with a no: full, or read-only. Reads still serve, so go on asking.
            breaker.succeeded()
        else:
            breaker.faulted()
        log.warning("redis does not serve", extra={"fault": type(cause).__name__})
        return otherwise
    breaker.succeeded()
    return answer


def canonical(payload: Mapping[str, Any]) -> bytes:
    """One text for all equal payloads: keys in order, no white space, times in UTC.

    The payload has been validated, so defaults are filled in and white space at the ends is gone.
    """
    return render(payload, sort_keys=True)


def digest(*parts: object) -> str:
    """A key of 40 hex digits from parts that must all agree for two questions to be the same."""
    hasher = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        hasher.update(len(data).to_bytes(4, "big"))
        hasher.update(data)
    return hasher.hexdigest()


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """A kind of entry: its name, how long it may live, and the version of what is stored in it."""

    name: str
    ttl: timedelta
    version: int

    def key(self, person_id: object, question: str) -> str:
        return f"{self.name}:{self.version}:{person_id}:{question}"

    def get(self, person_id: object, question: str) -> bytes | None:
        stored = guarded(lambda: cache.get(self.key(person_id, question)), otherwise=None)
        CACHE_LOOKUPS.labels(self.name, "miss" if stored is None else "hit").inc()
        return stored

    def set(
        self, person_id: object, question: str, value: bytes, *, until: datetime | None = None
    ) -> None:
        """Keep `value` for the entry's lifetime, and not beyond `until`."""
        seconds = int(self.ttl.total_seconds())
        if until is not None:
            seconds = min(seconds, int((until - timezone.now()).total_seconds()))
        if seconds <= 0:
            return
        guarded(
            lambda: cache.set(self.key(person_id, question), value, timeout=seconds),
            otherwise=None,
        )

    def delete(self, person_id: object, question: str) -> None:
        guarded(lambda: cache.delete(self.key(person_id, question)), otherwise=None)
