"""A load generator: asks one server over kept-alive connections and checks every answer.

It is a process of its own, so that what it costs is not taken for a server's. It reads a `Load`
as JSON from the standard input and writes a `Rate` to the standard output. Only this machine is
asked, for a bounded time and a bounded number of requests, and the first wrong answer ends it.

An answer that was made anew, as happens where Redis does not answer in time, is not counted and
not wrong: it is a miss, and from then on what it says may come from the cache.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import cycle, islice
from typing import cast

import uvloop

HOST = "127.0.0.1"
MAX_SECONDS = 60.0
MAX_REQUESTS = 1_000_000
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_ANEW, _FROM_CACHE = b'"cached":false', b'"cached":true'
_TOLD = 300


@dataclass(frozen=True, slots=True)
class Load:
    """What to ask. Text is Latin-1, one character for each byte.

    Attributes:
        exchanges: pairs of a whole request and the body that must answer it.
        warm_up_seconds: asked before the count begins.
        seconds: at most `MAX_SECONDS` with the warm-up.
    """

    port: int
    connections: int
    warm_up_seconds: float
    seconds: float
    exchanges: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Right answers counted in `seconds`; `asked` and `missed` are those of the warm-up too."""

    asked: int
    missed: int
    counted: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.counted / self.seconds


class WrongAnswer(Exception):
    """Another status or body than the one that was waited for, or none."""


@dataclass(slots=True)
class Exchange:
    """A request, and the answers to it: those that the cache may give, and those it gave besides.

    The latter are of a miss on another connection, which may be told of later than they are.
    """

    request: bytes
    stored: set[bytes]
    unexplained: set[bytes] = field(default_factory=set)

    def is_hit(self, body: bytes) -> bool:
        """Raises:
        WrongAnswer: it is no answer at all.
        """
        if body in self.stored:
            return True
        if _ANEW in body:
            self.stored.add(body.replace(_ANEW, _FROM_CACHE))
            return False
        if _FROM_CACHE not in body:
            raise WrongAnswer(told(body))
        self.unexplained.add(body)
        return True

    def check(self) -> None:
        """Raises:
        WrongAnswer: the cache gave what was never answered before.
        """
        for body in self.unexplained - self.stored:
            raise WrongAnswer(told(body))


class Tally:
    """Counts between two moments; tells the connections when to stop."""

    def __init__(self, *, begins: float, ends: float) -> None:
        self.begins, self.ends = begins, ends
        self.asked = self.missed = self.counted = 0
        self.last = begins

    def note(self, *, is_hit: bool) -> None:
        now = time.perf_counter()
        if not is_hit:
            self.missed += 1
        elif self.begins <= now:
            self.counted += 1
            self.last = now

    def is_over(self) -> bool:
        return self.asked >= MAX_REQUESTS or time.perf_counter() >= self.ends


class Connection(asyncio.Protocol):
    """Asks, reads the whole answer, checks it, asks again."""

    def __init__(self, exchanges: Iterator[Exchange], tally: Tally) -> None:
        self._exchanges, self._tally = exchanges, tally
        self._received = bytearray()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # No isinstance: uvloop's transports are asyncio's by duck typing alone.
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head_ends = self._received.find(_HEAD_END)
        if head_ends < 0:
            return
        begins = head_ends + len(_HEAD_END)
        try:
            head = bytes(self._received[:head_ends])
            if len(self._received) < begins + content_length(head):
                return
            body = bytes(self._received[begins:])
            if not head.startswith(b"HTTP/1.1 200 "):
                raise WrongAnswer(told(head, body))
            self._tally.note(is_hit=self._exchange.is_hit(body))
        except WrongAnswer as wrong:
            self._end(wrong)
            return
        self._received.clear()
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(WrongAnswer("the connection was closed"))

    def _ask(self) -> None:
        if self._tally.is_over():
            self._end()
            return
        self._exchange = next(self._exchanges)
        self._tally.asked += 1
        self._transport.write(self._exchange.request)

    def _end(self, wrong: WrongAnswer | None = None) -> None:
        if not self.ended.done():
            if wrong:
                self.ended.set_exception(wrong)
            else:
                self.ended.set_result(None)
        self._transport.abort()


def content_length(head: bytes) -> int:
    """Of an answer's head, without the empty line at its end.

    Raises:
        WrongAnswer: there is none; both servers are known to send one.
    """
    begins = head.lower().find(_LENGTH)
    if begins < 0:
        raise WrongAnswer(told(head))
    value, _, _ = head[begins + len(_LENGTH) :].partition(b"\r\n")
    return int(value)


def told(*parts: bytes) -> str:
    """How each part begins and ends."""
    return "\n".join(f"{part[:_TOLD]!r} ... {part[-_TOLD:]!r}" for part in parts)


def _itself(connection: Connection) -> Connection:
    return connection


async def generate(load: Load) -> Rate:
    """Raises:
    WrongAnswer: at the first one.
    OSError: the server cannot be reached.
    """
    if load.warm_up_seconds + load.seconds > MAX_SECONDS:
        raise ValueError(f"at most {MAX_SECONDS} seconds")
    loop = asyncio.get_running_loop()
    exchanges = [
        Exchange(asked.encode("latin-1"), {answer.encode("latin-1")})
        for asked, answer in load.exchanges
    ]
    begins = time.perf_counter() + load.warm_up_seconds
    tally = Tally(begins=begins, ends=begins + load.seconds)
    # Each begins somewhere else, so that not all of them ask the same at once.
    starts = [number % len(exchanges) for number in range(load.connections)]
    connections = [Connection(islice(cycle(exchanges), at, None), tally) for at in starts]
    for connection in connections:
        await loop.create_connection(partial(_itself, connection), HOST, load.port)
    await asyncio.wait_for(
        asyncio.gather(*(connection.ended for connection in connections)), MAX_SECONDS
    )
    for exchange in exchanges:
        exchange.check()
    return Rate(tally.asked, tally.missed, tally.counted, tally.last - tally.begins)


if __name__ == "__main__":
    json.dump(asdict(uvloop.run(generate(Load(**json.load(sys.stdin))))), sys.stdout)
