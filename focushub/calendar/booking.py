"""Takes time for a feature's rows, without ever taking it twice, and gives it back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from focushub.accounts.models import User
from focushub.calendar.events import BlockEvent
from focushub.calendar.models import TimeBlock, TimeBlockQuerySet
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows


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
    one_at_a_time(owner_id)
    first = min(block.starts_at for block in blocks)
    last = max(block.ends_at for block in blocks)
    mine = TimeBlock.objects.owned_by(owner_id).overlapping(first, last)
    taken = list(mine.values_list("starts_at", "ends_at"))
    free = []
    for block in blocks:
        if _is_free(block, taken):
            taken.append((block.starts_at, block.ends_at))
            free.append(block)
    _tell(owner_id, Change.CREATED, free)
    return TimeBlock.objects.bulk_create(free)


def free_and_taken(
    blocks: Sequence[TimeBlock], *, owner_id: UUID, but_for: Collection[UUID | str] = ()
) -> tuple[list[TimeBlock], list[TimeBlock]]:
    """Those whose time nothing of the owner's takes, and the others; each keeps its order.

    Args:
        but_for: ids of blocks that are about to go.
    """
    if not blocks:
        return [], []
    first = min(block.starts_at for block in blocks)
    last = max(block.ends_at for block in blocks)
    others = TimeBlock.objects.owned_by(owner_id).overlapping(first, last).exclude(pk__in=but_for)
    spans = list(others.values_list("starts_at", "ends_at"))
    free: list[TimeBlock] = []
    taken: list[TimeBlock] = []
    for block in blocks:
        (free if _is_free(block, spans) else taken).append(block)
    return free, taken


@transaction.atomic
def free_time(*, owner_id: UUID, blocks: TimeBlockQuerySet) -> None:
    """`blocks` are the owner's; they go."""
    one_at_a_time(owner_id)
    gone = list(blocks.owned_by(owner_id))
    if gone:
        TimeBlock.objects.filter(pk__in=[block.pk for block in gone]).delete()
    _tell(owner_id, Change.DELETED, gone)


@transaction.atomic
def end_blocks(*, owner_id: UUID, blocks: TimeBlockQuerySet, at: datetime) -> None:
    """Those of the owner's `blocks` that run then are over at that moment."""
    one_at_a_time(owner_id)
    running = list(blocks.owned_by(owner_id).filter(starts_at__lt=at, ends_at__gt=at))
    for block in running:
        block.ends_at = at
        block.save(update_fields=["ends_at", "updated_at"])
    _tell(owner_id, Change.CHANGED, running)


def put_back(*, owner_id: UUID, blocks: Sequence[TimeBlock]) -> None:
    """As they were, the hours of their making included, which an insert sets anew."""
    made = {block.pk: (block.created_at, block.updated_at) for block in blocks}
    TimeBlock.objects.bulk_create(blocks)
    for block in blocks:
        block.created_at, block.updated_at = made[block.pk]
    TimeBlock.objects.bulk_update(blocks, ["created_at", "updated_at"])
    _tell(owner_id, Change.CREATED, blocks)


@transaction.atomic
def add_appointment(*, owner: User, **fields: Any) -> TimeBlock:
    block = TimeBlock.objects.create(owner=owner, kind=TimeBlock.Kind.BUSY, **fields)
    _tell(owner.pk, Change.CREATED, [block])
    return block


@transaction.atomic
def import_appointments(
    *, owner_id: UUID, made: Sequence[TimeBlock], changed: Sequence[TimeBlock], gone: Iterable[str]
) -> int:
    """What another calendar says: new ones, moved ones, and keys of those that it called off.

    Gives how many went. They may overlap what is there: time is taken, whoever asks.
    """
    TimeBlock.objects.bulk_create(made)
    _tell(owner_id, Change.CREATED, made)
    TimeBlock.objects.bulk_update(changed, ["title", "starts_at", "ends_at", "updated_at"])
    _tell(owner_id, Change.CHANGED, changed)
    off = TimeBlock.objects.owned_by(owner_id).filter(imported_key__in=list(gone))
    ids = list(off.values_list("pk", flat=True))
    free_time(owner_id=owner_id, blocks=TimeBlock.objects.filter(pk__in=ids))
    return len(ids)


@transaction.atomic
def change_block(*, block: TimeBlock, **fields: Any) -> TimeBlock:
    """Only what is named changes."""
    one_at_a_time(block.owner_id)
    for name, value in fields.items():
        setattr(block, name, value)
    block.save(update_fields=[*fields, "updated_at"])
    _tell(block.owner_id, Change.CHANGED, [block])
    return block


def _is_free(block: TimeBlock, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    return all(end <= block.starts_at or block.ends_at <= start for start, end in spans)


def _tell(owner_id: UUID, change: Change, blocks: Iterable[TimeBlock]) -> None:
    ids = [block.pk for block in blocks]
    publish_rows(person_id=owner_id, kind=BlockEvent, change=change, ids=ids)
