"""Streams and sockets that are held open, and what comes over them: for `bench stream`.

A process of its own. The first line of the standard input says what to open; once all is open it
writes "open", and after the next line, with what came since, a `Heard`. Only this machine is asked.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field

import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

HOST = "127.0.0.1"
_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Listeners:
    """`streams` are whole requests, `tickets` those of sockets."""

    port: int
    streams: Sequence[str]
    tickets: Sequence[str]


@dataclass(slots=True)
class Heard:
    """Milliseconds are from when an event was written to Redis: its text says when."""

    words: int = 0
    ms_median: float = 0.0
    ms_p99: float = 0.0
    streams_cut: int = 0
    sockets_cut: int = 0


@dataclass(slots=True)
class _Ear:
    delays: list[float] = field(default_factory=list)
    cut: int = 0


async def listen(port: int, request: str, ear: _Ear, is_open: asyncio.Event) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request.encode())
        async for line in reader:
            if line.startswith(b"event: draft"):
                is_open.set()
            elif line.startswith(b'data: {"text":"'):
                sent = float(json.loads(line.partition(b" ")[2])["text"])
                ear.delays.append((time.time() - sent) * 1000)
        ear.cut += 1
    finally:
        writer.close()


def open_socket(port: int, ticket: str) -> connect:
    protocols = [Subprotocol("focushub.v1"), Subprotocol(f"ticket.{ticket}")]
    return connect(
        f"ws://{HOST}:{port}/ws", subprotocols=protocols, compression=None, ping_interval=None
    )


async def main_loop() -> None:
    loop = asyncio.get_running_loop()
    told = Listeners(**json.loads(await loop.run_in_executor(None, sys.stdin.readline)))
    ear = _Ear()
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        for start in range(0, len(told.streams), _AT_ONCE):
            opened = []
            for text in told.streams[start : start + _AT_ONCE]:
                opened.append(asyncio.Event())
                tasks.append(group.create_task(listen(told.port, text, ear, opened[-1])))
            await asyncio.gather(*(is_open.wait() for is_open in opened))
        sockets: list[ClientConnection] = []
        for start in range(0, len(told.tickets), _AT_ONCE):
            opening = [
                stack.enter_async_context(open_socket(told.port, ticket))
                for ticket in told.tickets[start : start + _AT_ONCE]
            ]
            sockets += await asyncio.gather(*opening)
        sys.stdout.write("open\n")
        sys.stdout.flush()
        await loop.run_in_executor(None, sys.stdin.readline)
        heard = Heard(
            words=len(ear.delays),
            ms_median=round(statistics.median(ear.delays or [0]), 1),
            ms_p99=round(sorted(ear.delays or [0])[int(len(ear.delays) * 0.99)], 1),
            streams_cut=ear.cut,
            sockets_cut=sum(1 for socket in sockets if socket.close_code is not None),
        )
        sys.stdout.write(json.dumps(asdict(heard)) + "\n")
        sys.stdout.flush()
        for task in tasks:
            task.cancel()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main_loop())
