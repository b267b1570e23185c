"""A crowd that asks and waits, and somebody who reads meanwhile: for `bench inflight`.

A process of its own, so that what it costs is not taken for a server's. It reads a `Crowd` as JSON
from the standard input and writes a `Report` to the standard output. Only this machine is asked.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle

import uvloop

HOST = "127.0.0.1"
SECONDS = 90.0
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Crowd:
    """Text is Latin-1, one character for each byte.

    Attributes:
        requests: each sent once, evenly over `seconds`.
        looks: sent in turn every `LOOK_SECONDS`, from a little before the first request until the
            last is answered.
    """

    port: int
    seconds: float
    requests: Sequence[str]
    looks: Sequence[str]


@dataclass(slots=True)
class Report:
    """Milliseconds of the looks are from when each was due, so that none hides behind another."""

    statuses: dict[str, int] = field(default_factory=dict)
    engines: dict[str, int] = field(default_factory=dict)
    seconds_median: float = 0.0
    seconds_longest: float = 0.0
    looks: int = 0
    looks_failed: int = 0
    look_ms_median: float = 0.0
    look_ms_p99: float = 0.0
    look_ms_longest: float = 0.0


async def ask(port: int, request: str) -> tuple[int, bytes]:
    """Status and body; the status is 0 where the connection breaks."""
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                writer.write(request.encode("latin-1"))
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return 0, b""


async def gather(crowd: Crowd) -> Report:
    report = Report()
    statuses, engines = Counter[str](), Counter[str]()
    waits: list[float] = []
    looks: list[float] = []
    is_over = asyncio.Event()

    async def one(delay: float, request: str) -> None:
        await asyncio.sleep(delay)
        began = time.perf_counter()
        status, body = await ask(crowd.port, request)
        waits.append(time.perf_counter() - began)
        statuses[str(status)] += 1
        engines["crew" if b'"engine":"crew"' in body else "other"] += 1

    async def look(request: str) -> None:
        began = time.perf_counter()
        status, _ = await ask(crowd.port, request)
        looks.append((time.perf_counter() - began) * 1000)
        report.looks_failed += status != 200

    async def keep_looking() -> None:
        due, pending = time.perf_counter(), set[asyncio.Task[None]]()
        for request in cycle(crowd.looks):
            if is_over.is_set():
                break
            pending.add(asyncio.create_task(look(request)))
            due += LOOK_SECONDS
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await asyncio.gather(*pending)

    looking = asyncio.create_task(keep_looking())
    await asyncio.sleep(1)
    gap = crowd.seconds / len(crowd.requests)
    await asyncio.gather(*(one(n * gap, text) for n, text in enumerate(crowd.requests)))
    is_over.set()
    await looking
    report.statuses, report.engines = dict(statuses), dict(engines)
    report.seconds_median = round(statistics.median(waits), 2)
    report.seconds_longest = round(max(waits), 2)
    report.looks = len(looks)
    report.look_ms_median = round(statistics.median(looks), 1)
    report.look_ms_p99 = round(sorted(looks)[int(len(looks) * 0.99)], 1)
    report.look_ms_longest = round(max(looks), 1)
    return report


def send() -> None:
    crowd = Crowd(**json.load(sys.stdin))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.stdout.write(json.dumps(asdict(runner.run(gather(crowd)))))


if __name__ == "__main__":
    send()
