"""The tests run on what production runs on."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django_redis import get_redis_connection


@pytest.mark.django_db
def test_the_database_is_postgresql_18_with_its_own_ids() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, uuidv7()")
        version, key = cursor.fetchone()

    assert connection.vendor == "postgresql"
    assert version >= 180_000
    assert key.version == 7


@pytest.mark.django_db
def test_the_database_is_made_for_this_test_run() -> None:
    assert str(connection.settings_dict["NAME"]).startswith("test_")


def test_redis_is_a_real_server() -> None:
    redis = get_redis_connection("default")

    server = redis.info("server")

    assert server["process_id"] > 1
    assert tuple(int(part) for part in server["redis_version"].split(".")[:2]) >= (7, 2)
    assert redis.eval("return redis.call('ECHO', ARGV[1])", 0, "lua") == b"lua"


def test_each_worker_of_the_tests_has_its_own_corner_of_redis() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")

    cache.set("corner", b"mine", timeout=5)

    assert settings.REDIS_PREFIX.endswith(f"-{worker}")
    keys = get_redis_connection("default").keys(f"{settings.REDIS_PREFIX}:*corner")
    assert len(keys) == 1
