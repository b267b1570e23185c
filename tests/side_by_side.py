"""Two things at once, each with a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from focushub.common.errors import DomainError


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Gives what `work` gave or raised, once the thread is joined."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(work())
        except DomainError as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def _waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def until_it_waits(thread: threading.Thread) -> None:
    while thread.is_alive() and not _waits_for_a_lock():
        thread.join(0.02)
