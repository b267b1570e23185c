"""A person leaves, and all that is theirs leaves with them."""

import logging
from collections.abc import Sequence
from typing import Final

import redis
from django.conf import settings
from django.db import OperationalError, transaction
from procrastinate.contrib.django import app
from psycopg.errors import DeadlockDetected

from focushub.accounts.models import User
from focushub.common import personal_data

log = logging.getLogger(__name__)

SWEEP_TASK: Final = "accounts.sweep_redis"
SWEEP_QUEUE: Final = "upkeep"
_SECONDS: Final = 5.0
_TRIES: Final = 5
_KEYS_AT_ONCE: Final = 1_000


def erase(*, person: User) -> None:
    """Every row at once or none; then what stands in Redis, by a job where it does not answer."""
    names = personal_data.names_in_redis(person)
    for tries_left in reversed(range(_TRIES)):
        try:
            _erase_rows(person)
        except OperationalError as fault:
            # Other calls of theirs hold rows that go, and wait for the person's own: once one of
            # the two is sent back, the other ends.
            if not (tries_left and isinstance(fault.__cause__, DeadlockDetected)):
                raise
        else:
            break
    try:
        sweep_redis(names)
    except redis.RedisError as fault:
        log.warning("redis is swept later", extra={"fault": type(fault).__name__})
        app.configure_task(SWEEP_TASK, queue=SWEEP_QUEUE).defer(names=[*names])


@transaction.atomic
def _erase_rows(person: User) -> None:
    held = User.objects.select_for_update().filter(pk=person.pk).first()
    if held is not None:  # Else another device was quicker.
        personal_data.say_farewell(held)
        held.delete()


def sweep_redis(names: Sequence[str]) -> int:
    """How many keys went that have one of `names` in theirs.

    Raises:
        redis.RedisError: it does not answer.
    """
    gone = 0
    # A client of its own: the cache's gives up after 50 ms, and a look through all keys takes more.
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_SECONDS) as client:
        ours = client.scan_iter(f"*{settings.REDIS_PREFIX}:*", count=_KEYS_AT_ONCE)
        wanted = [name.encode() for name in names]
        for key in ours:
            if any(name in key for name in wanted):
                gone += client.delete(key)
    return gone
