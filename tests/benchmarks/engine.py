"""How long the built-in answer takes: what a person waits for where no model is asked.

`python3 -m focushub bench engine` prints one JSON line for each of two names and sizes of dump:

* `draft`: the text is read, cut into steps, scheduled between what is booked already, and put into
  words; no database;
* `begin`: all that a request does that finds nothing in the cache: that, the key, the look into
  Redis, the run, the plan and its revision in PostgreSQL, and the stored answer.

A last line, `titles`, says of the judged titles of `tests/organize/engine/titles.tsv` how many
percent find a recipe of their own (hit), the general one, or one that does not fit (wrong).

`p50_ms` and `p95_ms` are of the clock, in milliseconds; `cpu_p50_ms` and `cpu_p95_ms` are of this
process alone, without what others took. The dumps differ, since the same one would be remembered
here and there. `--profile N` shows instead where the time of `draft` goes for N tasks.
"""

import argparse
import cProfile
import json
import os
import pstats
import random
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import django

from tests.organize.engine.titles import figures

if TYPE_CHECKING:
    from focushub.accounts.models import User

SIZES = (1, 10, 50)
RUNS, WARM_UPS = 60, 10
ASKED_AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
PROFILED, SHOWN = 30, 40

WHAT = (
    "write the {n} page report on {thing}",
    "clean the {room}",
    "email {name} about the {thing} ({n} min)",
    "gym every Tue and Thu",
    "call {name}",
    "pay the {thing} bill",
    "book a dentist appointment",
    "study chapter {n} for the {thing} exam",
    "return {n} books to the library",
    "fix the leaking tap in the {room}",
    "plan {name}'s birthday",
    "sort the {n} boxes in the {room}",
    "do the laundry",
    "buy milk, bread and {n} eggs",
    "finish the slides for the {thing} meeting #work",
    "renew my passport",
    "read {n} pages of the {thing} book",
    "file my taxes",
    "maybe look for a new {thing}",
    "take the bins out every Monday",
)
WHEN = (
    "",
    "",
    "",
    " by Friday 5pm",
    " tomorrow",
    " next Wednesday",
    " by {day} December",
    " this weekend",
    " in {n} days",
    " !!",
    ", takes about an hour",
)
NAMES = ("mum", "prof. Lee", "Sam", "Aunt Rosa", "the landlord", "Dr. Okafor", "Jun")
THINGS = ("climate", "insurance", "history", "phone", "budget", "garden", "biology", "project")
ROOMS = ("kitchen", "bathroom", "garage", "bedroom", "study", "hall")


def dump(tasks: int, seed: int) -> str:
    """A text of so many lines; equal numbers give equal texts."""
    lots = random.Random(f"{tasks}/{seed}")
    lines = []
    for _ in range(tasks):
        line = lots.choice(WHAT) + lots.choice(WHEN)
        words = {"name": NAMES, "thing": THINGS, "room": ROOMS}
        chosen = {slot: lots.choice(choice) for slot, choice in words.items()}
        lines.append(line.format(n=lots.randint(2, 12), day=lots.randint(1, 20), **chosen))
    return "\n".join(lines)


def asked_at(seed: int) -> datetime:
    """Another minute for each, so that no question is asked twice though a short dump may be."""
    return ASKED_AT + timedelta(minutes=seed)


def payload(tasks: int, seed: int) -> dict[str, Any]:
    return {
        "text": dump(tasks, seed),
        "goal": "",
        "kind": "tasks",
        "area": "",
        "challenges": [],
        "available_minutes": None,
        "energy": "medium",
        "granularity": 3,
        "timezone": "Europe/Berlin",
        "date_order": "mdy",
        "starts_at": asked_at(seed).isoformat(),
    }


def drafter(person: "User") -> Callable[[int, int], object]:
    from uuid6 import uuid7

    from focushub.calendar.availability import Taken, rules_for
    from focushub.calendar.scheduler import Interval
    from organize.services import composing, drafting
    from organize.services.requests import PlanRequest

    rules = rules_for(person, energy="medium")
    taken = Taken([Interval(start, start + timedelta(hours=1)) for start in _appointments()])

    def draft(tasks: int, seed: int) -> object:
        request = PlanRequest.from_payload(payload(tasks, seed), asked_at=asked_at(seed))
        proposal = drafting.draft(request)
        return composing.compose(
            proposal, plan_id=uuid7(), revision=1, request=request, rules=rules, taken=taken
        )

    return draft


def beginner(person: "User") -> Callable[[int, int], object]:
    from focushub.ai.features import Question
    from focushub.ai.services.interaction import AIInteractionService
    from focushub.calendar.models import TimeBlock

    TimeBlock.objects.bulk_create(
        TimeBlock(
            owner=person,
            kind=TimeBlock.Kind.BUSY,
            title="appointment",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
        for start in _appointments()
    )
    service = AIInteractionService()

    def begin(tasks: int, seed: int) -> object:
        question = Question(
            feature="organize", payload=payload(tasks, seed), asked_at=asked_at(seed)
        )
        outcome = service.begin(question, person=person)
        assert outcome.run is not None, "this dump was asked before"
        return outcome

    return begin


def _appointments() -> list[datetime]:
    """One on each of the next ten days."""
    return [ASKED_AT + timedelta(days=day, hours=day % 5 + 1) for day in range(10)]


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least so many percent do not exceed."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def measure(
    name: str, answer: Callable[[int, int], object], *, tasks: int, runs: int
) -> dict[str, Any]:
    clock, processor = [], []
    for number in range(-WARM_UPS, runs):
        started, cpu_started = time.perf_counter(), time.process_time()
        answer(tasks, number)
        if number >= 0:
            clock.append((time.perf_counter() - started) * 1000)
            processor.append((time.process_time() - cpu_started) * 1000)
    return {
        "name": name,
        "tasks": tasks,
        "p50_ms": round(percentile(clock, 50), 1),
        "p95_ms": round(percentile(clock, 95), 1),
        "cpu_p50_ms": round(percentile(processor, 50), 1),
        "cpu_p95_ms": round(percentile(processor, 95), 1),
    }


def show_profile(answer: Callable[[int, int], object], *, tasks: int) -> None:
    for seed in range(WARM_UPS):
        answer(tasks, seed)
    profile = cProfile.Profile()
    profile.enable()
    for seed in range(WARM_UPS, WARM_UPS + PROFILED):
        answer(tasks, seed)
    profile.disable()
    pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("cumulative").print_stats(
        SHOWN
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench engine", description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS, help="of each; the default is the least")
    parser.add_argument("--profile", type=int, metavar="TASKS")
    options = parser.parse_args(arguments)
    prefix = f"bench-{secrets.token_hex(6)}"
    # Before Django reads its settings.
    os.environ |= {"FOCUSHUB_REDIS_PREFIX": prefix, "FOCUSHUB_LLM_MODEL": ""}
    os.environ |= {"FOCUSHUB_LLM_MODEL_ORGANIZE": ""}
    django.setup()
    from tests.benchmarks.people import own_corner, people  # Its models need the settings.

    with own_corner(prefix), people(1) as [asker]:
        if options.profile:
            show_profile(drafter(asker.person), tasks=options.profile)
            return 0
        for name, made in (("draft", drafter), ("begin", beginner)):
            answer = made(asker.person)
            for tasks in SIZES:
                line = measure(name, answer, tasks=tasks, runs=max(RUNS, options.runs))
                sys.stdout.write(json.dumps(line) + "\n")
                sys.stdout.flush()
    sys.stdout.write(json.dumps(figures()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
