"""What one process counts for itself. `focushub.health.metrics` shows it, and what all share."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

REQUESTS: Final = Counter(
    "focushub_requests",
    "Requests that this process answered, by route; a stream counts when it begins.",
    ["method", "route", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS: Final = Histogram(
    "focushub_request_seconds",
    "From the first line of a request to that of its answer, the wait for a model included.",
    ["route"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60),
    registry=REGISTRY,
)
CACHE_LOOKUPS: Final = Counter(
    "focushub_cache_lookups",
    "Looks into the answer cache by this process.",
    ["entry", "outcome"],
    registry=REGISTRY,
)
