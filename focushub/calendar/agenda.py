"""What features put on a person's agenda. The calendar knows no feature by name.

Each registers itself in its `agenda.py`, found at start-up as `admin.py` is: work that can be given
another place in the days, things that could be done now, and dates that a calendar shows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast
from uuid import UUID

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Energy, Item, Priority

# JSON values by the name of a row's column: what `write` sets, and what it tells was there before.
Fields = Mapping[str, Any]

MAX_MOVABLE = 200
MAX_OFFERS = 200
MAX_ENTRIES = 1_000


@dataclass(frozen=True, slots=True)
class Movable:
    """One open thing that a re-plan may give another place.

    Attributes:
        item: its id is the text of `subject_id`; dates that have passed may stand in it. Its
            minutes and steps are what is still open, whatever is booked for it.
        next_at: when it comes again by itself, if it repeats.
    """

    subject_id: UUID
    kind: TimeBlock.Kind
    title: str
    item: Item
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What a re-plan found for one thing.

    Attributes:
        ends_at: the end of its last new block; None where it has none.
        is_whole: all of it has a place.
        is_let_go: it repeats, and its next time comes before this one would have found a place.
        forgets_dates: the person wants a fresh start: dates that have passed are to go.
    """

    work: Movable
    ends_at: datetime | None
    is_whole: bool
    is_let_go: bool
    forgets_dates: bool


class MovableSource(Protocol):
    """A feature's work. Ids are those of `TimeBlock.subject_id`, as text."""

    name: str

    def open_work(self, *, person: User, now: datetime) -> Sequence[Movable]:
        """What is open and has a date or a block, the most pressing `MAX_MOVABLE` of it."""
        ...

    def new_dates(
        self, *, person: User, places: Sequence[NewPlace], now: datetime
    ) -> Mapping[str, Fields]:
        """What has to change in the rows themselves; `due_at` under that name, where they have it.

        Nothing is written here.
        """
        ...

    def fingerprints(self, *, owner: UUID, ids: Collection[str]) -> Mapping[str, str]:
        """Digests of the rows with all that hangs below them, blocks included."""
        ...

    def write(self, *, owner: UUID, rows: Mapping[str, Fields]) -> Mapping[str, Fields]:
        """Sets the fields and gives back what stood there, so that writing that undoes it exactly.

        Rows that are gone are passed over.
        """
        ...


@dataclass(frozen=True, slots=True)
class FirstStep:
    """At most two minutes, and it begins with a verb. `step_id` is the step's, where it is one."""

    text: str
    minutes: int
    step_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that could be done now: open, not put off, and waiting for nothing.

    Attributes:
        minutes: what is left of it.
        begun: some of it is done.
        first_step: asked of the one thing that is chosen.
    """

    subject_id: UUID
    kind: TimeBlock.Kind
    title: str
    minutes: int
    first_step: Callable[[], FirstStep]
    due_at: datetime | None = None
    due_is_hard: bool = True
    priority: Priority | None = None
    energy: Energy | None = None
    begun: bool = False


class OfferSource(Protocol):
    name: str

    def offers(self, *, person: User, now: datetime) -> Sequence[Offer]:
        """At most `MAX_OFFERS`, the most pressing first; in an order that does not change by
        itself."""
        ...


@dataclass(frozen=True, slots=True)
class Label:
    """What a calendar shows for a block: a line, and more where it is opened."""

    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A date that a calendar shows beside the blocks: a limit, a named start, something that
    repeats.

    Attributes:
        uid: stays the same as long as it is the same date of the same thing.
        at: an instant in the person's zone, or a local day.
        minutes: how long it lasts from an instant; 0 is a point in time.
        recurrence: an RFC 5545 RRULE value; `at` is then its first time.
        changed_at: of the row that it comes from.
    """

    uid: str
    subject_id: UUID
    title: str
    at: datetime | date
    changed_at: datetime
    minutes: int = 0
    recurrence: str = ""
    details: str = ""


class EntrySource(Protocol):
    name: str

    def labels(self, *, person: User, blocks: Sequence[TimeBlock]) -> Mapping[UUID, Label]:
        """By the block's id, for the blocks that are for this feature's rows."""
        ...

    def entries(self, *, person: User, after: datetime, before: datetime) -> Sequence[Entry]:
        """Dates between the two instants, which are in the person's zone; at most `MAX_ENTRIES`."""
        ...


class AlarmSource(Protocol):
    def __call__(self, *, person: User, uids: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Minutes before its beginning at which a device shall ring, for each uid that has any.

        A block's uid is the text of its id, an entry's its own.
        """
        ...


class Energies(Protocol):
    """What is assumed of a person: 24 levels by the local hour, and what they have just now."""

    @property
    def by_hour(self) -> Sequence[Energy]: ...
    @property
    def current(self) -> Energy | None: ...


class EnergySource(Protocol):
    def __call__(self, *, person: User, at: datetime) -> Energies: ...


@dataclass(frozen=True, slots=True)
class _OfProfile:
    by_hour: Sequence[Energy]
    current: Energy | None = None


def _of_profile(*, person: User, at: datetime) -> Energies:
    return _OfProfile(cast(Sequence[Energy], person.energy_by_hour))


_movable: dict[str, MovableSource] = {}
_offers: dict[str, OfferSource] = {}
_entries: dict[str, EntrySource] = {}
_alarms: list[AlarmSource] = []
_energy: list[EnergySource] = [_of_profile]


def register_entries(source: EntrySource) -> None:
    _entries[source.name] = source


def entry_sources() -> Mapping[str, EntrySource]:
    return _entries


def register_alarms(source: AlarmSource) -> None:
    _alarms.append(source)


def alarm_sources() -> Sequence[AlarmSource]:
    return _alarms


def register_energy(source: EnergySource) -> None:
    """A better one than the profile; the last that registers is asked."""
    _energy.append(source)


def energies(*, person: User, at: datetime) -> Energies:
    return _energy[-1](person=person, at=at)


def register_movable(source: MovableSource) -> None:
    _movable[source.name] = source


def movable_sources() -> Mapping[str, MovableSource]:
    return _movable


def register_offers(source: OfferSource) -> None:
    _offers[source.name] = source


def offer_sources() -> Mapping[str, OfferSource]:
    """In the order of `INSTALLED_APPS`: among equals the first feature's comes first."""
    return _offers
