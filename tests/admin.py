"""Staff in a browser, and what their pages ask of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from focushub.accounts.models import User
from tests.factories import UserFactory

MOST_QUERIES = 12


def superuser(**fields: Any) -> User:
    return UserFactory.create(is_staff=True, is_superuser=True, **fields)


def staff_who_may(*names: str) -> User:
    """A staff member with these permissions and no others: "ai.view_run"."""
    person = UserFactory.create(is_staff=True)
    for name in names:
        app, codename = name.split(".")
        person.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return person


def browser(person: User) -> Client:
    client = Client()
    # Named, because axes' backend lets nobody in without a request to count.
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Queries:
    def __init__(self, statements: list[str]) -> None:
        self.statements = statements

    @property
    def whole_table_counts(self) -> list[str]:
        """Those that count rows with nothing that narrows them."""
        return [
            sql for sql in self.statements if re.search(r"COUNT\(", sql) and " WHERE " not in sql
        ]

    def reading(self, column: str) -> list[str]:
        """Those that bring this column along: `"organize_task"."title"`."""
        return [sql for sql in self.statements if column in sql.split(" FROM ")[0]]


@contextmanager
def queries() -> Iterator[Queries]:
    seen = Queries([])
    with CaptureQueriesContext(connection) as captured:
        yield seen
    seen.statements.extend(query["sql"] for query in captured.captured_queries)
