"""On a clock that is moved: what is sent, when, once, and what is not sent."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from focushub.calendar.booking import change_block
from focushub.calendar.models import TimeBlock
from focushub.focus.services import sessions as focus
from focushub.realtime import stream
from focushub.reminders import sources
from focushub.reminders.models import Reminder
from focushub.reminders.services import answering, looking
from focushub.reminders.services.looking import look
from learning.models import StudySession
from organize.services import tasks
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.reminders.factories import ReminderSettingsFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import TaskFactory

pytestmark = pytest.mark.django_db

# Ten o'clock in Berlin.
MORNING = datetime.fromisoformat("2026-11-24T09:00:00Z")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(MORNING - timedelta(days=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(clock):
    return UserFactory.create(timezone="Europe/Berlin")


@pytest.fixture
def sent(clock):
    """Looks every few minutes from one minute after `MORNING` to another, and gives what came."""

    def between(first, last, every=5):
        came = []
        for minute in range(first, last + 1, every):
            moment = MORNING + minute * MINUTE
            clock.move_to(moment)
            before = set(Reminder.objects.told().values_list("pk", "sent_at"))
            look()
            came += [
                (reminder.kind, minute)
                for reminder in Reminder.objects.told().order_by("pk")
                if (reminder.pk, reminder.sent_at) not in before
            ]
        return came

    return between


def wants(person, *kinds, **more):
    return ReminderSettingsFactory.create(owner=person, kinds=kinds, **more)


def block(person, minutes=30, length=60, **more):
    starts_at = MORNING + minutes * MINUTE
    return TimeBlockFactory.create(
        owner=person, starts_at=starts_at, ends_at=starts_at + length * MINUTE, **more
    )


def test_ten_minutes_before_a_block_and_never_again_by_default(person, sent):
    block(person)

    assert sent(0, 95) == [("block_soon", 20)]


def test_at_its_start_and_before_its_end_where_one_wants_it_so(person, sent):
    wants(person, "block_soon", "block_start", "wrap_up", minutes_before=25, wrap_up_minutes=15)
    block(person)

    assert sent(0, 95) == [("block_soon", 5), ("block_start", 30), ("wrap_up", 75)]


def test_nothing_where_one_wants_nothing_or_has_left(person, sent):
    wants(person)
    block(person)
    gone = UserFactory.create()
    block(gone)
    gone.is_active = False
    gone.save()

    assert sent(15, 95) == []


def test_a_block_that_moved_is_told_of_at_its_new_time_only(person, sent):
    moved = block(person)
    assert sent(0, 15) == []

    later = MORNING + 60 * MINUTE
    change_block(block=moved, starts_at=later, ends_at=later + 60 * MINUTE)

    assert sent(15, 95) == [("block_soon", 50)]


def test_one_that_was_told_and_moves_on_is_told_again_once(person, sent):
    moved = block(person)
    assert sent(15, 25) == [("block_soon", 20)]

    later = MORNING + 60 * MINUTE
    change_block(block=moved, starts_at=later, ends_at=later + 60 * MINUTE)

    assert sent(25, 95) == [("block_soon", 50)]


@pytest.mark.parametrize("how", ["deleted", "done", "put off"])
def test_what_is_done_or_gone_is_not_told(person, sent, how):
    task = TaskFactory.create(owner=person)
    its = block(person, subject_id=task.pk, kind=TimeBlock.Kind.TASK, is_locked=True)
    assert sent(0, 15) == []

    if how == "deleted":
        its.delete()
    elif how == "done":
        tasks.complete_task(task=task)
    else:
        tasks.snooze_task(task=task, minutes=600)

    assert sent(15, 95) == []


def test_a_study_session_that_is_done_is_not_told_of(person, sent):
    session = StudySession.objects.create(owner=person, position=0, title="cells", minutes=25)
    block(person, subject_id=session.pk, kind=TimeBlock.Kind.STUDY)
    session.completed_at = MORNING
    session.save()

    assert sent(15, 95) == []


def test_who_has_just_planned_it_is_not_told_of_it(person, sent, clock):
    clock.move_to(MORNING + 25 * MINUTE)
    block(person)

    assert sent(25, 95) == []


def test_a_worker_that_was_away_tells_what_still_helps(person, clock):
    block(person)
    clock.move_to(MORNING + 24 * MINUTE)

    assert look() == 1
    clock.move_to(MORNING + 60 * MINUTE)
    block(person, minutes=200)
    clock.move_to(MORNING + 196 * MINUTE)
    assert look() == 0


def test_a_clock_that_goes_back_makes_nothing_twice(person, sent, clock):
    block(person)
    assert sent(20, 20) == [("block_soon", 20)]

    assert sent(15, 25) == []


def test_quiet_hours_are_local_and_what_was_put_off_waits_for_their_end(person, sent, clock):
    wants(person, "block_soon", quiet_from="10:15", quiet_until="10:45")
    block(person, minutes=30)  # Its reminder would come at 10:20.
    block(person, minutes=54)  # 10:44: a minute later it still helps.
    early = block(person, minutes=22, length=120)
    clock.move_to(MORNING)

    assert sent(12, 12) == [("block_soon", 12)]
    answering.snooze(reminder=Reminder.objects.get(subject_id=early.pk), minutes=5)

    assert sent(15, 60) == [("block_soon", 45), ("block_soon", 45)]


def test_a_pause_is_kept(person, sent):
    wants(person, "block_soon", paused_until=MORNING + 40 * MINUTE)
    block(person)
    block(person, minutes=120)

    assert sent(15, 115) == [("block_soon", 110)]


def test_no_more_a_day_than_one_wants(person, sent):
    wants(person, "block_soon", most_a_day=2)
    for minutes in (20, 30, 40):
        block(person, minutes=minutes)

    assert len(sent(5, 45)) == 2


def test_a_snooze_comes_again_while_it_stands(person, sent, clock):
    block(person, title="Write")
    assert sent(20, 20) == [("block_soon", 20)]
    reminder = Reminder.objects.get()

    answering.snooze(reminder=reminder, minutes=15)
    assert sent(20, 60) == [("block_soon", 35)]
    answering.snooze(reminder=reminder, minutes=60)
    assert sent(60, 125) == []
    reminder.refresh_from_db()
    assert reminder.dismissed_at is not None


def test_a_break_in_hyperfocus_again_after_as_long_and_never_after_a_pause(person, sent, clock):
    clock.move_to(MORNING)
    session = focus.start_session(owner=person, description="Essay", planned_minutes=60)

    assert sent(0, 125) == [("focus_break", 60), ("focus_break", 120)]
    focus.pause_session(session=session)
    assert sent(125, 200) == []
    focus.resume_session(session=session)
    assert sent(200, 265) == [("focus_break", 260)]


def test_time_to_wrap_up_before_the_planned_end_of_a_session(person, sent, clock):
    wants(person, "wrap_up")
    clock.move_to(MORNING)
    session = focus.start_session(owner=person, description="Essay", planned_minutes=25)

    assert sent(0, 15) == []
    focus.pause_session(session=session)
    assert sent(15, 30) == []
    focus.resume_session(session=session)
    assert sent(30, 40) == [("wrap_up", 35)]


def test_a_session_that_is_finished_between_two_looks_is_not_told_of(person, clock):
    clock.move_to(MORNING)
    session = focus.start_session(owner=person, description="Essay", planned_minutes=60)
    clock.move_to(MORNING + 60 * MINUTE)
    for source in sources.all_sources():
        looking._write_down(source.name, source.due(since=MORNING, until=MORNING + 60 * MINUTE))
    assert Reminder.objects.filter(next_at__isnull=False).count() == 1

    focus.finish_session(session=session)

    assert look() == 0
    assert not Reminder.objects.told().exists()


def test_cards_once_a_day_at_the_time_on_the_wall(person, sent, clock):
    wants(person, "cards_due", cards_at="10:30")
    tokyo = UserFactory.create(timezone="Asia/Tokyo")
    wants(tokyo, "cards_due", cards_at="10:30")
    nobody = UserFactory.create(timezone="Europe/Berlin")
    wants(nobody, "cards_due", cards_at="10:30")
    for owner in (person, tokyo):
        CardFactory.create(owner=owner, deck__owner=owner)

    assert sent(20, 60) == [("cards_due", 30)]
    assert Reminder.objects.get().owner == person
    Reminder.objects.update(sent_at=MORNING)
    assert sent(24 * 60 + 25, 24 * 60 + 35) == [("cards_due", 24 * 60 + 30)]


def test_the_words_are_kind_and_true_at_the_moment(person, sent, clock, client_for):
    block(person, title="Write")
    sent(20, 20)
    clock.move_to(MORNING + 23 * MINUTE)
    client = client_for(person)

    (told,) = client.get("/api/v1/reminders").json()
    assert (told["title"], told["stands"]) == ("In 7 min: Write", True)
    clock.move_to(MORNING + 31 * MINUTE)
    told = client_for(person).get(f"/api/v1/reminders/{told['id']}").json()
    assert (told["title"], told["body"]) == ("Now: Write", "Two minutes are enough to begin.")
    TimeBlock.objects.all().delete()
    (told,) = client.get("/api/v1/reminders?open=true").json()
    assert (told["stands"], "Write" in told["title"]) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_once_send_it_once(person, clock):
    block(person)
    clock.move_to(MORNING + 20 * MINUTE)
    counts, ready = [], threading.Barrier(4)

    def work():
        try:
            ready.wait(10)
            counts.append(look(now=MORNING + 20 * MINUTE))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sum(counts) == 1
    assert Reminder.objects.told().count() == 1
    (newest,) = stream.latest([person.pk])
    told = stream.since(person.pk, newest - 1)
    assert told is not None
    assert ['"reminder"' in event.body for event in told] == [True]
    assert stream.since(person.pk, newest - 2) is None


@pytest.mark.django_db(transaction=True)
def test_one_that_dies_while_it_sends_leaves_it_to_the_next(person, clock):
    block(person)
    clock.move_to(MORNING + 20 * MINUTE)
    with transaction.atomic():
        assert look() == 1
        transaction.set_rollback(True)

    assert look() == 1
    assert Reminder.objects.told().count() == 1
