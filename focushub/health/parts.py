"""What stands and what does not, each asked with a short bound."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_redis import get_redis_connection
from procrastinate.contrib.django.models import ProcrastinateWorker
from psycopg_pool import PoolTimeout

from focushub.ai.breakers import any_resting
from focushub.ai.choice import any_model_configured
from focushub.caching import guarded
from focushub.health.probe import WORKER_SILENT_SECONDS

WORKER_SILENT = timedelta(seconds=WORKER_SILENT_SECONDS)


class State(StrEnum):
    OK = "ok"
    MISSING = "missing"
    OFF = "off"
    RESTING = "resting"


# Without these nothing can be answered; without the others something is slower or plainer.
NEEDED = ("database", "migrations")


def look() -> Mapping[str, State]:
    parts = {"database": _database()}
    is_there = parts["database"] == State.OK
    parts["migrations"] = _migrations() if is_there else State.MISSING
    parts["redis"] = _redis()
    parts["worker"] = _worker() if is_there else State.MISSING
    parts["model"] = _model()
    return parts


def _database() -> State:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, PoolTimeout):
        return State.MISSING
    return State.OK


def _migrations() -> State:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return State.MISSING
    return State.OK if _expected_migrations() <= applied.keys() else State.MISSING


@cache
def _expected_migrations() -> frozenset[tuple[str, str]]:
    """Of this process's code; read once, since it costs 20 ms and everybody may ask `/health`."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _redis() -> State:
    alive = guarded(lambda: bool(get_redis_connection("default").ping()), otherwise=False)
    return State.OK if alive else State.MISSING


def _worker() -> State:
    try:
        seen = ProcrastinateWorker.objects.filter(
            last_heartbeat__gte=timezone.now() - WORKER_SILENT
        ).exists()
    except Error:
        return State.MISSING
    return State.OK if seen else State.MISSING


def _model() -> State:
    if not any_model_configured():
        return State.OFF
    return State.RESTING if any_resting() else State.OK
