import pytest
from django.urls import reverse

from focushub.accounts.models import User, default_energy, default_working_hours
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

URL = "/api/v1/me"


@pytest.fixture
def client(client_for, user):
    return client_for(user)


def test_the_profile_tells_all_that_shapes_a_plan(client, user):
    response = client.get(reverse("me"))

    assert response.status_code == 200
    assert response.json() == {
        "id": str(user.pk),
        "username": user.username,
        "email": "",
        "timezone": "Europe/Berlin",
        "country": "",
        "date_order": "mdy",
        "working_hours": default_working_hours(),
        "energy_by_hour": default_energy(),
        "session_minutes": 45,
        "capacity_minutes": 240,
        "allow_model": True,
        "created_at": user.created_at.isoformat().replace("+00:00", "Z"),
    }


def test_reading_the_profile_costs_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the session, and the person with it
        client.get(URL)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("email", "robin@example.org", "robin@example.org"),
        ("email", "", ""),
        ("timezone", "Asia/Kathmandu", "Asia/Kathmandu"),
        ("country", "at", "AT"),
        ("country", "", ""),
        ("date_order", "dmy", "dmy"),
        ("energy_by_hour", ["low"] * 23 + ["high"], ["low"] * 23 + ["high"]),
        ("session_minutes", 5, 5),
        ("session_minutes", 240, 240),
        ("capacity_minutes", 15, 15),
        ("capacity_minutes", 1440, 1440),
        ("allow_model", False, False),
        (
            "working_hours",
            {"1": [["14:00", "17:00"], ["09:00", "14:00"]], "7": []},
            {"1": [["09:00", "14:00"], ["14:00", "17:00"]]} | {d: [] for d in "234567"},
        ),
        ("working_hours", {}, {d: [] for d in "1234567"}),
    ],
)
def test_a_field_that_is_named_changes_and_the_others_stay(client, user, field, value, kept):
    before = client.get(URL).json()

    response = client.patch(URL, {field: value})

    assert response.status_code == 200
    assert response.json() == before | {field: kept}
    assert client.get(URL).json() == response.json()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"email": "nowhere"}, "email", "invalid"),
        ({"timezone": "europe/berlin"}, "timezone", "unknown"),
        ({"timezone": "../../etc/passwd"}, "timezone", "unknown"),
        ({"timezone": ""}, "timezone", "blank"),
        ({"country": "Germany"}, "country", "unknown"),
        ({"date_order": "ymd"}, "date_order", "invalid_choice"),
        ({"energy_by_hour": ["low"] * 23}, "energy_by_hour", "min_length"),
        ({"energy_by_hour": ["low"] * 25}, "energy_by_hour", "max_length"),
        ({"energy_by_hour": ["low"] * 23 + ["huge"]}, "energy_by_hour.23", "invalid_choice"),
        ({"session_minutes": 4}, "session_minutes", "min_value"),
        ({"session_minutes": 241}, "session_minutes", "max_value"),
        ({"capacity_minutes": 14}, "capacity_minutes", "min_value"),
        ({"capacity_minutes": 1441}, "capacity_minutes", "max_value"),
        ({"allow_model": "perhaps"}, "allow_model", "invalid"),
        ({"working_hours": []}, "working_hours", "not_a_dict"),
        ({"working_hours": {"0": []}}, "working_hours", "unknown_day"),
        ({"working_hours": {"monday": []}}, "working_hours", "unknown_day"),
        ({"working_hours": {"1": "09:00-17:00"}}, "working_hours.1", "not_a_list"),
        ({"working_hours": {"1": [["09:00"]]}}, "working_hours.1", "invalid"),
        ({"working_hours": {"1": [["9:00", "17:00"]]}}, "working_hours.1", "invalid"),
        ({"working_hours": {"1": [["09:00", "24:00"]]}}, "working_hours.1", "invalid"),
        ({"working_hours": {"1": [["17:00", "09:00"]]}}, "working_hours.1", "ends_before_start"),
        ({"working_hours": {"2": [["09:00", "09:00"]]}}, "working_hours.2", "ends_before_start"),
        (
            {"working_hours": {"3": [["09:00", "12:00"], ["11:59", "13:00"]]}},
            "working_hours.3",
            "overlap",
        ),
        (
            {"working_hours": {"4": [[f"{h:02}:00", f"{h:02}:30"] for h in range(7)]}},
            "working_hours.4",
            "too_many",
        ),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_changes(client, user, change, field, code):
    before = client.get(URL).json()

    response = client.patch(URL, {"capacity_minutes": 60, **change})

    assert response.status_code == 400
    assert [(e["field"], e["code"]) for e in response.json()["errors"]] == [(field, code)]
    assert client.get(URL).json() == before


def test_problems_of_several_fields_are_told_together(client):
    response = client.patch(
        URL,
        {
            "timezone": "Nowhere",
            "working_hours": {"1": [["10:00", "09:00"]], "2": [["10:00", "09:00"]]},
        },
    )

    assert [e["field"] for e in response.json()["errors"]] == [
        "timezone",
        "working_hours.1",
        "working_hours.2",
    ]


def test_what_is_not_the_persons_to_change_stays(client, user):
    response = client.patch(
        URL, {"username": "other", "id": "x", "is_staff": True, "is_superuser": True}
    )

    assert response.status_code == 200
    user.refresh_from_db()
    assert (user.username, user.is_staff, user.is_superuser) == (user.username, False, False)
    assert response.json()["username"] == user.username


def test_two_devices_do_not_overwrite_each_other(client, user):
    tag = client.get(URL)["ETag"]
    first = client.patch(URL, {"session_minutes": 30}, headers={"If-Match": tag})

    second = client.patch(URL, {"session_minutes": 60}, headers={"If-Match": tag})

    assert first.status_code == 200
    assert second.status_code == 412
    assert second.json()["code"] == "stale"
    user.refresh_from_db()
    assert user.session_minutes == 30
    third = client.patch(URL, {"session_minutes": 60}, headers={"If-Match": first["ETag"]})
    assert third.status_code == 200


def test_a_profile_that_has_not_changed_costs_no_body(client):
    tag = client.get(URL)["ETag"]

    response = client.get(URL, headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize(
    ("change", "is_new_state"),
    [
        ({"timezone": "Asia/Tokyo"}, True),
        ({"country": "JP"}, True),
        ({"date_order": "dmy"}, True),
        ({"working_hours": {}}, True),
        ({"energy_by_hour": ["low"] * 24}, True),
        ({"session_minutes": 20}, True),
        ({"capacity_minutes": 20}, True),
        ({"allow_model": False}, True),
        ({"email": "robin@example.org"}, False),
    ],
)
def test_a_change_that_shapes_plans_makes_old_answers_unreachable(
    client, user, change, is_new_state
):
    client.patch(URL, change)

    person = User.objects.get(pk=user.pk)
    assert person.state_revision == (2 if is_new_state else 1)


def test_saving_a_person_who_was_read_earlier_does_not_bring_old_answers_back(user):
    User.objects.filter(pk=user.pk).update(timezone="Asia/Tokyo")

    user.save()

    assert User.objects.get(pk=user.pk).state_revision >= 2


def test_a_change_reaches_nobody_else(client, user):
    other = UserFactory()

    client.patch(URL, {"timezone": "Asia/Tokyo"})

    other.refresh_from_db()
    assert other.timezone == "Europe/Berlin"
