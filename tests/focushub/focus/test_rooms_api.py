from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.focus.models import Room, RoomMember
from focushub.focus.services import rooms
from tests.factories import UserFactory
from tests.focushub.focus.factories import RoomFactory, RoomMemberFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
Clients = Callable[[User], APIClient]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_of(clock: Any) -> Clients:
    def make(person: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return make


@pytest.fixture
def client(client_of: Clients, user: User) -> APIClient:
    return client_of(user)


@pytest.fixture
def guest(client_of: Clients) -> APIClient:
    return client_of(UserFactory.create(username="a-log-in-name"))


def make(client: APIClient, **fields: Any) -> dict[str, Any]:
    response = client.post(reverse("room-list"), fields)
    assert response.status_code == 201
    return response.json()


def join(client: APIClient, code: str, **fields: Any) -> Any:
    return client.post(reverse("room-join"), {"code": code, **fields})


def read(client: APIClient, room: dict[str, Any]) -> Any:
    return client.get(reverse("room-detail", args=[room["id"]]))


def test_who_comes_late_is_in_phase(client: APIClient, guest: APIClient, clock: Any) -> None:
    room = make(client, rounds=2)
    clock.shift(timedelta(minutes=33))

    late = join(guest, room["code"]).json()

    assert late["phase"] == read(client, room).json()["phase"]
    assert late["phase"] == {
        "kind": "focus",
        "round": 2,
        "starts_at": "2026-11-24T09:30:00Z",
        "ends_at": "2026-11-24T09:55:00Z",
    }
    assert (late["starts_at"], late["ends_at"]) == ("2026-11-24T09:00:00Z", "2026-11-24T09:55:00Z")
    assert late["server_now"] == "2026-11-24T09:33:00Z"


def test_the_others_see_two_words_and_no_more(client: APIClient, guest: APIClient) -> None:
    room = make(client, intention="essay")
    told = join(guest, room["code"], name="Mo").json()

    mine, yours = told["members"]
    assert (told["is_mine"], told["member_id"]) == (False, yours["id"])
    assert mine.keys() == {"id", "name", "intention", "is_here"}
    assert (mine["intention"], mine["is_here"]) == ("essay", True)
    assert mine["name"].isalpha()
    assert (yours["name"], yours["intention"]) == ("Mo", "")
    assert "log-in" not in str(told)


def test_a_code_is_read_however_it_is_written(client: APIClient, guest: APIClient) -> None:
    room = make(client)
    code = room["code"]

    told = join(guest, f" {code[:4].lower()}-{code[4:]}")

    assert (told.status_code, told.json()["id"]) == (200, room["id"])
    assert join(guest, "WRONGONE").json()["code"] == "room_not_found"


@pytest.mark.parametrize("field", ["name", "intention"])
@pytest.mark.parametrize("words", ["write the essay", "x" * 25, "two\nlines", "-", "a.b", "<b>"])
def test_a_text_is_no_word(client: APIClient, field: str, words: str) -> None:
    response = client.post(reverse("room-list"), {field: words})

    assert response.status_code == 400
    assert not Room.objects.exists()


def test_the_database_keeps_texts_out_too(user: User) -> None:
    with pytest.raises(IntegrityError, match="room_member_says_one_word"):
        RoomMemberFactory.create(owner=user, intention="write the essay")


def test_joining_again_changes_the_words_that_are_named(client: APIClient) -> None:
    code = make(client, name="Mo", intention="essay")["code"]

    kept = join(client, code).json()["members"]
    changed = join(client, code, intention="").json()["members"]

    assert [(m["name"], m["intention"]) for m in kept + changed] == [("Mo", "essay"), ("Mo", "")]


def test_one_is_in_one_room(client: APIClient, guest: APIClient) -> None:
    first, second = make(client), make(guest)

    join(client, second["code"])

    left = read(client, first).json()
    assert (left["member_id"], left["members"]) == (None, [])
    assert len(read(guest, second).json()["members"]) == 2
    assert [room["id"] for room in client.get(reverse("room-list")).json()] == [
        second["id"],
        first["id"],
    ]


def test_who_leaves_finds_it_no_more_without_the_code(client: APIClient, guest: APIClient) -> None:
    room = make(client)
    join(guest, room["code"])

    left = guest.post(reverse("room-leave", args=[room["id"]]))

    assert (left.status_code, left.json()["member_id"]) == (200, None)
    assert read(guest, room).status_code == 404
    assert guest.post(reverse("room-leave", args=[room["id"]])).status_code == 404
    assert client.post(reverse("room-leave", args=[room["id"]])).status_code == 200
    assert client.post(reverse("room-leave", args=[room["id"]])).status_code == 200
    assert join(guest, room["code"]).status_code == 200


def test_only_who_made_it_closes_it(client: APIClient, guest: APIClient, clock: Any) -> None:
    room = make(client)
    join(guest, room["code"])
    clock.shift(timedelta(minutes=7))
    address = reverse("room-detail", args=[room["id"]])

    tag = {"If-Match": client.get(address)["ETag"]}
    refused, closed = guest.delete(address), client.delete(address, headers=tag)
    again = client.delete(address)

    told = read(guest, room).json()
    assert [r.status_code for r in (refused, closed, again)] == [404, 204, 204]
    assert (told["phase"]["kind"], told["ends_at"]) == ("over", "2026-11-24T09:07:00Z")
    assert not any(member["is_here"] for member in told["members"])
    assert join(guest, room["code"]).json()["code"] == "room_over"
    assert client.get(reverse("room-list")).json() == []


def test_who_gives_no_sign_of_life_is_gone_by_themselves(client: APIClient, clock: Any) -> None:
    room = make(client)

    def is_here() -> bool:
        return read(client, room).json()["members"][0]["is_here"]

    clock.shift(timedelta(seconds=74))
    still = is_here()
    clock.shift(timedelta(seconds=1))
    gone = is_here()
    join(client, room["code"])

    assert (still, gone, is_here()) == (True, False, True)


def test_a_room_holds_twenty_and_somebody_in_it_may_come_back(
    client: APIClient, guest: APIClient
) -> None:
    room = make(client)
    for _ in range(19):
        RoomMemberFactory.create(room_id=room["id"])

    refused = join(guest, room["code"])

    assert (refused.status_code, refused.json()["code"]) == (409, "room_full")
    assert join(client, room["code"]).status_code == 200


def test_nobody_makes_rooms_without_end(client: APIClient, user: User) -> None:
    for _ in range(rooms.MAX_OPEN_ROOMS):
        RoomFactory.create(owner=user)

    refused = client.post(reverse("room-list"), {})

    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_rooms")
    Room.objects.filter(owner=user).update(ends_at=NINE)
    assert client.post(reverse("room-list"), {}).status_code == 201


def test_it_can_begin_later_but_not_next_week(client: APIClient) -> None:
    later = make(client, starts_at="2026-11-24T10:00:00Z")
    refused = client.post(reverse("room-list"), {"starts_at": "2026-11-26T10:00:00Z"})

    assert later["phase"] == {
        "kind": "waiting",
        "round": 0,
        "starts_at": "2026-11-24T10:00:00Z",
        "ends_at": "2026-11-24T10:00:00Z",
    }
    assert refused.json()["errors"][0]["code"] == "out_of_reach"


def test_a_call_that_is_sent_again_tells_the_phase_of_now(client: APIClient, clock: Any) -> None:
    def send() -> Any:
        return client.post(reverse("room-list"), {}, headers={"Idempotency-Key": "one"})

    first = send()
    clock.shift(timedelta(minutes=26))
    again = send()

    assert (first.json()["id"], again.status_code) == (again.json()["id"], 201)
    assert (first.json()["phase"]["kind"], again.json()["phase"]["kind"]) == ("focus", "break")


def test_rooms_that_are_long_over_go() -> None:
    over = RoomFactory.create(ends_at=NINE)
    RoomMemberFactory.create(room=over)
    RoomFactory.create()

    assert rooms.purge_rooms(before=NINE + timedelta(days=1)) == 1
    assert (Room.objects.count(), RoomMember.objects.count()) == (1, 0)
