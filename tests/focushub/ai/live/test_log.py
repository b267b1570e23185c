"""Events in Redis: numbered, harmless to send again, bounded, and no trouble when Redis is away."""

from uuid import uuid4

import pytest
from django_redis import get_redis_connection
from redis import Redis

from focushub.ai.live import log
from focushub.ai.live.log import START, Event, EventId

KEY = log.key_of(owner_id=uuid4(), run_id=uuid4())


def _event(attempt: int, number: int, name: str = "token") -> Event:
    return Event(EventId(attempt, number), name, b'{"text":"a"}')


def _ids(key: str = KEY, after: EventId = START) -> list[str]:
    news = log.read({key: after})
    assert news is not None
    return [str(event.id) for event in news.get(key, [])]


def test_what_was_appended_is_read_in_its_order_from_wherever_one_was() -> None:
    log.append({KEY: [_event(1, 1), _event(1, 2, "card"), _event(1, 3)]})

    assert _ids() == ["1-1", "1-2", "1-3"]
    assert log.read({KEY: EventId(1, 1)}) == {KEY: [_event(1, 2, "card"), _event(1, 3)]}
    assert _ids(after=EventId(1, 3)) == []


def test_sending_again_changes_nothing() -> None:
    log.append({KEY: [_event(1, 1), _event(1, 2)]})

    assert log.append({KEY: [_event(1, 1), _event(1, 2), _event(1, 3)]})

    assert _ids() == ["1-1", "1-2", "1-3"]


def test_a_worker_that_was_given_up_says_nothing_behind_its_successor() -> None:
    log.append({KEY: [_event(1, 1), _event(2, 1)]})

    log.append({KEY: [_event(1, 2)]})

    assert _ids() == ["1-1", "2-1"]


def test_streams_are_read_together_and_each_from_its_own_place() -> None:
    other = log.key_of(owner_id=uuid4(), run_id=uuid4())
    log.append({KEY: [_event(1, 1), _event(1, 2)], other: [_event(1, 1)]})

    news = log.read({KEY: EventId(1, 1), other: START, "nobody": START})

    assert news == {KEY: [_event(1, 2)], other: [_event(1, 1)]}


def test_a_stream_is_bounded_and_goes_after_ten_minutes() -> None:
    for start in range(0, 2 * log.MOST_EVENTS, 500):
        log.append({KEY: [_event(1, start + n) for n in range(1, 501)]})
    redis: Redis = get_redis_connection("streams")

    assert redis.xlen(KEY) < log.MOST_EVENTS + 200
    assert 590 < redis.ttl(KEY) <= 600


def test_with_redis_away_appending_says_so_and_reading_knows_nothing(redis_gone: None) -> None:
    assert log.append({KEY: [_event(1, 1)]}) is False
    assert log.read({KEY: START}) is None


def test_a_full_redis_takes_nothing(full_redis: Redis) -> None:
    full_redis.config_set("maxmemory", 1)

    assert log.append({KEY: [_event(1, 1)]}) is False


@pytest.mark.parametrize(
    "text", ["", "end", "1", "1-", "-1", "a-1", "1-1-1", "9999999999-1", "²-1"]
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert EventId.of(text) is None


@pytest.mark.parametrize(
    ("one", "other", "is_next"),
    [
        ((0, 0), (1, 1), True),
        ((1, 1), (1, 2), True),
        ((1, 7), (2, 1), True),
        ((1, 1), (1, 3), False),
        ((0, 0), (1, 2), False),
        ((1, 7), (2, 2), False),
    ],
)
def test_it_is_known_whether_something_is_missing(
    one: tuple[int, int], other: tuple[int, int], is_next: bool
) -> None:
    assert EventId(*one).is_followed_by(EventId(*other)) is is_next
