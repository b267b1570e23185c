"""A person's changes take turns, whichever device or process makes them."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone


def one_at_a_time(owner_id: UUID) -> datetime:
    """Until the transaction ends, other changes of this person's wait here; and what time it is.

    The order of locks is the same everywhere: the person's row first of all, then the rows that
    are changed. Any change of what is part of the person's state takes the person's row anyway
    (`bumps_state`), so that in another order two changes could wait for each other.
    """
    people = get_user_model()._default_manager
    people.select_for_update(no_key=True).only("pk").get(pk=owner_id)
    return timezone.now()
