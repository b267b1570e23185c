"""What a person says of how they are: kept, and taken back."""

from collections.abc import Sequence

from django.db import transaction

from focushub.accounts.models import User
from focushub.focus.events import CheckInEvent
from focushub.focus.models import CheckIn
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows


@transaction.atomic
def record_check_in(
    *,
    owner: User,
    energy: int | None = None,
    mood: int | None = None,
    stress: int | None = None,
    note: str = "",
    triggers: Sequence[str] = (),
) -> CheckIn:
    """Numbers are 1 to 10, at least one of them is said. A trigger that is named twice is one."""
    check_in = CheckIn.objects.create(
        owner=owner,
        energy=energy,
        mood=mood,
        stress=stress,
        note=note,
        triggers=list(dict.fromkeys(triggers)),
    )
    _tell(check_in, Change.CREATED)
    return check_in


@transaction.atomic
def delete_check_in(*, check_in: CheckIn) -> None:
    _tell(check_in, Change.DELETED)
    check_in.delete()


def _tell(check_in: CheckIn, change: Change) -> None:
    publish_rows(person_id=check_in.owner_id, kind=CheckInEvent, change=change, ids=[check_in.pk])
