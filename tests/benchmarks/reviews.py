"""Reviews a second through the API: the write path, on PostgreSQL, in one process.

`python3 -m focushub bench reviews` sends `POST /cards/{id}/review` one after the other for some
seconds, as one busy person would, each with a card of 2,000 in turn; there is no socket between.
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

CARDS = 2_000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench reviews", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args(arguments)
    os.environ |= QUIET
    django.setup()
    from tests.benchmarks import learner  # It reads the settings as it is imported.

    with learner.learner() as who:
        cards = learner.deal(who, CARDS, due=0.5)
        taken: list[float] = []
        began = time.perf_counter()
        while (asked := time.perf_counter()) - began < options.seconds:
            number = len(taken)
            answer = who.client.post(
                f"/api/v1/cards/{cards[number % CARDS]}/review",
                {"rating": (3, 3, 1, 4)[number % 4], "seconds": 6.5},
                format="json",
            )
            if answer.status_code != 200:
                raise AssertionError(answer.content[:300])
            taken.append((time.perf_counter() - asked) * 1000)
        passed = time.perf_counter() - began
    line = {
        "name": "reviews",
        "reviews": len(taken),
        "per_second": round(len(taken) / passed, 1),
        "ms_median": round(statistics.median(taken), 2),
        "ms_p95": round(learner.percentile(taken, 0.95), 2),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    return 0
