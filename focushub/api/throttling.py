"""How often one may ask: by person and by address, counted in Redis for all processes together.

Where Redis is away, each process counts on its own with the same bound, so that nothing opens.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from django.conf import settings
from django_redis import get_redis_connection
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from focushub.caching import guarded
from focushub.common.addresses import client_address

MINUTE = 60
HOUR = 3600
_MAX_LOCAL_KEYS = 50_000


class LocalCounts:
    """Counts of one process for fixed windows; the oldest are forgotten past a bound."""

    def __init__(self, *, bound: int = _MAX_LOCAL_KEYS) -> None:
        self._bound = bound
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def add(self, key: str) -> int:
        with self._lock:
            count = self._counts.pop(key, 0) + 1
            self._counts[key] = count
            while len(self._counts) > self._bound:
                self._counts.popitem(last=False)
            return count


_local = LocalCounts()


@dataclass(frozen=True, slots=True)
class Window:
    """What one throttle counts now: at most `bound` under `key` for the `left` of `seconds`."""

    key: str
    bound: int
    seconds: int
    left: float


def _window(scope: str, subject: str, seconds: int) -> Window:
    now = time.time()
    return Window(
        key=f"{settings.REDIS_PREFIX}:throttle:{scope}:{subject}:{int(now // seconds)}",
        bound=settings.THROTTLES[scope],
        seconds=seconds,
        left=seconds - now % seconds,
    )


def person_window(person_id: str) -> Window:
    """What `PersonThrottle` counts, for ways in that are no view of DRF's."""
    return _window("person", person_id, MINUTE)


class WindowThrottle(BaseThrottle):
    """At most `THROTTLES[scope]` requests of one subject in a window of `seconds`."""

    scope: str
    seconds = MINUTE

    def subject(self, request: Request) -> str | None:
        """Whom to count, or None where this throttle does not apply."""
        raise NotImplementedError

    def window(self, request: Request) -> Window | None:
        subject = self.subject(request)
        return None if subject is None else _window(self.scope, subject, self.seconds)

    def allow_request(self, request: Request, view: Any) -> bool:
        window = self.window(request)
        self._wait = longest_wait([window]) if window else None
        return self._wait is None

    def wait(self) -> float | None:
        return self._wait


class OneTripMixin:
    """For views with more than one `WindowThrottle` that applies: one trip to Redis for all."""

    def check_throttles(self, request: Request) -> None:
        windows = [throttle.window(request) for throttle in self.get_throttles()]  # type: ignore[attr-defined] # DRF's view is the sibling
        wait = longest_wait([window for window in windows if window])
        if wait is not None:
            self.throttled(request, wait)  # type: ignore[attr-defined] # as above


def longest_wait(windows: Sequence[Window]) -> float | None:
    """Counts one more in each; seconds until all have room again, None where they have."""
    counts = guarded(lambda: _count(windows), otherwise=None)
    if counts is None:
        counts = [_local.add(window.key) for window in windows]
    full = [w.left for w, count in zip(windows, counts, strict=True) if count > w.bound]
    return max(full, default=None)


def _count(windows: Sequence[Window]) -> list[int]:
    pipeline = get_redis_connection("default").pipeline(transaction=False)
    for window in windows:
        pipeline.incr(window.key)
        pipeline.expire(window.key, window.seconds)
    return cast(list[int], pipeline.execute()[::2])


class PersonThrottle(WindowThrottle):
    scope = "person"

    def subject(self, request: Request) -> str | None:
        return str(request.user.pk) if request.user else None


class AddressThrottle(WindowThrottle):
    """For those who are not logged in; many people may share an address, so it is wide."""

    scope = "address"

    def subject(self, request: Request) -> str | None:
        return None if request.user else client_address(request._request)


class AnswersThrottle(PersonThrottle):
    """Questions that may cost a model's work."""

    scope = "answers"


class LoginThrottle(AddressThrottle):
    scope = "login"


class RegistrationThrottle(AddressThrottle):
    scope = "registrations"
    seconds = HOUR
