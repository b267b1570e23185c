"""The load generator believes no server: what it did not see right, it does not count."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.benchmarks.load import HOST, Load, Rate, WrongAnswer, generate

STORED = b'{"id":"1","cached":true}'
REQUEST = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"


@asynccontextmanager
async def server(answer: Callable[[int], bytes], *, status: str = "200 OK") -> AsyncIterator[int]:
    """Its port. `answer` gets the number of the request, from 0."""
    asked = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            body = answer(asked)
            asked += 1
            head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            writer.write(head)
            await writer.drain()
            writer.write(body)
        writer.close()

    listening = await asyncio.start_server(serve, HOST, 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


async def rate(port: int) -> Rate:
    return await generate(Load(port, 3, 0, 0.2, [[REQUEST, STORED.decode()]]))


async def test_right_answers_are_counted():
    async with server(lambda number: STORED) as port:
        told = await rate(port)

    assert told.missed == 0
    assert 0 < told.counted <= told.asked


async def test_an_answer_made_anew_is_missed_and_may_come_from_the_cache_then():
    anew = STORED.replace(b"1", b"2").replace(b"true", b"false")

    def answer(number: int) -> bytes:
        return anew if number == 0 else anew.replace(b"false", b"true")

    async with server(answer) as port:
        told = await rate(port)

    assert told.missed == 1
    assert told.counted > 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"id":"2","cached":true}', "200 OK"),
        (b"{}", "200 OK"),
        (STORED, "500 Internal Server Error"),
    ],
)
async def test_one_wrong_answer_ends_it(body, status):
    async with server(lambda number: body, status=status) as port:
        with pytest.raises(WrongAnswer):
            await rate(port)


async def test_a_closed_connection_is_a_wrong_answer():
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    listening = await asyncio.start_server(hang_up, HOST, 0)
    async with listening:
        with pytest.raises(WrongAnswer, match="closed"):
            await rate(listening.sockets[0].getsockname()[1])
