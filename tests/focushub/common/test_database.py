"""After a stop of the database its connections in the pool are of no use."""

import psycopg
import pytest
from django.db import connection

from focushub.common.database import drop_broken_connections

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_connection_that_was_cut_is_not_used_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (cut,) = cursor.fetchone()
    connection.close()  # Back into the pool.
    told = connection.settings_dict
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"], user=told["USER"], dbname=told["NAME"]
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [cut])

    drop_broken_connections()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (cut,)
