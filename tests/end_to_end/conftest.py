"""The real thing: uvicorn on a socket, a worker, CrewAI, and a model's server that misbehaves."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest
import uvicorn
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from focushub.ai.gateways.crew import prepare_worker
from tests.end_to_end.installation import Installation
from tests.factories import PASSWORD, UserFactory
from tests.fakes.llm_stub import LlmStub

_SECONDS = 20
_people = count(1)

# What a good model says of the text that these tests send.
ANSWER = {
    "tasks": [
        {
            "title": "Clean the kitchen",
            "quote": "clean the kitchen",
            "steps": [
                {"title": "Carry one cup to the sink", "minutes": 1},
                {"title": "Wash up", "minutes": 15},
            ],
        }
    ],
    "suggestions": ["Music helps."],
}


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """The tests' own process keeps its signals."""


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """uvicorn on a free port, for the time of one test."""
    from focushub.asgi import application

    server = _Server(
        uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, name="web")
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(_SECONDS)


@pytest.fixture
def person(address: str) -> Iterator[httpx.Client]:
    """A client of a person who logged in over HTTP."""
    user = UserFactory.create()
    body = {"username": user.username, "password": PASSWORD}
    tokens = httpx.post(f"{address}/api/v1/auth/login", json=body).raise_for_status().json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def stub() -> Iterator[LlmStub]:
    with LlmStub(ANSWER) as server:
        yield server


@pytest.fixture
def use_model(settings: Settings, stub: LlmStub) -> Callable[..., None]:
    """`use_model("hang", timeout=1)`: the stub misbehaves by the model's name."""

    def choose(name: str, *, timeout: float = 10, base_url: str | None = None) -> None:
        settings.LLM_MODEL = name
        settings.LLM_BASE_URL = base_url or stub.url
        settings.LLM_TIMEOUT_SECONDS = timeout

    return choose


@pytest.fixture
def worker(jobs: QuerySet[ProcrastinateJob]) -> Iterator[None]:
    """The worker's own loop, in a thread of this process so that settings reach it."""
    stopping = threading.Event()

    async def work() -> None:
        prepare_worker(asyncio.get_running_loop(), threads=32)
        connector: Any = app.connector
        worker_app = app.with_connector(connector.get_worker_connector())
        async with worker_app.open_async():
            task = asyncio.create_task(
                worker_app.run_worker_async(
                    concurrency=20,
                    fetch_job_polling_interval=0.1,
                    install_signal_handlers=False,
                )
            )
            await asyncio.to_thread(stopping.wait)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(work()), name="worker")
    thread.start()
    yield
    stopping.set()
    thread.join(_SECONDS)


@pytest.fixture(scope="package")
def installed() -> Iterator[Installation]:
    """Two webs and two workers in processes of their own: they load long, so all tests share it."""
    with LlmStub(ANSWER) as server, Installation(server) as installation:
        yield installation


@pytest.fixture
def token(installed: Installation) -> str:
    """Of a person of this test alone, at that installation."""
    installed.stub.acts_as = "good"
    installed.stub.answer = ANSWER
    installed.stub.requests.clear()
    installed.stub.asked.clear()
    return installed.register(f"person{next(_people)}")


def until(is_so: Callable[[], bool], *, seconds: float = _SECONDS) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
