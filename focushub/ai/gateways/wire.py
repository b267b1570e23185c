"""Asks a server that speaks OpenAI's protocol, with bounds on time and size and one retry.

All of it runs on the event loop, so cancelling the task closes the connection at once: a provider
stops writing (and charging) when nobody listens.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import Any, Final, Self

import httpx

from focushub.ai.gateways.base import FaultCode, ModelChoice, ModelFault, Usage
from focushub.ai.gateways.protocol import (
    Message,
    ReplyReader,
    UnusableReplyError,
    estimated_tokens,
    request_body,
)

_CONNECT_SECONDS: Final = 5.0
_RETRY_PAUSE_SECONDS: Final = 0.3
_LONGEST_RETRY_AFTER_SECONDS: Final = 2.0

# Servers that answered only without the newer parts of the protocol: tried once a process.
_plain_servers: set[tuple[str, str]] = set()


class _Trouble(Exception):
    """One request came to nothing.

    Attributes:
        code: why.
        retry_in: seconds after which it may be asked again, or None: it may not.
    """

    def __init__(self, code: FaultCode, *, retry_in: float | None = None) -> None:
        self.code = code
        self.retry_in = retry_in
        super().__init__(code.value)


class Wire:
    """The requests of one `ask`, over one HTTP client. Not for two tasks at once.

    Attributes:
        usage: what has been spent so far.
    """

    def __init__(self, model: ModelChoice, *, on_text: Callable[[str], None] | None = None) -> None:
        self.usage = Usage()
        self._model = model
        self._on_text = on_text
        self._has_retried = False
        self._server = (model.base_url, model.model)
        self._client = httpx.AsyncClient(
            verify=_certificates(),
            # The whole is bounded by whoever awaits it. A small machine may think for a minute
            # before its first word, so no shorter bound stands between two pieces.
            timeout=httpx.Timeout(model.timeout_seconds, connect=_CONNECT_SECONDS),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any]) -> str:
        """The model's words, raw.

        A second request follows a 429 (after the time the server names, if that is short), a 5xx,
        a refused or a cut connection: once for each `Wire`, however often it is asked. Never a
        time-out, which has used up the person's patience, nor a refusal. A server that rejects the
        request as such is asked in the protocol's oldest form.

        Raises:
            ModelFault: without `usage`; read that here.
        """
        is_plain = self._server in _plain_servers
        while True:
            try:
                text = await self._attempt(messages, schema=None if is_plain else schema)
            except _Trouble as trouble:
                code, retry_in = trouble.code, trouble.retry_in
            else:
                if is_plain:
                    _plain_servers.add(self._server)
                return text
            if code is FaultCode.BAD_REQUEST and not is_plain:
                is_plain = True
                continue
            if retry_in is None or self._has_retried:
                raise ModelFault(code)
            self._has_retried = True
            await asyncio.sleep(retry_in)
            self.start_anew()

    def start_anew(self) -> None:
        """Tells the listener that what came so far is void."""
        if self._on_text is not None:
            self._on_text("")

    async def _attempt(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> str:
        body = request_body(model=self._model.model, messages=messages, schema=schema)
        self.usage += Usage(calls=1)
        try:
            async with self._client.stream(
                "POST",
                f"{self._model.base_url.rstrip('/')}/chat/completions",
                content=body,
                headers=self._headers(),
            ) as response:
                if response.status_code != httpx.codes.OK:
                    raise _refusal(response)
                return await self._read(response, messages)
        except UnusableReplyError as error:
            is_cut = error.code is FaultCode.UNAVAILABLE
            raise _Trouble(error.code, retry_in=_RETRY_PAUSE_SECONDS if is_cut else None) from None
        except httpx.TimeoutException:
            raise _Trouble(FaultCode.TIMEOUT) from None
        except httpx.RequestError:
            raise _Trouble(FaultCode.UNAVAILABLE, retry_in=_RETRY_PAUSE_SECONDS) from None
        except httpx.InvalidURL:
            raise _Trouble(FaultCode.UNAVAILABLE) from None

    async def _read(self, response: httpx.Response, messages: Sequence[Message]) -> str:
        is_stream = "event-stream" in response.headers.get("content-type", "")
        reader = ReplyReader(is_stream=is_stream, on_text=self._on_text)
        try:
            async for data in response.aiter_bytes():
                reader.feed(data)
            return reader.finish()
        finally:
            # Also where it breaks off: the provider charges for what it has read and said.
            self.usage += reader.usage or Usage(
                tokens_in=sum(estimated_tokens(message["content"]) for message in messages),
                tokens_out=estimated_tokens(reader.text),
            )

    def _headers(self) -> dict[bytes, bytes]:
        headers = {
            b"Content-Type": b"application/json",
            b"Accept": b"text/event-stream, application/json",
            # A packed reply could swell past any bound on its way through the decoder.
            b"Accept-Encoding": b"identity",
        }
        if self._model.api_key:
            headers[b"Authorization"] = b"Bearer " + self._model.api_key.encode()
        return headers


@cache
def _certificates() -> ssl.SSLContext:
    """Built once: reading the certificates takes longer than all the rest of a client."""
    return httpx.create_ssl_context()


def _refusal(response: httpx.Response) -> _Trouble:
    """What a status other than 200 means. The body is not read: nobody shall see it."""
    status = response.status_code
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        return _Trouble(FaultCode.UNAUTHORIZED)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return _Trouble(FaultCode.RATE_LIMITED, retry_in=_retry_after(response))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return _Trouble(FaultCode.UNAVAILABLE, retry_in=_RETRY_PAUSE_SECONDS)
    if status == httpx.codes.REQUEST_TIMEOUT:
        return _Trouble(FaultCode.TIMEOUT)
    if status in {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY}:
        return _Trouble(FaultCode.BAD_REQUEST)
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return _Trouble(FaultCode.TOO_LARGE)
    # No such model, no such path, sent elsewhere: an operator's address is wrong.
    return _Trouble(FaultCode.UNAVAILABLE)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait before the one retry, or None where the server wants more than we have."""
    try:
        seconds = float(response.headers.get("retry-after", _RETRY_PAUSE_SECONDS))
    except ValueError:  # A date: nobody sends one who means two seconds.
        return None
    return seconds if 0 <= seconds <= _LONGEST_RETRY_AFTER_SECONDS else None
