"""One WebSocket of one person: says hello, passes events on in their order, answers messages."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any, Final

import redis
from asgiref.sync import ThreadSensitiveContext
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from pydantic import ValidationError

from focushub.caching import guarded
from focushub.common.threads import off_loop
from focushub.realtime import sockets, stream
from focushub.realtime.events import Resync
from focushub.realtime.messages import (
    ClientMessage,
    CloseCode,
    Hello,
    ServerMessage,
    Trouble,
    farewells,
    handlers,
)
from focushub.realtime.tickets import Holder

PROTOCOL: Final = "focushub.v1"
MAX_MESSAGE: Final = 4_096
# Messages at once, and how many a second in the long run.
BURST: Final = 30
RATE: Final = 5.0

_UNREADABLE = Trouble(code="unreadable", detail="Send one JSON object with a known `type`.")


class PersonSocket(AsyncWebsocketConsumer):
    """`scope["holder"]` is set by the gate. `seq` numbers the last event that the client has."""

    seq = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        holder: Holder = scope["holder"]
        self.person_id, self.session_id = holder.person_id, holder.session_id
        self.kept: dict[str, Any] = {}
        self.has_ended = False
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Also where the client vanished in the middle of a word.
            await self._clean_up()

    async def connect(self) -> None:
        self._turn = asyncio.Lock()
        self._tokens, self._counted_at = float(BURST), time.monotonic()
        # First to listen, then to look: an event in between is heard, and known by its number.
        await self.join(stream.person_group(self.person_id))
        (self.seq,) = await _asked(stream.latest, [self.person_id]) or [0]
        await self.accept(subprotocol=PROTOCOL)
        sockets.here().add(self)
        await self.say(Hello(seq=self.seq))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Not the parent's, which visits a thread at every message: nothing here holds a connection.
        await getattr(self, get_handler_name(message))(message)

    # --- What the client says ---

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.has_ended:
            return  # It was still on its way when we closed.
        if len(text_data or bytes_data or b"") > MAX_MESSAGE:
            await self.end(CloseCode.TOO_BIG)
        elif not self._has_a_token():
            await self.end(CloseCode.TOO_FAST)
        elif (read := _read(text_data)) is None:
            await self.say(_UNREADABLE)
        else:
            await handlers[read.type][1](self, read)

    def _has_a_token(self) -> bool:
        now = time.monotonic()
        self._tokens = min(BURST, self._tokens + (now - self._counted_at) * RATE)
        self._counted_at = now
        self._tokens -= 1
        return self._tokens >= 0

    # --- What the server says ---

    async def say(self, message: ServerMessage) -> None:
        await self._send(message.model_dump_json())

    async def join(self, group: str) -> None:
        self.groups.append(group)
        await self.channel_layer.group_add(group, self.channel_name)

    async def leave(self, group: str) -> None:
        self.groups.remove(group)
        await self.channel_layer.group_discard(group, self.channel_name)

    async def tell(self, message: dict[str, Any]) -> None:
        """An event of the person's; where the one before it was not heard, both are looked up."""
        event = stream.Numbered(message["seq"], message["text"])
        async with self._turn:
            if self.seq in {0, event.seq - 1}:
                await self._pass_on(event)
                return
        if event.seq > self.seq:
            await self.catch_up()

    async def relay(self, message: dict[str, Any]) -> None:
        """What was said to a group that this socket joined, and has not left in the meantime."""
        if message["group"] in self.groups:
            await self._send(message["text"])

    async def drop(self, message: dict[str, Any]) -> None:
        """Somebody has left a group; perhaps this one."""
        if message["person_id"] == str(self.person_id) and message["group"] in self.groups:
            self.kept.pop(message["group"], None)
            await self.leave(message["group"])

    async def check(self, message: dict[str, Any]) -> None:
        """A session of the person's has ended; perhaps this one."""
        sockets.here().look_now()

    async def catch_up(self, since: int | None = None) -> None:
        """Everything that came after the client's last event, or after `since`."""
        async with self._turn:
            last = self.seq if since is None else since
            missed = await _asked(stream.since, self.person_id, last)
            if missed is None:
                (newest,) = await _asked(stream.latest, [self.person_id]) or [self.seq]
                missed = [stream.Numbered(newest, Resync().model_dump_json())]
            for event in missed:
                await self._pass_on(event)

    async def resync(self, newest: int) -> None:
        """For when nobody knows what was missed."""
        async with self._turn:
            await self._pass_on(stream.Numbered(newest, Resync().model_dump_json()))

    async def _clean_up(self) -> None:
        self.has_ended = True
        if sockets.here().remove(self):
            for farewell in farewells:
                await farewell(self)
        for group in [*self.groups]:
            with suppress(redis.RedisError, OSError):
                await self.leave(group)

    async def end(self, code: CloseCode) -> None:
        if not self.has_ended:
            self.has_ended = True
            await self.close(code=code)

    async def _pass_on(self, event: stream.Numbered) -> None:
        self.seq = event.seq
        await self._send(event.text)

    async def _send(self, text: str) -> None:
        if not self.has_ended:
            await self.send(text_data=text)


def _read(text: str | None) -> ClientMessage | None:
    try:
        kind, _ = handlers[ClientMessage.model_validate_json(text or "").type]
        return kind.model_validate_json(text or "")
    except (ValidationError, KeyError):
        return None


async def _asked(question: Any, *args: Any) -> Any:
    """What Redis says, from a thread of its own; None where it is away."""
    async with ThreadSensitiveContext():
        return await off_loop(guarded, partial(question, *args), otherwise=None)
