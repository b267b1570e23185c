"""The last events of each person in a Redis stream, numbered without a gap.

The number of an entry is its id, so number and entry cannot part. It starts at Redis' own clock in
milliseconds: a Redis that forgot everything still counts on above what any client has seen.
Adding and telling are one script, so whoever listens hears the events in their order.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from channels.layers import get_channel_layer
from django.conf import settings
from django_redis import get_redis_connection

from focushub.realtime.events import Event

KEPT: Final = 200
_LIFETIME: Final = timedelta(days=7)
_FIELD: Final = b"event"

# `cmsgpack` writes what the channel layer reads; see `group_channel`.
_ADD: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local seq
if #last > 0 then
  seq = tonumber(string.match(last[1][1], '^%d+')) + 1
else
  local now = redis.call('TIME')
  seq = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
end
local id = string.format('%.0f-0', seq)
redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[2], id, 'event', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[4], cmsgpack.pack({type = 'tell', seq = seq, text = ARGV[1]}))
return seq
"""

_LATEST: Final = """
local numbers = {}
for position, key in ipairs(KEYS) do
  local last = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
  numbers[position] = #last > 0 and tonumber(string.match(last[1][1], '^%d+')) or 0
end
return numbers
"""


class Numbered(NamedTuple):
    """An event as it is kept: a JSON object without its number, which `text` puts into it."""

    seq: int
    body: str

    @property
    def text(self) -> str:
        return f'{{"seq":{self.seq},{self.body[1:]}'


def person_group(person_id: UUID) -> str:
    """The channel layer's group of all of a person's sockets."""
    return f"person.{person_id.hex}"


def group_channel(group: str) -> str:
    """Where channels-redis' pub/sub layer listens for a group, so that a service can speak there
    without an event loop of its own."""
    return f"{settings.CHANNEL_PREFIX}__group__{group}"


def add(person_id: UUID, event: Event) -> int:
    """Keeps the event, tells the person's sockets, and gives its number."""
    body = event.model_dump_json()
    script = get_redis_connection("default").register_script(_ADD)
    lifetime = int(_LIFETIME.total_seconds())
    channel = group_channel(person_group(person_id))
    return cast(int, script(keys=[_key(person_id)], args=[body, KEPT, lifetime, channel]))


def latest(person_ids: Sequence[UUID]) -> list[int]:
    """The number of each one's newest event, 0 where nothing is kept."""
    script = get_redis_connection("default").register_script(_LATEST)
    return cast(list[int], script(keys=[_key(one) for one in person_ids]))


def since(person_id: UUID, seq: int) -> list[Numbered] | None:
    """What came after `seq`, or None where some of it is no longer known. 0: from the beginning."""
    entries = get_redis_connection("default").xrange(_key(person_id), min=f"{seq}-0")
    kept = [_numbered(entry) for entry in entries]
    if seq == 0:
        return kept if len(kept) < KEPT else None
    if not kept or kept[0].seq > seq + 1:
        return None
    return [event for event in kept if event.seq > seq]


def send_to_group(group: str, message: dict[str, Any]) -> None:
    """To the consumers in a group of the channel layer; `message["type"]` names their method."""
    layer: Any = get_channel_layer()
    get_redis_connection("default").publish(group_channel(group), layer.serialize(message))


def _numbered(entry: Any) -> Numbered:
    entry_id, fields = entry
    return Numbered(int(entry_id.split(b"-")[0]), fields[_FIELD].decode())


def _key(person_id: UUID) -> str:
    return f"{settings.REDIS_PREFIX}:events:{person_id.hex}"
