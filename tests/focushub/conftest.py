"""What the kernel does when one of its servers is away, slow or full."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
import redis
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from pytest_django.fixtures import Settings

from focushub.launcher.servers import Wheels

UseRedis = Callable[[str], None]
DEADLINE_SECONDS = 10


class SilentServer:
    """Accepts connections, reads what it is told, and never answers."""

    def __init__(self) -> None:
        self.attempts = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._kept: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._socket.getsockname()[1]}/0"

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.attempts += 1
            self._kept.append(caller)

    def close(self) -> None:
        self._socket.close()
        for caller in self._kept:
            caller.close()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def use_redis(settings: Settings) -> UseRedis:
    """Point the cache, and with it the throttles, at another server."""

    def point(url: str) -> None:
        settings.CACHES = {
            name: {**cache, "LOCATION": url} for name, cache in settings.CACHES.items()
        }

    return point


@pytest.fixture
def redis_gone(use_redis: UseRedis) -> None:
    use_redis(f"redis://127.0.0.1:{free_port()}/0")


@pytest.fixture
def silent_redis(use_redis: UseRedis) -> Iterator[SilentServer]:
    server = SilentServer()
    use_redis(server.url)
    yield server
    server.close()


@pytest.fixture
def full_redis(use_redis: UseRedis, tmp_path: Path) -> Iterator[redis.Redis]:
    """A server of its own that has no room left and throws nothing away."""
    port = free_port()
    server = subprocess.Popen(
        [
            *(Wheels.of(Path(sys.prefix)).valkey, "--port", str(port), "--bind", "127.0.0.1"),
            *("--save", "", "--maxmemory-policy", "noeviction", "--dir", tmp_path),
        ],
        stdout=subprocess.DEVNULL,
    )
    client = redis.Redis(port=port, socket_timeout=1)
    try:
        _wait_for(client)
        use_redis(f"redis://127.0.0.1:{port}/0")
        yield client
    finally:
        client.close()
        server.terminate()
        server.wait(DEADLINE_SECONDS)


def _wait_for(client: redis.Redis) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@pytest.fixture
def database_gone(transactional_db: None) -> Iterator[None]:
    """Nobody listens where the database is said to be."""
    _forget_connections()
    real = connection.settings_dict
    options = {**real["OPTIONS"], "pool": {"min_size": 0, "max_size": 2, "timeout": 0.3}}
    connection.settings_dict = {
        **real,
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "OPTIONS": options,
    }
    try:
        yield
    finally:
        _forget_connections()
        connection.settings_dict = real


def _forget_connections() -> None:
    # In this order: giving a connection back would make a new pool.
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()
