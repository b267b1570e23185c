"""The worker's side: what runs tell is sent in one trip for all of them, some times a second.

Whoever tells something never waits for Redis. Where Redis is away, what is told is kept for a few
seconds and then let go; the answer does not depend on it.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any, Final
from weakref import WeakKeyDictionary

from focushub.ai.live import log
from focushub.ai.live.log import OVER, Event, EventId
from focushub.ai.models import Run
from focushub.ai.stream import EventName
from focushub.common.rendering import render

SEND_SECONDS: Final = 0.04
# What Redis did not take for so long is let go.
KEPT_SECONDS: Final = 10.0
_MOST_CHARS: Final = 200
# A run that ends waits this long for its last words to be out, not for a Redis that is away.
_FAREWELL_SECONDS: Final = 1.0

_outboxes: WeakKeyDictionary[asyncio.AbstractEventLoop, "Outbox"] = WeakKeyDictionary()


def tell_of(run: Run) -> "RunTeller":
    """The stream of a run that is at work on this loop."""
    loop = asyncio.get_running_loop()
    return RunTeller(run, _outboxes.setdefault(loop, Outbox()))


class RunTeller:
    """A `RunStream`. What it is told goes out within some 40 ms, neighbouring words as one."""

    def __init__(self, run: Run, outbox: "Outbox") -> None:
        self._key = log.key_of(owner_id=run.owner_id, run_id=run.pk)
        # A run that is refused a further attempt has its end behind what the attempts told.
        self._attempt = run.attempts if run.is_in_flight else run.attempts + 1
        self._number = 0
        self._outbox = outbox
        self._words: list[str] = []
        self._is_over = False
        if self._attempt > 1:
            self._tell("restart", {"reason": "taken_over"})

    def progress(self, text: str) -> None:
        self._tell("progress", {"text": text[:_MOST_CHARS]})

    def event(self, name: EventName, data: Mapping[str, Any]) -> None:
        self._tell(name.value, data)

    def token(self, text: str) -> None:
        if text:
            self._words.append(text)
            self._outbox.has_words(self)

    def restart(self) -> None:
        self._words.clear()
        self._tell("restart", {"reason": "asked_again"})

    async def over(self) -> None:
        """The run's row tells the rest. Nothing can be told after this."""
        self._tell(OVER, {}, is_last=True)
        self._is_over = True
        await self._outbox.sent(self._key)

    def say_words(self) -> None:
        """Turns the words since the last event into one."""
        if self._words:
            text = "".join(self._words)
            self._words.clear()
            self._add("token", {"text": text})

    def _tell(self, name: str, data: Mapping[str, Any], *, is_last: bool = False) -> None:
        self.say_words()
        self._add(name, data, is_last=is_last)

    def _add(self, name: str, data: Mapping[str, Any], *, is_last: bool = False) -> None:
        # Past the bound only the end is told: what is that long is seen when it is finished.
        if self._is_over or (self._number >= log.MOST_EVENTS - 1 and not is_last):
            return
        self._number += 1
        event = Event(EventId(self._attempt, self._number), name, render(data))
        self._outbox.add(self._key, event)


class Outbox:
    """Of one event loop; its task lives as long as there is something to send."""

    def __init__(self) -> None:
        self._unsent: dict[str, list[tuple[float, Event]]] = {}
        self._speaking: set[RunTeller] = set()
        self._sending: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, key: str, event: Event) -> None:
        self._unsent.setdefault(key, []).append((time.monotonic(), event))
        self._wake()

    def has_words(self, teller: RunTeller) -> None:
        self._speaking.add(teller)
        self._wake()

    async def sent(self, key: str) -> None:
        """Waits until all that was told of a run is out, within bounds."""
        end = time.monotonic() + _FAREWELL_SECONDS
        while (key in self._unsent or key in self._sending) and time.monotonic() < end:
            if log.streams_breaker.is_open:
                return
            await asyncio.sleep(SEND_SECONDS / 2)

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            # Without the context of the run that happens to be first.
            self._task = asyncio.get_running_loop().create_task(self._send_all(), context=Context())

    async def _send_all(self) -> None:
        loop = asyncio.get_running_loop()
        # Its own thread: the others may all be waiting for a model.
        with ThreadPoolExecutor(1, thread_name_prefix="run-events") as thread:
            while self._unsent or self._speaking:
                for teller in self._speaking:
                    teller.say_words()
                self._speaking.clear()
                batch, self._unsent = self._unsent, {}
                self._sending = set(batch)
                events = {key: [event for _, event in told] for key, told in batch.items()}
                is_sent = await loop.run_in_executor(thread, log.append, events)
                self._sending = set()
                if not is_sent:
                    self._keep(batch)
                await asyncio.sleep(SEND_SECONDS)

    def _keep(self, batch: Mapping[str, Sequence[tuple[float, Event]]]) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for key, told in batch.items():
            kept = [(since, event) for since, event in told if since > oldest]
            later = self._unsent.pop(key, [])
            if kept or later:
                self._unsent[key] = [*kept, *later]
