"""A whole installation of processes of its own, so that a test may kill any of them.

PostgreSQL and Valkey, two web processes, two workers, and the model's server of the tests. Nothing
is shared with the servers of the other tests.
"""

import http.client
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
import psycopg
from django.conf import settings

from focushub.launcher import application
from focushub.launcher.postgres import Postgres
from focushub.launcher.processes import Child, Family, tail_of
from focushub.launcher.servers import Wheels, account_for
from focushub.launcher.valkey import Valkey
from tests.benchmarks.hit import free_port
from tests.fakes.llm_stub import LlmStub

START_SECONDS: Final = 120.0


class Installation:
    """Attributes: stub: the model's server; `acts_as` says how it behaves."""

    def __init__(self, stub: LlmStub) -> None:
        self.stub = stub
        self.webs: list[Child] = []
        self.workers: list[Child] = []
        self.ports = [free_port(), free_port()]
        self._folder = Path(tempfile.mkdtemp(prefix="fh-", dir="/tmp"))
        self._family = Family(self._folder)
        data = self._folder / "data"
        data.mkdir()
        account = account_for(data / "postgres")
        if account is not None:
            for folder in (self._folder, data):
                os.chown(folder, account.uid, account.gid)
        wheels = Wheels.of(Path(sys.prefix)).runnable_by(account, copies=self._folder / "programs")
        self.redis = Valkey(
            family=self._family,
            program=wheels.valkey,
            data=data / "valkey",
            sockets=self._folder,
            account=account,
            durable=False,
        )
        self.postgres = Postgres(
            family=self._family,
            programs=wheels.postgres.parent,
            data=data / "postgres",
            sockets=self._folder,
            account=account,
            durable=False,
        )
        servers = {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
        self._environment = application.settings_for(servers=servers, secret_key="x" * 40) | {
            "FOCUSHUB_LLM_MODEL": "good",
            "FOCUSHUB_LLM_BASE_URL": stub.url,
            "FOCUSHUB_LLM_TIMEOUT_SECONDS": "20",
            "FOCUSHUB_REDIS_PREFIX": "fh",
            "FOCUSHUB_THROTTLE_ANSWERS": "100000",
        }

    def __enter__(self) -> Self:
        try:
            self.postgres.start()
            self.redis.start()
            self.postgres.wait()
            self.redis.wait()
            code, said = self._family.finish(
                "migrate", self._manage("migrate", "--no-input"), environment=self._environment
            )
            assert code == 0, said
            # All at once: each loads for some seconds.
            self.workers = [self.start_worker(n) for n in range(2)]
            self.webs = [self.start_web(n) for n in range(2)]
            for child in self.workers:
                self.until(partial(_is_ready, child))
            for port in self.ports:
                self.until(partial(_is_live, port))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self.workers:
            if child.is_running:
                child.process.send_signal(signal.SIGCONT)
        self._family.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start_web(self, number: int) -> Child:
        command = application.web(Path(sys.executable), self.ports[number])
        return self._start(f"web-{number}", command)

    def start_worker(self, number: int) -> Child:
        return self._start(f"worker-{number}", self._manage("worker"))

    def _start(self, name: str, command: list[str | Path]) -> Child:
        return self._family.start(
            name, command, environment=self._environment, folder=settings.BASE_DIR
        )

    def _manage(self, *arguments: str) -> list[str | Path]:
        return application.manage(Path(sys.executable), settings.BASE_DIR, *arguments)

    def stop(self, child: Child, how: signal.Signals = signal.SIGKILL) -> None:
        child.process.send_signal(how)
        child.process.wait(20)
        self._family.children.remove(child)

    def stop_server(self, server: Postgres | Valkey) -> None:
        assert server._child is not None
        self.stop(server._child, signal.SIGINT)

    def start_server(self, server: Postgres | Valkey) -> None:
        server.start()
        server.wait()

    def client(self, number: int = 0, *, token: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.ports[number]}/api/v1", headers=headers, timeout=60
        )

    def register(self, name: str) -> str:
        """A new person's access token."""
        body = {"username": name, "password": "correct horse battery"}
        with self.client() as nobody:
            return str(
                nobody.post("/auth/register", json=body).raise_for_status().json()["access_token"]
            )

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What PostgreSQL says."""
        with psycopg.connect(self.postgres.url) as link:
            return link.execute(sql, values).fetchall()

    def until(
        self, is_so: Callable[[], Any], *, seconds: float = START_SECONDS, pause: float = 0.02
    ) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(self.logs())
            time.sleep(pause)

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{tail_of(log)}" for log in self._folder.glob("w*.log"))


def _is_ready(worker: Child) -> bool:
    return worker.log is not None and "worker: ready" in worker.log.read_text()


def _is_live(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        link.request("GET", "/health/live")
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
