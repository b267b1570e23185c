"""How a service tells a person's devices that something changed.

It costs one trip to Redis, after the commit. With Redis away it costs the event and never the
request; once Redis is back, the person's devices are told to read again.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from focushub.caching import guarded
from focushub.realtime import stream
from focushub.realtime.events import Change, Event, PersonEvent, Resync, RowsChanged
from focushub.realtime.messages import ServerMessage

_MAX_LOST: Final = 10_000
_LOOK_SECONDS: Final = 1.0


def publish(*, person_id: UUID, event: Event) -> None:
    """After the caller's transaction, or at once outside of one."""
    transaction.on_commit(partial(_send, person_id, event))


def publish_rows(
    *, person_id: UUID, kind: type[RowsChanged], change: Change, ids: Collection[UUID], **more: Any
) -> None:
    """One event for all of them, however many; none where there are none."""
    if ids:
        publish(person_id=person_id, event=kind.of(change, ids, **more))


def publish_profile(person_id: UUID) -> None:
    publish_rows(person_id=person_id, kind=PersonEvent, change=Change.CHANGED, ids=[person_id])


def announce(*, group: str, message: ServerMessage) -> None:
    """To the sockets that joined a feature's own group, after the commit; nothing of it is kept."""
    _to_group(group, {"type": "relay", "group": group, "text": message.model_dump_json()})


def dismiss(*, group: str, person_id: UUID) -> None:
    """The person's sockets hear no more of the group, whether or not they say so themselves."""
    _to_group(group, {"type": "drop", "group": group, "person_id": str(person_id)})


def check_sessions(person_id: UUID) -> None:
    """The person's sockets look at once whether they still may."""
    _to_group(stream.person_group(person_id), {"type": "check"})


def _to_group(group: str, message: dict[str, Any]) -> None:
    send = partial(stream.send_to_group, group, message)
    transaction.on_commit(partial(guarded, send, otherwise=None))


def _send(person_id: UUID, event: Event) -> None:
    if guarded(partial(stream.add, person_id, event), otherwise=None) is None:
        losses.remember(person_id)


class Losses:
    """Whose events Redis did not take. A thread, as long as there is one, makes up for them."""

    def __init__(self, *, bound: int = _MAX_LOST, look_seconds: float = _LOOK_SECONDS) -> None:
        self._bound = bound
        self._look_seconds = look_seconds
        self._people: OrderedDict[UUID, None] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def remember(self, person_id: UUID) -> None:
        with self._lock:
            self._people[person_id] = None
            while len(self._people) > self._bound:
                self._people.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._make_up, name="realtime-losses", daemon=True
                )
                self._thread.start()

    def _make_up(self) -> None:
        stopped = threading.Event()
        while True:
            stopped.wait(self._look_seconds)
            with self._lock:
                people = list(self._people)
            for person_id in people:
                told = guarded(partial(stream.add, person_id, Resync()), otherwise=None)
                if told is None:
                    break
                with self._lock:
                    self._people.pop(person_id, None)
            with self._lock:
                if not self._people:
                    self._thread = None
                    return


losses: Final = Losses()
