"""Whatever changes a person's rows takes their turn first, so that two never wait in a ring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from focushub.accounts.models import User
from focushub.accounts.services import people
from focushub.calendar import booking
from focushub.calendar.models import TimeBlock
from focushub.common.turns import one_at_a_time
from focushub.reminders.services import answering
from learning.models import StudySession
from learning.services import cards, decks, reviews, sessions
from organize.services import snapshots, tasks
from tests.conftest import ClientFor
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.learning.factories import CardFactory, DeckFactory
from tests.organize.factories import TaskFactory

Made = tuple[Any, Callable[[], object]]
_PATIENCE = 20.0


def complete(user: User) -> Made:
    task = TaskFactory.create(owner=user)
    return task, lambda: tasks.complete_task(task=task)


def snooze(user: User) -> Made:
    task = TaskFactory.create(owner=user)
    return task, lambda: tasks.snooze_task(task=task, minutes=10)


def delete(user: User) -> Made:
    task = TaskFactory.create(owner=user)
    return task, lambda: tasks.delete_task(task=task)


def restore(user: User) -> Made:
    task = TaskFactory.create(owner=user)
    before = snapshots.take(task)
    return task, lambda: snapshots.restore(owner=user, task_id=task.pk, before=before)


def move_block(user: User) -> Made:
    block = TimeBlockFactory.create(owner=user)
    return block, lambda: booking.change_block(block=block, title="Later")


def free_block(user: User) -> Made:
    block = TimeBlockFactory.create(owner=user)
    mine = TimeBlock.objects.filter(pk=block.pk)
    return block, lambda: booking.free_time(owner_id=user.pk, blocks=mine)


def complete_session(user: User) -> Made:
    session = StudySession.objects.create(
        owner=user, kind=StudySession.Kind.STUDY, title="Cells", minutes=25, position=0
    )
    return session, lambda: sessions.complete_session(session=session)


def review(user: User) -> Made:
    card = CardFactory.create(owner=user)
    return card, lambda: reviews.review_card(card=card, rating=3)


def bury(user: User) -> Made:
    card = CardFactory.create(owner=user)
    return card, lambda: cards.bury_card(card=card)


def rename_deck(user: User) -> Made:
    deck = DeckFactory.create(owner=user)
    return deck, lambda: decks.update_deck(deck=deck, name="Cells")


CHANGES = [
    complete, snooze, delete, restore, move_block, free_block, complete_session, review, bury,
    rename_deck,
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_who_waits_for_a_turn_holds_no_row_yet(
    user: User, change: Callable[[User], Made], until_somebody_waits: Callable[[], None]
) -> None:
    row, act = change(user)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one_at_a_time(user.pk)
            other = pool.submit(_alone, act)
            until_somebody_waits()
            # Raises where the other holds it: a re-plan that takes it now would wait in a ring.
            model = type(row)._base_manager
            assert len(model.select_for_update(nowait=True).filter(pk=row.pk)) == 1
        other.result(timeout=_PATIENCE)


@pytest.mark.django_db(transaction=True)
def test_a_change_over_http_that_must_match_waits_with_empty_hands(
    user: User, client_for: ClientFor, until_somebody_waits: Callable[[], None]
) -> None:
    task = TaskFactory.create(owner=user)
    client = client_for(user)
    address = f"/api/v1/tasks/{task.pk}"
    etag = client.get(address)["ETag"]

    def patch() -> object:
        return client.patch(
            address, {"title": "Later"}, content_type="application/json", headers={"If-Match": etag}
        )

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one_at_a_time(user.pk)
            other = pool.submit(_alone, patch)
            until_somebody_waits()
            list(type(task).objects.select_for_update(nowait=True).filter(pk=task.pk))
        answer = other.result(timeout=_PATIENCE)

    assert answer.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/me/reminders"])
def test_what_another_device_saves_meanwhile_is_compared_as_well(
    user: User, client_for: ClientFor, until_somebody_waits: Callable[[], None], address: str
) -> None:
    client = client_for(user)
    etag = client.get(address)["ETag"]

    def patch() -> object:
        return client.patch(
            address, {}, content_type="application/json", headers={"If-Match": etag}
        )

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one_at_a_time(user.pk)
            other = pool.submit(_alone, patch)
            until_somebody_waits()
            people.describe(person=user, changes={"session_minutes": 30})
            answering.change_settings(person=user, minutes_before=20)
        answer = other.result(timeout=_PATIENCE)

    assert answer.status_code == 412


def _alone(act: Callable[[], object]) -> Any:
    try:
        return act()
    finally:
        connection.close()
