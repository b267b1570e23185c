from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.urls import reverse
from django.utils import timezone

from focushub.accounts.models import Session
from tests.factories import UserFactory
from tests.focushub.accounts.conftest import bearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def _three_attempts(settings):
    settings.AXES_FAILURE_LIMIT = 3


def test_the_right_password_opens_a_session(log_in, user):
    response = log_in(user.username.upper(), **{"User-Agent": "Firefox " + "x" * 300})

    assert response.status_code == 200
    assert response.json()["token_type"] == "bearer"
    assert response["Cache-Control"] == "no-store"
    session = Session.objects.get()
    assert (session.owner, len(session.user_agent)) == (user, 200)
    me = bearing(response.json()["access_token"]).get(reverse("me"))
    assert me.json()["id"] == str(user.pk)


def test_the_refresh_token_itself_is_not_kept(log_in, user):
    secret = log_in(user.username).json()["refresh_token"].partition(".")[2]

    assert secret not in Session.objects.get().refresh_hash


def test_a_wrong_password_an_unknown_name_and_a_deactivated_person_look_the_same(log_in, user):
    UserFactory(username="gone", is_active=False)

    answers = [
        log_in(user.username, "not the password"),
        log_in("nobody", "not the password"),
        log_in("gone"),
    ]

    assert [a.status_code for a in answers] == [401, 401, 401]
    told = [
        {k: v for k, v in a.json().items() if k not in {"request_id", "timestamp"}} for a in answers
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]["code"] == "bad_credentials"
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="focushub"'
    assert not Session.objects.exists()


def counting(name, calls):
    """The hasher's own method, and a note that it was called."""
    method = getattr(Argon2PasswordHasher, name)

    def counted(*args):
        calls.append(name)
        return method(*args)

    return counted


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(log_in, user, monkeypatch):
    hashed: list[str] = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counting(name, hashed))

    log_in(user.username, "not the password")
    known = len(hashed)
    log_in("nobody", "not the password")

    assert (known, len(hashed)) == (1, 2)


@pytest.mark.usefixtures("_three_attempts")
@pytest.mark.parametrize("name", ["person", "nobody"])
def test_guessing_is_stopped_whether_or_not_the_name_is_known(log_in, name):
    UserFactory(username="person")
    wrong = [log_in(name, "guess").status_code for _ in range(3)]

    response = log_in(name)

    assert wrong == [401, 401, 429]
    assert response.status_code == 429
    assert response.json()["code"] == "too_many_attempts"
    assert 890 <= int(response["Retry-After"]) <= 900
    assert response["Content-Type"] == "application/problem+json"
    assert not Session.objects.exists()


@pytest.mark.usefixtures("_three_attempts")
def test_who_waits_as_long_as_they_were_told_may_try_again(log_in, user):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(3):
            log_in(user.username, "guess")
        clock.shift(timedelta(minutes=10))
        told = int(log_in(user.username)["Retry-After"])
        clock.shift(timedelta(seconds=told + 1))

        response = log_in(user.username)

    assert told == 300
    assert response.status_code == 200


@pytest.mark.usefixtures("_three_attempts")
def test_another_address_and_another_name_are_not_stopped(log_in, anonymous, user):
    other = UserFactory()
    for _ in range(3):
        log_in(user.username, "guess")

    elsewhere = anonymous.post(
        reverse("login"),
        {"username": user.username, "password": "correct horse battery"},
        REMOTE_ADDR="192.0.2.7",
    )

    assert elsewhere.status_code == 200
    assert log_in(other.username).status_code == 200


@pytest.mark.usefixtures("_three_attempts")
def test_a_right_password_forgets_the_wrong_ones(log_in, user):
    for _ in range(2):
        log_in(user.username, "guess")
    log_in(user.username)

    assert not AccessAttempt.objects.exists()
    assert log_in(user.username, "guess").status_code == 401


@pytest.mark.usefixtures("_three_attempts")
def test_a_request_through_a_socket_without_addresses_can_log_in_and_be_stopped(anonymous, user):
    body = {"username": user.username, "password": "guess"}

    statuses = [
        anonymous.post(reverse("login"), body, REMOTE_ADDR="").status_code for _ in range(3)
    ]

    assert statuses == [401, 401, 429]


def test_attempts_of_one_address_over_many_names_are_bounded(log_in, settings):
    settings.THROTTLES = settings.THROTTLES | {"login": 2}
    answers = [log_in(f"name{n}", "guess") for n in range(3)]

    assert [a.status_code for a in answers] == [401, 401, 429]
    assert answers[2].json()["code"] == "throttled"
    assert 1 <= int(answers[2]["Retry-After"]) <= 60


def test_log_ins_are_stamped(log_in, user):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        log_in(user.username)

        user.refresh_from_db()
        assert user.last_login == timezone.now()
