from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
import time_machine
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from focushub.accounts.models import Session
from focushub.accounts.services import sessions
from tests.factories import UserFactory
from tests.focushub.accounts.conftest import bearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(user):
    return sessions.open_session(person=user, user_agent="Firefox")


def refresh(client, token):
    return client.post(reverse("refresh"), {"refresh_token": token})


def test_a_refresh_gives_a_new_pair_and_the_old_access_token_still_counts(anonymous, pair):
    response = refresh(anonymous, pair.refresh_token)

    assert response.status_code == 200
    assert response.json()["refresh_token"] != pair.refresh_token
    assert response["Cache-Control"] == "no-store"
    assert bearing(response.json()["access_token"]).get(reverse("me")).status_code == 200
    assert bearing(pair.access_token).get(reverse("me")).status_code == 200
    assert Session.objects.count() == 1


def test_a_refresh_token_that_turns_up_again_ends_its_whole_family(anonymous, pair):
    newer = refresh(anonymous, pair.refresh_token).json()

    again = refresh(anonymous, pair.refresh_token)

    assert again.status_code == 401
    assert again.json()["code"] == "bad_refresh_token"
    assert refresh(anonymous, newer["refresh_token"]).status_code == 401
    assert bearing(newer["access_token"]).get(reverse("me")).status_code == 401


def test_another_session_of_the_same_person_outlives_a_stolen_one(anonymous, user, pair):
    other = sessions.open_session(person=user, user_agent="Phone")
    refresh(anonymous, pair.refresh_token)
    refresh(anonymous, pair.refresh_token)

    assert refresh(anonymous, other.refresh_token).status_code == 200


@pytest.mark.parametrize(
    "token", ["x", "not-a-uuid.secret", "01890a5d-ac96-774b-bcce-b302099a8057.secret", "."]
)
def test_a_refresh_token_that_was_never_given_is_refused(anonymous, token):
    response = refresh(anonymous, token)

    assert response.status_code == 401
    assert response.json()["code"] == "bad_refresh_token"
    assert response["WWW-Authenticate"] == 'Bearer realm="focushub"'


def test_a_session_that_is_not_used_runs_out_and_one_that_is_goes_on(anonymous, user):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        pair = sessions.open_session(person=user, user_agent="")
        clock.shift(timedelta(days=59))
        newer = refresh(anonymous, pair.refresh_token).json()["refresh_token"]
        clock.shift(timedelta(days=59))
        newest = refresh(anonymous, newer).json()["refresh_token"]
        clock.shift(timedelta(days=61))

        assert refresh(anonymous, newest).status_code == 401


def test_a_deactivated_person_is_refused_at_once_everywhere(anonymous, user, pair):
    user.is_active = False
    user.save()

    asked = bearing(pair.access_token).get(reverse("me"))

    assert asked.status_code == 401
    assert asked.json()["code"] == "revoked"
    assert refresh(anonymous, pair.refresh_token).status_code == 401


def test_logging_out_ends_both_tokens_at_once_and_no_other_session(anonymous, user, pair):
    other = sessions.open_session(person=user, user_agent="Phone")

    response = bearing(pair.access_token).post(reverse("logout"))

    assert response.status_code == 204
    assert bearing(pair.access_token).get(reverse("me")).status_code == 401
    assert refresh(anonymous, pair.refresh_token).status_code == 401
    assert bearing(other.access_token).get(reverse("me")).status_code == 200


def claims(session_id, user_id, **changes):
    now = timezone.now()
    return {
        "sub": str(user_id),
        "sid": str(session_id),
        "aud": "focushub-api",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        **changes,
    }


def signed(told, key=None, algorithm="HS256"):
    return jwt.encode(told, django_settings.SECRET_KEY if key is None else key, algorithm=algorithm)


def test_an_access_token_that_ran_out_says_what_to_do(pair, anonymous):
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        response = bearing(pair.access_token).get(reverse("me"))

    assert response.status_code == 401
    assert response.json()["code"] == "token_expired"
    assert response["WWW-Authenticate"] == 'Bearer realm="focushub"'


def test_forged_tokens_are_refused(user, pair):
    session = Session.objects.get()
    stranger = UserFactory()
    good = claims(session.pk, user.pk)
    forged = {
        "none": signed(good, key="", algorithm="none"),
        "another key": signed(good, key="k" * 40),
        "another audience": signed({**good, "aud": "other"}),
        "another person": signed(claims(session.pk, stranger.pk)),
        "no session": signed(claims(uuid4(), user.pk)),
        "no expiry": signed({k: v for k, v in good.items() if k != "exp"}),
        "odd id": signed({**good, "sid": "1"}),
        "garbage": "abc",
    }

    statuses = {name: bearing(t).get(reverse("me")).status_code for name, t in forged.items()}

    assert statuses == dict.fromkeys(forged, 401)
    assert bearing(signed(good)).get(reverse("me")).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "abc"])
def test_a_header_of_another_kind_is_refused_with_the_way_to_write_it(anonymous, header):
    response = anonymous.get(reverse("me"), headers={"Authorization": header})

    assert response.status_code == 401
    assert response.json()["detail"] == (
        "Send the access token as `Authorization: Bearer <token>`."
    )


def test_the_list_tells_where_one_is_logged_in_newest_first(user, pair):
    sessions.open_session(person=user, user_agent="Phone")
    ended = sessions.open_session(person=user, user_agent="Old laptop")
    sessions.end_session(session=Session.objects.get(user_agent="Old laptop"))
    sessions.open_session(person=UserFactory(), user_agent="Somebody else")

    response = bearing(pair.access_token).get(reverse("session-list"))

    assert response.status_code == 200
    assert [(s["user_agent"], s["is_current"]) for s in response.json()] == [
        ("Phone", False),
        ("Firefox", True),
    ]
    assert sorted(response.json()[0]) == [
        "created_at",
        "expires_at",
        "id",
        "is_current",
        "last_used_at",
        "user_agent",
    ]
    assert ended.refresh_token not in response.content.decode()


def test_the_list_comes_in_pages(user, pair):
    for n in range(2):
        sessions.open_session(person=user, user_agent=f"Phone {n}")
    client = bearing(pair.access_token)

    first = client.get(reverse("session-list"), {"limit": 2})
    link = first["Link"]
    second = client.get(link[1 : link.index(">")])

    assert [s["user_agent"] for s in first.json()] == ["Phone 1", "Phone 0"]
    assert link.endswith('rel="next"')
    assert [s["user_agent"] for s in second.json()] == ["Firefox"]


def test_the_list_costs_the_same_for_one_session_or_many(user, pair, django_assert_num_queries):
    for n in range(3):
        sessions.open_session(person=user, user_agent=f"Phone {n}")
    client = bearing(pair.access_token)

    with django_assert_num_queries(2):  # who asks; the page
        client.get(reverse("session-list"))


def test_a_device_can_be_logged_out_from_another(anonymous, user, pair):
    phone = sessions.open_session(person=user, user_agent="Phone")
    session = Session.objects.get(user_agent="Phone")
    client = bearing(pair.access_token)

    response = client.delete(reverse("session-detail", args=[session.pk]))
    again = client.delete(reverse("session-detail", args=[session.pk]))

    assert response.status_code == 204
    assert again.status_code == 404
    assert bearing(phone.access_token).get(reverse("me")).status_code == 401
    assert client.get(reverse("me")).status_code == 200


def test_another_persons_session_is_not_found_and_goes_on(client_for, user, pair):
    session = Session.objects.get()

    response = client_for(UserFactory()).delete(reverse("session-detail", args=[session.pk]))

    assert response.status_code == 404
    assert bearing(pair.access_token).get(reverse("me")).status_code == 200
