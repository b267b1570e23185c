"""`GET /metrics` for Prometheus: what this process counted, and what the database and Redis say.

The first is told by each web process for itself, so each is scraped; the second is the same from
all of them. Runs and tokens are those of the last hour, because rows go when they are old.
"""

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Sum
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Status
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from psycopg_pool import PoolTimeout

from focushub.ai.breakers import any_resting
from focushub.ai.models import Run
from focushub.api.errors import not_found, refused
from focushub.common.errors import DomainError, Kind
from focushub.common.metrics import REGISTRY
from focushub.health.parts import WORKER_SILENT

HOUR: Final = timedelta(hours=1)


class BadMetricsToken(DomainError):
    kind = Kind.UNAUTHENTICATED
    code = "bad_metrics_token"
    detail = "Send the token of FOCUSHUB_METRICS_TOKEN as `Authorization: Bearer <token>`."


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 where no token is set; 401 for another one."""
    if not settings.METRICS_TOKEN:
        return not_found(request, Exception())
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode()):
        return refused(BadMetricsToken())
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


class Shared(Collector):
    """What is the same whichever process is asked: six short queries."""

    def collect(self) -> Iterator[Metric]:
        try:
            told = list(_of_the_database(timezone.now()))
        except (Error, PoolTimeout):
            told = []
        up = GaugeMetricFamily("focushub_database_up", "1 where PostgreSQL answers.")
        up.add_metric([], 1 if told else 0)
        resting = GaugeMetricFamily(
            "focushub_model_resting", "1 where a model is in trouble and left alone (the breaker)."
        )
        resting.add_metric([], int(any_resting()))
        yield from (up, resting, *told)

    def describe(self) -> list[Metric]:
        return []  # Asked when it registers, before there is a database.


REGISTRY.register(Shared())


def _of_the_database(now: datetime) -> Iterator[Metric]:
    finished = Run.objects.finished_since(now - HOUR).order_by()
    runs = GaugeMetricFamily(
        "focushub_runs_last_hour",
        "Runs that finished in the last hour; `error` says why there was no model's answer.",
        labels=["feature", "engine", "state", "error"],
    )
    for *labels, count in finished.values_list("feature", "engine", "state", "error_code").annotate(
        n=Count("*")
    ):
        runs.add_metric(labels, count)
    spent = finished.aggregate(i=Sum("tokens_in"), o=Sum("tokens_out"), usd=Sum("cost_usd"))
    tokens = GaugeMetricFamily(
        "focushub_tokens_last_hour", "Tokens of the last hour's runs.", labels=["direction"]
    )
    tokens.add_metric(["in"], spent["i"] or 0)
    tokens.add_metric(["out"], spent["o"] or 0)
    cost = GaugeMetricFamily("focushub_cost_usd_last_hour", "What they cost, in US dollars.")
    cost.add_metric([], float(spent["usd"] or 0))
    in_flight = GaugeMetricFamily(
        "focushub_runs_in_flight", "Runs that wait or are at work.", labels=["state"]
    )
    counted = dict(Run.objects.in_flight().order_by().values_list("state").annotate(n=Count("*")))
    for state in Run.IN_FLIGHT:
        in_flight.add_metric([state.value], counted.get(state.value, 0))
    yield from (runs, tokens, cost, in_flight, *_of_the_queue(now))


def _of_the_queue(now: datetime) -> Iterator[Metric]:
    depth = GaugeMetricFamily(
        "focushub_jobs", "Jobs by queue and state.", labels=["queue", "state"]
    )
    jobs = ProcrastinateJob.objects.filter(
        status__in=[Status.TODO.value, Status.DOING.value, Status.FAILED.value]
    ).order_by()
    for *labels, count in jobs.values_list("queue_name", "status").annotate(n=Count("*")):
        depth.add_metric(labels, count)
    waits = GaugeMetricFamily(
        "focushub_oldest_run_seconds", "How long the oldest queued run has waited for a worker."
    )
    oldest = Run.objects.filter(state=Run.State.QUEUED).aggregate(at=Min("created_at"))["at"]
    waits.add_metric([], max(0.0, (now - oldest).total_seconds()) if oldest else 0)
    workers = GaugeMetricFamily("focushub_workers", "Workers that gave a sign of life lately.")
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - WORKER_SILENT).count()
    workers.add_metric([], alive)
    yield from (depth, waits, workers)
