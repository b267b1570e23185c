"""Time is given away once, however many ask for it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from focushub.accounts.models import User
from focushub.calendar.booking import book
from focushub.calendar.models import TimeBlock
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def _block(person: User, start: int, minutes: int = 30, title: str = "Study") -> TimeBlock:
    starts_at = NOON + timedelta(minutes=start)
    return TimeBlock(
        owner=person,
        kind=TimeBlock.Kind.STUDY,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def _kept(blocks: list[TimeBlock]) -> list[int]:
    return [int((block.starts_at - NOON).total_seconds()) // 60 for block in blocks]


@pytest.mark.django_db
def test_only_free_time_is_taken_and_blocks_may_touch(user: User) -> None:
    TimeBlockFactory.create(
        owner=user, starts_at=NOON + timedelta(minutes=30), ends_at=NOON + timedelta(minutes=60)
    )
    TimeBlockFactory.create(
        owner=UserFactory.create(), starts_at=NOON, ends_at=NOON.replace(hour=18)
    )

    made = book(owner_id=user.pk, blocks=[_block(user, at) for at in (0, 20, 60, 75)])

    assert _kept(made) == [0, 60]
    assert TimeBlock.objects.owned_by(user).count() == 3
    assert book(owner_id=user.pk, blocks=[]) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_waits_and_gets_what_is_left(user: User) -> None:
    kept: list[int] = []

    def second() -> None:
        try:
            with transaction.atomic():
                blocks = [_block(user, at, title="second") for at in (15, 60)]
                kept.extend(_kept(book(owner_id=user.pk, blocks=blocks)))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        book(owner_id=user.pk, blocks=[_block(user, 0, title="first")])
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=20)

    assert kept == [60]
    assert sorted(TimeBlock.objects.values_list("title", flat=True)) == ["first", "second"]
