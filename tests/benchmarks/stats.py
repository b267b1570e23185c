"""The 95th percentile of `GET /learning/stats` at 100,000 reviews of one person.

`python3 -m focushub bench stats` spreads the reviews over 30 days and over a year, looks back as
far, and prints one JSON line for each; the person has 10,000 cards for the forecast.
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

REVIEWS = 100_000
CARDS = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench stats", description=__doc__.split("\n")[0])
    parser.add_argument("--asks", type=int, default=40)
    options = parser.parse_args(arguments)
    os.environ |= QUIET
    django.setup()
    from tests.benchmarks import learner  # It reads the settings as it is imported.

    for days in (30, 365):
        with learner.learner() as who:
            cards = learner.deal(who, CARDS, due=0.2)
            learner.log(who, cards, REVIEWS, days=days)
            taken = []
            for _ in range(options.asks + 3):
                began = time.perf_counter()
                answer = who.client.get(f"/api/v1/learning/stats?days={days}")
                taken.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 200:
                    raise AssertionError(answer.content[:300])
        line = {
            "name": "stats",
            "reviews": REVIEWS,
            "days": days,
            "ms_median": round(statistics.median(taken[3:]), 1),
            "ms_p95": round(learner.percentile(taken[3:], 0.95), 1),
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 0
