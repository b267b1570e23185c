"""What a client says in a room, over its socket."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar
from uuid import UUID

from asgiref.sync import ThreadSensitiveContext
from django.db import DatabaseError
from psycopg_pool import PoolTimeout

from focushub.common.threads import off_loop
from focushub.focus.messages import RoomAway, RoomHere
from focushub.focus.services import presence, rooms
from focushub.realtime.messages import Socket, Trouble, handles, on_farewell

T = TypeVar("T")

_NOT_IN_ROOM = Trouble(code="not_in_room", detail="Join the room first, with its code.")
_UNAVAILABLE = Trouble(code="unavailable", detail="This room cannot be looked up now; try again.")
_AWAY = (DatabaseError, PoolTimeout)


@handles(RoomHere)
async def room_here(socket: Socket, message: RoomHere) -> None:
    group = rooms.group_of(message.room_id)
    sign = partial(presence.sign_of_life, person_id=socket.person_id, room_id=message.room_id)
    try:
        told = await _in_a_thread(sign)
        if told is not None and group not in socket.kept:
            # Looked up before it listens, for who may; and after it, so that nothing is missed.
            await socket.join(group)
            socket.kept[group] = message.room_id
            told = await _in_a_thread(sign)
    except _AWAY:
        await socket.say(_UNAVAILABLE)
        return
    if told is None:
        await _stop_listening(socket, group)
    await socket.say(told or _NOT_IN_ROOM)


@handles(RoomAway)
async def room_away(socket: Socket, message: RoomAway) -> None:
    await _stop_listening(socket, rooms.group_of(message.room_id))
    with suppress(*_AWAY):  # Signs of life end by themselves.
        await _in_a_thread(
            partial(presence.sign_off, person_id=socket.person_id, room_id=message.room_id)
        )


async def gone(socket: Socket) -> None:
    """The socket has ended, perhaps only for a moment."""
    rooms_heard = [room_id for room_id in socket.kept.values() if isinstance(room_id, UUID)]
    for room_id in rooms_heard:
        with suppress(*_AWAY):
            await _in_a_thread(
                partial(
                    presence.sign_off,
                    person_id=socket.person_id,
                    room_id=room_id,
                    grace=presence.GRACE,
                )
            )


async def _stop_listening(socket: Socket, group: str) -> None:
    if socket.kept.pop(group, None) is not None:
        await socket.leave(group)


async def _in_a_thread(work: Callable[[], T]) -> T:
    async with ThreadSensitiveContext():
        return await off_loop(work)


on_farewell(gone)
