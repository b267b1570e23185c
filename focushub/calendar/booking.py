"""Takes time for a feature's rows, without ever taking it twice."""

from collections.abc import Sequence
from uuid import UUID

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock


def book(*, owner_id: UUID, blocks: Sequence[TimeBlock]) -> list[TimeBlock]:
    """Keeps those of the new `blocks` whose time is still free, and gives them back.

    The first come where two of them overlap. Call it in a transaction: until that ends, others
    who book for this person, or write anything that is part of their state, wait.
    """
    if not blocks:
        return []
    # The row that a change of a calendar raises anyway (`bumps_state`), so an appointment that
    # another device is just adding is waited for as well. Appointments may overlap, which is why
    # the table has no rule against it.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner_id)
    first = min(block.starts_at for block in blocks)
    last = max(block.ends_at for block in blocks)
    mine = TimeBlock.objects.owned_by(owner_id).overlapping(first, last)
    taken = list(mine.values_list("starts_at", "ends_at"))
    free = []
    for block in blocks:
        if all(end <= block.starts_at or block.ends_at <= start for start, end in taken):
            taken.append((block.starts_at, block.ends_at))
            free.append(block)
    return TimeBlock.objects.bulk_create(free)
