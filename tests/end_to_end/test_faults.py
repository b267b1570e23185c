"""Each part of a whole installation is killed in the middle of its work: nobody loses an answer.

All is real but the model. Each test leaves the installation whole.
"""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any

import httpx
import pytest

from tests.end_to_end.installation import Installation
from tests.sse import Told, events

pytestmark = [pytest.mark.xdist_group("crewai"), pytest.mark.timeout(300)]
_numbers = count(1)


@contextmanager
def _client(installed: Installation, token: str, web: int = 0) -> Iterator[httpx.Client]:
    with installed.client(web, token=token) as client:
        yield client


def _body() -> dict[str, str]:
    return {"text": f"clean the kitchen, room {next(_numbers)}"}


def _counts(installed: Installation, run_id: str) -> dict[str, Any]:
    """What stands in the database of a run; `jobs` are those that are left of all runs."""
    ((state, engine, calls, attempts),) = installed.ask(
        "SELECT state, engine, calls, attempts FROM ai_run WHERE id = %s", run_id
    )
    ((plans, revisions),) = installed.ask(
        "SELECT count(DISTINCT plan.id), count(revision.id) FROM organize_plan plan"
        " LEFT JOIN organize_planrevision revision ON revision.plan_id = plan.id"
        " WHERE plan.run_id = %s",
        run_id,
    )
    return {
        "state": state,
        "engine": engine,
        "calls": calls,
        "attempts": attempts,
        "plans": plans,
        "revisions": revisions,
    }


def _runs_of(installed: Installation, token: str) -> int:
    with _client(installed, token, web=1) as client:
        return len(client.get("/runs").raise_for_status().json())


def _jobs(installed: Installation) -> int:
    ((jobs,),) = installed.ask(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'ai.run_model'"
    )
    return int(jobs)


ONE_ANSWER = {
    "state": "done",
    "engine": "crew",
    "calls": 1,
    "attempts": 1,
    "plans": 1,
    "revisions": 2,
}


def _watch(client: httpx.Client, run_id: str, into: list[Told]) -> threading.Thread:
    def listen() -> None:
        with client.stream("GET", f"/runs/{run_id}/events") as response:
            into.extend(events(response.iter_lines()))

    thread = threading.Thread(target=listen)
    thread.start()
    return thread


def test_any_web_and_any_worker_take_their_share(installed: Installation, token: str) -> None:
    def ask(number: int) -> dict[str, Any]:
        with _client(installed, token, web=number % 2) as client:
            return dict(client.post("/organize", json=_body()).raise_for_status().json())

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))

    assert [answer["engine"] for answer in answers] == ["crew"] * 8
    assert installed.stub.calls() == _runs_of(installed, token) == 8
    assert all(_counts(installed, answer["run_id"]) == ONE_ANSWER for answer in answers)


def test_one_question_at_both_webs_is_one_run(installed: Installation, token: str) -> None:
    installed.stub.acts_as = "slow:1"
    body = _body()

    def ask(number: int) -> dict[str, Any]:
        with _client(installed, token, web=number % 2) as client:
            return dict(client.post("/organize", json=body).raise_for_status().json())

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(ask, range(6)))

    assert len({answer["run_id"] for answer in answers}) == 1
    assert installed.stub.calls() == _runs_of(installed, token) == 1


def test_a_run_is_watched_at_one_web_and_cancelled_at_the_other(
    installed: Installation, token: str
) -> None:
    installed.stub.acts_as = "hang"
    told: list[Told] = []
    with _client(installed, token) as one, _client(installed, token, web=1) as other:
        run_id = one.post("/organize", json=_body(), headers={"Prefer": "wait=0"}).json()["run_id"]
        watching = _watch(one, run_id, told)
        assert installed.stub.asked.wait(20)
        other.delete(f"/runs/{run_id}").raise_for_status()
        began = time.monotonic()

        assert installed.stub.requests[0].client_left.wait(10)
        took = time.monotonic() - began
        watching.join(20)

    assert took < 1, took
    assert [one.event for one in told][-1] == "error"
    assert told[-1].data["code"] == "run_cancelled"
    installed.until(lambda: _counts(installed, run_id)["calls"] == 1, seconds=20)
    assert _counts(installed, run_id)["state"] == "cancelled"


def test_a_web_dies_and_the_retry_at_another_finds_the_same_run(
    installed: Installation, token: str
) -> None:
    installed.stub.acts_as = "slow:2"
    headers, body = {"Idempotency-Key": "once"}, _body()
    broken: list[Exception] = []

    def ask() -> None:
        with _client(installed, token) as client:
            try:
                client.post("/organize", json=body, headers=headers)
            except httpx.HTTPError as fault:
                broken.append(fault)

    asking = threading.Thread(target=ask)
    asking.start()
    assert installed.stub.asked.wait(20)

    installed.stop(installed.webs[0])
    asking.join(20)
    with _client(installed, token, web=1) as client:
        answer = client.post("/organize", json=body, headers=headers).raise_for_status().json()
    installed.webs[0] = installed.start_web(0)

    assert len(broken) == 1
    assert answer["engine"] == "crew"
    assert installed.stub.calls() == _runs_of(installed, token) == 1
    assert _counts(installed, answer["run_id"]) == ONE_ANSWER
    with _client(installed, token) as client:
        installed.until(lambda: _is_ok(client, f"/runs/{answer['run_id']}"), seconds=60)


def test_redis_stops_and_answers_and_streams_go_on(installed: Installation, token: str) -> None:
    with _client(installed, token) as client:
        installed.stop_server(installed.redis)
        answer = client.post("/organize", json=_body()).raise_for_status().json()
        installed.stub.acts_as = "slow:1"
        early = client.post("/organize", json=_body(), headers={"Prefer": "wait=0"}).json()
        told: list[Told] = []
        _watch(client, early["run_id"], told).join(30)

        installed.start_server(installed.redis)
        body = _body()
        installed.until(
            lambda: client.post("/organize", json=body).raise_for_status().json()["cached"],
            seconds=30,
            pause=0.5,
        )

    assert answer["engine"] == "crew"
    assert [one.event for one in told] == ["draft", "answer"]
    assert told[-1].data["engine"] == "crew"
    for run_id in (answer["run_id"], early["run_id"]):
        assert _counts(installed, run_id) == ONE_ANSWER


def test_postgres_stops_and_all_go_on_when_it_is_back(installed: Installation, token: str) -> None:
    installed.stub.acts_as = "slow:2"
    with _client(installed, token) as client:
        plan = client.post("/organize", json=_body()).raise_for_status().json()["id"]
        early = client.post("/organize", json=_body(), headers={"Prefer": "wait=0"}).json()
        told: list[Told] = []
        watching = _watch(client, early["run_id"], told)
        installed.until(lambda: installed.stub.calls() == 2, seconds=20)

        installed.stop_server(installed.postgres)
        refusals = [
            client.get("/tasks"),
            client.post("/organize", json=_body()),
            client.post(f"/plans/{plan}/accept", json={}),
        ]
        installed.start_server(installed.postgres)
        # The first requests of each web find out that its connections are gone.
        with _client(installed, token, web=1) as other:
            installed.until(
                lambda: all(_is_ok(web, "/tasks") for web in [client, other] * 5), seconds=30
            )

        for refusal in refusals:
            assert (refusal.status_code, refusal.json()["code"]) == (503, "database_unavailable")
            assert int(refusal.headers["Retry-After"]) >= 1
        assert client.get("/tasks").json() == []
        assert client.get(f"/plans/{plan}").json()["accepted_at"] is None
        installed.until(lambda: _counts(installed, early["run_id"])["state"] == "done", seconds=60)
        watching.join(30)
        installed.stub.acts_as = "good"
        after = client.post("/organize", json=_body()).raise_for_status().json()

    assert (told[0].event, told[-1].event) == ("draft", "answer")
    assert after["engine"] == "crew", installed.logs()
    assert all(part.is_running for part in (*installed.webs, *installed.workers))
    assert _runs_of(installed, token) == 3
    counts = _counts(installed, early["run_id"])
    # Two where the database was away for longer than the worker waits for it.
    assert counts.pop("attempts") in {1, 2}
    assert counts.items() <= ONE_ANSWER.items()
    installed.until(lambda: _jobs(installed) == 0, seconds=30)


def test_a_worker_dies_and_another_finishes_its_run(installed: Installation, token: str) -> None:
    installed.stub.acts_as = "slow:3"
    first, second = installed.workers
    # So that it is known who takes the run; for less than it takes to be thought dead.
    second.process.send_signal(signal.SIGSTOP)
    told: list[Told] = []
    with _client(installed, token) as client:
        early = client.post("/organize", json=_body(), headers={"Prefer": "wait=0"}).json()
        watching = _watch(client, early["run_id"], told)
        assert installed.stub.asked.wait(20)

        installed.stop(first)
        second.process.send_signal(signal.SIGCONT)
        began = time.monotonic()
        watching.join(60)
        took = time.monotonic() - began
    installed.workers[0] = installed.start_worker(0)

    assert took < 30, took
    assert [one.data for one in told if one.event == "restart"] == [{"reason": "taken_over"}]
    assert (told[-1].event, told[-1].data["engine"]) == ("answer", "crew")
    assert installed.stub.calls() == 2
    counts = _counts(installed, early["run_id"])
    # Two where the database was away for longer than the worker waits for it.
    assert counts.pop("attempts") in {1, 2}
    assert counts.items() <= ONE_ANSWER.items()
    assert _runs_of(installed, token) == 1
    installed.until(lambda: _jobs(installed) == 0, seconds=30)


def test_a_worker_that_is_told_to_stop_hands_its_run_over_at_once(
    installed: Installation, token: str
) -> None:
    installed.stub.acts_as = "hang"
    first, second = installed.workers
    second.process.send_signal(signal.SIGSTOP)
    with _client(installed, token) as client:
        run_id = client.post("/organize", json=_body(), headers={"Prefer": "wait=0"}).json()[
            "run_id"
        ]
        assert installed.stub.asked.wait(20)
        installed.stub.acts_as = "good"

        installed.stop(first, signal.SIGTERM)
        second.process.send_signal(signal.SIGCONT)
        installed.until(lambda: _counts(installed, run_id)["state"] == "done", seconds=20)
    installed.workers[0] = installed.start_worker(0)

    assert first.process.returncode == 0
    assert installed.stub.requests[0].client_left.is_set()
    assert _counts(installed, run_id) == {**ONE_ANSWER, "attempts": 2}


def _is_ok(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == 200
    except httpx.HTTPError:
        return False
