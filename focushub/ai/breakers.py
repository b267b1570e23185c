"""A circuit breaker for each provider, in each worker."""

from collections import defaultdict

from focushub.ai.gateways import ModelChoice
from focushub.common.breaker import CircuitBreaker

FAULTS = 5
REST_SECONDS = 15.0
MAX_REST = 120.0

_breakers: dict[tuple[str, str], CircuitBreaker] = defaultdict(
    lambda: CircuitBreaker(faults=FAULTS, rest_seconds=REST_SECONDS, max_rest=MAX_REST)
)


def breaker_for(model: ModelChoice) -> CircuitBreaker:
    return _breakers[model.base_url, model.model]


def reset_all() -> None:
    _breakers.clear()


def any_open() -> bool:
    return any(breaker.is_open for breaker in _breakers.values())
