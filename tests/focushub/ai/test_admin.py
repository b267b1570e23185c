import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.ai.models import Run
from focushub.common.admin.base import list_of, page_of
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may
from tests.focushub.ai.factories import RunFactory, old

pytestmark = pytest.mark.django_db
RUNS = list_of(Run)


@pytest.fixture
def support() -> Client:
    return browser(staff_who_may("ai.view_run", "procrastinate.view_procrastinatejob"))


def _listed(client: Client, **query: str) -> list[Run]:
    return client.get(RUNS, query).context["cl"].result_list


def test_the_list_tells_what_a_run_cost_and_how_it_ended(support: Client) -> None:
    RunFactory.create(
        engine=Run.Engine.CREW,
        model="large-model",
        tokens_in=1200,
        tokens_out=340,
        cost_usd=Decimal("0.004321"),
        duration_ms=5678,
        error_code="bad_json",
    )

    page = re.sub(r"<[^>]+>", " ", support.get(RUNS).content.decode())

    for fact in ("Crew", "large-model", "1200 + 340", "0.004321", "5678", "bad_json"):
        assert fact in page


def test_the_page_tells_it_too(support: Client) -> None:
    run = RunFactory.create(failed=True, model="large-model", prompt_version="7-abc")

    page = support.get(page_of(run.pk, Run)).content.decode()

    for fact in ("large-model", "7-abc", "timeout", "The model took too long."):
        assert fact in page


def test_failures_of_the_last_day_are_one_click_away(support: Client) -> None:
    RunFactory.create()
    RunFactory.create(failed=True, **old(timedelta(hours=25)))
    failed = RunFactory.create(failed=True, **old(timedelta(hours=23)))

    assert _listed(support, failures="day") == [failed]
    assert len(_listed(support, failures="week")) == 2
    assert len(_listed(support)) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"engine": "crew"},
        {"state": "queued"},
        {"feature": "chat"},
        {"error_code": "refused"},
    ],
)
def test_runs_are_told_apart_by(support: Client, query: dict[str, str]) -> None:
    RunFactory.create()
    wanted = [
        RunFactory.create(engine="crew"),
        RunFactory.create(in_flight=True),
        RunFactory.create(feature="chat"),
        RunFactory.create(error_code="refused"),
    ]
    field, value = next(iter(query.items()))

    assert _listed(support, **query) == [run for run in wanted if getattr(run, field) == value]


def test_a_runs_page_asks_little_of_the_database(support: Client) -> None:
    run = RunFactory.create()

    with queries() as seen:
        support.get(page_of(run.pk, Run))

    assert len(seen.statements) <= MOST_QUERIES


def test_a_run_without_a_draft_can_be_shown(support: Client) -> None:
    run = RunFactory.create(in_flight=True, draft="")
    support.post(f"/admin/ai/run/{run.pk}/show-text/")

    page = support.get(page_of(run.pk, Run)).content.decode()

    assert "asked in confidence" in page


def test_words_are_shown_as_words(support: Client) -> None:
    run = RunFactory.create(payload={"text": "<script>alert(1)</script>"})
    support.post(f"/admin/ai/run/{run.pk}/show-text/")

    page = support.get(page_of(run.pk, Run)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_jobs_are_listed_by_state(support: Client) -> None:
    app.configure_task("ai.run_model", queue="models").defer(run_id="1")
    jobs = list_of(ProcrastinateJob)

    waiting = support.get(jobs, {"status": "todo"}).context["cl"].result_list
    others = support.get(jobs, {"status": "failed"}).context["cl"].result_list

    assert [job.task_name for job in waiting] == ["ai.run_model"]
    assert others == []
    assert support.get(page_of(waiting[0].pk, ProcrastinateJob)).status_code == 200
