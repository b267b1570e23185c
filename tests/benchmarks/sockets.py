"""What idle WebSockets cost one web process, and how long an event takes to reach them.

Opens `--sockets` of as many people, in steps, against the product's own uvicorn, and prints one
line: resident memory before and after, processor time while nothing happens, and milliseconds from
`publish` to the client.
"""

import argparse
import asyncio
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import django
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from focushub.launcher.processes import Family
from tests.benchmarks.hit import OURS, Server, environment, start

_STEP = 50
_QUIET_SECONDS = 5.0
_AGAIN_SECONDS = 1.0


def resident_mb(server: Server) -> float:
    pages = int(Path(f"/proc/{server.child.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def measure(server: Server, holders: Sequence[Any], events: int) -> dict[str, Any]:
    from focushub.calendar.events import BlockEvent
    from focushub.realtime import stream, tickets
    from focushub.realtime.events import Change

    before = resident_mb(server)
    url = f"ws://127.0.0.1:{server.port}/ws"
    async with AsyncExitStack() as stack:

        async def open_one(holder: Any) -> Any:
            """As a client does it: where Redis hesitates, a little later with another ticket."""
            while True:
                try:
                    ticket = await asyncio.to_thread(tickets.issue, session=holder)
                    offered: Any = ["focushub.v1", f"ticket.{ticket.ticket}"]
                    socket = await stack.enter_async_context(connect(url, subprotocols=offered))
                except (tickets.RealtimeUnavailable, InvalidStatus):
                    await asyncio.sleep(_AGAIN_SECONDS)
                    continue
                await socket.recv()
                return socket

        started = time.monotonic()
        sockets: list[Any] = []
        for place in range(0, len(holders), _STEP):
            some = holders[place : place + _STEP]
            sockets += await asyncio.gather(*map(open_one, some))
        opened = time.monotonic() - started
        used = server.processor_seconds()
        await asyncio.sleep(_QUIET_SECONDS)
        used = server.processor_seconds() - used
        after = resident_mb(server)
        took = []
        for number in range(events):
            holder = holders[number % len(holders)]
            event = BlockEvent.of(Change.CHANGED, [holder.pk])
            began = time.perf_counter()
            telling = asyncio.to_thread(partial(stream.add, holder.owner_id, event))
            task = asyncio.create_task(telling)
            await sockets[number % len(holders)].recv()
            took.append((time.perf_counter() - began) * 1000)
            await task
        return {
            "sockets": len(sockets),
            "opened_in_seconds": round(opened, 2),
            "resident_mb_before": round(before, 1),
            "resident_mb_after": round(after, 1),
            "kb_a_socket": round((after - before) * 1000 / len(sockets), 1),
            "idle_processor_percent": round(used / _QUIET_SECONDS * 100, 1),
            "fan_out_ms_median": round(statistics.median(took), 2),
            "fan_out_ms_p95": round(sorted(took)[int(len(took) * 0.95)], 2),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench sockets", description=__doc__.split("\n")[0])
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--events", type=int, default=200)
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    os.environ |= environment(prefix)
    django.setup()
    from focushub.accounts.models import Session
    from tests.benchmarks.people import own_corner, people

    with (
        tempfile.TemporaryDirectory(prefix="focushub-sockets-") as logs,
        own_corner(prefix),
        people(options.sockets) as askers,
        Family(Path(logs)) as family,
    ):
        server = start(family, "web", OURS, tokens=[])
        holders = list(Session.objects.filter(owner__in=[one.person for one in askers]))
        line = asyncio.run(measure(server, holders, options.events))
        sys.stdout.write(json.dumps(line) + "\n")
    return 0
