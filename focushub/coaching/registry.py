"""What features give the coach: what it may read, what it can ask them, what it may propose.

A feature registers a `Coach` in its `coach.py`; this package knows none by name. Whatever the coach
proposes is an `Action` of one of them: its parameters are checked here, and only the person's own
call carries it out, through the same services that the feature's routes use.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from focushub.accounts.models import User
from focushub.coaching.things import CardBox, Guess, Piece, Thing
from focushub.common.errors import DomainError, Kind

P = TypeVar("P", bound=BaseModel)

MOST_THINGS: Final = 40


class NotPossible(DomainError):
    """An action does not fit what there is: nothing of it is offered, or carried out."""

    kind = Kind.CONFLICT
    code = "proposal_moved_on"
    detail = "Things have moved on since this was proposed. Ask again, and it fits what is there."


class NotUndoable(DomainError):
    kind = Kind.CONFLICT
    code = "proposal_cannot_be_undone"
    detail = "This cannot be taken back."


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, for a person to read before they say yes.

    Attributes:
        title: one line, such as "Put “Taxes” into tomorrow morning".
        details: further lines, each a change in plain words.
    """

    title: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What carrying out made.

    Attributes:
        result: JSON values for the client: ids of what was made or changed.
        undo: JSON values that `take_back` needs.
    """

    result: Mapping[str, Any]
    undo: Mapping[str, Any]


class Action(Generic[P]):
    """One kind of proposal. Methods run in the transaction of their caller.

    Attributes:
        told: what it does and which parameters it takes, in a line for a model.
        minutes_open: after so many minutes a proposal of it runs out.
    """

    kind: ClassVar[str]
    params: ClassVar[type[BaseModel]]
    told: ClassVar[str] = ""
    minutes_open: ClassVar[int] = 24 * 60

    def prepared(self, *, person: User, params: P) -> P:
        """The parameters as they are kept; for what has to be worked out before it is shown."""
        return params

    def preview(self, *, person: User, params: P) -> Preview:
        """Raises NotPossible: it does not fit what there is."""
        raise NotImplementedError

    def rests_on(self, *, person: User, params: P) -> str:
        """A digest of the rows that it is about: another one means that they moved on."""
        return ""

    def carry_out(self, *, person: User, params: P) -> Done:
        """Raises DomainError: as the feature's own service does."""
        raise NotImplementedError

    def made(self, *, person: User, undo: Mapping[str, Any]) -> str:
        """A digest of what carrying out made: another one means that somebody changed it."""
        return ""

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        """Raises NotUndoable."""
        raise NotUndoable


@dataclass(frozen=True, slots=True)
class View:
    """What a coach may read of a person.

    Attributes:
        lines: further facts, each in a line of plain words.
    """

    things: Sequence[Thing] = ()
    boxes: Sequence[CardBox] = ()
    lines: Sequence[str] = field(default_factory=tuple)


class Coach:
    """A feature's side of the coach; what it leaves out, it does not have."""

    name: ClassVar[str]
    actions: ClassVar[Sequence[Action[Any]]] = ()

    def look(self, *, person: User, at: datetime) -> View:
        """At most `MOST_THINGS` things, the most pressing first."""
        return View()

    def cut(self, title: str, granularity: int) -> Sequence[Piece]:
        """The steps of something by its title; 1 few and long ones, 5 many and short ones."""
        return ()

    def guess(self, *, person: User, title: str, minutes: int | None) -> Guess | None:
        """How long something takes this person."""
        return None

    def tasks_in(self, *, person: User, text: str, at: datetime) -> Sequence[Piece]:
        """The tasks that a text names."""
        return ()


_coaches: dict[str, Coach] = {}
_actions: dict[str, Action[Any]] = {}


def register(coach: Coach) -> None:
    """Raises ValueError: another coach has an action of the same kind, a programmer's mistake."""
    for action in coach.actions:
        other = _actions.get(action.kind)
        if other is not None and type(other) is not type(action):
            raise ValueError(f"Two coaches have the action {action.kind!r}.")
        _actions[action.kind] = action
    _coaches[coach.name] = coach


def coaches() -> Iterator[Coach]:
    return iter(_coaches.values())


def kinds() -> frozenset[str]:
    return frozenset(_actions)


def actions() -> Mapping[str, Action[Any]]:
    return _actions


def checked(kind: str, params: Mapping[str, Any]) -> tuple[Action[Any], BaseModel] | None:
    """The action with its parameters, or None for a kind or parameters that do not exist."""
    action = _actions.get(kind)
    if action is None:
        return None
    try:
        return action, action.params.model_validate(dict(params))
    except ValidationError:
        return None
