"""A cached `POST /api/v1/organize` against the same work in a plain FastAPI app.

`python3 -m focushub bench hit` starts one process of each, asks them in turn (ours, theirs,
theirs, ours, ...) from a third, and prints one JSON line for each number of connections:

* `ours`, `theirs`: requests a second, the medians over the rounds;
* `ratio`: the median over the rounds of ours / theirs, each round being two slots side by side,
  so that what else the machine does falls on both;
* `ours_cpu_us`, `theirs_cpu_us`: processor microseconds of the serving process a request, which
  hold better on a busy machine. PostgreSQL and Redis are processes of their own and not in them;
* `ours_missed`: answers that were right and not from the cache, and so are not counted as ours.
  More than 0 says that the machine was too busy for Redis to answer in time.

Both give the same bytes for the same requests: several questions of several people, each answer
compared whole, its `cached` true and its id that of the first answer. All that protects ours is
on; the throttles alone are raised, by their environment variables, and go on counting.
"""

import argparse
import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import redis

from focushub.launcher import application
from focushub.launcher.processes import Child, Family, tail_of
from tests.benchmarks.load import HOST, Load, Rate

if TYPE_CHECKING:
    from tests.benchmarks.people import LoggedIn

OURS, THEIRS = "focushub.asgi:application", "tests.benchmarks.rival:app"
CHECKOUT = Path(__file__).resolve().parents[2]
PATH = "/api/v1/organize"
CONNECTIONS = (32, 128)
PEOPLE, QUESTIONS = 4, 8
TRIES = 12
WARM_UP_SECONDS = 0.5
UNLIMITED = str(10**9)
START_SECONDS = 60
# One dump of an ordinary size; the body is about 520 bytes.
TEXT = (
    "I need to file my taxes by Friday 5pm, clean the kitchen, email prof. Lee about the extension "
    "(5 min), gym every Tue and Thu, book the dentist, pay the rent before the 1st, return {n} "
    "books to the library, and maybe call mum. Totally overwhelmed."
)


@dataclass(frozen=True, slots=True)
class Server:
    """One process under measurement, and what it is asked."""

    port: int
    child: Child
    tokens: Sequence[str]

    def exchanges(self) -> list[list[str]]:
        """Each question of each person, and the answer that the cache gives to it now."""
        pairs = []
        for token in self.tokens:
            for number in range(QUESTIONS):
                body = question(number)
                pair = (request(body, token), from_cache(self.port, body, token))
                pairs.append([part.decode("latin-1") for part in pair])
        return pairs

    def log(self) -> str:
        assert self.child.log is not None
        return tail_of(self.child.log)

    def processor_seconds(self) -> float:
        """Of the process since it began, in user and system mode together."""
        stat = Path(f"/proc/{self.child.process.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Slot:
    per_second: float
    missed: int
    cpu_us: float


def question(number: int) -> bytes:
    body = {
        "text": TEXT.format(n=number + 2),
        "goal": "a quiet weekend with nothing hanging over me",
        "kind": "tasks",
        "available_minutes": 180,
        "energy": "low",
        "granularity": 3,
        "starts_at": "2026-11-24T08:00:00Z",
        "timezone": "Europe/Berlin",
    }
    return json.dumps(body).encode()


def request(body: bytes, token: str) -> bytes:
    head = [
        f"POST {PATH} HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: benchmark",
        "Accept: application/json",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def ask(port: int, body: bytes, token: str) -> bytes:
    """One request by itself.

    Raises:
        AssertionError: the answer is no 200.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", PATH, body, headers)
        response = connection.getresponse()
        answer = response.read()
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK:
        raise AssertionError(f"{response.status}: {answer[:300]!r}")
    return answer


def from_cache(port: int, body: bytes, token: str) -> bytes:
    """Raises:
    AssertionError: it is made anew time and again.
    """
    for _ in range(TRIES):
        answer = ask(port, body, token)
        if json.loads(answer)["cached"] is True:
            return answer
        time.sleep(1)  # Redis is left alone for a while after it was slow; see focushub.caching.
    raise AssertionError("the cache does not keep the answer")


def prime(ours: Server, theirs: Server, askers: Sequence["LoggedIn"], link: redis.Redis) -> None:
    """Each question is put to ours twice, and what ours keeps is given to theirs.

    Raises:
        AssertionError: the second answer is another one.
    """
    from tests.benchmarks import rival  # Reads the variables as it is imported.

    for asker in askers:
        for number in range(QUESTIONS):
            body = question(number)
            first = json.loads(ask(ours.port, body, asker.access_token))
            kept = from_cache(ours.port, body, asker.access_token)
            if first["cached"] or json.loads(kept) != first | {"cached": True}:
                raise AssertionError("the second answer is not the first one from the cache")
            key = rival.answer_key(str(asker.person.pk), rival.Ask.model_validate_json(body))
            link.set(key, kept)
            if from_cache(theirs.port, body, asker.access_token) != kept:
                raise AssertionError("theirs answers otherwise")


def measure(
    ours: Server, theirs: Server, *, connections: int, rounds: int, seconds: float
) -> dict[str, Any]:
    told: dict[int, list[Slot]] = {ours.port: [], theirs.port: []}
    for number in range(rounds):
        for server in (ours, theirs) if number % 2 == 0 else (theirs, ours):
            told[server.port].append(slot(server, connections=connections, seconds=seconds))
    mine, other = told[ours.port], told[theirs.port]
    ratios = [a.per_second / b.per_second for a, b in zip(mine, other, strict=True)]
    return {
        "name": "hit",
        "connections": connections,
        "ours": round(statistics.median(slot.per_second for slot in mine)),
        "theirs": round(statistics.median(slot.per_second for slot in other)),
        "ratio": round(statistics.median(ratios), 3),
        "ours_cpu_us": round(statistics.median(slot.cpu_us for slot in mine)),
        "theirs_cpu_us": round(statistics.median(slot.cpu_us for slot in other)),
        "ours_missed": sum(slot.missed for slot in mine),
    }


def slot(server: Server, *, connections: int, seconds: float) -> Slot:
    """Raises:
    CalledProcessError: a wrong answer, or none; standard error says which.
    """
    load = Load(server.port, connections, WARM_UP_SECONDS, seconds, server.exchanges())
    before = server.processor_seconds()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(load)).encode(),
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        timeout=seconds + START_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"a wrong answer; the end of the server's log:\n{server.log()}")
    rate = Rate(**json.loads(done.stdout))
    used = server.processor_seconds() - before
    return Slot(rate.per_second, rate.missed, used / rate.asked * 1e6)


def environment(prefix: str) -> dict[str, str]:
    """For both: no model, long tokens, throttles that count and never bite, the same log level."""
    return {
        "FOCUSHUB_REDIS_PREFIX": prefix,
        "FOCUSHUB_LLM_MODEL": "",
        "FOCUSHUB_LLM_MODEL_ORGANIZE": "",
        "FOCUSHUB_ACCESS_TOKEN_MINUTES": "120",
        "FOCUSHUB_THROTTLE_PERSON": UNLIMITED,
        "FOCUSHUB_THROTTLE_ANSWERS": UNLIMITED,
        "FOCUSHUB_THROTTLE_ADDRESS": UNLIMITED,
        "FOCUSHUB_LOG_LEVEL": "INFO",
    }


def start(family: Family, name: str, app: str, *, tokens: Sequence[str]) -> Server:
    """The application under the product's own command of uvicorn, once it answers.

    Raises:
        AssertionError: it does not.
    """
    port = free_port()
    command = [
        app if part == OURS else part for part in application.web(Path(sys.executable), port)
    ]
    child = family.start(name, command, folder=CHECKOUT)
    server = Server(port, child, tokens)
    if not family.wait_until(lambda: _answers(port), seconds=START_SECONDS, watched=[child]):
        raise AssertionError(f"{name} does not answer:\n{server.log()}")
    return server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    """Whether a live route answers; the one that both have."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench hit", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, choices=range(1, 51), metavar="1..50")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each slot; at most 30")
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS)
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    # Before Django reads its settings, and for the servers, which inherit it.
    os.environ |= environment(prefix)
    django.setup()
    from tests.benchmarks.people import own_corner, people  # Its models need the settings.

    with (
        tempfile.TemporaryDirectory(prefix="focushub-hit-") as logs,
        own_corner(prefix) as link,
        people(PEOPLE) as askers,
        Family(Path(logs)) as family,
    ):
        tokens = [asker.access_token for asker in askers]
        ours = start(family, "ours", OURS, tokens=tokens)
        theirs = start(family, "theirs", THEIRS, tokens=tokens)
        prime(ours, theirs, askers, link)
        for connections in options.connections:
            line = measure(
                ours,
                theirs,
                connections=connections,
                rounds=options.rounds,
                seconds=options.seconds,
            )
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
