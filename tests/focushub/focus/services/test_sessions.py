"""Many devices at once, what a finished task does, and who is told."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection
from django.utils import timezone
from uuid6 import uuid7

from focushub.accounts.models import User
from focushub.focus.models import FocusSession
from focushub.focus.services import sessions
from focushub.realtime import stream
from tests.focushub.focus.factories import FocusSessionFactory


@pytest.mark.django_db(transaction=True)
def test_of_many_starts_at_once_one_runs(user: User) -> None:
    def begin(number: int) -> bool:
        try:
            sessions.start_session(owner=user, description=f"{number}", planned_minutes=25)
        except sessions.AnotherIsRunning:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(begin, range(6)))

    assert won.count(True) == 1
    assert FocusSession.objects.running(now=timezone.now()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_devices_that_change_and_start_at_once_do_not_block_each_other(user: User) -> None:
    session = FocusSessionFactory.create(owner=user)

    def work(number: int) -> None:
        try:
            if number % 2:
                sessions.pause_session(session=session)
            else:
                sessions.start_session(
                    owner=user, description="x", planned_minutes=25, replace=True
                )
        except sessions.SessionIsOver:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))

    assert FocusSession.objects.running(now=timezone.now()).count() == 1


@pytest.mark.django_db
def test_a_done_task_finishes_what_is_open_for_it(user: User) -> None:
    task_id = uuid7()
    running = FocusSessionFactory.create(owner=user, subject_id=task_id)
    paused = FocusSessionFactory.create(owner=user, subject_id=task_id, paused=True)
    other = FocusSessionFactory.create(owner=user, paused=True)
    FocusSessionFactory.create(subject_id=task_id)

    finished = sessions.finish_sessions_of(owner_id=user.pk, subject_id=task_id)

    other.refresh_from_db()
    assert [session.pk for session in finished] == [running.pk, paused.pk]
    assert {session.state for session in finished} == {"finished"}
    assert other.state == "paused"
    assert sessions.finish_sessions_of(owner_id=user.pk, subject_id=task_id) == []


@pytest.mark.django_db(transaction=True)
def test_the_persons_devices_are_told_what_to_set_a_timer_by(user: User) -> None:
    session = sessions.start_session(owner=user, description="A letter", planned_minutes=25)
    paused = sessions.pause_session(session=session)
    sessions.pause_session(session=session)
    sessions.delete_session(session=paused)

    events = stream.since(user.pk, stream.latest([user.pk])[0] - 3)

    assert events is not None
    told = [orjson.loads(event.text) for event in events]
    assert [(e["type"], e["change"], e["state"]) for e in told] == [
        ("focus_session", "created", "running"),
        ("focus_session", "changed", "paused"),
        ("focus_session", "deleted", "abandoned"),
    ]
    assert told[0]["running_since"] == told[0]["at"]
    assert (told[0]["elapsed_seconds"], told[0]["ids"]) == (0, [str(session.pk)])
    assert told[1]["running_since"] is None
    assert "A letter" not in str(told)
