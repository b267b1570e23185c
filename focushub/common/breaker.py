"""A circuit breaker: after enough faults in a row, stop asking for a while.

It is what keeps a dead Redis or a dead model from costing one time-out a request. It lives in one
process and is safe over threads; each process learns for itself, which costs one fault each.
"""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Closed (ask), open (do not ask), and after `rest_seconds` one caller tries again.

    Args:
        faults: how many in a row open it, at least 1.
        rest_seconds: how long it stays open; a trial that fails doubles it up to `max_rest`.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        *,
        faults: int,
        rest_seconds: float,
        max_rest: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threshold = faults
        self._first_rest = rest_seconds
        self._max_rest = max_rest or rest_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._faults = 0
        self._rest = rest_seconds
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the outside is being left alone now."""
        return self._faults >= self._threshold and self._clock() < self._open_until

    @property
    def has_tripped(self) -> bool:
        """Whether it was opened and nothing has succeeded since."""
        return self._faults >= self._threshold

    @property
    def rest_left(self) -> float:
        """Seconds until somebody may try again."""
        return max(0.0, self._open_until - self._clock()) if self.has_tripped else 0.0

    def allows(self) -> bool:
        """Whether this caller may ask. Once the rest is over, one caller in each rest may."""
        with self._lock:
            if self._faults < self._threshold:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            # The others keep away until this trial has told how it went.
            self._open_until = now + self._rest
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._faults = 0
            self._rest = self._first_rest

    def faulted(self) -> None:
        with self._lock:
            if self._faults >= self._threshold:
                self._rest = min(self._rest * 2, self._max_rest)
            self._faults += 1
            self._open_until = self._clock() + self._rest

    def reset(self) -> None:
        self.succeeded()
