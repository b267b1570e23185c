"""The tests run against the real things; a fake that slipped in would prove nothing."""

import pytest
from django.db import connection
from django_redis import get_redis_connection


@pytest.mark.django_db
def test_the_database_is_postgresql_18() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (version,) = cursor.fetchone()

    assert connection.vendor == "postgresql"
    assert int(version) >= 180_000


def test_redis_is_a_server_with_a_process_of_its_own() -> None:
    told = get_redis_connection("default").info("server")

    assert told["process_id"] > 1
    assert told["redis_version"]
