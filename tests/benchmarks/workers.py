"""How many runs a second 1, 2 and 4 workers carry out against a model that takes a second.

`python3 -m focushub bench workers` prints a JSON line for each number of workers, each of which
waits for so many answers at once that the model, and not the machine, is what it waits for. The
last line is one worker with 100 agents at once: the wall time from the queue to the last answer.
"""

import argparse
import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django

from focushub.launcher.processes import Family
from tests.benchmarks.quiet import QUIET

CONCURRENCY = 8
SECONDS = 8
AGENTS = 100


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench workers", description=__doc__.split("\n")[0])
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    os.environ |= QUIET | {"FOCUSHUB_REDIS_PREFIX": prefix, "FOCUSHUB_LLM_MODEL": "slow:1"}
    django.setup()
    from tests.benchmarks import stage as stages  # Its models need the settings.
    from tests.benchmarks.people import own_corner, people

    with (
        tempfile.TemporaryDirectory(prefix="focushub-workers-") as logs,
        own_corner(prefix),
        people(1) as (asker,),
        Family(Path(logs)) as family,
    ):
        stage = stages.Stage(family)
        os.environ["FOCUSHUB_LLM_BASE_URL"] = stage.model()
        for count in options.workers:
            parts = stage.workers(count, concurrency=CONCURRENCY)
            asked = [stages.drafted(asker, n) for n in range(CONCURRENCY * count * SECONDS)]
            began = stages.hand_over(asked)
            finished = stages.wait_for(asked, seconds=120)
            wall = max(run.finished_at.timestamp() for run in finished if run.finished_at) - began
            stages.tell(
                {
                    "name": "workers",
                    "workers": count,
                    "concurrency": CONCURRENCY,
                    "runs": len(asked),
                    "seconds": round(wall, 2),
                    "runs_per_second": round(len(asked) / wall, 1),
                    **stages.machine(),
                }
            )
            stage.stop(parts)
        (part,) = stage.workers(1, concurrency=options.agents)
        for _ in range(options.rounds):
            asked = [stages.drafted(asker, n) for n in range(options.agents)]
            spent = part.processor_seconds()
            began = stages.hand_over(asked)
            finished = stages.wait_for(asked, seconds=120)
            wall = max(run.finished_at.timestamp() for run in finished if run.finished_at) - began
            stages.tell(
                {
                    "name": "agents",
                    "agents": options.agents,
                    "seconds": round(wall, 2),
                    "cpu_seconds": round(part.processor_seconds() - spent, 2),
                    "resident_mb": round(part.resident_mb()),
                    **stages.machine(),
                }
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
