"""A thousand people wait in one web process for a model of five seconds, while others read.

`python3 -m focushub bench inflight` sends 1,000 one-line questions over ten seconds with
`Prefer: wait=30`, and `GET /tasks` ten times a second meanwhile. One JSON line: the answers by
status and engine (all are 200 and the model's), how long they took, and how long `GET /tasks` did.
Web, workers, the model's server and the crowd are processes of their own and share this machine,
so the load, too, is in the line.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django

from focushub.launcher.processes import Family
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.quiet import QUIET

PEOPLE = 50
WORKERS, AGENTS = 2, 400


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench inflight", description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--over", type=float, default=10.0, help="seconds")
    parser.add_argument("--model", default="slow:5")
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    os.environ |= QUIET | {
        "FOCUSHUB_REDIS_PREFIX": prefix,
        "FOCUSHUB_LLM_MODEL": options.model,
        "FOCUSHUB_THROTTLE_ANSWERS": str(10**9),
    }
    django.setup()
    from tests.benchmarks import stage as stages  # Its models need the settings.
    from tests.benchmarks.people import own_corner, people

    with (
        tempfile.TemporaryDirectory(prefix="focushub-inflight-") as logs,
        own_corner(prefix),
        people(PEOPLE) as askers,
        Family(Path(logs)) as family,
    ):
        stage = stages.Stage(family)
        os.environ["FOCUSHUB_LLM_BASE_URL"] = stage.model()
        workers = stage.workers(WORKERS, concurrency=AGENTS)
        web = stage.web()
        tokens = [asker.access_token for asker in askers]
        crowd = Crowd(
            port=web.port,
            seconds=options.over,
            requests=[
                question(n, tokens[n % PEOPLE], stages.LINE) for n in range(options.requests)
            ],
            looks=[request("GET", "/api/v1/tasks", token) for token in tokens],
        )
        before = [part.processor_seconds() for part in (web, *workers)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.crowd"],
            input=json.dumps({name: getattr(crowd, name) for name in Crowd.__slots__}),
            capture_output=True,
            text=True,
            check=True,
            cwd=stages.CHECKOUT,
        )
        spent = [part.processor_seconds() for part in (web, *workers)]
        stages.tell(
            {
                "name": "inflight",
                "requests": options.requests,
                "over_seconds": options.over,
                **json.loads(done.stdout),
                "web_cpu_seconds": round(spent[0] - before[0], 1),
                "worker_cpu_seconds": round(sum(spent[1:]) - sum(before[1:]), 1),
                "web_resident_mb": round(web.resident_mb()),
                **stages.machine(),
            }
        )
    return 0


def question(number: int, token: str, line: str) -> str:
    body = json.dumps({"text": line.format(n=number)})
    return request("POST", "/api/v1/organize", token, body, Prefer="wait=30")


def request(method: str, path: str, token: str, body: str = "", **headers: str) -> str:
    head = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(head) + "\r\n\r\n" + body


if __name__ == "__main__":
    raise SystemExit(main())
