"""Alarms in the calendar feed: the reminders that can be known ahead."""

from datetime import datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from focushub.calendar.services.feed import calendar_file
from focushub.reminders.services.alarms import alarms
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.reminders.factories import ReminderSettingsFactory

pytestmark = pytest.mark.django_db

MORNING = datetime.fromisoformat("2026-11-24T09:00:00Z")  # Ten in Berlin.


@pytest.fixture
def person():
    with time_machine.travel(MORNING, tick=False):
        yield UserFactory.create(timezone="Europe/Berlin")


def rung(person):
    """Each title's alarms, in minutes before."""
    calendar = Calendar.from_ical(calendar_file(person=person))
    return {
        str(event["summary"]): sorted(
            -alarm.decoded("trigger") // timedelta(minutes=1) for alarm in event.walk("VALARM")
        )
        for event in calendar.walk("VEVENT")
    }


def block(person, title, hours):
    starts_at = MORNING + timedelta(hours=hours)
    TimeBlockFactory.create(
        owner=person, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
    )


def test_before_what_is_to_come_and_never_in_quiet_hours(person):
    block(person, "over", -3)
    block(person, "soon", 2)
    block(person, "at night", 13)

    assert rung(person) == {"over": [], "soon": [10], "at night": []}


def test_an_entry_of_another_kind_rings_for_nothing_here(person):
    assert alarms(person=person, uids=["task-1", str(person.pk)]) == {}


def test_as_one_wants_it_after_a_pause(person):
    wants = ReminderSettingsFactory.create(
        owner=person,
        kinds=["block_soon", "block_start", "wrap_up"],
        minutes_before=25,
        paused_until=MORNING + timedelta(hours=3),
    )
    block(person, "paused", 2)
    block(person, "on the edge", 3)
    block(person, "after", 5)

    assert rung(person) == {"paused": [], "on the edge": [0], "after": [0, 25]}
    for field, value in (("kinds", ["wrap_up"]), ("in_calendar", False)):
        setattr(wants, field, value)
        wants.save()
        assert set(map(tuple, rung(person).values())) == {()}
