"""People for a benchmark, gone when it is over; Django has to be set up before this is imported."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis

from focushub.accounts.models import User
from focushub.accounts.services import sessions


@dataclass(frozen=True, slots=True)
class LoggedIn:
    person: User
    access_token: str


@contextmanager
def people(count: int) -> Iterator[list[LoggedIn]]:
    """Each with a session of their own; their names are random, so that no one's is taken."""
    made: list[LoggedIn] = []
    try:
        for _ in range(count):
            name = f"bench-{secrets.token_hex(8)}"
            person = User.objects.create(username=name, timezone="Europe/Berlin")
            pair = sessions.open_session(person=person, user_agent="benchmark")
            made.append(LoggedIn(person, pair.access_token))
        yield made
    finally:
        for one in made:
            one.person.delete()


@contextmanager
def own_corner(prefix: str) -> Iterator[redis.Redis]:
    """A prefix for keys in the server of `REDIS_URL`; what is kept under it goes at the end."""
    link = redis.Redis.from_url(os.environ["REDIS_URL"])
    try:
        yield link
    finally:
        for key in link.scan_iter(f"{prefix}:*", count=1000):
            link.delete(key)
        link.close()
