"""A person's changes take turns, whichever device or process makes them."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from focushub.common.errors import DomainError, Kind


class PersonGone(DomainError):
    """They left while this call of theirs was on its way."""

    kind = Kind.UNAUTHENTICATED
    code = "revoked"
    detail = "This account has been erased."


def one_at_a_time(owner_id: UUID) -> datetime:
    """Until the transaction ends, other changes of this person's wait here; and what time it is.

    The order of locks is the same everywhere: the person's row first of all, then the rows that
    are changed. Any change of what is part of the person's state takes the person's row anyway
    (`bumps_state`), so that in another order two changes could wait for each other.

    Raises:
        PersonGone
    """
    people = get_user_model()._default_manager
    if not people.select_for_update(no_key=True).filter(pk=owner_id).exists():
        raise PersonGone
    return timezone.now()
