"""The admin's first page: what the last day's runs were like, in numbers without words.

Five queries, each over an index and over one day at most.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Min, Sum
from django.http import HttpRequest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.common.admin.base import list_of

DAY = timedelta(days=1)


class Percentile(Aggregate):
    """The smallest value that is not below `fraction` of all, nulls left out."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, *, fraction: float) -> None:
        super().__init__(expression, fraction=fraction)


@dataclass(frozen=True, slots=True)
class EngineDay:
    """What one engine answered. Milliseconds are null where no run was timed."""

    engine: str
    runs: int
    median_ms: float | None
    p95_ms: float | None
    tokens_in: int
    tokens_out: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class LastDay:
    engines: list[EngineDay]
    outcomes: Mapping[tuple[str, str], int]
    """Finished runs by engine and state."""
    failures: Mapping[str, int]
    """By error code, the most frequent first."""
    in_flight: Mapping[str, int]
    """By state, whenever they were asked."""
    oldest_in_flight: datetime | None
    waiting_jobs: int
    sign_ups: int

    @property
    def runs(self) -> int:
        return sum(engine.runs for engine in self.engines)

    @property
    def failed(self) -> int:
        return sum(self.failures.values())

    @property
    def tokens(self) -> int:
        return sum(engine.tokens_in + engine.tokens_out for engine in self.engines)

    @property
    def cost_usd(self) -> Decimal:
        return sum((engine.cost_usd for engine in self.engines), Decimal(0))


def last_day(*, now: datetime) -> LastDay:
    """The 24 hours before `now`; what is in flight and waiting is counted whenever it began."""
    finished = Run.objects.finished_since(now - DAY).order_by()
    engines = finished.values("engine").annotate(
        runs=Count("*"),
        median_ms=Percentile("duration_ms", fraction=0.5),
        p95_ms=Percentile("duration_ms", fraction=0.95),
        tokens_in=Sum("tokens_in"),
        tokens_out=Sum("tokens_out"),
        cost_usd=Sum("cost_usd"),
    )
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: Counter[str] = Counter()
    for engine, state, code, runs in finished.values_list("engine", "state", "error_code").annotate(
        runs=Count("*")
    ):
        outcomes[engine, state] += runs
        if code:
            failures[code] += runs
    in_flight = {
        row["state"]: row
        for row in Run.objects.in_flight()
        .order_by()
        .values("state")
        .annotate(runs=Count("*"), oldest=Min("created_at"))
    }
    return LastDay(
        engines=[EngineDay(**row) for row in engines.order_by("engine")],
        outcomes=dict(sorted(outcomes.items())),
        failures=dict(failures.most_common()),
        in_flight={state: row["runs"] for state, row in in_flight.items()},
        oldest_in_flight=min((row["oldest"] for row in in_flight.values()), default=None),
        waiting_jobs=ProcrastinateJob.objects.filter(status=Status.TODO.value).count(),
        sign_ups=User.objects.filter(created_at__gte=now - DAY).count(),
    )


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's DASHBOARD_CALLBACK."""
    if not request.user.has_perm("ai.view_run"):
        return context
    day = last_day(now=timezone.now())
    return {**context, "day": day, "cards": _cards(day), "tables": _tables(day)}


def _cards(day: LastDay) -> list[dict[str, Any]]:
    runs = list_of(Run)
    return [
        {"title": "Runs", "value": f"{day.runs:,}", "href": f"{runs}?when=day"},
        {"title": "Failures", "value": f"{day.failed:,}", "href": f"{runs}?failures=day"},
        {
            "title": "In flight",
            "value": f"{sum(day.in_flight.values()):,}",
            "href": f"{runs}?live=yes",
        },
        {
            "title": "Jobs waiting",
            "value": f"{day.waiting_jobs:,}",
            "href": f"{list_of(ProcrastinateJob)}?status=todo",
        },
        {"title": "Tokens", "value": f"{day.tokens:,}", "href": ""},
        {"title": "Cost", "value": f"${day.cost_usd:,.2f}", "href": ""},
        {"title": "Sign-ups", "value": f"{day.sign_ups:,}", "href": f"{list_of(User)}?when=day"},
    ]


def _tables(day: LastDay) -> list[dict[str, Any]]:
    engines = [
        [
            e.engine,
            f"{e.runs:,}",
            _ms(e.median_ms),
            _ms(e.p95_ms),
            f"{e.tokens_in:,}",
            f"{e.tokens_out:,}",
            f"${e.cost_usd:,.4f}",
        ]
        for e in day.engines
    ]
    outcomes = [[engine, state, f"{runs:,}"] for (engine, state), runs in day.outcomes.items()]
    failures = [[code, f"{runs:,}"] for code, runs in day.failures.items()]
    return [
        _table("By engine", "engine|runs|median|p95|tokens in|tokens out|cost", engines),
        _table("By outcome", "engine|state|runs", outcomes),
        _table("Failures by code", "code|runs", failures),
    ]


def _table(title: str, headers: str, rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "data": {"headers": headers.split("|"), "rows": rows}}


def _ms(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:,.0f} ms"
