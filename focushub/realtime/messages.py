"""What is said over a socket besides events: short, typed, and each with a `type`.

A feature adds its own: a `ClientMessage` with a handler, registered by `handles` in its
`socket_messages.py`, which is found at start-up; and a `ServerMessage`, known once it is defined.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import IntEnum
from typing import Any, ClassVar, Literal, Protocol, TypeVar
from uuid import UUID

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

# The largest whole number that JavaScript counts exactly.
MAX_NUMBER = 2**53 - 1


class CloseCode(IntEnum):
    """Why the server closed. After `TOO_MANY` a client does not come again by itself."""

    TOO_BIG = 1009
    SESSION_ENDED = 4401
    TOO_MANY = 4409
    TOO_FAST = 4429


class ClientMessage(BaseModel):
    model_config = ConfigDict(frozen=True)

    type: str


class ServerMessage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    known: ClassVar[dict[str, type["ServerMessage"]]] = {}

    type: str

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        ServerMessage.known[cls.model_fields["type"].default] = cls


class Socket(Protocol):
    """What a handler may do with the socket that a message came by."""

    person_id: UUID
    session_id: UUID
    # For features: what they remember of this socket while it is open. What stands under the name
    # of a group goes when the person is dismissed from it.
    kept: dict[str, Any]

    async def say(self, message: ServerMessage) -> None: ...

    async def join(self, group: str) -> None:
        """From now on it gets what `publishing.announce` says to the group."""
        ...

    async def leave(self, group: str) -> None: ...

    async def catch_up(self, since: int | None = None) -> None:
        """Sends the person's events after `since`, or after the last one that was sent."""
        ...


M = TypeVar("M", bound=ClientMessage)
Handler = Callable[[Socket, Any], Awaitable[None]]

handlers: dict[str, tuple[type[ClientMessage], Handler]] = {}
farewells: list[Callable[[Socket], Awaitable[None]]] = []


def handles(
    kind: type[M],
) -> Callable[[Callable[[Socket, M], Awaitable[None]]], Callable[[Socket, M], Awaitable[None]]]:
    """Registers who answers a kind of message. It runs on the event loop: nothing may block."""

    def register(
        handler: Callable[[Socket, M], Awaitable[None]],
    ) -> Callable[[Socket, M], Awaitable[None]]:
        handlers[kind.model_fields["type"].default] = (kind, handler)
        return handler

    return register


def on_farewell(farewell: Callable[[Socket], Awaitable[None]]) -> None:
    """Called once for each socket that has ended, in whatever way."""
    farewells.append(farewell)


class Hello(ServerMessage):
    """The first word. `seq` numbers the newest event; 0 where there is none yet."""

    type: Literal["hello"] = "hello"
    seq: int
    at: datetime = Field(default_factory=timezone.now)


class Pong(ServerMessage):
    type: Literal["pong"] = "pong"


class ServerTime(ServerMessage):
    """`t0` as it came, and the server's clock in milliseconds since 1970.

    With `t3` for the client's clock now, it is ahead of ours by `(t0 + t3) / 2 - server_ms`.
    """

    type: Literal["time"] = "time"
    t0: float
    server_ms: float


class Trouble(ServerMessage):
    """A message that could not be used; the socket stays open."""

    type: Literal["trouble"] = "trouble"
    code: str
    detail: str


class Since(ClientMessage):
    """Asks for the events after `seq`: they come as if they were new, or a `resync` does."""

    type: Literal["since"] = "since"
    seq: int = Field(ge=0, le=MAX_NUMBER)


class Ping(ClientMessage):
    type: Literal["ping"] = "ping"


class AskTime(ClientMessage):
    """`t0` is the client's own clock, in milliseconds."""

    type: Literal["time"] = "time"
    t0: float = Field(ge=-MAX_NUMBER, le=MAX_NUMBER, allow_inf_nan=False)
