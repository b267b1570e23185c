"""Focus sessions, check-ins and rooms."""

from focushub.focus.models.check_ins import (
    LEAST,
    MAX_NOTE,
    MAX_TRIGGER,
    MAX_TRIGGERS,
    MOST,
    CheckIn,
    CheckInQuerySet,
)
from focushub.focus.models.rooms import CODE_LENGTH, MAX_WORD, Room, RoomMember, RoomQuerySet
from focushub.focus.models.sessions import (
    MAX_DESCRIPTION,
    MAX_PLANNED_MINUTES,
    MAX_SAID_MINUTES,
    FocusSession,
    FocusSessionQuerySet,
    SessionState,
)

__all__ = [
    "CODE_LENGTH",
    "LEAST",
    "MAX_DESCRIPTION",
    "MAX_NOTE",
    "MAX_PLANNED_MINUTES",
    "MAX_SAID_MINUTES",
    "MAX_TRIGGER",
    "MAX_TRIGGERS",
    "MAX_WORD",
    "MOST",
    "CheckIn",
    "CheckInQuerySet",
    "FocusSession",
    "FocusSessionQuerySet",
    "Room",
    "RoomMember",
    "RoomQuerySet",
    "SessionState",
]
