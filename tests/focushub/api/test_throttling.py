import pytest
import time_machine
from django_redis import get_redis_connection
from redis.client import Pipeline

from focushub.api.throttling import LocalCounts
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.focushub.api.urls")]


@pytest.fixture(autouse=True)
def _few(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, 3)


@pytest.fixture(autouse=True)
def one_window():
    with time_machine.travel("2026-11-23T12:00:20Z", tick=False) as clock:
        yield clock


def statuses(client, count, path="/test/counted", **extra):
    return [client.get(path, **extra).status_code for _ in range(count)]


def test_one_more_than_allowed_is_told_when_to_come_back(client_for, user):
    client = client_for(user)
    before = statuses(client, 3)

    response = client.get("/test/counted")

    assert before == [200, 200, 200]
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
    assert response["Retry-After"] == "40"
    assert "40 seconds" in response.json()["detail"]


def test_who_comes_back_when_told_is_answered(client_for, user, one_window):
    client = client_for(user)
    statuses(client, 4)
    one_window.shift(40)

    assert statuses(client, 1) == [200]


def test_people_are_counted_each_for_themselves(client_for, user):
    statuses(client_for(user), 4)

    assert statuses(client_for(UserFactory()), 1) == [200]


def test_two_devices_of_a_person_count_together(client_for, user):
    statuses(client_for(user), 3)

    assert statuses(client_for(user), 1) == [429]


def test_a_question_is_counted_in_both_of_its_windows_in_one_trip(client_for, user, monkeypatch):
    trips = []
    execute = Pipeline.execute

    def counted(self, *args, **kwargs):
        trips.append(len(self))
        return execute(self, *args, **kwargs)

    monkeypatch.setattr(Pipeline, "execute", counted)
    response = client_for(user).post("/api/v1/organize", {"text": "call mum"})

    assert response.status_code == 200
    assert trips == [4]
    link = get_redis_connection("default")
    keys = sorted(link.scan_iter(f"*:throttle:*:{user.pk}:*"))
    assert [key.split(b":")[2] for key in keys] == [b"answers", b"person"]
    assert link.mget(keys) == [b"1", b"1"]


@pytest.mark.parametrize("scope", ["answers", "person"])
def test_either_of_its_windows_refuses_a_question(client_for, user, settings, scope):
    settings.THROTTLES = settings.THROTTLES | {"answers": 9, "person": 9, scope: 0}

    response = client_for(user).post("/api/v1/organize", {"text": "call mum"})

    assert (response.status_code, response["Retry-After"]) == (429, "40")


def test_strangers_are_counted_by_address_and_by_route(anonymous):
    here = statuses(anonymous, 4, "/test/rare")

    assert here == [200, 200, 200, 429]
    assert statuses(anonymous, 1, "/test/rare", REMOTE_ADDR="192.0.2.1") == [200]


def test_one_subscriber_of_ipv6_is_one_address(anonymous):
    told = [
        anonymous.get("/test/rare", REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(4)
    ]

    assert told == [200, 200, 200, 429]
    assert statuses(anonymous, 1, "/test/rare", REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_a_count_ends_with_its_window(anonymous, settings):
    statuses(anonymous, 1, "/test/rare")

    redis = get_redis_connection("default")
    [key] = redis.scan_iter(f"{settings.REDIS_PREFIX}:throttle:registrations:*")
    assert 0 < redis.ttl(key) <= 3600


@pytest.mark.usefixtures("redis_gone")
def test_with_redis_gone_the_process_counts_alone_and_the_bound_holds(client_for, user):
    assert statuses(client_for(user), 4) == [200, 200, 200, 429]


def test_with_redis_full_the_process_counts_alone_and_the_bound_holds(client_for, user, full_redis):
    full_redis.config_set("maxmemory", "1")

    assert statuses(client_for(user), 4) == [200, 200, 200, 429]


def test_with_redis_slow_the_bound_holds_after_one_try(client_for, user, silent_redis):
    assert statuses(client_for(user), 4) == [200, 200, 200, 429]
    assert silent_redis.attempts == 1


def test_counts_of_a_process_are_bounded_and_the_oldest_go_first():
    counts = LocalCounts(bound=2)

    told = [counts.add(key) for key in ("a", "a", "b", "c", "b", "a")]

    assert told == [1, 2, 1, 1, 2, 1]
