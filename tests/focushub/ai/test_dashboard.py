from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from focushub.accounts.models import User
from focushub.ai.dashboard import DAY, EngineDay, last_day
from focushub.ai.models import Run
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may, superuser
from tests.factories import UserFactory
from tests.focushub.ai.factories import RunFactory, old

pytestmark = pytest.mark.django_db


def test_runs_of_the_last_day_are_summed_by_engine() -> None:
    for milliseconds in range(1, 21):
        RunFactory.create(duration_ms=milliseconds)
    RunFactory.create(
        engine="crew", duration_ms=4000, tokens_in=100, tokens_out=20, cost_usd=Decimal("0.25")
    )
    RunFactory.create(
        engine="crew", duration_ms=None, tokens_in=1, tokens_out=2, cost_usd=Decimal("0.5")
    )
    RunFactory.create(**old(DAY + timedelta(minutes=1)))
    RunFactory.create(in_flight=True)

    day = last_day(now=timezone.now())

    assert day.engines == [
        EngineDay("builtin", 20, 10, 19, 0, 0, Decimal(0)),
        EngineDay("crew", 2, 4000, 4000, 101, 22, Decimal("0.75")),
    ]
    assert (day.runs, day.tokens, day.cost_usd) == (22, 123, Decimal("0.75"))


def test_outcomes_and_failures_are_counted() -> None:
    RunFactory.create_batch(2, failed=True)
    RunFactory.create(error_code="refused")
    RunFactory.create(state="cancelled", engine="crew", answer="")
    RunFactory.create(failed=True, **old(DAY * 2))

    day = last_day(now=timezone.now())

    assert day.outcomes == {("builtin", "done"): 3, ("crew", "cancelled"): 1}
    assert list(day.failures.items()) == [("timeout", 2), ("refused", 1)]
    assert day.failed == 3


def test_what_waits_is_counted_however_old_it_is() -> None:
    oldest = RunFactory.create(in_flight=True)
    Run.objects.filter(pk=oldest.pk).update(created_at=timezone.now() - DAY * 3)
    oldest.refresh_from_db()
    RunFactory.create(in_flight=True, state="running")
    RunFactory.create(in_flight=True)
    app.configure_task("ai.run_model", queue="models").defer(run_id="1")

    day = last_day(now=timezone.now())

    assert day.in_flight == {"queued": 2, "running": 1}
    assert day.oldest_in_flight == oldest.created_at
    assert day.waiting_jobs == 1


def test_sign_ups_of_the_last_day_are_counted() -> None:
    UserFactory.create_batch(2)
    long_ago = UserFactory.create()
    User.objects.filter(pk=long_ago.pk).update(created_at=timezone.now() - DAY * 2)

    assert last_day(now=timezone.now()).sign_ups == 2


def test_a_quiet_day_is_all_zeros() -> None:
    day = last_day(now=timezone.now())

    assert (day.engines, day.outcomes, day.failures, day.in_flight) == ([], {}, {}, {})
    assert (day.runs, day.tokens, day.cost_usd, day.sign_ups) == (0, 0, Decimal(0), 0)
    assert day.oldest_in_flight is None


def test_the_days_sums_come_from_an_index() -> None:
    with queries() as seen:
        last_day(now=timezone.now())
    sums = [sql for sql in seen.statements if "finished_at" in sql]

    assert len(sums) == 2
    for sql in sums:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "run_finished" in plan
        assert "Seq Scan" not in plan


def test_the_first_page_shows_the_numbers() -> None:
    RunFactory.create_batch(3, engine="crew", duration_ms=1234, error_code="timeout")
    staff = browser(superuser())

    with queries() as seen:
        page = staff.get(reverse("admin:index")).content.decode()

    for shown in ("Runs", "In flight", "Jobs waiting", "Sign-ups", "1,234 ms", "timeout"):
        assert shown in page
    assert "/admin/ai/run/?failures=day" in page
    assert seen.whole_table_counts == []
    assert len(seen.statements) <= MOST_QUERIES


def test_who_may_not_see_runs_sees_no_numbers() -> None:
    RunFactory.create(engine="crew", duration_ms=1234)

    page = browser(staff_who_may("accounts.view_user")).get(reverse("admin:index"))

    assert page.status_code == 200
    assert b"1,234 ms" not in page.content
