"""How often one may ask: by person and by address, counted in Redis for all processes together.

Where Redis is away, each process counts on its own with the same bound, so that nothing opens.
"""

import time
from collections import OrderedDict
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


class WindowThrottle(BaseThrottle):
    """At most `THROTTLES[scope]` requests of one subject in a window of `seconds`."""

    scope: str
    seconds = MINUTE

    def subject(self, request: Request) -> str | None:
        """Whom to count, or None where this throttle does not apply."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        subject = self.subject(request)
        if subject is None:
            return True
        now = time.time()
        key = f"{settings.REDIS_PREFIX}:throttle:{self.scope}:{subject}:{int(now // self.seconds)}"
        self._wait = self.seconds - now % self.seconds
        count = guarded(lambda: self._count(key), otherwise=0) or _local.add(key)
        return count <= settings.THROTTLES[self.scope]

    def wait(self) -> float:
        return self._wait

    def _count(self, key: str) -> int:
        pipeline = get_redis_connection("default").pipeline(transaction=False)
        pipeline.incr(key)
        pipeline.expire(key, self.seconds)
        return cast(int, pipeline.execute()[0])


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
