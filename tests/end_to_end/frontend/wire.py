"""A wire between two programs that a test can cut and mend."""

import asyncio
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Wire:
    """Carries bytes to the server at `target`, in a thread of its own.

    Attributes:
        address: where the other program goes in the server's place.
        is_whole: while it is false, nobody gets through.
    """

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self.is_whole = True

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.cut()
        self._server.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def cut(self) -> None:
        """All that goes through it breaks off in the middle."""
        self._do(self._break())

    async def _break(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        this = asyncio.current_task()
        assert this is not None
        self._tasks.add(this)
        there = None
        try:
            if self.is_whole:
                inward, there = await asyncio.open_connection(
                    self._target.hostname, self._target.port
                )
                await asyncio.gather(_pump(reader, there), _pump(inward, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass  # It was cut, or an end went away.
        finally:
            self._tasks.discard(this)
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()
    writer.close()
