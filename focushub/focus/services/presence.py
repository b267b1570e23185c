"""Who is there in a room: each sign of life counts for a while, so no process has to remember."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.focus.messages import RoomMessage
from focushub.focus.models import RoomMember
from focushub.focus.services.rooms import ALIVE, as_told, group_of
from focushub.realtime.publishing import announce

# After a socket has closed: a train comes out of its tunnel, and another tab gives its next sign.
GRACE: Final = timedelta(seconds=35)
# Signs that come faster than this are one.
_OFTEN: Final = timedelta(seconds=10)


@transaction.atomic
def sign_of_life(*, person_id: UUID, room_id: UUID) -> RoomMessage | None:
    """The room; None for whoever is not in it. The others are told of who was away until now."""
    member = _locked(person_id, room_id)
    if member is None:
        return None
    now = timezone.now()
    was_here = member.here_until > now
    if member.here_until < now + ALIVE - _OFTEN:
        member.here_until = now + ALIVE
        member.save(update_fields=["here_until", "updated_at"])
    told = as_told(member.room, now=now)
    if not was_here:
        announce(group=group_of(room_id), message=told)
    return told


@transaction.atomic
def sign_off(*, person_id: UUID, room_id: UUID, grace: timedelta = timedelta()) -> None:
    """Away after `grace`, unless another sign comes; told at once where there is none."""
    member = _locked(person_id, room_id)
    now = timezone.now()
    if member is None or member.here_until <= now + grace:
        return
    member.here_until = now + grace
    member.save(update_fields=["here_until", "updated_at"])
    if not grace:
        announce(group=group_of(room_id), message=as_told(member.room, now=now))


def _locked(person_id: UUID, room_id: UUID) -> RoomMember | None:
    return (
        RoomMember.objects.select_for_update(of=("self",))
        .select_related("room")
        .filter(owner_id=person_id, room_id=room_id)
        .first()
    )
