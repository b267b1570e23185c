"""The events of a run in Redis: a stream for each, numbered, bounded, gone after ten minutes.

An event's id is `attempt-number`. Ids that the worker gives make sending again harmless (Redis
refuses an id that is not higher), put a later worker's events behind an earlier one's whatever
their clocks say, and let a reader notice that some are missing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

import redis
from django.conf import settings
from django_redis import get_redis_connection

from focushub.caching import guarded
from focushub.common.breaker import CircuitBreaker

LIFETIME: Final = timedelta(minutes=10)
MOST_EVENTS: Final = 2000
# Read at once from one stream; what is left comes with the next look.
_PAGE: Final = 200

# The last entry of a stream: the run's row has the answer, or why there is none.
OVER: Final = "over"

# Its own: who reads here sits in a thread that nobody waits for, so it may take longer than the
# cache, and a cache that is slow for a moment does not silence it.
streams_breaker: Final = CircuitBreaker(faults=2, rest_seconds=0.5, max_rest=4.0)


class EventId(NamedTuple):
    attempt: int
    number: int

    def __str__(self) -> str:
        return f"{self.attempt}-{self.number}"

    @classmethod
    def of(cls, text: str) -> Self | None:
        """None for a text that is no id."""
        attempt, _, number = text.partition("-")
        if not (_is_count(attempt) and _is_count(number)):
            return None
        return cls(int(attempt), int(number))

    def is_followed_by(self, later: "EventId") -> bool:
        """Whether nothing can be missing between the two."""
        if later.attempt == self.attempt:
            return later.number == self.number + 1
        return later.attempt > self.attempt and later.number == 1


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


START: Final = EventId(0, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """`data` is JSON."""

    id: EventId
    name: str
    data: bytes


def key_of(*, owner_id: UUID, run_id: UUID) -> str:
    return f"{settings.REDIS_PREFIX}:run-events:{owner_id}:{run_id}"


def append(batch: Mapping[str, Sequence[Event]]) -> bool:
    """Adds events by their stream's key. False where Redis is away: send the same again later."""
    return guarded(lambda: _append(batch), otherwise=False, breaker=streams_breaker)


def read(cursors: Mapping[str, EventId]) -> Mapping[str, list[Event]] | None:
    """What stands behind each cursor, by key; None where Redis is away."""
    return guarded(lambda: _read(cursors), otherwise=None, breaker=streams_breaker)


def forget(keys: Collection[str]) -> None:
    """What stands in these streams is gone; with Redis away, when their time is over."""
    if keys:
        guarded(lambda: _link().delete(*keys), otherwise=None, breaker=streams_breaker)


def _append(batch: Mapping[str, Sequence[Event]]) -> bool:
    pipeline = _link().pipeline(transaction=False)
    for key, events in batch.items():
        for event in events:
            pipeline.xadd(
                key,
                {"name": event.name, "data": event.data},
                id=str(event.id),
                maxlen=MOST_EVENTS,
                approximate=True,
            )
        pipeline.expire(key, LIFETIME)
    for reply in pipeline.execute(raise_on_error=False):
        # One that is there already, from a sending whose reply got lost, is no fault.
        if isinstance(reply, redis.ResponseError) and "equal or smaller" not in str(reply):
            raise reply
    return True


def _read(cursors: Mapping[str, EventId]) -> dict[str, list[Event]]:
    found: Any = _link().xread({key: str(cursor) for key, cursor in cursors.items()}, count=_PAGE)
    return {key.decode(): [_event(*entry) for entry in entries] for key, entries in found}


def _event(entry_id: bytes, fields: Mapping[bytes, bytes]) -> Event:
    name = EventId.of(entry_id.decode())
    assert name is not None
    return Event(name, fields[b"name"].decode(), fields[b"data"])


def _link() -> "redis.Redis":
    return get_redis_connection("streams")
