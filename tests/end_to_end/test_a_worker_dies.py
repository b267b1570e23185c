"""kill -9 of a real worker in the middle of a run: another finishes it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.ai.live import log
from focushub.ai.models import Run
from focushub.ai.services.interaction import AIInteractionService
from organize.proposal_serializers import OrganizeSerializer, question_of
from tests.end_to_end.conftest import until
from tests.factories import UserFactory
from tests.fakes.llm_stub import LlmStub

StartWorker = Callable[[], subprocess.Popen[bytes]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("crewai")]


@pytest.fixture
def start_worker(stub: LlmStub, jobs: QuerySet[ProcrastinateJob]) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "focushub.settings",
        "DATABASE_URL": _database_url(),
        "FOCUSHUB_LLM_MODEL": "slow:4",
        "FOCUSHUB_LLM_BASE_URL": stub.url,
    }

    def start() -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "-m", "django", "worker"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait(10)


def test_another_finishes_its_run_with_at_most_one_call_more(
    start_worker: StartWorker, stub: LlmStub, settings: object
) -> None:
    settings.LLM_MODEL = "slow:4"  # type: ignore[attr-defined] # pytest-django's settings
    first = start_worker()
    run = _queued_run()
    until(lambda: stub.calls() == 1, seconds=60)

    first.send_signal(signal.SIGKILL)
    first.wait(10)
    start_worker()
    until(lambda: not Run.objects.get(pk=run.pk).is_in_flight, seconds=90)

    run.refresh_from_db()
    assert (run.state, run.engine, run.attempts) == ("done", "crew", 2)
    assert stub.calls() == 2
    until(lambda: _events(run)[-1].name == "over")
    restarts = [event.data for event in _events(run) if event.name == "restart"]
    assert restarts == [b'{"reason":"taken_over"}']


def _events(run: Run) -> list[log.Event]:
    key = log.key_of(owner_id=run.owner_id, run_id=run.pk)
    return (log.read({key: log.START}) or {})[key]


def _queued_run() -> Run:
    body = OrganizeSerializer(data={"text": "clean the kitchen"})
    body.is_valid(raise_exception=True)
    person = UserFactory.create()
    question = question_of(body.validated_data, person)
    run = AIInteractionService().begin(question, person=person).run
    assert run is not None
    return run


def _database_url() -> str:
    """Of the test's own database, for a process that knows nothing of the tests."""
    told = connection.settings_dict
    host, port = told["HOST"], told["PORT"]
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@/{told['NAME']}?host={host}&port={port}"
