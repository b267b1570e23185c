import json
from typing import Any

import pytest

from focushub.ai.gateways import FaultCode, Usage
from focushub.ai.gateways.protocol import (
    MAX_REPLY_BYTES,
    MAX_TEXT_CHARS,
    Message,
    ReplyReader,
    UnusableReplyError,
    estimated_tokens,
    model_name,
    request_body,
)

MESSAGES = [Message(role="user", content="Hallo ☕")]


def event(delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return b"data: " + json.dumps({"choices": [choice], **more}).encode() + b"\n\n"


def read(*pieces: bytes, is_stream: bool = True) -> str:
    reader = ReplyReader(is_stream=is_stream)
    for piece in pieces:
        reader.feed(piece)
    return reader.finish()


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("gpt-4o-mini", "gpt-4o-mini"),
        ("openai/gpt-4o-mini", "gpt-4o-mini"),
        ("ollama/llama3:8b", "llama3:8b"),
        ("hosted_vllm/org/model", "org/model"),
        ("openrouter/openai/gpt-4o", "openai/gpt-4o"),
        ("meta-llama/Llama-3", "meta-llama/Llama-3"),
        ("openai/", "openai/"),
    ],
)
def test_a_prefix_that_names_a_kind_of_server_is_dropped(model: str, name: str) -> None:
    assert model_name(model) == name


def test_a_request_streams_and_asks_for_the_schema_and_the_count() -> None:
    body = json.loads(request_body(model="ollama/x", messages=MESSAGES, schema={"type": "object"}))

    assert body == {
        "model": "x",
        "messages": [{"role": "user", "content": "Hallo ☕"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": False},
        },
    }


def test_the_oldest_form_of_a_request_has_no_more_than_the_messages() -> None:
    body = json.loads(request_body(model="x", messages=MESSAGES, schema=None))

    assert body.keys() == {"model", "messages", "stream"}


def test_half_of_a_pair_of_characters_stops_no_request() -> None:
    halved: list[Message] = [{"role": "assistant", "content": "\ud83d"}]

    body = json.loads(request_body(model="x", messages=halved, schema=None))

    assert body["messages"] == halved


def test_tokens_are_estimated_upwards() -> None:
    assert [estimated_tokens(text) for text in ("", "a", "abcd", "abcde")] == [0, 1, 1, 2]


def test_a_stream_is_read_however_the_network_cuts_it() -> None:
    stream = (
        b": hello\r\n\r\n"
        + event({"role": "assistant", "content": ""})
        + event({"content": "größ"})
        + event({"content": "er"})
        + event({}, "stop")
        + b"data: [DONE]\n\n"
    )

    texts = {read(*(stream[i : i + n] for i in range(0, len(stream), n))) for n in (1, 7, 9999)}

    assert texts == {"größer"}


def test_pieces_are_handed_on_as_they_come() -> None:
    heard: list[str] = []
    reader = ReplyReader(is_stream=True, on_text=heard.append)

    reader.feed(event({"content": "one "}))
    reader.feed(event({"content": "two"}))

    assert heard == ["one ", "two"]


def test_the_servers_count_is_taken_from_the_last_event() -> None:
    reader = ReplyReader(is_stream=True)

    reader.feed(event({"content": "a"}, "stop"))
    reader.feed(b'data: {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 2}}\n')

    assert reader.finish() == "a"
    assert reader.usage == Usage(calls=0, tokens_in=9, tokens_out=2)


def test_a_whole_document_is_read_too() -> None:
    document = {
        "choices": [{"message": {"content": "hi"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3},
    }

    assert read(json.dumps(document).encode(), is_stream=False) == "hi"


def test_an_answer_without_words_is_empty_text() -> None:
    assert read(event({"content": None}, "stop")) == ""


def test_the_end_may_come_without_a_last_line_break() -> None:
    assert read(event({"content": "a"}) + b"data: [DONE]") == "a"


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ([event({"content": "half"})], FaultCode.UNAVAILABLE),
        ([], FaultCode.UNAVAILABLE),
        ([b"data: <html>\n\n"], FaultCode.UNAVAILABLE),
        ([b'data: {"error": {"message": "overloaded"}}\n\n'], FaultCode.UNAVAILABLE),
        ([b"data: []\n\n"], FaultCode.UNAVAILABLE),
        ([b'data: {"choices": [7]}\n\n'], FaultCode.UNAVAILABLE),
        ([b'data: {"choices": [], "usage": {"total": 1}}\n\n'], FaultCode.UNAVAILABLE),
        ([b"data: " + b"[" * 100_000 + b"\n\n"], FaultCode.UNAVAILABLE),
        ([event({"refusal": "No."})], FaultCode.REFUSED),
        ([event({}, "content_filter")], FaultCode.REFUSED),
        ([event({"content": "x" * (MAX_TEXT_CHARS + 1)})], FaultCode.TOO_LARGE),
        ([b": " + b"x" * MAX_REPLY_BYTES], FaultCode.TOO_LARGE),
    ],
)
def test_a_reply_that_is_none_says_why(pieces: list[bytes], code: FaultCode) -> None:
    with pytest.raises(UnusableReplyError) as caught:
        read(*pieces)

    assert caught.value.code is code
