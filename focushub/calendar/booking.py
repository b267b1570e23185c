"""Takes time for a feature's rows, without ever taking it twice."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from focushub.calendar.models import TimeBlock


def book(
    *,
    id: UUID,
    owner_id: UUID,
    kind: TimeBlock.Kind,
    title: str,
    subject_id: UUID,
    starts_at: datetime | str,
    ends_at: datetime | str,
    part_ids: Sequence[UUID] = (),
) -> bool:
    """Whether the time was still free. Where it was taken in the meantime, nothing is made."""
    mine = TimeBlock.objects.owned_by(owner_id)
    if mine.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        return False
    TimeBlock.objects.create(
        id=id,
        owner_id=owner_id,
        kind=kind,
        title=title,
        subject_id=subject_id,
        part_ids=list(part_ids),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return True
