"""The 95th percentile of `GET /reviews/due` at 10,000 and 100,000 cards of one person.

`python3 -m focushub bench due` prints one JSON line for each number of cards and share of them
that is due: an ordinary week, and a backlog in which every known card waits. All of the request is
measured (token, query, choice, JSON), in one process and without a socket.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence

import django

from tests.benchmarks.quiet import QUIET

SIZES = (10_000, 100_000)
SHARES = (0.1, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench due", description=__doc__.split("\n")[0])
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--minutes", type=int, default=15)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args(arguments)
    os.environ |= QUIET
    django.setup()
    from tests.benchmarks import learner  # It reads the settings as it is imported.

    for size in options.sizes:
        for share in SHARES:
            with learner.learner() as who:
                cards = learner.deal(who, size, due=share)
                learner.log(who, cards[: size // 10], size // 2, days=365)
                taken = []
                for _ in range(options.asks + 3):
                    began = time.perf_counter()
                    answer = who.client.get(f"/api/v1/reviews/due?minutes={options.minutes}")
                    taken.append((time.perf_counter() - began) * 1000)
                    if answer.status_code != 200:
                        raise AssertionError(answer.content[:300])
            line = {
                "name": "due",
                "cards": size,
                "due": share,
                "minutes": options.minutes,
                "queue": len(answer.json()),
                "ms_median": round(statistics.median(taken[3:]), 1),
                "ms_p95": round(learner.percentile(taken[3:], 0.95), 1),
            }
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    return 0
