"""What is read: stretches of time that are taken, and what was left out and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

MAX_TITLE = 200
MAX_EVENTS = 2_000
# As a time block at the most; what is longer is several in a row.
LONGEST = timedelta(days=7)
NO_TITLE = "Busy"
_EVENT_BYTES, _TIME_BYTES = 10, 6
_MOST_TOLD = 100
# No title needs them, and some of them the database does not take.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class LeftOut(StrEnum):
    """Why something takes no time here. The values are part of the API."""

    FREE = "free"
    ALL_DAY = "all_day"
    CANCELLED = "cancelled"
    OUTSIDE = "outside"
    NO_TIME = "no_time"
    NO_LENGTH = "no_length"
    TOO_OFTEN = "too_often"
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"


SENTENCES = {
    LeftOut.FREE: "Its calendar says that it leaves you free.",
    LeftOut.ALL_DAY: "It is a whole day that does not say that it takes your time.",
    LeftOut.CANCELLED: "It was cancelled.",
    LeftOut.OUTSIDE: "It lies behind us, or further ahead than is read.",
    LeftOut.NO_TIME: "It names no time at which it begins.",
    LeftOut.NO_LENGTH: "It takes no time.",
    LeftOut.TOO_OFTEN: "It repeats every hour or more often.",
    LeftOut.UNREADABLE: "Its times cannot be read.",
    LeftOut.TOO_MANY: f"There are more than {MAX_EVENTS} appointments; the nearest came in.",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is taken, in UTC. `key` is the same each time that the same event is read."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Found:
    """Attributes:
    whole: events of which all times were read, by what their keys begin with: time that was
        taken for one of them and is not in `taken` is free again.
    left_out: the first hundred, as title and reason; `left_out_count` has all.
    """

    taken: list[Taken] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    left_out: list[tuple[str, LeftOut]] = field(default_factory=list)
    left_out_count: int = 0

    def leave_out(self, title: str, why: LeftOut) -> None:
        self.left_out_count += 1
        if len(self.left_out) < _MOST_TOLD:
            self.left_out.append((title, why))


@dataclass(frozen=True, slots=True)
class Window:
    """What is read lies in it, at least in part; both in the person's zone."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        return starts_at < self.ends_at and ends_at > self.starts_at


def pieces(
    uid: str, title: str, starts_at: datetime, ends_at: datetime, *, which: str = ""
) -> Iterator[Taken]:
    """An event as blocks that are not too long; most are one.

    Args:
        which: of its times, where it has several.
    """
    start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    number = 0
    while start < end:
        stop = min(end, start + LONGEST)
        yield Taken(_key(uid, which, number), title, start, stop)
        start, number = stop, number + 1


def event_of(key: str) -> str:
    """What the keys of all times of one event begin with."""
    return key[: 2 * _EVENT_BYTES]


def key_of_event(uid: str) -> str:
    return _digest(uid, _EVENT_BYTES)


def _key(uid: str, which: str, piece: int) -> str:
    """40 digits."""
    return f"{key_of_event(uid)}{_digest(which, _TIME_BYTES)}{piece:08x}"


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


def tidy(title: str) -> str:
    return " ".join(_CONTROL.sub(" ", title).split())[:MAX_TITLE].strip() or NO_TITLE
