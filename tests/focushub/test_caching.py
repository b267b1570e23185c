from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
import redis
import time_machine
from django.core.cache import cache
from django_redis import get_redis_connection
from hypothesis import given, settings
from hypothesis import strategies as st

from focushub.caching import CacheEntry, canonical, digest, guarded, redis_breaker

ENTRY = CacheEntry("shelf", ttl=timedelta(minutes=10), version=3)
PERSON = UUID("0199a1b2-0000-7000-8000-000000000001")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """Seconds as the breaker counts them."""
    clock = Clock()
    monkeypatch.setattr(redis_breaker, "_clock", clock)
    return clock


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
payloads = st.dictionaries(st.text(max_size=4), values, max_size=4)


def reordered(value):
    match value:
        case dict():
            return {key: reordered(inner) for key, inner in reversed(value.items())}
        case list():
            return [reordered(inner) for inner in value]
    return value


@settings(max_examples=50, deadline=None)
@given(payloads)
def test_the_order_of_keys_makes_no_other_question(payload):
    assert canonical(reordered(payload)) == canonical(payload)


@settings(max_examples=50, deadline=None)
@given(payloads, payloads)
def test_different_questions_are_different(one, other):
    assert (canonical(one) == canonical(other)) == (repr_of(one) == repr_of(other))


def repr_of(value):
    match value:
        case dict():
            return sorted((key, repr_of(inner)) for key, inner in value.items()).__repr__()
        case list():
            return [repr_of(inner) for inner in value].__repr__()
    return f"{type(value).__name__}:{value!r}"


def test_one_instant_is_one_question_in_any_zone():
    utc = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    berlin = utc.astimezone(timezone(timedelta(hours=1)))

    assert canonical({"at": berlin}) == canonical({"at": utc}) == b'{"at":"2026-11-23T13:00:00Z"}'


def test_a_time_without_a_zone_is_no_part_of_a_question():
    with pytest.raises(TypeError):
        canonical({"at": datetime(2026, 11, 23, 13, 0)})  # noqa: DTZ001 - what is refused here


def test_parts_of_a_key_do_not_run_into_each_other():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("1", b"x") == digest(1, "x")
    assert len(digest("a")) == 40


def test_what_was_kept_comes_back_as_the_same_bytes():
    ENTRY.set(PERSON, "q", b'{"a": 1}')

    assert ENTRY.get(PERSON, "q") == b'{"a": 1}'
    assert get_redis_connection("default").ttl(cache.make_key(ENTRY.key(PERSON, "q"))) in (599, 600)


def test_another_person_question_name_or_version_finds_nothing():
    ENTRY.set(PERSON, "q", b"x")

    others = [
        ENTRY.get(UUID(int=1), "q"),
        ENTRY.get(PERSON, "other"),
        CacheEntry("table", ttl=ENTRY.ttl, version=3).get(PERSON, "q"),
        CacheEntry("shelf", ttl=ENTRY.ttl, version=4).get(PERSON, "q"),
    ]

    assert others == [None] * 4


def test_what_was_deleted_is_gone():
    ENTRY.set(PERSON, "q", b"x")
    ENTRY.delete(PERSON, "q")

    assert ENTRY.get(PERSON, "q") is None


@pytest.mark.parametrize(
    ("seconds", "kept_seconds"), [(60, 60), (0, None), (-5, None), (6000, 600)]
)
def test_nothing_is_kept_past_the_moment_it_stops_being_true(seconds, kept_seconds):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        ENTRY.set(PERSON, "q", b"x", until=until)

    ttl = get_redis_connection("default").ttl(cache.make_key(ENTRY.key(PERSON, "q")))
    assert ttl == (-2 if kept_seconds is None else pytest.approx(kept_seconds, abs=1))


def test_only_rendered_bytes_are_kept():
    with pytest.raises(TypeError):
        cache.set("x", {"not": "rendered"})


@pytest.mark.usefixtures("redis_gone")
def test_with_redis_gone_one_try_is_made_and_then_none():
    asked = []

    def command():
        asked.append("try")
        return get_redis_connection("default").ping()

    answers = [guarded(command, otherwise="nothing") for _ in range(5)]

    assert answers == ["nothing"] * 5
    assert asked == ["try"]


def test_with_redis_slow_one_time_out_is_paid_and_then_none(silent_redis):
    for n in range(5):
        ENTRY.set(PERSON, f"q{n}", b"x")

    answers = [ENTRY.get(PERSON, f"q{n}") for n in range(5)]

    assert answers == [None] * 5
    assert silent_redis.attempts == 1


def test_after_a_rest_one_caller_looks_again_and_a_longer_rest_follows(silent_redis, clock):
    attempts = []
    for seconds in (0, 0.9, 0.2, 1.8, 0.3, 0):
        clock.now += seconds
        ENTRY.get(PERSON, "q")
        attempts.append(silent_redis.attempts)

    assert attempts == [1, 1, 2, 2, 3, 3]


def test_with_redis_back_everything_is_kept_again(silent_redis, clock, use_redis, settings):
    ENTRY.get(PERSON, "q")
    use_redis(settings.REDIS_URL)
    ENTRY.set(PERSON, "too soon", b"x")
    clock.now += 1
    ENTRY.set(PERSON, "q", b"x")

    assert ENTRY.get(PERSON, "q") == b"x"
    assert ENTRY.get(PERSON, "too soon") is None
    assert not redis_breaker.is_open


def test_with_redis_full_nothing_new_is_kept_and_what_is_there_still_serves(full_redis):
    ENTRY.set(PERSON, "old", b"x")
    full_redis.config_set("maxmemory", "1")

    ENTRY.set(PERSON, "new", b"x")

    assert ENTRY.get(PERSON, "new") is None
    assert ENTRY.get(PERSON, "old") == b"x"
    assert not redis_breaker.is_open
    full_redis.config_set("maxmemory", "0")
    ENTRY.set(PERSON, "new", b"x")
    assert ENTRY.get(PERSON, "new") == b"x"


def test_a_mistake_of_ours_is_not_taken_for_a_sick_redis():
    with pytest.raises(ZeroDivisionError):
        guarded(lambda: 1 // 0, otherwise=0)

    assert not redis_breaker.is_open


def test_the_cache_is_a_real_server():
    client = get_redis_connection("default")

    assert isinstance(client, redis.Redis)
    assert client.info("server")["redis_version"]
