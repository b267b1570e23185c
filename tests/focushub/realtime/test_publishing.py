"""Events are told after the commit, kept with a number, and cost nothing where Redis is away."""

import time
from typing import Literal
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import transaction
from django_redis import get_redis_connection
from pydantic import ValidationError

from focushub.realtime import events, publishing, stream
from focushub.realtime.events import MAX_IDS, Change, RowsChanged
from focushub.realtime.publishing import Losses, publish, publish_rows
from tests.end_to_end.conftest import until

PERSON = UUID("0199a1b2-0000-7000-8000-0000000000a0")


class Pebble(RowsChanged):
    type: Literal["pebble"] = "pebble"


# No part of the API, so the document of other tests does not have it.
events._kinds.pop("pebble")


@pytest.fixture(autouse=True)
def _quick_losses(monkeypatch):
    monkeypatch.setattr(publishing, "losses", Losses(look_seconds=0.01))


def kept(person_id=PERSON):
    """All that is known of a person's events."""
    entries = get_redis_connection("default").xrange(stream._key(person_id))
    return [orjson.loads(stream._numbered(entry).text) for entry in entries]


def missed(seq):
    """The numbers of what came since, or None."""
    came = stream.since(PERSON, seq)
    return None if came is None else [event.seq for event in came]


def pebble(*ids):
    return Pebble.of(Change.CREATED, ids)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_after_the_commit_and_never_of_what_was_rolled_back():
    row = uuid4()

    with transaction.atomic():
        publish(person_id=PERSON, event=pebble(row))
        assert kept() == []
    with transaction.atomic():
        publish(person_id=PERSON, event=pebble(uuid4()))
        transaction.set_rollback(True)

    (event,) = kept()
    assert event.pop("at").endswith("Z")
    assert event == {"seq": event["seq"], "type": "pebble", "change": "created", "ids": [str(row)]}


def test_numbers_follow_each_other_and_each_person_has_their_own():
    other = uuid4()

    numbers = [stream.add(PERSON, pebble(uuid4())) for _ in range(3)]
    stream.add(other, pebble(uuid4()))

    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert stream.latest([PERSON, other, uuid4()])[0] == numbers[2]
    assert stream.latest([uuid4()]) == [0]
    assert [event["seq"] for event in kept()] == numbers
    assert len(kept(other)) == 1


def test_who_was_away_gets_what_came_since_or_is_told_that_it_is_too_long_ago():
    first = stream.add(PERSON, pebble(uuid4()))
    for _ in range(stream.KEPT):
        last = stream.add(PERSON, pebble(uuid4()))

    assert len(kept()) == stream.KEPT
    assert missed(last - 2) == [last - 1, last]
    assert missed(last) == []
    assert missed(first) == list(range(first + 1, last + 1))
    assert missed(first - 1) is None
    assert missed(last + 1) is None
    assert missed(0) is None
    assert stream.since(uuid4(), last) is None
    assert stream.since(uuid4(), 0) == []
    few = uuid4()
    assert stream.add(few, pebble(uuid4())) == stream.since(few, 0)[0].seq  # type: ignore[index] # a list


def test_a_redis_that_forgot_everything_counts_on_above_what_clients_have_seen():
    before = stream.add(PERSON, pebble(uuid4()))
    get_redis_connection("default").delete(stream._key(PERSON))
    time.sleep(0.01)  # No server is back within the same millisecond.

    after = stream.add(PERSON, pebble(uuid4()))

    assert after > before
    assert stream.since(PERSON, before) is None


@pytest.mark.django_db(transaction=True)
def test_many_rows_are_one_event_and_none_are_no_event():
    publish_rows(person_id=PERSON, kind=Pebble, change=Change.CREATED, ids=[])
    few, many = [uuid4() for _ in range(MAX_IDS)], [uuid4() for _ in range(MAX_IDS + 1)]
    for ids in (few, many):
        publish_rows(person_id=PERSON, kind=Pebble, change=Change.DELETED, ids=ids)

    assert [event["ids"] for event in kept()] == [[str(one) for one in few], []]


def test_an_event_is_known_from_its_definition_on(monkeypatch):
    monkeypatch.setattr(events, "_kinds", {})

    class Shell(RowsChanged):
        type: Literal["shell"] = "shell"

    assert list(events.known()) == [Shell]


def test_an_event_holds_nothing_that_its_type_does_not_name():
    with pytest.raises(ValidationError):
        Pebble.of(Change.CREATED, [], title="a secret")


@pytest.mark.django_db(transaction=True)
def test_with_redis_away_the_event_is_lost_and_told_of_once_redis_is_back(
    use_redis, redis_gone, settings
):
    publish(person_id=PERSON, event=pebble(uuid4()))
    publish(person_id=PERSON, event=pebble(uuid4()))

    use_redis(settings.REDIS_URL)

    until(lambda: [event["type"] for event in kept()] == ["resync"])


def test_losses_are_bounded(redis_gone):
    losses = Losses(bound=2, look_seconds=60)

    people = [uuid4() for _ in range(3)]
    for person in people:
        losses.remember(person)

    assert list(losses._people) == people[1:]
