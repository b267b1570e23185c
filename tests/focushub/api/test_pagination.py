import pytest

from focushub.accounts.services import sessions

pytestmark = pytest.mark.django_db

URL = "/api/v1/me/sessions"


@pytest.fixture
def client(client_for, user):
    client = client_for(user)
    for n in range(4):
        sessions.open_session(person=user, user_agent=f"device {n}")
    return client


def links(response):
    """`rel` to URL, as a client reads RFC 8288."""
    parts = [part.split(";") for part in response.get("Link", "").split(", ") if part]
    return {rel.strip()[5:-1]: url.strip()[1:-1] for url, rel in parts}


def agents(response):
    return [row["user_agent"] for row in response.json()]


def test_pages_lead_from_the_newest_to_the_oldest_and_back(client):
    first = client.get(URL, {"limit": 2})
    second = client.get(links(first)["next"])
    third = client.get(links(second)["next"])
    back = client.get(links(second)["prev"])

    assert [agents(page) for page in (first, second, third)] == [
        ["device 3", "device 2"],
        ["device 1", "device 0"],
        ["tests"],
    ]
    assert set(links(first)) == {"next"}
    assert set(links(third)) == {"prev"}
    assert agents(back) == agents(first)


def test_a_row_that_comes_meanwhile_shifts_no_page(client, user):
    first = client.get(URL, {"limit": 2})
    sessions.open_session(person=user, user_agent="new")

    assert agents(client.get(links(first)["next"])) == ["device 1", "device 0"]


def test_a_list_that_fits_is_an_array_without_a_way_on(client):
    response = client.get(URL)

    assert isinstance(response.json(), list)
    assert len(response.json()) == 5
    assert "Link" not in response


@pytest.mark.parametrize(("limit", "count"), [("1", 1), ("200", 5)])
def test_a_limit_within_the_bounds_is_kept(client, limit, count):
    assert len(client.get(URL, {"limit": limit}).json()) == count


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "", "ten", "²", "9" * 400])
def test_a_limit_out_of_bounds_is_refused_by_name(client, limit):
    response = client.get(URL, {"limit": limit})

    assert response.status_code == 400
    assert [e["field"] for e in response.json()["errors"]] == ["limit"]


@pytest.mark.parametrize("cursor", ["x", "cD0x", "bz0tMQ==", "cD1ub3QtYS11dWlk", "/w=="])
def test_a_cursor_that_was_never_given_is_refused_by_name(client, cursor):
    response = client.get(URL, {"cursor": cursor})

    assert response.status_code == 400
    assert [e["field"] for e in response.json()["errors"]] == ["cursor"]


def test_a_page_may_hold_fifty_rows_if_nobody_says_otherwise(client, user):
    for n in range(50):
        sessions.open_session(person=user, user_agent=f"more {n}")

    assert len(client.get(URL).json()) == 50
