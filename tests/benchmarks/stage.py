"""The parts of FocusHub as processes under measurement, and a model's server beside them.

Django has to be set up before this is imported.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from focushub.ai.jobs import run_model
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.launcher import application
from focushub.launcher.processes import Child, Family, tail_of
from organize.feature import PLAN_TASKS
from organize.services import drafting, plans
from organize.services.requests import PlanRequest
from tests.benchmarks.hit import free_port
from tests.benchmarks.load import HOST
from tests.benchmarks.people import LoggedIn

CHECKOUT: Final = Path(__file__).resolve().parents[2]
START_SECONDS: Final = 120
# What the stub says of the one line that is asked; the rest is cut by the draft.
LINE: Final = "clean the kitchen, room {n}"
ANSWER: Final = {
    "tasks": [
        {
            "title": "Clean the kitchen",
            "quote": "clean the kitchen",
            "steps": [
                {"title": "Carry one cup to the sink", "minutes": 1},
                {"title": "Wash up", "minutes": 15},
                {"title": "Wipe the table", "minutes": 5},
            ],
        }
    ],
    "suggestions": ["Music helps."],
}


@dataclass(frozen=True, slots=True)
class Part:
    """A process of ours."""

    child: Child
    port: int = 0

    def log(self) -> str:
        return tail_of(self.child.log) if self.child.log else ""

    def processor_seconds(self) -> float:
        """Of the process since it began, in user and system mode together."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self) -> float:
        pages = int(self._proc("statm").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.child.process.pid}/task").iterdir()))

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.child.process.pid}/{name}").read_text()


@dataclass(frozen=True, slots=True)
class Stage:
    family: Family

    def model(self) -> str:
        """Starts the model's server; gives its base URL."""
        port = free_port()
        command = [sys.executable, "-m", "tests.fakes.llm_stub", str(port), json.dumps(ANSWER)]
        child = self.family.start("model", command, folder=CHECKOUT)
        self._wait_for(child, lambda: _gets(port, "/stats"))
        return f"http://{HOST}:{port}/v1"

    def web(self) -> Part:
        port = free_port()
        command = application.web(Path(sys.executable), port)
        child = self.family.start(f"web-{port}", command, folder=CHECKOUT)
        self._wait_for(child, lambda: _gets(port, "/health/live"))
        return Part(child, port)

    def workers(self, count: int, *, concurrency: int) -> list[Part]:
        """They say that they are ready once CrewAI is loaded."""
        command = application.manage(
            Path(sys.executable), CHECKOUT, "worker", "--concurrency", str(concurrency)
        )
        children = [
            self.family.start(f"worker-{free_port()}", command, folder=CHECKOUT)
            for _ in range(count)
        ]
        for child in children:
            self._wait_for(child, lambda child=child: _says(child, "ready"))
        return [Part(child) for child in children]

    def stop(self, parts: Sequence[Part]) -> None:
        for part in parts:
            part.child.process.terminate()
        for part in parts:
            part.child.process.wait(10)
            self.family.children.remove(part.child)

    def _wait_for(self, child: Child, is_there: Any) -> None:
        if not self.family.wait_until(is_there, seconds=START_SECONDS, watched=[child]):
            raise AssertionError(f"{child.name} does not answer:\n{tail_of(child.log)}")  # type: ignore[arg-type]


@transaction.atomic
def drafted(asker: LoggedIn, number: int) -> Run:
    """A run whose draft is there and whose job is not."""
    payload: dict[str, Any] = {
        "text": LINE.format(n=number),
        "goal": "",
        "kind": "tasks",
        "area": "",
        "challenges": [],
        "available_minutes": None,
        "energy": None,
        "granularity": 3,
        "timezone": "Europe/Berlin",
        "date_order": "mdy",
        "starts_at": None,
    }
    now = timezone.now()
    run = Run.objects.create(
        owner=asker.person,
        feature="organize",
        question_key=f"bench-{number}",
        payload=payload,
        asked_at=now,
        model="stub",
        prompt_version=PLAN_TASKS.version,
    )
    request = PlanRequest.from_payload(payload, asked_at=now)
    draft = plans.propose(
        run=run, person=asker.person, request=request, proposal=drafting.draft(request)
    )
    runs.keep_draft(run=run, draft=draft)
    return run


def hand_over(asked: Sequence[Run]) -> float:
    """Enqueues all at once; gives the moment."""
    jobs: list[dict[str, Any]] = [{"run_id": str(run.pk)} for run in asked]
    app.configure_task(run_model.name, queue=run_model.queue).batch_defer(*jobs)
    return time.time()


def wait_for(asked: Sequence[Run], *, seconds: float) -> list[Run]:
    """The runs once all are finished.

    Raises:
        AssertionError: some are not within `seconds`, or the model's answer is not theirs.
    """
    end = time.monotonic() + seconds
    ids = [run.pk for run in asked]
    while Run.objects.finished().filter(pk__in=ids).count() < len(ids):
        if time.monotonic() > end:
            raise AssertionError("the runs do not finish")
        time.sleep(0.05)
    finished = list(Run.objects.filter(pk__in=ids))
    off = [run.error_code for run in finished if run.engine != Run.Engine.CREW]
    if off:
        raise AssertionError(f"{len(off)} runs have no answer of the model: {off[:3]}")
    connection.close()
    return finished


def _gets(port: int, path: str) -> bool:
    link = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        link.request("GET", path)
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def _says(child: Child, word: str) -> bool:
    return child.log is not None and word in child.log.read_text(errors="replace")


def tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def machine() -> dict[str, Any]:
    """What else goes on, for whoever reads the figures."""
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    return {"cores": int(cores), "load": round(os.getloadavg()[0], 1)}
