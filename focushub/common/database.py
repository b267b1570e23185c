"""What to do when the database was away."""

from typing import cast

from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from focushub.common.threads import release_connection


def drop_broken_connections() -> None:
    """Takes those out of the pool that a stop of the database has cut.

    They look well until somebody uses them: else each costs one request, or one job, its answer.
    """
    release_connection()
    pool = cast(DatabaseWrapper, connection).pool
    if pool is not None and not pool.closed:
        pool.check()
