"""A room and the sockets of those in it, over a real server."""

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from focushub.common.threads import off_loop
from focushub.focus import jobs, socket_messages
from focushub.focus.messages import RoomAway, RoomHere
from focushub.focus.models import FocusSession, Room, RoomMember
from focushub.focus.services import presence, rooms
from tests.device import Device
from tests.end_to_end.conftest import until
from tests.factories import UserFactory
from tests.focushub.focus.factories import RoomFactory, RoomMemberFactory
from tests.focushub.realtime.conftest import DeviceOf
from tests.focushub.realtime.conftest import address as address
from tests.focushub.realtime.conftest import device_of as device_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(device_of: DeviceOf) -> Device:
    device = device_of(UserFactory.create())
    device.hello()
    return device


@pytest.fixture
def ben(device_of: DeviceOf) -> Device:
    device = device_of(UserFactory.create())
    device.hello()
    return device


def post(device: Device, path: str, **body: Any) -> Any:
    return device.http.post(path, json=body).raise_for_status().json()


def here(device: Device, room: dict[str, Any]) -> dict[str, Any]:
    device.say(type="room_here", room_id=room["id"])
    return device.hear()


def people(told: dict[str, Any]) -> dict[str, bool]:
    return {member["name"]: member["is_here"] for member in told["members"]}


def test_two_in_a_room_are_told_of_each_other_and_are_in_phase(ann: Device, ben: Device) -> None:
    room = post(ann, "/rooms", name="Ann", focus_minutes=25, rounds=2)
    assert people(here(ann, room)) == {"Ann": True}

    joined = post(ben, "/rooms/join", code=room["code"], name="Ben", intention="essay")
    heard = ann.hear()
    seen = here(ben, room)

    assert people(heard) == people(seen) == {"Ann": True, "Ben": True}
    assert heard["members"][1]["intention"] == "essay"
    assert heard["phase"] == seen["phase"] == joined["phase"] == room["phase"]
    assert heard.keys() == {"type", "room_id", "at", "phase", "starts_at", "ends_at", "members"}

    # Away and back again, by their own word.
    ben.say(type="room_away", room_id=room["id"])
    assert people(ann.hear()) == {"Ann": True, "Ben": False}
    here(ben, room)
    assert people(ann.hear()) == {"Ann": True, "Ben": True}

    # Whoever leaves hears nothing of who stays.
    post(ben, f"/rooms/{room['id']}/leave")
    assert people(ann.hear()) == {"Ann": True}
    post(ann, "/rooms/join", code=room["code"], intention="mail")
    assert ann.hear()["members"][0]["intention"] == "mail"
    assert ben.is_silent()
    assert here(ben, room)["code"] == "not_in_room"

    # And may come back to all of it.
    post(ben, "/rooms/join", code=room["code"])
    assert len(ann.hear()["members"]) == 2
    here(ben, room)
    assert ann.http.delete(f"/rooms/{room['id']}").status_code == 204
    assert ann.hear()["phase"]["kind"] == ben.hear()["phase"]["kind"] == "over"


def test_nobody_listens_from_outside(ann: Device, ben: Device) -> None:
    room = post(ann, "/rooms")
    here(ann, room)

    assert here(ben, room) == {
        "type": "trouble",
        "code": "not_in_room",
        "detail": "Join the room first, with its code.",
    }
    post(ann, "/rooms/join", code=room["code"], intention="essay")

    assert ann.hear()["type"] == "room"
    assert ben.is_silent()


def test_a_socket_that_ends_leaves_for_good_only_after_a_while(ann: Device, ben: Device) -> None:
    room = post(ann, "/rooms", name="Ann")
    here(ann, room)
    until_before = RoomMember.objects.get().here_until

    ann.socket.close()

    until(lambda: RoomMember.objects.get().here_until < until_before)
    post(ben, "/rooms/join", code=room["code"], name="Ben")
    assert people(here(ben, room)) == {"Ann": True, "Ben": True}


class FakeSocket:
    """What a handler sees of a socket."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id = self.session_id = person_id
        self.kept: dict[str, Any] = {}
        self.said: list[Any] = []
        self.groups: list[str] = []

    async def say(self, message: Any) -> None:
        self.said.append(message)

    async def join(self, group: str) -> None:
        self.groups.append(group)

    async def leave(self, group: str) -> None:
        self.groups.remove(group)

    async def catch_up(self, since: int | None = None) -> None:
        raise NotImplementedError


async def test_a_database_that_is_away_ends_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(presence, "sign_of_life", away)
    monkeypatch.setattr(presence, "sign_off", away)
    socket, room_id = FakeSocket(uuid4()), uuid4()
    socket.kept = {"another feature's": "state", rooms.group_of(room_id): room_id}
    socket.groups = [rooms.group_of(room_id)]

    await socket_messages.room_here(socket, RoomHere(room_id=room_id))
    await socket_messages.gone(socket)
    await socket_messages.room_away(socket, RoomAway(room_id=room_id))

    assert [message.code for message in socket.said] == ["unavailable"]
    assert (socket.groups, socket.kept) == ([], {"another feature's": "state"})


def test_signs_that_come_often_are_one_and_strangers_give_none() -> None:
    member = RoomMemberFactory.create(here_until=timezone.now() + rooms.ALIVE)
    mine = {"person_id": member.owner_id, "room_id": member.room_id}

    told = presence.sign_of_life(**mine)
    as_it_was = RoomMember.objects.get().here_until
    presence.sign_off(**mine, grace=timedelta(hours=1))
    presence.sign_off(person_id=uuid4(), room_id=member.room_id)

    assert told is not None
    assert told.members[0].is_here
    assert RoomMember.objects.get().here_until == as_it_was == member.here_until
    assert presence.sign_of_life(person_id=uuid4(), room_id=member.room_id) is None


async def test_the_job_takes_rooms_that_are_long_over() -> None:
    await off_loop(RoomFactory.create, ends_at=timezone.now() - timedelta(days=8))
    kept = await off_loop(RoomFactory.create, ends_at=timezone.now() - timedelta(days=6))

    await jobs.purge(timestamp=0)

    assert await off_loop(Room.objects.get) == kept


def test_two_devices_agree_on_a_timer_within_50_ms(device_of: DeviceOf) -> None:
    person = UserFactory.create()
    phone, laptop = device_of(person), device_of(person)
    # Clocks that are wrong by an hour and by three minutes.
    wrong = {phone: 3600.0, laptop: -180.0}

    def clock(device: Device) -> float:
        return time.time() + wrong[device]

    def offset(device: Device) -> float:
        """How far ahead of the server it is, by the shortest of some trips."""
        trips = []
        for _ in range(5):
            t0 = clock(device)
            device.say(type="time", t0=t0 * 1000)
            told = device.hear()
            t3 = clock(device)
            trips.append((t3 - t0, (t0 + t3) / 2 - told["server_ms"] / 1000))
        return min(trips)[1]

    for device in (phone, laptop):
        device.hello()
    offsets = {device: offset(device) for device in (phone, laptop)}
    started = post(phone, "/focus-sessions", description="Letter", planned_minutes=25)
    [event] = {str(device.hear_until("focus_session")) for device in (phone, laptop)}
    read = laptop.http.get(f"/focus-sessions/{started['id']}").json()

    def elapsed(device: Device, told: dict[str, Any]) -> float:
        now = clock(device) - offsets[device]
        return now - datetime.fromisoformat(told["running_since"]).timestamp()

    # Told of by different answers, and looked at one after the other on the same machine.
    apart = [abs(elapsed(phone, started) - elapsed(laptop, read)) for _ in range(5)]
    assert min(apart) < 0.05
    assert started["running_since"] in event
    assert FocusSession.objects.get().state == "running"
