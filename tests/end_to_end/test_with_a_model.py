"""A plan with a model that answers well, slowly, badly or not at all."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.ai.models import Run
from organize.models import Plan, PlanRevision, Task
from tests.end_to_end.conftest import until
from tests.fakes.llm_stub import LlmStub
from tests.sse import events

UseModel = Callable[..., None]
TEXT = "clean the kitchen, and email the landlord by Friday (5 min)"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
    pytest.mark.xdist_group("crewai"),
]


def _organize(person: httpx.Client, text: str = TEXT, **body: object) -> dict:
    response = person.post("/organize", json={"text": text, **body})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_good_model_cuts_the_task_and_code_keeps_the_rest(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("good")

    answer = _organize(person)

    kitchen, mail = answer["tasks"]
    assert (answer["engine"], answer["degraded"]) == ("crew", None)
    assert [step["title"] for step in kitchen["steps"]] == ["Carry one cup to the sink", "Wash up"]
    assert (mail["estimate_minutes"], mail["due_is_date_only"]) == (5, True)
    assert answer["suggestions"] == ["Music helps."]
    assert stub.calls("good") == 1


def test_the_answer_is_cached_and_the_model_not_asked_again(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("good")
    first = _organize(person)

    second = _organize(person)

    assert {**first, "cached": True} == second
    assert stub.calls("good") == 1


def test_a_slow_model_gives_the_draft_and_then_its_answer(
    person: httpx.Client, use_model: UseModel
) -> None:
    use_model("slow:1")

    early = person.post("/organize", json={"text": TEXT}, headers={"Prefer": "respond-async"})
    run = _finished(person, early.headers["Location"])

    assert early.status_code == 202
    assert int(early.headers["Retry-After"]) >= 1
    draft = early.json()
    assert (draft["engine"], len(draft["tasks"])) == ("builtin", 2)
    assert (run["state"], run["answer"]["engine"]) == ("done", "crew")
    assert run["answer"]["id"] == draft["id"]
    assert run["answer"]["revision"] == 2


def test_the_view_waits_as_long_as_it_is_asked_to(
    person: httpx.Client, use_model: UseModel
) -> None:
    use_model("slow:3")

    response = person.post("/organize", json={"text": TEXT}, headers={"Prefer": "wait=1"})

    assert response.status_code == 202
    assert response.json()["engine"] == "builtin"


@pytest.mark.parametrize(
    ("model", "code", "calls"),
    [
        ("hang", "timeout", 1),
        ("e429", "rate_limited", 2),
        ("e500", "unavailable", 2),
        ("e401", "unauthorized", 1),
        ("refusal", "refused", 1),
        ("empty", "empty", 2),
        ("badjson", "bad_json", 2),
        ("wrongschema", "wrong_schema", 2),
        ("cut", "unavailable", 2),
        ("huge", "too_large", 1),
        ("python", "bad_json", 2),
        ("german", "wrong_schema", 2),
    ],
)
def test_a_model_that_fails_costs_no_answer(
    person: httpx.Client, use_model: UseModel, stub: LlmStub, model: str, code: str, calls: int
) -> None:
    use_model(model, timeout=2)

    answer = _organize(person)

    assert (answer["engine"], answer["degraded"]["code"]) == ("builtin", code)
    assert len(answer["tasks"]) == 2
    assert stub.calls(model) == calls
    assert [(run.state, run.calls, run.attempts) for run in Run.objects.all()] == [
        ("done", calls, 1)
    ]
    assert (Plan.objects.count(), PlanRevision.objects.count()) == (1, 1)
    until(lambda: not ProcrastinateJob.objects.exclude(status="succeeded").exists())


def test_a_model_that_is_not_there_costs_no_answer(
    person: httpx.Client, use_model: UseModel
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    use_model("good", base_url=f"http://127.0.0.1:{port}/v1")

    answer = _organize(person)

    assert (answer["engine"], answer["degraded"]["code"]) == ("builtin", "unavailable")


def test_tasks_and_dates_that_a_model_makes_up_do_not_get_through(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("good")
    steps = [{"title": "Begin", "minutes": 2}]
    stub.answer = {
        "tasks": [
            {
                "title": "Clean",
                "quote": "clean the kitchen",
                "due_at": "1970-01-01",
                "steps": steps,
            },
            {"title": "Buy a boat", "quote": "buy a boat", "steps": steps},
        ]
    }

    answer = _organize(person)

    assert answer["tasks"][0]["due_at"] is None
    assert not any("boat" in task["title"].lower() for task in answer["tasks"])


def test_fifty_equal_requests_at_once_cost_one_call(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("slow:1")

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: _organize(person), range(50)))

    assert stub.calls("slow:1") == 1
    assert {answer["run_id"] for answer in answers} == {answers[0]["run_id"]}
    assert {answer["engine"] for answer in answers} == {"crew"}


def test_a_retry_with_the_same_key_joins_the_first_run(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("slow:1")
    headers = {"Idempotency-Key": "a-key", "Prefer": "wait=0"}
    first = person.post("/organize", json={"text": TEXT}, headers=headers)

    again = person.post("/organize", json={"text": TEXT}, headers={"Idempotency-Key": "a-key"})

    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["run_id"] == again.json()["run_id"]
    assert again.json()["engine"] == "crew"
    assert stub.calls("slow:1") == 1


def test_accepting_the_draft_freezes_the_plan(person: httpx.Client, use_model: UseModel) -> None:
    use_model("slow:1")
    early = person.post("/organize", json={"text": TEXT}, headers={"Prefer": "wait=0"})
    draft = early.json()
    person.post(f"/plans/{draft['id']}/accept", json={}).raise_for_status()

    _finished(person, early.headers["Location"])

    plan = person.get(f"/plans/{draft['id']}").json()
    assert (plan["revision"], plan["newest_revision"]) == (1, 2)
    assert sorted(plan["accepted_task_ids"]) == sorted(
        str(pk) for pk in Task.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize("model", ["hang", "drip:0.2"])
def test_cancelling_ends_the_request_to_the_model(
    person: httpx.Client, use_model: UseModel, stub: LlmStub, model: str
) -> None:
    use_model(model, timeout=60)
    early = person.post("/organize", json={"text": TEXT}, headers={"Prefer": "wait=0"})
    location = early.headers["Location"].removeprefix("/api/v1")
    assert stub.asked.wait(20)

    person.delete(location).raise_for_status()

    (asked,) = stub.requests
    assert asked.client_left.wait(5)
    assert not asked.answered.is_set()
    assert person.get(location).json()["state"] == "cancelled"
    # It was paid for: what is cancelled counts in the day's budget.
    until(lambda: Run.objects.get().calls == 1)


def test_tasks_are_shown_while_the_model_speaks(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("drip:0.05")
    early = person.post("/organize", json={"text": TEXT}, headers={"Prefer": "wait=0"})
    location = early.headers["Location"].removeprefix("/api/v1")

    with person.stream("GET", f"{location}/events") as response:
        told = list(events(response.iter_lines()))

    assert [one.event for one in told] == ["draft", "progress", "task", "progress", "answer"]
    assert told[0].data == early.json()
    shown, answered = told[2].data, told[-1].data["tasks"][told[2].data["position"]]
    assert shown["title"] == answered["title"] == "Clean the kitchen"
    assert [s["title"] for s in shown["steps"]] == [s["title"] for s in answered["steps"]]


def test_while_a_model_is_awaited_no_connection_is_held(
    person: httpx.Client, use_model: UseModel
) -> None:
    use_model("slow:3")

    with ThreadPoolExecutor(10) as threads:
        waiting = [threads.submit(_organize, person, f"call number {n}") for n in range(10)]
        until(lambda: Run.objects.exclude(started_at=None).count() == 10)
        held = min(_in_transaction() for _ in range(20))
        still_awaited = Run.objects.in_flight().count()
        answers = [future.result() for future in waiting]

    assert held == 0
    assert still_awaited
    assert len(answers) == Run.objects.count() == 10


def _in_transaction() -> int:
    """How many connections are idle in a transaction just now; short work passes, a wait stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND state LIKE 'idle in transaction%'"
        )
        (held,) = cursor.fetchone()
    time.sleep(0.02)
    return int(held)


def _finished(person: httpx.Client, location: str) -> dict:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        run = person.get(location.removeprefix("/api/v1")).json()
        if run["state"] == "done":
            return run
        time.sleep(0.1)
    raise TimeoutError(run["state"])
