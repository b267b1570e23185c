"""What Prometheus reads: only with the token, and true."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from focushub.ai import breakers
from focushub.ai.gateways import ModelChoice
from focushub.caching import CacheEntry
from tests.focushub.ai.factories import RunFactory, old

TOKEN = "a token for metrics"
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings: Settings, anonymous: APIClient):
    """All samples by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def read() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        page = anonymous.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/plain")
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(page.content.decode())
            for sample in family.samples
        }

    return read


def _key(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


def test_without_a_token_in_the_settings_there_is_no_such_page(anonymous: APIClient) -> None:
    response = anonymous.get("/metrics", headers={"Authorization": "Bearer "})

    assert (response.status_code, response.json()["code"]) == (404, "unknown_route")


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer \u00e9", f"Basic {TOKEN}"])
def test_another_token_opens_nothing(anonymous: APIClient, settings: Settings, header: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    response = anonymous.get("/metrics", headers={"Authorization": header} if header else {})

    assert (response.status_code, response.json()["code"]) == (401, "bad_metrics_token")


def test_runs_of_the_last_hour_are_counted_by_what_became_of_them(told) -> None:
    RunFactory.create_batch(2, engine="crew", tokens_in=100, tokens_out=7)
    RunFactory.create(failed=True)
    RunFactory.create(**old(timedelta(hours=2)))
    RunFactory.create(in_flight=True)

    metrics = told()

    runs = "focushub_runs_last_hour"
    crew = _key(runs, feature="organize", engine="crew", state="done", error="")
    failed = _key(runs, feature="organize", engine="builtin", state="done", error="timeout")
    assert {name: n for name, n in metrics.items() if name[0] == runs} == {crew: 2, failed: 1}
    assert metrics[_key("focushub_tokens_last_hour", direction="in")] == 200
    assert metrics[_key("focushub_tokens_last_hour", direction="out")] == 14
    assert metrics[_key("focushub_runs_in_flight", state="queued")] == 1
    assert metrics[_key("focushub_runs_in_flight", state="running")] == 0


def test_the_queue_is_told(told) -> None:
    run = RunFactory.create(in_flight=True)
    type(run).objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    before = told().get(_key("focushub_jobs", queue="models", state="todo"), 0)
    app.configure_task("ai.run_model", queue="models").defer(run_id="1")

    metrics = told()

    assert metrics[_key("focushub_jobs", queue="models", state="todo")] == before + 1
    assert 299 < metrics[_key("focushub_oldest_run_seconds")] < 400
    assert metrics[_key("focushub_database_up")] == 1
    assert _key("focushub_workers") in metrics


def test_requests_are_counted_by_route_and_not_by_path(told, anonymous: APIClient) -> None:
    live = _key("focushub_requests_total", method="GET", route="health/live", status="200")
    before = told()

    anonymous.get("/health/live")
    anonymous.get("/nowhere/at/all")
    anonymous.generic("BREW", "/health/live")
    after = told()

    assert after[live] == before.get(live, 0) + 1
    assert _key("focushub_requests_total", method="GET", route="none", status="404") in after
    assert not any("nowhere" in str(key) or "BREW" in str(key) for key in after)
    timed = _key("focushub_request_seconds_count", route="health/live")
    assert after[timed] == before.get(timed, 0) + 2


def test_hits_and_misses_of_the_cache_are_counted(told) -> None:
    entry = CacheEntry("counted", ttl=timedelta(minutes=1), version=1)
    entry.get(1, "q")
    entry.set(1, "q", b"{}")
    entry.get(1, "q")

    metrics = told()

    lookups = "focushub_cache_lookups_total"
    assert metrics[_key(lookups, entry="counted", outcome="miss")] == 1
    assert metrics[_key(lookups, entry="counted", outcome="hit")] == 1


def test_a_model_that_rests_is_told(told, settings: Settings) -> None:
    settings.LLM_MODEL = "a-model"
    assert told()[_key("focushub_model_resting")] == 0
    model = ModelChoice("a-model", settings.LLM_BASE_URL, "", 1)
    for _ in range(breakers.FAULTS):
        breakers.faulted(model)

    assert told()[_key("focushub_model_resting")] == 1


@pytest.mark.django_db(transaction=True)
def test_with_the_database_gone_the_rest_is_told(told, database_gone: None) -> None:
    metrics = told()

    assert metrics[_key("focushub_database_up")] == 0
    assert not any(name == "focushub_jobs" for name, _ in metrics)
    assert any(name == "focushub_requests_total" for name, _ in metrics)
