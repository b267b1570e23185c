"""Ids that sort by the time they were made."""

from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 80


def first_id_at(moment: datetime) -> UUID:
    """The smallest UUIDv7 of the millisecond: rows made since then have an id at or above it.

    So "made since" is a range of the primary key, which every table has an index for.
    """
    return UUID(int=int(moment.timestamp() * 1000) << _RANDOM_BITS)
