"""A server that speaks OpenAI's chat protocol, and misbehaves on request.

The model's name says how: `good`, `slow:2` (seconds before it answers), `hang`, `drip:0.05`
(seconds between words), `e429`, `e429ra` (with Retry-After: 1), `e429ra:30`, any other `e` and a
status, `empty`, `badjson`, `wrongschema`, `python` (its notation in place of JSON), `german` (keys
in another language), `prose` (the JSON inside prose and a fence), `refusal`, `cut` (breaks the
connection in the middle), `eof` (ends in the middle as if all were said), `huge` (10 MB), `html`
(a page where JSON should be), `whole` (one JSON document although a stream was asked for), `plain`
(rejects what is new in the protocol), `nousage` (counts no tokens).
`badjson_then_good` misbehaves once, then is good; so with any name.

In tests a context manager; from a shell `python -m tests.fakes.llm_stub 9000`, with the answer as
JSON behind the port if you like, where `GET /stats` answers with the number of calls by model.
"""

import asyncio
import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Self

TOKENS_IN: Final = 10
TOKENS_OUT: Final = 5

_HUGE_BYTES: Final = 10_000_000
_USAGE: Final = {
    "prompt_tokens": TOKENS_IN,
    "completion_tokens": TOKENS_OUT,
    "total_tokens": TOKENS_IN + TOKENS_OUT,
}
_DEFAULT_ANSWER: Final = {
    "tasks": [
        {"title": "File taxes", "minutes": 60},
        {"title": "Clean the kitchen", "minutes": 30},
    ]
}

# What the server says: text as it is, or anything else as JSON; a function is given the request.
Answer = str | Mapping[str, Any] | Callable[[Mapping[str, Any]], str | Mapping[str, Any]]


@dataclass
class Recorded:
    """One request as the server saw it.

    Attributes:
        client_left: set once the client closed the connection before the answer was complete.
        answered: set once the answer was complete.
    """

    model: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    client_left: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)

    @property
    def prompt(self) -> str:
        """All that the model was told, in one text."""
        return "\n".join(message["content"] for message in self.body["messages"])


class LlmStub:
    """The server, in a thread of its own, on a free port of 127.0.0.1.

    Args:
        answer: what a well-behaved model says.
        port: 0 takes a free one.

    Attributes:
        requests: all that came, in their order.
        asked: set once the first request came.
        acts_as: how to behave, whatever the model's name; empty: by the name.
    """

    def __init__(self, answer: Answer = _DEFAULT_ANSWER, *, port: int = 0) -> None:
        self.answer = answer
        self.requests: list[Recorded] = []
        self.asked = threading.Event()
        self.acts_as = ""
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """What a client takes for its base URL."""
        return f"http://127.0.0.1:{self._port}/v1"

    def calls(self, model: str | None = None) -> int:
        """How many requests came, for one model or for all."""
        return sum(1 for r in self.requests if model is None or r.model == model)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(timeout=10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self._port, backlog=1024
        )
        self._port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        this = asyncio.current_task()
        assert this is not None
        self._connections.add(this)
        try:
            await self._exchange(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client went away; whoever cares has it on record.
        finally:
            self._connections.discard(this)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request_line, *lines = head.strip().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
        content = await reader.readexactly(int(headers.get("content-length", 0)))
        if request_line.startswith("GET /stats"):
            _send(writer, 200, dict(Counter(r.model for r in self.requests)))
            return
        body = json.loads(content)
        recorded = Recorded(model=body["model"], body=body, headers=headers)
        self.requests.append(recorded)
        self.asked.set()
        behaving = asyncio.create_task(self._behave(recorded, writer))
        leaving = asyncio.create_task(reader.read(1))  # Returns when the client closes.
        try:
            await asyncio.wait({behaving, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not behaving.done():
                recorded.client_left.set()
        finally:
            behaving.cancel()
            leaving.cancel()
        await asyncio.gather(behaving, leaving, return_exceptions=True)

    async def _behave(self, recorded: Recorded, writer: asyncio.StreamWriter) -> None:
        name, _, then = (self.acts_as or recorded.model).partition("_then_")
        if then and self.calls(recorded.model) > 1:
            name = then
        behaviour, _, argument = name.partition(":")
        try:
            await self._answer(behaviour, argument, recorded.body, writer)
            await writer.drain()
        except ConnectionError:
            recorded.client_left.set()
        else:
            recorded.answered.set()

    async def _answer(
        self, behaviour: str, argument: str, body: Mapping[str, Any], writer: asyncio.StreamWriter
    ) -> None:
        rejects = behaviour == "plain" and "response_format" in body
        if rejects or (behaviour.startswith("e") and behaviour[1:4].isdigit()):
            headers = {"Retry-After": argument or "1"} if behaviour.endswith("ra") else {}
            status = 400 if rejects else int(behaviour[1:4])
            _send(writer, status, {"error": {"message": "secret words of the stub"}}, headers)
            return
        if behaviour == "html":
            _send_head(writer, 200, "text/html", {})
            writer.write(b"<!doctype html><title>Log in to the network</title>")
            return
        if behaviour == "hang":
            await asyncio.sleep(3600)
        if behaviour == "slow":
            await asyncio.sleep(float(argument))
        usage = None if behaviour == "nousage" else _USAGE
        text = self._text(behaviour, body)
        if behaviour == "whole" or not body.get("stream"):
            _send(writer, 200, _whole(body["model"], text, usage))
            return
        promised = {"Content-Length": "100000"} if behaviour == "cut" else {}
        _send_head(writer, 200, "text/event-stream", promised)
        if behaviour == "refusal":
            _send_event(writer, _chunk(body["model"], {"refusal": "I would rather not."}, None))
        for piece in _pieces(behaviour, text):
            _send_event(writer, _chunk(body["model"], {"content": piece}, None))
            await writer.drain()
            if behaviour == "drip":
                await asyncio.sleep(float(argument))
        if behaviour in {"cut", "eof"}:
            return
        _send_event(writer, _chunk(body["model"], {}, "stop") | {"usage": usage})
        writer.write(b"data: [DONE]\n\n")

    def _text(self, behaviour: str, body: Mapping[str, Any]) -> str:
        if behaviour in {"empty", "refusal"}:
            return ""
        if behaviour == "badjson":
            return 'Sure! Here it is: {"tasks": [oops'
        if behaviour == "python":  # Its own notation for the same: single quotes, None.
            return "{'tasks': [{'title': 'Clean', 'quote': None}]}"
        if behaviour == "german":
            return '{"aufgaben": [{"titel": "Putzen", "schritte": []}]}'
        if behaviour == "wrongschema":
            return '{"weather": "private words of the model"}'
        answer = self.answer(body) if callable(self.answer) else self.answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        if behaviour == "prose":
            return f'As {{"an": "example"}} shows:\n```json\n{text}\n```\nHave fun!'
        return text


def _pieces(behaviour: str, text: str) -> Iterator[str]:
    if behaviour == "huge":
        yield from ("x" * 10_000 for _ in range(_HUGE_BYTES // 10_000))
    elif behaviour in {"cut", "eof"}:
        yield text[: len(text) // 2]
    else:
        words = text.split(" ")
        yield from (word + " " for word in words[:-1])
        yield words[-1]


def _chunk(model: str, delta: Mapping[str, Any], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "c", "object": "chat.completion.chunk", "model": model, "choices": [choice]}


def _whole(model: str, text: str, usage: Mapping[str, int] | None) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {
        "id": "c",
        "object": "chat.completion",
        "model": model,
        "choices": [choice],
        "usage": usage,
    }


def _send_event(writer: asyncio.StreamWriter, event: Mapping[str, Any]) -> None:
    writer.write(b"data: " + json.dumps(event).encode() + b"\n\n")


def _send(
    writer: asyncio.StreamWriter,
    status: int,
    document: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> None:
    content = json.dumps(document).encode()
    _send_head(
        writer,
        status,
        "application/json",
        {"Content-Length": str(len(content)), **(headers or {})},
    )
    writer.write(content)


def _send_head(
    writer: asyncio.StreamWriter, status: int, content_type: str, headers: Mapping[str, str]
) -> None:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Type: {content_type}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())


def main() -> None:
    """Serves until it is interrupted."""
    answer = json.loads(sys.argv[2]) if len(sys.argv) > 2 else _DEFAULT_ANSWER
    with LlmStub(answer, port=int(sys.argv[1])) as stub:
        sys.stdout.write(f"{stub.url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
