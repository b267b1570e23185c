"""OpenAI's chat protocol, as bytes: the request that is sent and the reply that is read. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypedDict

import orjson

from focushub.ai.gateways.base import FaultCode, Usage

# An answer of ours is a few thousand characters; a stream wraps each few in some 200 bytes.
MAX_TEXT_CHARS: Final = 200_000
MAX_REPLY_BYTES: Final = 8_000_000

_CHARS_PER_TOKEN: Final = 4

# Prefixes with which operators name the kind of server. The base URL names the server itself, so
# one prefix is dropped; a name that really begins so is written with the prefix twice.
_PREFIXES: Final = frozenset(
    {"openai", "ollama", "ollama_chat", "hosted_vllm", "lm_studio", "openrouter", "litellm_proxy"}
)


class Message(TypedDict):
    role: str
    content: str


class UnusableReplyError(Exception):
    """The server's reply is no reply: refused, too large, cut, or not this protocol.

    Attributes:
        code: why.
    """

    def __init__(self, code: FaultCode) -> None:
        self.code = code
        super().__init__(code.value)


def model_name(model: str) -> str:
    """The name as the server knows it: "ollama/llama3" is "llama3" there."""
    prefix, _, rest = model.partition("/")
    return rest if rest and prefix in _PREFIXES else model


def request_body(
    *, model: str, messages: Sequence[Message], schema: Mapping[str, Any] | None
) -> bytes:
    """A streamed request.

    Args:
        schema: of the answer, for servers that can hold a model to it; None for those that know
            no more than the oldest form of the protocol.
    """
    body: dict[str, Any] = {"model": model_name(model), "messages": list(messages), "stream": True}
    if schema is not None:
        body["stream_options"] = {"include_usage": True}
        body["response_format"] = {
            "type": "json_schema",
            # Not strict: strict servers refuse the bounds that small models need.
            "json_schema": {"name": "answer", "schema": schema, "strict": False},
        }
    try:
        return orjson.dumps(body)
    except TypeError:  # Half of a pair of characters, from a reply that is to be mended.
        return json.dumps(body).encode()


def estimated_tokens(text: str) -> int:
    return -(-len(text) // _CHARS_PER_TOKEN)


class ReplyReader:
    """Reads one reply piece by piece, streamed or whole, within bounds.

    Args:
        is_stream: server-sent events; else one JSON document, from servers that cannot stream.
        on_text: is given each piece of the model's text as it comes.
    """

    def __init__(self, *, is_stream: bool, on_text: Callable[[str], None] | None = None) -> None:
        self.usage: Usage | None = None
        self._is_stream = is_stream
        self._on_text = on_text
        self._bytes_seen = 0
        self._unread = bytearray()
        self._pieces: list[str] = []
        self._chars_seen = 0
        self._is_complete = False

    @property
    def text(self) -> str:
        """The model's words so far."""
        return "".join(self._pieces)

    def feed(self, data: bytes) -> None:
        """Raises UnusableReplyError: refused, too large, or not this protocol."""
        self._bytes_seen += len(data)
        if self._bytes_seen > MAX_REPLY_BYTES:
            raise UnusableReplyError(FaultCode.TOO_LARGE)
        self._unread += data
        if self._is_stream and b"\n" in data:
            *lines, rest = self._unread.split(b"\n")
            self._unread = bytearray(rest)
            for line in lines:
                self._read_line(bytes(line))

    def finish(self) -> str:
        """The model's words, once the server has sent all.

        Raises:
            UnusableReplyError: it stopped in the middle, or as in `feed`.
        """
        if self._is_stream:
            self._read_line(bytes(self._unread))
        else:
            self._read_document(bytes(self._unread), part="message")
            self._is_complete = True
        if not self._is_complete:
            raise UnusableReplyError(FaultCode.UNAVAILABLE)
        return self.text

    def _read_line(self, line: bytes) -> None:
        field, _, value = line.strip().partition(b":")
        if field != b"data":  # A comment, another field of the event, or the line between two.
            return
        value = value.strip()
        if value == b"[DONE]":
            self._is_complete = True
        elif value:
            self._read_document(value, part="delta")

    def _read_document(self, data: bytes, *, part: str) -> None:
        try:
            document = json.loads(data)
            usage, choices = document.get("usage"), document.get("choices")
            if usage:
                self.usage = Usage(
                    tokens_in=int(usage["prompt_tokens"]),
                    tokens_out=int(usage.get("completion_tokens") or 0),
                )
            if not isinstance(choices, list) or document.get("error"):
                raise UnusableReplyError(FaultCode.UNAVAILABLE)
            if choices:  # The last event of a stream carries the usage alone.
                self._read_choice(choices[0], part=part)
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
            # Some server, but none that speaks this protocol.
            raise UnusableReplyError(FaultCode.UNAVAILABLE) from None

    def _read_choice(self, choice: Mapping[str, Any], *, part: str) -> None:
        said = choice.get(part) or {}
        finish_reason = choice.get("finish_reason")
        if said.get("refusal") or finish_reason == "content_filter":
            raise UnusableReplyError(FaultCode.REFUSED)
        self._is_complete = self._is_complete or finish_reason is not None
        piece = said.get("content")
        if isinstance(piece, str) and piece:
            self._chars_seen += len(piece)
            if self._chars_seen > MAX_TEXT_CHARS:
                raise UnusableReplyError(FaultCode.TOO_LARGE)
            self._pieces.append(piece)
            if self._on_text is not None:
                self._on_text(piece)
