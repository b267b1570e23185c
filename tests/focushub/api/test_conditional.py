import pytest
from django.contrib.auth.models import Group

from focushub.accounts.models import Session
from focushub.accounts.services import sessions
from focushub.api.conditional import etag_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.focushub.api.urls"),
    pytest.mark.usefixtures("no_groups"),
]

SHELF = "/test/shelf"


@pytest.fixture
def client(client_for, user):
    Group.objects.create(name="old")
    return client_for(user)


def test_what_has_not_changed_costs_no_body(client):
    first = client.get(SHELF)

    second = client.get(SHELF, headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert "X-Request-ID" in second


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_any_form_of_a_known_tag_will_do(client, form):
    tag = client.get(SHELF)["ETag"]

    response = client.get(SHELF, headers={"If-None-Match": form.format(tag)})

    assert response.status_code == 304


def test_what_has_changed_is_told_with_another_tag(client):
    first = client.get(SHELF)
    Group.objects.update(name="new")

    second = client.get(SHELF, headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.json()) == (200, {"name": "new"})
    assert second["ETag"] != first["ETag"]


def test_a_head_tells_the_tag(client):
    assert client.head(SHELF)["ETag"] == client.get(SHELF)["ETag"]


def test_a_change_to_the_version_that_was_read_goes_through_and_tells_the_new_tag(client):
    tag = client.get(SHELF)["ETag"]

    response = client.patch(SHELF, {"name": "new"}, headers={"If-Match": tag})

    assert (response.status_code, response.json()) == (200, {"name": "new"})
    assert client.get(SHELF)["ETag"] == response["ETag"]


@pytest.mark.parametrize("form", ['"other"', "W/{}"])
def test_a_change_to_another_version_is_refused_and_changes_nothing(client, form):
    tag = client.get(SHELF)["ETag"]

    response = client.patch(SHELF, {"name": "new"}, headers={"If-Match": form.format(tag)})

    assert (response.status_code, response.json()["code"]) == (412, "stale")
    assert Group.objects.get().name == "old"


@pytest.mark.parametrize("named", ["garbage", "{}"])
def test_a_version_without_its_quotes_guards_a_change_too(client, named):
    tag = client.get(SHELF)["ETag"].strip('"')

    response = client.patch(SHELF, {"name": "new"}, headers={"If-Match": named.format(tag)})

    assert (response.status_code, response.json()["code"]) == (412, "stale")
    assert "quotes" in response.json()["detail"]
    assert Group.objects.get().name == "old"


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
def test_who_names_no_version_takes_what_there_is(client, headers):
    assert client.patch(SHELF, {"name": "new"}, headers=headers).status_code == 200


def test_a_page_that_gained_a_next_one_is_another_page(client, user):
    url = "/api/v1/me/sessions?limit=1"
    tag = client.get(url)["ETag"]
    only = Session.objects.get()
    older = sessions.open_session(person=user, user_agent="older")
    Session.objects.filter(user_agent="older").update(id="00000000-0000-7000-8000-000000000001")

    response = client.get(url, headers={"If-None-Match": tag})

    assert older
    assert response.status_code == 200
    assert [row["id"] for row in response.json()] == [str(only.pk)]
    assert 'rel="next"' in response["Link"]


@pytest.mark.parametrize(("form", "status"), [("{}", 204), ('"other"', 412)])
def test_a_row_is_deleted_only_as_it_was_read(client, user, form, status):
    sessions.open_session(person=user, user_agent="Phone")
    [row] = [r for r in client.get("/api/v1/me/sessions").json() if r["user_agent"] == "Phone"]

    response = client.delete(
        f"/api/v1/me/sessions/{row['id']}", headers={"If-Match": form.format(etag_of(row))}
    )

    assert response.status_code == status
    is_live = Session.objects.live().filter(pk=row["id"]).exists()
    assert is_live == (status == 412)
