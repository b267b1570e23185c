"""A block of time as JSON values, so that what stood there can be put back, to the last field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from focushub.calendar.models import TimeBlock

_FIELDS: Final = (
    "id",
    "kind",
    "title",
    "starts_at",
    "ends_at",
    "subject_id",
    "part_ids",
    "is_locked",
    "created_at",
    "updated_at",
)
_TIMES: Final = frozenset({"starts_at", "ends_at", "created_at", "updated_at"})


def told(block: TimeBlock) -> dict[str, Any]:
    return {name: plain(getattr(block, name)) for name in _FIELDS}


def block_of(told: Mapping[str, Any], *, owner_id: UUID) -> TimeBlock:
    """Unsaved. `told` may leave fields out, but for the ids."""
    fields = dict(told)
    for name in _TIMES & set(told):
        fields[name] = datetime.fromisoformat(told[name])
    for name in ("id", "subject_id"):
        fields[name] = UUID(told[name])
    fields["part_ids"] = [UUID(part) for part in told["part_ids"]]
    return TimeBlock(owner_id=owner_id, **fields)


def plain(value: Any) -> Any:
    """A column's value as JSON has it."""
    match value:
        case datetime():
            return value.isoformat()
        case list():
            return [str(part) for part in value]
        case UUID():
            return str(value)
    return value
