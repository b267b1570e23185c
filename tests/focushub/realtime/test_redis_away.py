"""Redis stopped and started: sockets stay or come back, and clients know that they have to read."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import redis
from websockets.exceptions import InvalidStatus

from focushub.caching import redis_breaker
from focushub.launcher.servers import Wheels
from focushub.realtime import publishing, sockets
from focushub.realtime.publishing import Losses
from tests.end_to_end.conftest import until
from tests.factories import UserFactory
from tests.focushub.conftest import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """A Redis of this test's own."""

    def __init__(self, folder):
        self.port, self.folder = free_port(), folder
        self.process: subprocess.Popen[bytes]

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self.process = subprocess.Popen(
            [
                *(Wheels.of(Path(sys.prefix)).valkey, "--port", str(self.port)),
                *("--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
        )
        until(self.answers)

    def answers(self):
        with redis.Redis(port=self.port, socket_timeout=1) as client:
            try:
                return client.ping()
            except redis.ConnectionError:
                return False

    def stop(self):
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(sockets, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(sockets, "_SPREAD_SECONDS", 0.1)
    monkeypatch.setattr(publishing, "losses", Losses(look_seconds=0.2))
    server = Server(tmp_path)
    server.start()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": server.url}}
    layer = settings.CHANNEL_LAYERS["default"]
    hosts = [{"address": server.url, "socket_connect_timeout": 1}]
    settings.CHANNEL_LAYERS = {"default": {**layer, "CONFIG": {**layer["CONFIG"], "hosts": hosts}}}
    yield server
    server.stop()


def test_an_open_socket_lives_on_and_is_told_to_read_again(server, device_of):
    person = UserFactory()
    device = device_of(person)
    device.hello()
    device.http.post("/tasks", json={"title": "Before"})
    assert device.hear()["type"] == "task"

    server.stop()
    assert device.http.post("/tasks", json={"title": "Meanwhile"}).status_code == 201
    device.say(type="ping")
    assert device.hear() == {"type": "pong"}
    until(lambda: redis_breaker.is_open)
    server.start()

    resync = device.hear_until("resync")
    device.http.post("/tasks", json={"title": "After"})
    event = device.hear_until("task")
    assert event["seq"] > resync["seq"]


def test_while_redis_is_away_no_socket_opens_and_afterwards_it_does(server, device_of):
    person = UserFactory()
    device = device_of(person)
    ticket = device.ticket()
    server.stop()

    with pytest.raises(InvalidStatus) as refused:
        device.open(ticket=ticket)
    assert refused.value.response.status_code == 503
    answer = device.http.post("/realtime/ticket")
    assert (answer.status_code, answer.json()["code"]) == (503, "realtime_unavailable")
    assert answer.headers["Retry-After"] == "5"

    server.start()
    until(lambda: device.http.post("/realtime/ticket").status_code == 201)
    device.hello()
    device.http.post("/tasks", json={"title": "After"})
    assert device.hear_until("task")["change"] == "created"


def test_a_socket_whose_ticket_was_good_opens_while_the_rest_of_redis_is_slow(
    server, device_of, monkeypatch
):
    person = UserFactory()
    device = device_of(person)
    monkeypatch.setattr("focushub.realtime.stream.latest", partial(_refuse))

    assert device.hello() == 0


def _refuse(*args):
    raise redis.ConnectionError
