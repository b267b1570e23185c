import pytest
from django.urls import reverse

from focushub.accounts.models import Session, User
from tests.factories import PASSWORD, UserFactory
from tests.focushub.accounts.conftest import bearing

pytestmark = pytest.mark.django_db


def test_registering_makes_a_person_and_logs_them_in(anonymous):
    body = {
        "username": "Robin.K",
        "password": PASSWORD,
        "email": "Robin@Example.ORG",
        "timezone": "Europe/Berlin",
        "country": "de",
        "date_order": "dmy",
    }

    response = anonymous.post(reverse("register"), body)

    assert response.status_code == 201
    assert sorted(response.json()) == ["access_token", "expires_in", "refresh_token", "token_type"]
    assert response.json()["token_type"] == "bearer"
    assert response.json()["expires_in"] == 900
    assert response["Cache-Control"] == "no-store"
    person = User.objects.get()
    assert (person.username, person.email, person.timezone, person.country, person.date_order) == (
        "robin.k",
        "Robin@example.org",
        "Europe/Berlin",
        "DE",
        "dmy",
    )
    assert person.check_password(PASSWORD)
    assert not person.is_staff
    me = bearing(response.json()["access_token"]).get(reverse("me"))
    assert me.json()["username"] == "robin.k"


def test_a_user_name_and_a_password_are_enough(anonymous):
    response = anonymous.post(reverse("register"), {"username": "robin", "password": PASSWORD})

    assert response.status_code == 201
    person = User.objects.get()
    assert (person.email, person.timezone, person.country, person.date_order) == (
        "",
        "UTC",
        "",
        "mdy",
    )


@pytest.mark.parametrize("again", ["robin", "ROBIN", "ｒｏｂｉｎ"])
def test_a_user_name_in_any_spelling_is_taken_once(anonymous, again):
    UserFactory(username="robin")

    response = anonymous.post(reverse("register"), {"username": again, "password": PASSWORD})

    assert response.status_code == 409
    assert response.json()["code"] == "username_taken"
    assert [e["field"] for e in response.json()["errors"]] == ["username"]
    assert User.objects.count() == 1
    assert not Session.objects.exists()


def test_an_address_may_belong_to_several_accounts_so_nobody_learns_that_it_is_known(anonymous):
    UserFactory(email="home@example.org")
    body = {"username": "robin", "password": PASSWORD, "email": "home@example.org"}

    response = anonymous.post(reverse("register"), body)

    assert response.status_code == 201


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"username": ""}, "username", "blank"),
        ({"username": "two words"}, "username", "invalid_username"),
        ({"username": "\ufdfa"}, "username", "invalid_username"),
        ({"username": "x" * 151}, "username", "max_length"),
        ({"password": "nul\u0000 in here"}, "password", "null_characters_not_allowed"),
        ({"password": "x" * 257}, "password", "max_length"),
        ({"password": "short"}, "password", "password_too_short"),
        ({"password": "password123"}, "password", "password_too_common"),
        ({"password": "robin.robin1"}, "password", "password_too_similar"),
        ({"email": "nowhere"}, "email", "invalid"),
        ({"timezone": "Europe/Entenhausen"}, "timezone", "unknown"),
        ({"country": "ZZ"}, "country", "unknown"),
        ({"date_order": "ymd"}, "date_order", "invalid_choice"),
    ],
)
def test_what_cannot_be_used_is_named_and_nobody_is_made(anonymous, change, field, code):
    body = {"username": "robin.robin", "password": PASSWORD, **change}

    response = anonymous.post(reverse("register"), body)

    assert response.status_code == 400
    assert [(e["field"], e["code"]) for e in response.json()["errors"]] == [(field, code)]
    assert not User.objects.exists()


def test_more_registrations_of_an_address_than_an_hour_allows_wait(anonymous, settings):
    settings.THROTTLES = settings.THROTTLES | {"registrations": 2}
    for name in ("one", "two"):
        anonymous.post(reverse("register"), {"username": name, "password": PASSWORD})

    response = anonymous.post(reverse("register"), {"username": "three", "password": PASSWORD})

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 3600
    assert User.objects.count() == 2


def test_a_registration_keeps_no_answer_under_an_idempotency_key(anonymous):
    body = {"username": "robin", "password": PASSWORD}
    headers = {"Idempotency-Key": "a-key"}
    anonymous.post(reverse("register"), body, headers=headers)

    response = anonymous.post(reverse("register"), body, headers=headers)

    assert response.status_code == 409
    assert response.json()["code"] == "username_taken"
