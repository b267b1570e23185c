"""Runs that are live, and jobs that are stuck: seen by staff, tried again by who may, on record."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.ai.models import Run
from focushub.ai.services import queue
from focushub.common.admin.base import list_of
from tests.admin import browser, staff_who_may
from tests.focushub.ai.factories import RunFactory

pytestmark = pytest.mark.django_db
JOBS = list_of(ProcrastinateJob)
SEES = ("ai.view_run", "procrastinate.view_procrastinatejob")


@pytest.fixture
def operator() -> Client:
    return browser(staff_who_may(*SEES, "ai.retry_job"))


def _job(status: str, *, silent_for: int | None = None) -> ProcrastinateJob:
    """One in this state; with a worker that was last heard of so many seconds ago, if any."""
    job_id = app.configure_task("ai.run_model", queue="models").defer(run_id="1")
    with connection.cursor() as cursor:
        worker_id = None
        if silent_for is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - make_interval(secs => %s)) RETURNING id",
                [silent_for],
            )
            (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, worker_id = %s WHERE id = %s",
            [status, worker_id, job_id],
        )
    return ProcrastinateJob.objects.get(pk=job_id)


def _retry(client: Client, job: ProcrastinateJob) -> int:
    address = reverse("admin:procrastinate_procrastinatejob_retry", args=[job.pk])
    return client.post(address, {"_form_submitted": "true"}, follow=True).status_code


def test_what_is_in_flight_is_one_click_away(operator: Client) -> None:
    RunFactory.create()
    live = [RunFactory.create(in_flight=True), RunFactory.create(in_flight=True, state="running")]

    listed = operator.get(list_of(Run), {"live": "yes"}).context["cl"].result_list

    assert set(listed) == set(live)
    assert len(operator.get(list_of(Run)).context["cl"].result_list) == 3


def test_failed_jobs_and_those_of_a_silent_worker_are_stuck(operator: Client) -> None:
    stuck = [_job("failed"), _job("doing", silent_for=300), _job("doing")]
    _job("todo")
    _job("doing", silent_for=1)

    listed = operator.get(JOBS, {"stuck": "yes"}).context["cl"].result_list

    assert set(listed) >= set(stuck)
    assert {job.status for job in listed} == {"failed", "doing"}
    assert len(operator.get(JOBS).context["cl"].result_list) == len(listed) + 2


@pytest.mark.parametrize(("status", "silent_for"), [("failed", None), ("doing", 300)])
def test_a_stuck_job_goes_back_into_the_queue_and_that_is_on_record(
    operator: Client, status: str, silent_for: int | None
) -> None:
    job = _job(status, silent_for=silent_for)

    assert _retry(operator, job) == 200

    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 1)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(job.pk), "Put back into the queue.")


@pytest.mark.parametrize(("status", "silent_for"), [("todo", None), ("doing", 1)])
def test_a_job_that_is_not_stuck_is_left_alone(
    operator: Client, status: str, silent_for: int | None
) -> None:
    job = _job(status, silent_for=silent_for)

    assert _retry(operator, job) == 200

    job.refresh_from_db()
    assert (job.status, job.attempts) == (status, 0)
    assert not LogEntry.objects.exists()


def test_who_may_only_look_tries_nothing_again() -> None:
    job = _job("failed")

    status = _retry(browser(staff_who_may(*SEES)), job)

    job.refresh_from_db()
    assert (status, job.status) == (403, "failed")


def test_a_job_that_is_gone_is_not_found(operator: Client) -> None:
    job = _job("failed")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job.pk])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])

    assert _retry(operator, job) == 404
    with pytest.raises(queue.JobNotStuck):
        queue.retry(job_id=job.pk)
