"""A person's changes take turns, whichever device or process makes them."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from focushub.accounts.models import User


def one_at_a_time(owner_id: UUID) -> datetime:
    """Until the transaction ends, other changes of this person's wait here; and what time it is.

    It is the person's row that is locked, and first of all: each change of a session raises the
    number on it, so another order would let two changes wait for each other.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner_id)
    return timezone.now()
