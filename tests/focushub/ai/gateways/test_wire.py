import asyncio
import socket
from collections.abc import Iterator

import pytest

from focushub.ai.gateways import FaultCode, ModelChoice, ModelFault, Usage
from focushub.ai.gateways.protocol import Message
from focushub.ai.gateways.wire import Wire
from tests.fakes.llm_stub import TOKENS_IN, TOKENS_OUT, LlmStub

MESSAGES = [Message(role="user", content="How long is a week?")]
SCHEMA = {"type": "object"}
ANSWER = '{"days": 7}'


@pytest.fixture
def stub() -> Iterator[LlmStub]:
    with LlmStub(ANSWER) as stub:
        yield stub


def choice(base_url: str, model: str, *, seconds: float = 10) -> ModelChoice:
    return ModelChoice(model, base_url, "the-key", seconds)


async def complete(model: ModelChoice) -> tuple[str | FaultCode, Usage]:
    async with Wire(model) as wire:
        try:
            text = await wire.complete(MESSAGES, schema=SCHEMA)
        except ModelFault as fault:
            return fault.code, wire.usage
        return text, wire.usage


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("model", ["good", "slow:0.1", "drip:0.001", "whole", "openai/good"])
async def test_an_answer_costs_one_call(stub: LlmStub, model: str) -> None:
    answer = await complete(choice(stub.url, model))

    assert answer == (ANSWER, Usage(calls=1, tokens_in=TOKENS_IN, tokens_out=TOKENS_OUT))
    assert stub.calls() == 1


async def test_the_request_carries_the_key_and_streams(stub: LlmStub) -> None:
    await complete(choice(stub.url + "/", "good"))

    [request] = stub.requests
    assert request.headers["authorization"] == "Bearer the-key"
    assert request.headers["accept-encoding"] == "identity"
    assert request.body["stream"] is True
    assert request.body["response_format"]["json_schema"]["schema"] == SCHEMA


async def test_without_a_key_none_is_sent(stub: LlmStub) -> None:
    await complete(ModelChoice("good", stub.url, "", 10))

    assert "authorization" not in stub.requests[0].headers


@pytest.mark.parametrize(
    ("model", "code", "calls"),
    [
        ("e429", FaultCode.RATE_LIMITED, 2),
        ("e429ra:0.2", FaultCode.RATE_LIMITED, 2),
        ("e429ra:30", FaultCode.RATE_LIMITED, 1),
        ("e429ra:-1", FaultCode.RATE_LIMITED, 1),
        ("e429ra:Wed, 21 Oct 2026 07:28:00 GMT", FaultCode.RATE_LIMITED, 1),
        ("e500", FaultCode.UNAVAILABLE, 2),
        ("e503", FaultCode.UNAVAILABLE, 2),
        ("e302", FaultCode.UNAVAILABLE, 1),
        ("e401", FaultCode.UNAUTHORIZED, 1),
        ("e403", FaultCode.UNAUTHORIZED, 1),
        ("e404", FaultCode.UNAVAILABLE, 1),
        ("e408", FaultCode.TIMEOUT, 1),
        ("e413", FaultCode.TOO_LARGE, 1),
        ("e400", FaultCode.BAD_REQUEST, 2),
        ("html", FaultCode.UNAVAILABLE, 2),
        ("cut", FaultCode.UNAVAILABLE, 2),
        ("eof", FaultCode.UNAVAILABLE, 2),
        ("refusal", FaultCode.REFUSED, 1),
        ("huge", FaultCode.TOO_LARGE, 1),
    ],
)
async def test_each_fault_has_its_code_and_its_price(
    stub: LlmStub, model: str, code: FaultCode, calls: int
) -> None:
    outcome, usage = await complete(choice(stub.url, model))

    assert outcome is code
    assert usage.calls == calls
    assert stub.calls() == calls


async def test_silence_is_a_timeout_and_not_asked_again(stub: LlmStub) -> None:
    outcome, _ = await complete(choice(stub.url, "hang", seconds=0.2))

    assert outcome is FaultCode.TIMEOUT
    assert stub.calls() == 1


@pytest.mark.parametrize("model", ["e429_then_good", "e500_then_good", "cut_then_good"])
async def test_the_second_try_may_succeed(stub: LlmStub, model: str) -> None:
    text, usage = await complete(choice(stub.url, model))

    assert text == ANSWER
    assert usage.calls == 2


async def test_there_is_one_retry_however_often_a_wire_is_used(stub: LlmStub) -> None:
    async with Wire(choice(stub.url, "e500_then_good")) as wire:
        await wire.complete(MESSAGES, schema=SCHEMA)
        stub.requests.clear()

        with pytest.raises(ModelFault):
            await wire.complete(MESSAGES, schema=SCHEMA)

    assert stub.calls() == 1


async def test_an_older_server_is_asked_in_the_older_form_and_remembered(stub: LlmStub) -> None:
    first = await complete(choice(stub.url, "plain"))
    second = await complete(choice(stub.url, "plain"))

    assert (first[0], first[1].calls) == (ANSWER, 2)
    assert (second[0], second[1].calls) == (ANSWER, 1)


async def test_a_request_that_no_form_helps_does_not_make_a_server_an_older_one(
    stub: LlmStub,
) -> None:
    await complete(choice(stub.url, "e400_then_e400"))
    await complete(choice(stub.url, "e400_then_e400"))

    assert ["response_format" in r.body for r in stub.requests] == [True, False, True, False]


async def test_nobody_there_is_unavailable() -> None:
    outcome, usage = await complete(choice(f"http://127.0.0.1:{free_port()}/v1", "good"))

    assert outcome is FaultCode.UNAVAILABLE
    assert usage == Usage(calls=2)


@pytest.mark.parametrize("base_url", ["", "localhost:11434/v1", "ftp://127.0.0.1/v1", "http://["])
async def test_an_address_that_is_none_is_unavailable(base_url: str) -> None:
    outcome, _ = await complete(choice(base_url, "good"))

    assert outcome is FaultCode.UNAVAILABLE


async def test_where_the_server_does_not_count_we_estimate(stub: LlmStub) -> None:
    _, usage = await complete(choice(stub.url, "nousage"))

    assert usage == Usage(calls=1, tokens_in=5, tokens_out=3)


async def test_a_broken_answer_is_paid_for_too(stub: LlmStub) -> None:
    _, usage = await complete(choice(stub.url, "cut"))

    assert usage == Usage(calls=2, tokens_in=10, tokens_out=4)


async def test_pieces_are_heard_as_they_come_and_void_when_asked_again(stub: LlmStub) -> None:
    stub.answer = "one two three"
    heard: list[str] = []

    async with Wire(choice(stub.url, "cut_then_good"), on_text=heard.append) as wire:
        await wire.complete(MESSAGES, schema=SCHEMA)

    assert heard == ["one tw", "", "one ", "two ", "three"]


async def test_cancelling_closes_the_connection(stub: LlmStub) -> None:
    stub.answer = "word " * 1_000
    asking = asyncio.create_task(complete(choice(stub.url, "drip:0.05")))
    await asyncio.to_thread(stub.asked.wait, 10)

    asking.cancel()
    await asyncio.wait({asking})

    assert asking.cancelled()
    assert await asyncio.to_thread(stub.requests[0].client_left.wait, 1.0)
    assert not stub.requests[0].answered.is_set()
