"""Every page of the admin at 100,000 people and 1,000,000 tasks, which `COPY` brings in.

`python3 -m focushub bench staff` prints one JSON line for each page: its queries, and the median
and 95th percentile of its milliseconds. In one process, without a socket.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import django
from django.db.models import Model

from tests.benchmarks.quiet import QUIET

PEOPLE = 100_000
TASKS = 1_000_000
ASKS = 7


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench staff", description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--tasks", type=int, default=TASKS)
    options = parser.parse_args(arguments)
    os.environ |= QUIET
    os.environ["FOCUSHUB_ALLOWED_HOSTS"] = "testserver"
    django.setup()
    from tests.admin import browser, queries, superuser

    staff = superuser(username="bench-staff")
    _fill(options.people, options.tasks)
    client = browser(staff)
    try:
        for name, address in _pages():
            taken = []
            for _ in range(ASKS + 1):
                began = time.perf_counter()
                with queries() as seen:
                    answer = client.get(address)
                taken.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 200:
                    raise AssertionError(f"{address}: {answer.status_code}")
            line = {
                "name": "staff",
                "page": name,
                "queries": len(seen.statements),
                "ms_median": round(statistics.median(taken[1:]), 1),
                "ms_most": round(max(taken[1:]), 1),
            }
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    finally:
        _empty()
    return 0


def _fill(people: int, tasks: int) -> None:
    from django.db import connection
    from uuid6 import uuid7

    from focushub.accounts.models import User
    from organize.models import Task

    ids = [uuid7() for _ in range(people)]
    names = (f"bench{number}" for number in range(people))
    _copy(
        User(password="!"),
        (
            {"id": i, "username": n, "email": f"{n}@example.org"}
            for i, n in zip(ids, names, strict=True)
        ),
    )
    _copy(
        Task(title="A task"),
        ({"id": uuid7(), "owner_id": ids[number % people]} for number in range(tasks)),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(pattern: Model, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows like `pattern` but for the values of each, by `COPY`."""
    from django.db import connection
    from django.utils import timezone

    fields = pattern._meta.concrete_fields
    values = {field.attname: getattr(pattern, field.attname) for field in fields}
    values |= {name: timezone.now() for name in ("created_at", "updated_at") if name in values}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{pattern._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            told = {**values, **row}
            copy.write_row([f.get_db_prep_save(told[f.attname], connection) for f in fields])


def _pages() -> Iterator[tuple[str, str]]:
    from django.contrib import admin
    from django.urls import reverse

    yield "index", reverse("admin:index")
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{name}_changelist")
        yield name, address
        row: Any = model._default_manager.order_by("-pk").first()
        if row is not None:
            yield f"{name} (a row)", reverse(f"admin:{name}_change", args=[row.pk])
    people, tasks = "admin:accounts_user_changelist", "admin:organize_task_changelist"
    yield "people by name", reverse(people) + "?q=bench77"
    yield "people by address", reverse(people) + "?q=bench777@example.org"
    yield "tasks of a person", reverse(tasks) + "?q=bench777"


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_user CASCADE")
