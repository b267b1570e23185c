"""What one web process needs to hold 500 event streams and 1,000 idle sockets.

`python3 -m focushub bench stream` opens them, writes words to all runs at once some times, and
prints one JSON line: the process's memory before and with all open (MB), its threads, how long a
word took from Redis to its watcher, how long `GET /tasks` took meanwhile, and what was cut (0).
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import django
import httpx

from focushub.launcher.processes import Family
from tests.benchmarks.inflight import request
from tests.benchmarks.listeners import Listeners
from tests.benchmarks.quiet import QUIET

PEOPLE = 50
ROUNDS, ROUND_SECONDS = 10, 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench stream", description=__doc__.split("\n")[0])
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--sockets", type=int, default=1000)
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    os.environ |= QUIET | {"FOCUSHUB_REDIS_PREFIX": prefix, "FOCUSHUB_LLM_MODEL": "nobody asks"}
    django.setup()
    from focushub.accounts.models import Session
    from focushub.ai.live import log
    from focushub.ai.live.log import Event, EventId
    from focushub.realtime import tickets
    from tests.benchmarks import stage as stages  # Its models need the settings.
    from tests.benchmarks.people import own_corner, people

    with (
        tempfile.TemporaryDirectory(prefix="focushub-stream-") as logs,
        own_corner(prefix),
        people(PEOPLE) as askers,
        Family(Path(logs)) as family,
    ):
        web = stages.Stage(family).web()
        # No worker: the runs stay in flight, and the words are written here.
        runs = [stages.drafted(askers[n % PEOPLE], n) for n in range(options.streams)]
        sessions = [Session.objects.get(owner=asker.person) for asker in askers]
        tasks = httpx.Client(
            base_url=f"http://127.0.0.1:{web.port}/api/v1",
            headers={"Authorization": f"Bearer {askers[0].access_token}"},
        )
        for _ in range(20):
            tasks.get("/tasks").raise_for_status()
        before = web.resident_mb()
        listeners = Listeners(
            port=web.port,
            streams=[
                request("GET", f"/api/v1/runs/{run.pk}/events", askers[n % PEOPLE].access_token)
                for n, run in enumerate(runs)
            ],
            tickets=[
                tickets.issue(session=sessions[n % PEOPLE]).ticket for n in range(options.sockets)
            ],
        )
        with subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.listeners"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=stages.CHECKOUT,
        ) as ears:
            assert ears.stdin is not None
            assert ears.stdout is not None
            ears.stdin.write(json.dumps(asdict(listeners)) + "\n")
            ears.stdin.flush()
            if ears.stdout.readline() != "open\n":
                raise AssertionError("not all could be opened")
            time.sleep(1)
            spent, began = web.processor_seconds(), time.monotonic()
            looks = []
            for number in range(1, ROUNDS + 1):
                event = Event(
                    EventId(1, number),
                    "token",
                    json.dumps({"text": str(time.time())}).encode().replace(b": ", b":"),
                )
                log.append(
                    {log.key_of(owner_id=run.owner_id, run_id=run.pk): [event] for run in runs}
                )
                end = time.monotonic() + ROUND_SECONDS
                while time.monotonic() < end:
                    looked = time.perf_counter()
                    tasks.get("/tasks").raise_for_status()
                    looks.append((time.perf_counter() - looked) * 1000)
                    time.sleep(0.05)
            time.sleep(2)
            used = (web.processor_seconds() - spent) / (time.monotonic() - began)
            held, threads = web.resident_mb(), web.threads()
            ears.stdin.write("\n")
            ears.stdin.flush()
            heard = json.loads(ears.stdout.readline())
            ears.kill()
        stages.tell(
            {
                "name": "stream",
                "streams": options.streams,
                "sockets": options.sockets,
                "resident_mb_before": round(before),
                "resident_mb": round(held),
                "threads": threads,
                "cpu_share": round(used, 2),
                **heard,
                "words_expected": ROUNDS * options.streams,
                "look_ms_median": round(statistics.median(looks), 1),
                "look_ms_p99": round(sorted(looks)[int(len(looks) * 0.99)], 1),
                **stages.machine(),
            }
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
