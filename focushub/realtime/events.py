"""What a person's devices are told: typed events, small, and never more than the person may read.

A feature names its own in its `events.py`, found at start-up like `admin.py`; this package knows
none. An event says what changed by id; a client reads the rows that it shows over the API.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal, Self
from uuid import UUID

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

MAX_IDS: Final = 50

_kinds: dict[str, type["Event"]] = {}


class Change(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Event(BaseModel):
    """Base of all events. A class with a `type: Literal["..."] = "..."` is known from then on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    at: datetime = Field(default_factory=timezone.now)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        name = cls.model_fields["type"].default
        if isinstance(name, str):
            _kinds[name] = cls


class RowsChanged(Event):
    """Rows of one kind.

    Attributes:
        ids: at most `MAX_IDS`; empty where it was more, and then a client reads the list again.
    """

    change: Change
    ids: tuple[UUID, ...] = Field(max_length=MAX_IDS)

    @classmethod
    def of(cls, change: Change, ids: Collection[UUID], **more: Any) -> Self:
        named = tuple(ids) if len(ids) <= MAX_IDS else ()
        return cls(change=change, ids=named, **more)


class Resync(Event):
    """Something was lost on the way: read again whatever is shown."""

    type: Literal["resync"] = "resync"


class PersonEvent(RowsChanged):
    """The profile: read `/me` again. Told from here, since accounts lie below."""

    type: Literal["person"] = "person"


def known() -> Iterator[type[Event]]:
    """By their type's name, so that the schema has one order."""
    return (_kinds[name] for name in sorted(_kinds))
