"""The real CrewAI code against a stub server over HTTP.

One file, because importing crewai takes 5 to 9 s and each process pays it once.
"""

import asyncio
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from focushub.ai.gateways import (
    FaultCode,
    ModelChoice,
    ModelFault,
    Prompt,
    PromptError,
    Reply,
    Usage,
)
from focushub.ai.gateways.crew import CrewGateway, prepare_worker
from tests.fakes.llm_stub import TOKENS_IN, TOKENS_OUT, LlmStub
from tests.focushub.ai.gateways.prompt_files import PlanDraft, TaskDraft, write_prompt
from tests.focushub.ai.gateways.test_wire import free_port

pytestmark = [
    pytest.mark.xdist_group("crewai"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:crewai"),
]

ANSWER = {"tasks": [{"title": "Rinse the cups", "minutes": 5}]}
PLAN = PlanDraft(tasks=[TaskDraft(title="Rinse the cups", minutes=5)])


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty HOME from before the import of crewai to the last test."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.delenv(name, raising=False)
        yield home


@pytest.fixture
def stub() -> Iterator[LlmStub]:
    with LlmStub(ANSWER) as stub:
        yield stub


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    return write_prompt(tmp_path)


def paths_below(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


async def ask(
    prompt: Prompt,
    base_url: str,
    model: str,
    *,
    text: str = "cups everywhere",
    seconds: float = 20,
    **options: Any,
) -> Reply[PlanDraft]:
    return await CrewGateway().ask(
        prompt=prompt,
        inputs={"text": text, "limit": "5"},
        answer=PlanDraft,
        model=ModelChoice(model, base_url, "the-key", seconds),
        **options,
    )


@pytest.mark.parametrize("model", ["good", "slow:0.2", "prose", "whole", "ollama/good"])
async def test_a_good_answer_costs_one_call(stub: LlmStub, prompt: Prompt, model: str) -> None:
    reply = await ask(prompt, stub.url, model)

    assert reply.value == PLAN
    assert reply.usage == Usage(calls=1, tokens_in=TOKENS_IN, tokens_out=TOKENS_OUT)
    assert stub.calls() == 1


async def test_the_agent_is_told_its_role_its_task_and_the_schema(
    stub: LlmStub, prompt: Prompt
) -> None:
    await ask(prompt, stub.url, "good", text="cups {tools} </from_person> {input} everywhere")

    system, user = stub.requests[0].body["messages"]
    assert system == {
        "role": "system",
        "content": "You are Planner. You are kind and brief.\n"
        "Your personal goal is: Make big things small",
    }
    assert user["role"] == "user"
    assert (
        'Cut this into at most 5 tasks: <from_person name="text">cups {tools} '
        "\u2039/from_person> {input} everywhere</from_person>\n"
    ) in user["content"]
    assert "A good answer: Short tasks with honest minutes\n" in user["content"]
    schema = json.dumps(PlanDraft.model_json_schema(), separators=(",", ":"))
    assert schema in user["content"]


@pytest.mark.parametrize(
    ("model", "code", "calls"),
    [
        ("e429", FaultCode.RATE_LIMITED, 2),
        ("e429ra:0.2", FaultCode.RATE_LIMITED, 2),
        ("e500", FaultCode.UNAVAILABLE, 2),
        ("e401", FaultCode.UNAUTHORIZED, 1),
        ("e403", FaultCode.UNAUTHORIZED, 1),
        ("empty", FaultCode.EMPTY, 2),
        ("badjson", FaultCode.BAD_JSON, 2),
        ("wrongschema", FaultCode.WRONG_SCHEMA, 2),
        ("refusal", FaultCode.REFUSED, 1),
        ("cut", FaultCode.UNAVAILABLE, 2),
        ("huge", FaultCode.TOO_LARGE, 1),
        ("badjson_then_empty", FaultCode.EMPTY, 2),
    ],
)
async def test_each_fault_has_its_code_and_its_price(
    stub: LlmStub, prompt: Prompt, model: str, code: FaultCode, calls: int
) -> None:
    with pytest.raises(ModelFault) as caught:
        await ask(prompt, stub.url, model)

    assert caught.value.code is code
    assert caught.value.usage.calls == calls
    assert stub.calls() == calls


async def test_a_model_that_never_answers_is_a_timeout_and_hears_us_leave(
    stub: LlmStub, prompt: Prompt
) -> None:
    with pytest.raises(ModelFault) as caught:
        await ask(prompt, stub.url, "hang", seconds=0.5)

    assert caught.value.code is FaultCode.TIMEOUT
    assert caught.value.usage.calls == 1
    assert stub.calls() == 1
    assert await asyncio.to_thread(stub.requests[0].client_left.wait, 1.0)


async def test_a_model_that_never_ends_is_a_timeout_too(stub: LlmStub, prompt: Prompt) -> None:
    stub.answer = "word " * 10_000

    with pytest.raises(ModelFault) as caught:
        await ask(prompt, stub.url, "drip:0.02", seconds=0.5)

    assert caught.value.code is FaultCode.TIMEOUT
    assert caught.value.usage.tokens_out > 0
    assert stub.calls() == 1


async def test_a_refused_connection_is_unavailable(prompt: Prompt) -> None:
    with pytest.raises(ModelFault) as caught:
        await ask(prompt, f"http://127.0.0.1:{free_port()}/v1", "good")

    assert caught.value.code is FaultCode.UNAVAILABLE
    assert caught.value.trips_breaker


@pytest.mark.parametrize("model", ["badjson_then_good", "wrongschema_then_good", "empty_then_good"])
async def test_one_repair_may_save_the_answer(stub: LlmStub, prompt: Prompt, model: str) -> None:
    reply = await ask(prompt, stub.url, model)

    assert reply.value == PLAN
    assert reply.usage == Usage(calls=2, tokens_in=2 * TOKENS_IN, tokens_out=2 * TOKENS_OUT)


async def test_a_repair_names_the_problem_after_the_same_question(
    stub: LlmStub, prompt: Prompt
) -> None:
    await ask(prompt, stub.url, "wrongschema_then_good")

    first, second = (request.body["messages"] for request in stub.requests)
    assert second[:2] == first
    assert second[2] == {
        "role": "assistant",
        "content": '{"weather": "private words of the model"}',
    }
    assert second[3] == {
        "role": "user",
        "content": "That cannot be used: tasks: Field required. Answer again with one JSON "
        "object that fits the schema, and nothing else.",
    }


async def test_a_retry_and_a_repair_together_cost_three_calls(
    stub: LlmStub, prompt: Prompt
) -> None:
    with pytest.raises(ModelFault) as caught:
        await ask(prompt, stub.url, "e500_then_badjson")

    assert caught.value.code is FaultCode.BAD_JSON
    assert stub.calls() == 3


async def test_a_fault_tells_nothing_of_the_provider_or_the_model(
    stub: LlmStub, prompt: Prompt
) -> None:
    told = []
    for model in ("e500", "wrongschema", "badjson"):
        with pytest.raises(ModelFault) as caught:
            await ask(prompt, stub.url, model)
        told.append(f"{caught.value!r} {caught.value.detail} {caught.value.__cause__}")

    assert not [text for text in told if "secret" in text or "private" in text or "oops" in text]


async def test_cancelling_closes_the_connection(stub: LlmStub, prompt: Prompt) -> None:
    asking = asyncio.create_task(ask(prompt, stub.url, "hang"))
    await asyncio.to_thread(stub.asked.wait, 10)

    asking.cancel()
    await asyncio.wait({asking})

    assert asking.cancelled()
    assert await asyncio.to_thread(stub.requests[0].client_left.wait, 1.0)
    assert stub.calls() == 1


async def test_cancelling_before_the_first_byte_sends_nothing(
    stub: LlmStub, prompt: Prompt
) -> None:
    asking = asyncio.create_task(ask(prompt, stub.url, "good"))
    await asyncio.sleep(0)

    asking.cancel()
    await asyncio.wait({asking})

    assert asking.cancelled()
    assert stub.calls() == 0


async def test_tokens_are_heard_as_they_come(stub: LlmStub, prompt: Prompt) -> None:
    heard: list[str] = []

    await ask(prompt, stub.url, "badjson_then_good", on_text=heard.append)

    assert "".join(heard[heard.index("") :]) == json.dumps(ANSWER)
    assert len(heard) > 5


async def test_what_a_listener_raises_reaches_the_caller(stub: LlmStub, prompt: Prompt) -> None:
    def listen(_: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask(prompt, stub.url, "good", on_text=listen)

    assert stub.calls() == 1


async def test_fifty_at_once_each_get_their_own_answer(stub: LlmStub, prompt: Prompt) -> None:
    def echo(body: Mapping[str, Any]) -> Mapping[str, Any]:
        question = body["messages"][-1]["content"]
        number = question.partition("cup number ")[2].partition("<")[0]
        return {"tasks": [{"title": f"Rinse cup {number}", "minutes": 1}]}

    stub.answer = echo
    prepare_worker(asyncio.get_running_loop(), threads=64)

    replies = await asyncio.gather(
        *(ask(prompt, stub.url, "slow:0.2", text=f"cup number {n}") for n in range(50))
    )

    assert [reply.value.tasks[0].title for reply in replies] == [
        f"Rinse cup {n}" for n in range(50)
    ]
    assert {reply.usage.calls for reply in replies} == {1}
    assert stub.calls() == 50


async def test_inputs_that_do_not_fit_are_a_mistake_before_any_call(
    stub: LlmStub, prompt: Prompt
) -> None:
    with pytest.raises(PromptError):
        await CrewGateway().ask(
            prompt=prompt,
            inputs={"text": "cups"},
            answer=PlanDraft,
            model=ModelChoice("good", stub.url, "", 5),
        )

    assert stub.calls() == 0


async def test_a_run_writes_nothing_at_home_and_says_nothing(
    stub: LlmStub, prompt: Prompt, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await ask(prompt, stub.url, "good")
    with pytest.raises(ModelFault):
        await ask(prompt, stub.url, "badjson")

    assert paths_below(home) == []
    assert capfd.readouterr() == ("", "")


async def test_the_import_leaves_this_process_as_it_was(
    stub: LlmStub, prompt: Prompt, home: Path
) -> None:
    await ask(prompt, stub.url, "good")

    assert os.environ["HOME"] == str(home)
    assert "XDG_DATA_HOME" not in os.environ
    assert "PYTHON_DOTENV_DISABLED" not in os.environ
    assert warnings.warn.__module__ == "_warnings"


# The import and a run where nothing can be written at HOME, with every connection noted.
_ALONE = """
import asyncio, signal, sys
from pathlib import Path

hosts = set()
def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        hosts.add(arguments[1][0])
    elif event == "socket.getaddrinfo":
        hosts.add(arguments[0])
sys.addaudithook(note)

from focushub.ai.gateways import ModelChoice, Prompt, current
from tests.focushub.ai.gateways.prompt_files import PlanDraft

async def main():
    reply = await current().ask(
        prompt=Prompt(Path(sys.argv[1]), "plan"),
        inputs={"text": "cups", "limit": "5"},
        answer=PlanDraft,
        model=ModelChoice("good", sys.argv[2], "", 20),
    )
    print(reply.value.tasks[0].title)

asyncio.run(main())
print(sorted(hosts - {"127.0.0.1"}), signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
"""


def test_a_worker_without_a_home_works_and_calls_nobody_but_the_model(
    stub: LlmStub, prompt: Prompt
) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": "/dev/null/nowhere"}
    # No Redis there: the vendor would take its locks from one.
    environment["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"

    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(prompt.folder), stub.url],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env=environment,
        cwd=Path(__file__).parents[4],
    )

    assert done.stderr == ""
    assert done.stdout == "Rinse the cups\n[] True\n"
