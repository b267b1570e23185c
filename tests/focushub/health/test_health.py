from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from focushub.ai.breakers import breaker_for
from focushub.ai.gateways import ModelChoice

WELL = {
    "database": "ok",
    "migrations": "ok",
    "redis": "ok",
    "worker": "ok",
    "model": "off",
}


@pytest.fixture
def worker(db):
    """A worker that was heard of so many seconds ago."""

    def heard(seconds):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
                [timezone.now() - timedelta(seconds=seconds)],
            )

    heard(1)
    return heard


def report(client, path="/health"):
    """Status code, overall state, and the parts that are not as in `WELL`."""
    response = client.get(path)
    body = response.json()
    assert set(body) == {"status", "version", "timestamp", "parts"}
    assert body["version"] == django_settings.VERSION
    assert body["timestamp"].endswith("Z")
    assert set(body["parts"]) == set(WELL)
    off = {name: state for name, state in body["parts"].items() if state != WELL[name]}
    return response.status_code, body["status"], off


BOTH = pytest.mark.parametrize("path", ["/health", "/health/ready"])


@BOTH
def test_with_all_parts_there_it_is_healthy(anonymous, worker, path):
    assert report(anonymous, path) == (200, "healthy", {})


@BOTH
@pytest.mark.usefixtures("worker", "redis_gone")
def test_without_redis_it_is_degraded_and_still_serves(anonymous, path):
    assert report(anonymous, path) == (200, "degraded", {"redis": "missing"})


@BOTH
@pytest.mark.parametrize(("silent", "state"), [(29, {}), (31, {"worker": "missing"})])
def test_a_worker_that_is_silent_for_half_a_minute_is_missing(
    anonymous, worker, path, silent, state
):
    worker(silent)

    assert report(anonymous, path) == (200, "degraded" if state else "healthy", state)


@BOTH
@pytest.mark.usefixtures("worker")
def test_without_a_migration_nothing_may_be_sent_here(anonymous, path):
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()

    assert report(anonymous, path) == (503, "down", {"migrations": "missing"})


@BOTH
@pytest.mark.usefixtures("database_gone")
def test_without_the_database_nothing_may_be_sent_here(anonymous, path):
    assert report(anonymous, path) == (
        503,
        "down",
        {"database": "missing", "migrations": "missing", "worker": "missing"},
    )


@BOTH
@pytest.mark.usefixtures("worker")
def test_a_model_that_answers_is_ok_and_one_that_is_left_alone_rests(anonymous, settings, path):
    settings.LLM_MODEL = "a-model"
    answering = report(anonymous, path)
    breaker = breaker_for(
        ModelChoice(model="a-model", base_url="http://x", api_key="", timeout_seconds=1)
    )
    for _ in range(5):
        breaker.faulted()

    assert answering == (200, "healthy", {"model": "ok"})
    assert report(anonymous, path) == (200, "degraded", {"model": "resting"})


@pytest.mark.usefixtures("database_gone", "redis_gone")
def test_the_process_lives_whatever_its_servers_do(anonymous):
    response = anonymous.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.usefixtures("worker")
def test_a_probe_with_an_old_token_is_answered_too(anonymous):
    response = anonymous.get("/health", headers={"Authorization": "Bearer old"})

    assert response.status_code == 200
