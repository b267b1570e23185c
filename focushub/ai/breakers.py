"""A circuit breaker for each provider, in each worker; that one rests is told to all processes."""

from collections import defaultdict
from math import ceil

from django.conf import settings
from django.core.cache import cache

from focushub.ai.gateways import ModelChoice
from focushub.caching import digest, guarded
from focushub.common.breaker import CircuitBreaker

FAULTS = 5
REST_SECONDS = 15.0
MAX_REST = 120.0

_breakers: dict[tuple[str, str], CircuitBreaker] = defaultdict(
    lambda: CircuitBreaker(faults=FAULTS, rest_seconds=REST_SECONDS, max_rest=MAX_REST)
)


def breaker_for(model: ModelChoice) -> CircuitBreaker:
    return _breakers[model.base_url, model.model]


def faulted(model: ModelChoice) -> None:
    """Counts a fault. Redis tells the others of a rest, for as long as it lasts."""
    breaker = breaker_for(model)
    breaker.faulted()
    if breaker.is_open:
        key, rest = _key(model.base_url, model.model), ceil(breaker.rest_left)
        guarded(lambda: cache.set(key, b"1", timeout=rest), otherwise=None)


def succeeded(model: ModelChoice) -> None:
    breaker = breaker_for(model)
    had_rested = breaker.has_tripped
    breaker.succeeded()
    if had_rested:
        guarded(lambda: cache.delete(_key(model.base_url, model.model)), otherwise=None)


def reset_all() -> None:
    _breakers.clear()


def any_resting() -> bool:
    """Whether some process leaves one of the configured models alone at present."""
    if any(breaker.is_open for breaker in _breakers.values()):
        return True
    names = {settings.LLM_MODEL, *settings.LLM_MODEL_BY_FEATURE.values()} - {""}
    keys = [_key(settings.LLM_BASE_URL, name) for name in names]
    return bool(keys and guarded(lambda: cache.get_many(keys), otherwise=None))


def _key(base_url: str, model: str) -> str:
    return f"model-rests:{digest(base_url, model)}"
