"""One WebSocket for a client: who gets in, what is heard, what was missed, when it ends."""

import json
import time
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django_redis import get_redis_connection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from focushub.accounts.models import Session
from focushub.calendar.events import BlockEvent
from focushub.realtime import messages, sockets, stream
from focushub.realtime.events import Change
from focushub.realtime.publishing import announce, publish
from organize.events import TaskEvent
from organize.models import Task
from tests.end_to_end.conftest import until
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    return UserFactory.create()


def changed(person, count=1):
    for _ in range(count):
        publish(person_id=person.pk, event=BlockEvent.of(Change.CHANGED, [person.pk]))


def refusal_of(opening):
    with pytest.raises(InvalidStatus) as refused:
        opening()
    response = refused.value.response
    return response.status_code, json.loads(response.body)["code"]


def test_two_devices_hear_the_same_in_one_order_and_nobody_else_does(device_of, person):
    phone, laptop, strangers = device_of(person), device_of(person), device_of(UserFactory())
    first = phone.hello()
    assert (laptop.hello(), strangers.hello()) == (first, 0)

    for title in ("Pack", "Rest"):
        made = phone.http.post("/tasks", json={"title": title})
        assert made.status_code == 201

    heard = [[device.hear() for _ in range(2)] for device in (phone, laptop)]
    assert heard[0] == heard[1]
    assert [(one["type"], one["change"]) for one in heard[0]] == [("task", "created")] * 2
    assert heard[0][1]["seq"] == heard[0][0]["seq"] + 1
    assert {one["ids"][0] for one in heard[0]} == {str(task.pk) for task in Task.objects.all()}
    assert strangers.is_silent()


def test_who_was_away_asks_for_what_was_missed(device_of, person):
    changed(person)
    device = device_of(person)
    seq = device.hello()
    device.socket.close()
    changed(person, 2)

    assert device.hello() == seq + 2
    device.say(type="since", seq=seq)

    assert [device.hear()["seq"] for _ in range(2)] == [seq + 1, seq + 2]
    assert device.is_silent()
    changed(person)
    assert device.hear()["seq"] == seq + 3


def test_who_was_away_too_long_is_told_to_read_everything_again(device_of, person):
    changed(person, stream.KEPT + 5)
    device = device_of(person)
    newest = device.hello()

    for seq in (newest - stream.KEPT - 1, newest + 1, 0):
        device.say(type="since", seq=seq)
        told = device.hear()
        assert (told["type"], told["seq"]) == ("resync", newest)
    changed(person)
    assert device.hear()["seq"] == newest + 1


def test_the_first_event_of_all_is_looked_up_like_any_other(device_of, person):
    device = device_of(person)
    assert device.hello() == 0

    body = TaskEvent.of(Change.CREATED, [person.pk]).model_dump_json()
    redis = get_redis_connection("default")
    redis.xadd(stream._key(person.pk), {"event": body}, id="1000-0")

    assert device.hear()["seq"] == 1000


def test_an_event_that_was_not_heard_is_looked_up(device_of, person):
    changed(person)
    device = device_of(person)
    seq = device.hello()

    # As if the word of it had been lost on the way.
    body = TaskEvent.of(Change.CREATED, [person.pk]).model_dump_json()
    redis = get_redis_connection("default")
    redis.xadd(stream._key(person.pk), {"event": body}, id=f"{seq + 1}-0")

    heard = device.hear()
    assert (heard["type"], heard["seq"]) == ("task", seq + 1)
    redis.xadd(stream._key(person.pk), {"event": body}, id=f"{seq + 2}-0")
    changed(person)
    assert [device.hear()["seq"] for _ in range(2)] == [seq + 2, seq + 3]
    assert device.is_silent()


def test_a_ticket_opens_one_socket_once(device_of, person):
    device = device_of(person)
    ticket = device.ticket()
    device.open(ticket=ticket)

    assert refusal_of(partial(device.open, ticket=ticket)) == (401, "bad_ticket")
    assert refusal_of(partial(device.open, ticket="invented")) == (401, "bad_ticket")
    assert device.is_silent() or device.hear()["type"] == "pong"


def test_a_ticket_is_kept_as_a_digest_for_half_a_minute(device_of, person):
    ticket = device_of(person).ticket()

    redis = get_redis_connection("default")
    (key,) = [key for key in redis.scan_iter(count=1000) if b":ticket:" in key]
    assert ticket.encode() not in key
    assert 0 < redis.ttl(key) <= 30
    assert ticket.encode() not in redis.get(key)


def test_a_ticket_of_a_session_that_ended_opens_nothing(device_of, person):
    device = device_of(person)
    ticket = device.ticket()
    assert device.http.post("/auth/logout").status_code == 204

    assert refusal_of(partial(device.open, ticket=ticket)) == (401, "bad_ticket")


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"path": "/elsewhere"}, 404, "unknown_route"),
        ({"origin": "https://evil.example"}, 403, "foreign_origin"),
        ({"origin": "null"}, 403, "foreign_origin"),
        ({"subprotocols": None}, 401, "no_ticket"),
        ({"subprotocols": ["focushub.v1"]}, 401, "no_ticket"),
    ],
)
def test_strangers_stay_outside(device_of, person, options, status, code):
    assert refusal_of(partial(device_of(person).open, **options)) == (status, code)


def test_a_page_of_this_host_or_of_a_known_origin_comes_in(device_of, person, settings):
    device = device_of(person)
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example"]

    for origin in (device.address, settings.PUBLIC_URL, "https://app.example"):
        device.hello(origin=origin)
        assert device.socket.subprotocol == "focushub.v1"
        device.socket.close()


def test_a_log_out_ends_the_sockets_of_that_session_alone(device_of, person):
    phone, laptop = device_of(person), device_of(person)
    phone.hello()
    laptop.hello()

    assert phone.http.post("/auth/logout").status_code == 204

    assert phone.ended() == 4401
    assert laptop.is_silent()


def test_a_new_password_ends_the_sockets_of_all_other_sessions(device_of, person):
    phone, laptop = device_of(person), device_of(person)
    phone.hello()
    laptop.hello()

    body = {"current_password": PASSWORD, "new_password": "nine loud herons"}
    assert phone.http.post("/auth/password", json=body).status_code == 204

    assert laptop.ended() == 4401
    assert phone.is_silent()


@pytest.mark.parametrize("how", ["deactivated", "erased", "run out"])
def test_who_may_no_longer_without_a_word_is_out_within_seconds(device_of, person, how):
    device, others = device_of(person), device_of(UserFactory())
    device.hello()
    others.hello()

    if how == "deactivated":
        get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    elif how == "erased":
        person.delete()
    else:
        Session.objects.filter(pk=device.session_id).update(expires_at="2020-01-01T00:00Z")
    began = time.monotonic()

    assert device.ended() == 4401
    assert time.monotonic() - began < 5
    assert others.is_silent()


def test_all_sockets_of_a_process_cost_one_query(device_of, person, django_assert_num_queries):
    ids = [device_of(person).session_id for _ in range(3)]

    with django_assert_num_queries(1):
        assert sockets._live(set(ids)) == set(ids)


def test_while_the_database_is_away_sockets_stay(database_gone):
    ids = {uuid4()}

    assert sockets._live(ids) == ids


def test_what_cannot_be_read_is_said_so_and_what_is_too_much_ends_the_socket(device_of, person):
    device = device_of(person)
    device.hello()

    for text in ("{", "[]", '{"type":"dance"}', '{"type":"since","seq":-1}', b"\x00"):
        device.socket.send(text)
        assert device.hear()["code"] == "unreadable"
    device.socket.send("x" * 5_000)
    assert device.ended() == 1009
    device.hello()
    with suppress(ConnectionClosed):
        for _ in range(100):
            device.say(type="ping")
    assert device.ended() == 4429


def test_a_person_has_so_many_sockets_and_the_oldest_makes_room(device_of, person, monkeypatch):
    monkeypatch.setattr(sockets, "MAX_SOCKETS_A_PERSON", 2)
    devices = [device_of(person) for _ in range(3)]
    for device in devices:
        device.hello()

    assert devices[0].ended() == 4409
    assert devices[1].is_silent()
    assert devices[2].is_silent()


def test_a_full_process_lets_nobody_in(device_of, person, monkeypatch):
    monkeypatch.setattr(sockets, "MAX_SOCKETS", 0)

    opening = partial(device_of(person).open)

    assert refusal_of(opening) == (503, "realtime_unavailable")


def test_two_clocks_agree_through_the_server(device_of, person):
    """Whatever their own clocks say: the error is at most half the way there and back."""
    ahead = {"phone": 3_600_000.0, "laptop": -250.0}
    end_ms = time.time() * 1000 + 25 * 60_000
    left = []
    for skew in ahead.values():
        device = device_of(person)
        device.hello()
        best, offset, deadline = float("inf"), 0.0, time.monotonic() + 20
        while best > 40 and time.monotonic() < deadline:
            t0 = time.time() * 1000 + skew
            device.say(type="time", t0=t0)
            told, t3 = device.hear(), time.time() * 1000 + skew
            assert told["t0"] == t0
            if t3 - t0 < best:
                best, offset = t3 - t0, (t0 + t3) / 2 - told["server_ms"]
        assert abs(offset - skew) <= best / 2 + 1
        left.append(end_ms + offset - skew)

    assert abs(left[0] - left[1]) <= 50


class Wave(messages.ServerMessage):
    type: str = "wave"
    who: str


class JoinPond(messages.ClientMessage):
    type: str = "pond"
    leave: bool = False


# No part of the API.
messages.ServerMessage.known.pop("wave")


def test_a_feature_adds_its_own_messages_groups_and_farewells(device_of, monkeypatch):
    gone = []

    async def pond(socket, message):
        await (socket.leave("pond.1") if message.leave else socket.join("pond.1"))
        socket.kept["pond"] = 1
        await socket.say(Wave(who="you"))

    async def farewell(socket):
        gone.append(socket.kept.get("pond"))

    monkeypatch.setitem(messages.handlers, "pond", (JoinPond, pond))
    monkeypatch.setattr(messages, "farewells", messages.farewells)
    messages.on_farewell(farewell)
    first, second = device_of(UserFactory()), device_of(UserFactory())
    for device in (first, second):
        device.hello()
    first.say(type="pond")
    assert first.hear() == {"type": "wave", "who": "you"}

    announce(group="pond.1", message=Wave(who="all"))

    assert first.hear() == {"type": "wave", "who": "all"}
    assert second.is_silent()
    first.say(type="pond", leave=True)
    assert first.hear()["who"] == "you"
    announce(group="pond.1", message=Wave(who="all"))
    assert first.is_silent()
    first.socket.close()
    until(lambda: gone == [1])
    messages.farewells.remove(farewell)
