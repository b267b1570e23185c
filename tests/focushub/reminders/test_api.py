"""How one is reminded, and what one does with a reminder."""

from datetime import timedelta

import pytest
from django.utils import timezone

from focushub.reminders.models import Reminder, ReminderSettings
from focushub.reminders.services import answering
from tests.focushub.reminders.factories import ReminderFactory, ReminderSettingsFactory

pytestmark = pytest.mark.django_db

SETTINGS = "/api/v1/me/reminders"


def test_few_reminders_by_default_and_nothing_is_stored_for_asking(client_for, user):
    told = client_for(user).get(SETTINGS).json()

    assert told["kinds"] == ["block_soon", "focus_break"]
    assert (told["quiet_from"], told["quiet_until"]) == ("21:00", "08:00")
    assert not ReminderSettings.objects.exists()


def test_only_what_is_named_changes(client_for, user):
    client = client_for(user)
    ReminderSettingsFactory.create(owner=user, minutes_before=20)
    tag = client.get(SETTINGS)["ETag"]

    body = {
        "kinds": ["wrap_up", "wrap_up"],
        "quiet_from": "23:30",
        "paused_until": "2030-01-01T00:00:00Z",
    }
    told = client.patch(SETTINGS, body, headers={"If-Match": tag})

    assert told.status_code == 200
    assert told.json()["kinds"] == ["wrap_up"]
    assert told.json()["minutes_before"] == 20
    assert told.json()["quiet_from"] == "23:30"
    assert client.patch(SETTINGS, {"kinds": []}, headers={"If-Match": tag}).status_code == 412
    assert client.patch(SETTINGS, {"kinds": []}).json()["kinds"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"kinds": ["nagging"]},
        {"kinds": "wrap_up"},
        {"minutes_before": 0},
        {"break_after_minutes": 10},
        {"quiet_from": "25:00"},
        {"quiet_from": "9:00"},
        {"cards_at": 900},
        {"most_a_day": 51},
    ],
)
def test_what_cannot_be_is_refused(client_for, user, body):
    answer = client_for(user).patch(SETTINGS, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].split(".")[0] == next(iter(body))
    assert not ReminderSettings.objects.exists()


def test_only_what_was_sent_is_listed_newest_first_at_the_same_price(
    client_for, user, django_assert_num_queries
):
    client = client_for(user)
    sent = [ReminderFactory.create(owner=user) for _ in range(3)]
    ReminderFactory.create(owner=user, sent_at=None, next_at=timezone.now())
    ReminderFactory.create(owner=user, source="a feature that left")

    with django_assert_num_queries(3):  # The session, the reminders, their blocks.
        told = client.get("/api/v1/reminders").json()

    assert [one["id"] for one in told[1:]] == [str(one.pk) for one in reversed(sent)]
    assert [one["stands"] for one in told] == [False, True, True, True]


def test_putting_off_takes_the_own_choice_or_the_named_minutes(client_for, user):
    ReminderSettingsFactory.create(owner=user, snooze_minutes=7)
    reminder = ReminderFactory.create(owner=user)
    client, path = client_for(user), f"/api/v1/reminders/{reminder.pk}"
    before = timezone.now()

    for body, minutes in (({}, 7), ({"minutes": 30}, 30)):
        told = client.post(f"{path}/snooze", body)
        assert told.status_code == 200
        reminder.refresh_from_db()
        assert timedelta(0) <= reminder.next_at - before - timedelta(minutes=minutes)
        assert reminder.next_at - before < timedelta(minutes=minutes + 1)
    assert client.post(f"{path}/snooze", {"minutes": 0}).status_code == 400


def test_what_was_put_away_stays_away(client_for, user):
    reminder = ReminderFactory.create(owner=user, next_at=timezone.now())
    client, path = client_for(user), f"/api/v1/reminders/{reminder.pk}"

    first = client.post(f"{path}/dismiss").json()
    again = client.post(f"{path}/dismiss").json()

    assert first["dismissed_at"] == again["dismissed_at"] is not None
    assert first["next_at"] is None
    refused = client.post(f"{path}/snooze", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "reminder_put_away")
    assert client.get("/api/v1/reminders?open=true").json() == []
    assert len(client.get("/api/v1/reminders?open=false").json()) == 1


def test_old_ones_go(user):
    old, new = ReminderFactory.create(owner=user), ReminderFactory.create(owner=user)
    Reminder.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))

    assert answering.purge(before=timezone.now() - timedelta(days=30)) == 1
    assert Reminder.objects.get() == new
