"""Body-doubling rooms: made, joined by a code, left, closed.

Whoever is in a room is told of each change by the whole room; it holds no text but a name and an
intention of one word each.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from focushub.accounts.models import User
from focushub.common.errors import DomainError, Kind
from focushub.common.turns import one_at_a_time
from focushub.focus.engine.rounds import last_end
from focushub.focus.messages import MAX_MEMBERS, RoomMemberTold, RoomMessage, RoomPhaseTold
from focushub.focus.models import CODE_LENGTH, Room, RoomMember
from focushub.realtime.publishing import announce, dismiss

MAX_OPEN_ROOMS: Final = 5
# How long somebody counts as there after a sign of life, which a client gives every 30 s.
ALIVE: Final = timedelta(seconds=75)
# Without 0, 1, I, L, O: a code is read aloud and written down. 31^8 of them are not guessed.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
# For who gives no name: a log-in's name is nobody else's business.
_ANIMALS: Final = (
    "Otter", "Robin", "Badger", "Hedgehog", "Heron", "Lynx", "Marten", "Newt", "Owl", "Puffin",
    "Quail", "Raccoon", "Seal", "Swift", "Tortoise", "Vole", "Weasel", "Wren", "Beaver", "Crane",
    "Dormouse", "Finch", "Gecko", "Hare", "Ibex", "Jay",
)  # fmt: skip


class RoomNotFound(DomainError):
    kind = Kind.NOT_FOUND
    code = "room_not_found"
    detail = "No room has this code. It has eight letters and digits."


class RoomIsOver(DomainError):
    kind = Kind.CONFLICT
    code = "room_over"
    detail = "The last round of this room is over. You can make a new one."


class RoomIsFull(DomainError):
    kind = Kind.CONFLICT
    code = "room_full"
    detail = f"There are {MAX_MEMBERS} people in this room, which is as many as it holds."


class TooManyRooms(DomainError):
    kind = Kind.CONFLICT
    code = "too_many_rooms"
    detail = f"You have {MAX_OPEN_ROOMS} open rooms. Close one, then make another."


@transaction.atomic
def create_room(
    *,
    owner: User,
    focus_minutes: int,
    break_minutes: int,
    rounds: int,
    starts_at: datetime | None = None,
    name: str = "",
    intention: str = "",
) -> Room:
    """A room with its maker in it.

    Args:
        starts_at: when the first round begins; now, where it is left out.
    Raises:
        TooManyRooms
    """
    now = one_at_a_time(owner.pk)
    if Room.objects.owned_by(owner).open(now=now).count() >= MAX_OPEN_ROOMS:
        raise TooManyRooms
    begins = starts_at or now
    room = Room.objects.create(
        owner=owner,
        code="".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH)),
        focus_minutes=focus_minutes,
        break_minutes=break_minutes,
        rounds=rounds,
        starts_at=begins,
        ends_at=last_end(
            starts_at=begins,
            focus_minutes=focus_minutes,
            break_minutes=break_minutes,
            rounds=rounds,
        ),
    )
    _enter(room, owner, now=now, name=name, intention=intention)
    return room


@transaction.atomic
def join_room(*, person: User, code: str, name: str = "", intention: str | None = None) -> Room:
    """In, and out of any other room. Joining again changes the two words that are named.

    Args:
        code: in any case, with or without dashes and spaces.
    Raises:
        RoomNotFound, RoomIsOver, RoomIsFull
    """
    now = one_at_a_time(person.pk)
    spelled = "".join(letter for letter in code.upper() if letter.isalnum())
    room = Room.objects.select_for_update().filter(code=spelled).first()
    if room is None:
        raise RoomNotFound
    if room.ends_at <= now:
        raise RoomIsOver
    _enter(room, person, now=now, name=name, intention=intention)
    return room


@transaction.atomic
def leave_room(*, person: User, room: Room) -> Room:
    """Out of it; whoever is not in it stays outside."""
    now = one_at_a_time(person.pk)
    member = RoomMember.objects.filter(owner=person, room=room).first()
    if member is not None:
        _go(member, now=now)
    return room


@transaction.atomic
def close_room(*, room: Room) -> Room:
    """Over for everybody; a room that is over stays as it is."""
    now = one_at_a_time(room.owner_id)
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.ends_at > now:
        room.ends_at = now
        room.save(update_fields=["ends_at", "updated_at"])
        _tell(room, now=now)
    return room


def purge_rooms(*, before: datetime) -> int:
    """How many rooms went that were over by then."""
    _, by_model = Room.objects.filter(ends_at__lt=before).delete()
    return by_model.get(Room._meta.label, 0)


def group_of(room_id: UUID) -> str:
    """The channel layer's group of the sockets that hear of a room."""
    return f"room.{room_id.hex}"


def as_told(room: Room, *, now: datetime) -> RoomMessage:
    """The room as it stands at `now`."""
    phase = room.timing.at(now)
    return RoomMessage(
        room_id=room.pk,
        at=now,
        phase=RoomPhaseTold(
            kind=phase.kind, round=phase.round, starts_at=phase.starts_at, ends_at=phase.ends_at
        ),
        starts_at=room.starts_at,
        ends_at=room.ends_at,
        members=tuple(
            RoomMemberTold(
                id=member.pk,
                name=member.name,
                intention=member.intention,
                is_here=phase.kind != "over" and member.here_until > now,
            )
            for member in room.members.order_by("pk")[:MAX_MEMBERS]
        ),
    )


def facts_for(person_id: UUID, room: Room, *, now: datetime) -> dict[str, Any]:
    """What one of its people reads of it."""
    told = as_told(room, now=now)
    mine = room.members.filter(owner_id=person_id).values_list("pk", flat=True).first()
    return {
        "id": room.pk,
        "code": room.code,
        "is_mine": room.owner_id == person_id,
        "member_id": mine,
        "focus_minutes": room.focus_minutes,
        "break_minutes": room.break_minutes,
        "rounds": room.rounds,
        "starts_at": room.starts_at,
        "ends_at": room.ends_at,
        "phase": told.phase,
        "members": told.members,
        "server_now": now,
        "created_at": room.created_at,
    }


def _enter(room: Room, person: User, *, now: datetime, name: str, intention: str | None) -> None:
    member = RoomMember.objects.filter(owner=person).first()
    if member is not None and member.room_id != room.pk:
        _go(member, now=now)
        member = None
    if member is None:
        names = list(room.members.values_list("name", flat=True))
        if len(names) >= MAX_MEMBERS:
            raise RoomIsFull
        member = RoomMember(owner=person, room=room, name=name or _animal(names))
    member.name = name or member.name
    member.intention = member.intention if intention is None else intention
    member.here_until = now + ALIVE
    member.save()
    _tell(room, now=now)


def _go(member: RoomMember, *, now: datetime) -> None:
    member.delete()
    # First the sockets, so that who has left hears nothing of who stays.
    dismiss(group=group_of(member.room_id), person_id=member.owner_id)
    _tell(member.room, now=now)


def _tell(room: Room, *, now: datetime) -> None:
    announce(group=group_of(room.pk), message=as_told(room, now=now))


def _animal(taken: Collection[str]) -> str:
    return secrets.choice([animal for animal in _ANIMALS if animal not in taken])
