"""Web Push, against a service that checks signatures and a browser that decrypts."""

from datetime import time, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.utils import timezone

from focushub.reminders import push
from focushub.reminders.models import PushSubscription, Reminder
from focushub.reminders.services import pushing
from focushub.reminders.services.looking import look
from tests.factories import UserFactory
from tests.fakes.push_service import Browser, PushService, claims_of
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.reminders.factories import (
    PushSubscriptionFactory,
    ReminderFactory,
    ReminderSettingsFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

FIREFOX = "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn"


@pytest.fixture
def service(settings):
    settings.VAPID_PRIVATE_KEY = push.make_key_pair()[0]
    with PushService() as service:
        settings.PUSH_SERVICE_OF_TESTS = service.url
        yield service


@pytest.fixture
def browser():
    return Browser()


def subscribed(owner, service, browser, path="/ok/1"):
    return PushSubscriptionFactory.create(
        owner=owner, endpoint=service.url + path, **browser.keys()
    )


def push_it(reminder):
    async_to_sync(pushing.push_reminder)(reminder.pk)


def test_a_browser_gets_it_encrypted_and_signed(service, browser, user, settings):
    its = subscribed(user, service, browser)
    reminder = ReminderFactory.create(owner=user)

    push_it(reminder)

    (came,) = service.pushes
    told = browser.read(came)
    assert told["title"] in {"In 10 min: Dentist", "In 9 min: Dentist"}
    assert (told["id"], told["kind"]) == (str(reminder.pk), "block_soon")
    assert b"Dentist" not in came.body
    claims, key = claims_of(came, audience=service.url)
    assert key == push.public_key()
    assert claims["sub"].startswith("mailto:")
    assert came.headers["ttl"] == "600"
    assert came.headers["topic"] == reminder.pk.hex
    its.refresh_from_db()
    assert its.last_sent_at is not None


def test_whoever_is_gone_is_forgotten_and_the_others_get_it(service, browser, user):
    reminder = ReminderFactory.create(owner=user)
    for path in ("/410/a", "/404/b", "/500/c", "/moved/d", "/ok/e"):
        subscribed(user, service, browser, path)

    push_it(reminder)

    left = PushSubscription.objects.values_list("endpoint", "faults")
    faults = {endpoint.removeprefix(service.url): count for endpoint, count in left}
    assert faults == {"/500/c": 1, "/moved/d": 1, "/ok/e": 0}
    assert "/ok/elsewhere" not in {came.path for came in service.pushes}


def test_one_that_fails_time_and_again_is_forgotten(service, browser, user):
    its = subscribed(user, service, browser, "/500/a")
    its.faults = pushing.MOST_FAULTS - 1
    its.save()

    push_it(ReminderFactory.create(owner=user))

    assert not PushSubscription.objects.exists()


def test_a_service_that_hangs_is_not_waited_for(service, browser, user, monkeypatch):
    monkeypatch.setattr(push, "TIMEOUT_SECONDS", 0.3)
    subscribed(user, service, browser, "/hang/a")
    subscribed(user, service, browser, "/ok/b")

    push_it(ReminderFactory.create(owner=user))

    assert sorted(PushSubscription.objects.values_list("faults", flat=True)) == [0, 1]


def test_keys_that_are_none_and_addresses_of_former_times_are_faults(service, user, settings):
    PushSubscriptionFactory.create(owner=user, endpoint=f"{service.url}/ok/1")
    settings.PUSH_HOSTS = []
    PushSubscriptionFactory.create(owner=user, endpoint=FIREFOX, **Browser().keys())

    push_it(ReminderFactory.create(owner=user))

    assert service.pushes == []
    assert list(PushSubscription.objects.values_list("faults", flat=True)) == [1, 1]


def test_what_does_not_hold_any_more_is_not_pushed(service, browser, user, settings):
    subscribed(user, service, browser)
    moved, dismissed, fine = (ReminderFactory.create(owner=user) for _ in range(3))
    moved.occurs_at += timedelta(hours=1)
    moved.save()
    dismissed.dismissed_at = timezone.now()
    dismissed.save()

    push_it(moved)
    push_it(dismissed)
    settings.VAPID_PRIVATE_KEY = ""
    push_it(fine)

    assert service.pushes == []


def test_a_look_queues_it_for_who_has_a_browser(service, browser, user, jobs):
    subscribed(user, service, browser)
    begins = timezone.now() + timedelta(minutes=10, seconds=30)
    for owner in (user, UserFactory.create()):
        ReminderSettingsFactory.create(owner=owner, quiet_from=time(), quiet_until=time())
        TimeBlockFactory.create(owner=owner, starts_at=begins, ends_at=begins + timedelta(hours=1))

    assert look(now=timezone.now() + timedelta(minutes=1)) == 2

    (job,) = jobs.filter(task_name="reminders.push")
    (reminder,) = Reminder.objects.filter(owner=user)
    assert job.args == {"reminder_id": str(reminder.pk)}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/1",
        "https://fcm.googleapis.com:8443/fcm/send/1",
        "https://someone@fcm.googleapis.com/1",
        "https://fcm.googleapis.com.evil.example/1",
        "https://evilfcm.googleapis.com/1",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://169.254.169.254/latest",
        "https://localhost/1",
        "https://[broken/1",
        "ftp://fcm.googleapis.com/1",
        "fcm.googleapis.com",
    ],
)
def test_no_other_address_is_taken(client_for, user, settings, endpoint):
    settings.VAPID_PRIVATE_KEY = push.make_key_pair()[0]
    body = {"endpoint": endpoint, "keys": Browser().keys()}

    answer = client_for(user).post("/api/v1/me/push-subscriptions", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "push_endpoint_not_allowed")
    assert not PushSubscription.objects.exists()


def test_even_a_listed_host_is_none_where_it_is_a_number(settings):
    settings.PUSH_HOSTS = ["10.0.0.1"]

    with pytest.raises(push.EndpointNotAllowed):
        push.check_endpoint("https://10.0.0.1/1")


def test_a_browser_subscribes_once_and_belongs_to_whoever_logs_in_there(
    client_for, user, settings, monkeypatch
):
    settings.VAPID_PRIVATE_KEY = push.make_key_pair()[0]
    monkeypatch.setattr(pushing, "MOST_SUBSCRIPTIONS", 2)
    path, keys = "/api/v1/me/push-subscriptions", Browser().keys()
    others = PushSubscriptionFactory.create(endpoint=FIREFOX)
    client = client_for(user)

    first = client.post(path, {"endpoint": FIREFOX, "keys": keys, "expirationTime": None})
    again = client.post(path, {"endpoint": FIREFOX, "keys": keys})

    assert first.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert FIREFOX not in first.content.decode()
    assert not PushSubscription.objects.filter(pk=others.pk).exists()
    for number in range(2):
        client.post(path, {"endpoint": f"{FIREFOX}{number}", "keys": keys})
    listed = client.get(path).json()
    assert len(listed) == 2
    assert first.json()["id"] not in {one["id"] for one in listed}
    assert client.delete(f"{path}/{listed[0]['id']}").status_code == 204
    assert PushSubscription.objects.count() == 1


def test_without_a_key_nobody_subscribes(client_for, user, settings):
    settings.VAPID_PRIVATE_KEY = ""
    body = {"endpoint": FIREFOX, "keys": Browser().keys()}
    client = client_for(user)

    answer = client.post("/api/v1/me/push-subscriptions", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "push_not_set_up")
    assert client.get("/api/v1/me/reminders").json()["vapid_public_key"] is None


def test_the_command_prints_a_key_that_the_settings_take(capsys, settings):
    call_command("make_vapid_keys")

    told, line = capsys.readouterr().out.splitlines()
    settings.VAPID_PRIVATE_KEY = line.removeprefix("FOCUSHUB_VAPID_PRIVATE_KEY=")
    assert told.endswith(push.public_key())
    assert len(settings.VAPID_PRIVATE_KEY) == 43
