"""What the coach sees of a person's things, in one form for all features."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from focushub.coaching.things import CardBox, Guess, Level, Piece, Thing


@dataclass(frozen=True, slots=True)
class Slot:
    """Time that is taken. `subject_id` is the id of the thing it is for, if any."""

    title: str
    starts_at: datetime
    ends_at: datetime
    subject_id: str = ""

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class FocusNow:
    """The session that runs."""

    id: str
    title: str
    left_minutes: int


@dataclass(frozen=True, slots=True)
class OneThing:
    """What `GET /now` would name, with its first two minutes and the reason in a sentence."""

    id: str
    kind: str
    title: str
    step: Piece
    reason: str


def _no_cut(title: str, granularity: int) -> Sequence[Piece]:
    return ()


def _no_guess(title: str, minutes: int | None) -> Guess | None:
    return None


def _no_tasks(text: str) -> Sequence[Piece]:
    return ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What features can do for the coach; each does nothing where none can.

    Attributes:
        cut: the steps of a task by its title; 1 few and long ones, 5 many and short ones.
        guess: how long something takes; `minutes` is what the person named.
        tasks_in: the tasks that a text names; their ids are empty.
    """

    cut: Callable[[str, int], Sequence[Piece]] = _no_cut
    guess: Callable[[str, int | None], Guess | None] = _no_guess
    tasks_in: Callable[[str], Sequence[Piece]] = _no_tasks


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything of a person's that an answer may rest on.

    Attributes:
        now: in the person's zone.
        energy: as they said in the last hours, else what this hour usually brings.
        free: the openings of the rest of the day, in their order.
        one: what to do now, out of all; None where nothing waits.
        kinds: the acts that features can carry out.
    """

    now: datetime
    energy: Level = "medium"
    things: tuple[Thing, ...] = ()
    slots: tuple[Slot, ...] = ()
    free: tuple[Slot, ...] = ()
    boxes: tuple[CardBox, ...] = ()
    one: OneThing | None = None
    focus: FocusNow | None = None
    kinds: frozenset[str] = frozenset()
    tools: Tools = field(default_factory=Tools)

    @property
    def due_cards(self) -> int:
        return sum(box.due for box in self.boxes)

    def thing(self, thing_id: str) -> Thing | None:
        return next((thing for thing in self.things if thing.id == thing_id), None)

    def running_slot(self) -> Slot | None:
        return next((s for s in self.slots if s.starts_at <= self.now < s.ends_at), None)

    def next_slot(self) -> Slot | None:
        return next((s for s in self.slots if s.starts_at > self.now), None)

    def minutes_until_next(self) -> int | None:
        """Until something in the calendar begins today; None where nothing does."""
        slot = self.next_slot()
        if slot is None or slot.starts_at.date() != self.now.date():
            return None
        return int((slot.starts_at - self.now).total_seconds() // 60)
