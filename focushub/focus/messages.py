"""What is said over the socket in a room. No message has a place for a text."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from focushub.focus.engine.rounds import MAX_ROUNDS
from focushub.focus.models import MAX_WORD
from focushub.realtime.messages import ClientMessage, ServerMessage

MAX_MEMBERS = 20


class RoomPhaseTold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["waiting", "focus", "break", "over"]
    round: int = Field(ge=0, le=MAX_ROUNDS)
    starts_at: datetime
    ends_at: datetime | None


class RoomMemberTold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    name: str = Field(max_length=MAX_WORD)
    intention: str = Field(max_length=MAX_WORD)
    is_here: bool


class RoomMessage(ServerMessage):
    """A room as it stands at `at`, the server's clock, whole: an older one is out of date."""

    type: Literal["room"] = "room"
    room_id: UUID
    at: datetime
    phase: RoomPhaseTold
    starts_at: datetime
    ends_at: datetime
    members: tuple[RoomMemberTold, ...] = Field(max_length=MAX_MEMBERS)


class RoomHere(ClientMessage):
    """I am in this room: the first time to hear of it, and every 30 s as a sign of life.

    The room is the answer, or `trouble` with the code `not_in_room`.
    """

    type: Literal["room_here"] = "room_here"
    room_id: UUID


class RoomAway(ClientMessage):
    """I look away, and want to hear no more of this room; I am still one of its people."""

    type: Literal["room_away"] = "room_away"
    room_id: UUID
