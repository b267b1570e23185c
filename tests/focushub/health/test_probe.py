import http.server
import os
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from focushub.health import probe


class Answering(http.server.BaseHTTPRequestHandler):
    status = 200
    hosts: list[str | None] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(self.status if self.path == "/health/live" else 404)
        self.end_headers()

    def log_message(self, *parts: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    Answering.status, Answering.hosts = 200, []
    with http.server.HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("hosts", "asked_as"),
    [
        ("focushub.example.org,other.example.org", "focushub.example.org"),
        (".example.org", "example.org"),
        ("*", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_web_is_asked_under_a_name_that_it_serves(server, monkeypatch, hosts, asked_as):
    monkeypatch.setenv("FOCUSHUB_ALLOWED_HOSTS", hosts)

    assert probe.web_is_alive(server.server_port) is True
    assert Answering.hosts == [asked_as]


def test_a_web_that_answers_with_an_error_is_not_well(server):
    Answering.status = 503

    assert probe.web_is_alive(server.server_port) is False


def test_a_web_that_does_not_answer_is_not_well():
    assert probe.web_is_alive(1) is False


@pytest.fixture
def workers(transactional_db: None) -> Iterator[None]:
    """No worker yet, and none left: Django does not empty a table that it does not manage."""
    forget_workers()
    yield
    forget_workers()


def forget_workers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


@pytest.mark.usefixtures("workers")
@pytest.mark.parametrize(("seconds", "is_well"), [(5, True), (120, False), (None, False)])
def test_a_worker_is_well_while_it_gives_signs_of_life(seconds, is_well, monkeypatch):
    if seconds is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
                [timezone.now() - timedelta(seconds=seconds)],
            )
    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    monkeypatch.setenv("DATABASE_URL", f"{url}/{connection.settings_dict['NAME']}")

    assert probe.main(["worker"]) == (0 if is_well else 1)


def test_without_a_database_no_worker_is_well(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    assert probe.main(["worker"]) == 1


def test_another_part_is_a_wrong_usage(capsys):
    assert probe.main(["kitchen"]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_web_is_a_part(monkeypatch):
    monkeypatch.setattr(probe, "web_is_alive", lambda: False)

    assert probe.main(["web"]) == 1
