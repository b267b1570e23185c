"""Staff and people: who is found, who may change whom."""

import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from focushub.accounts.models import Session, User
from focushub.accounts.services import sessions
from focushub.common.admin.base import list_of, page_of
from focushub.common.admin.people import beginning_with
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may, superuser
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = list_of(User)


@pytest.fixture
def operator() -> Client:
    return browser(staff_who_may("accounts.view_user", "accounts.change_user"))


@pytest.fixture
def root() -> Client:
    return browser(superuser())


def _found(client: Client, words: str) -> list[str]:
    return [
        person.username for person in client.get(PEOPLE, {"q": words}).context["cl"].result_list
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anni", ["annika"]),
        ("ANNI", ["annika"]),
        ("jo@ex", ["annika"]),
        ("nika", []),
        ("example.org", []),
        ("an%", []),
        ("j", ["joanna", "annika"]),
    ],
)
def test_people_are_found_by_how_their_name_or_address_begins(
    operator: Client, words: str, found: list[str]
) -> None:
    UserFactory.create(username="annika", email="Jo@example.org")
    UserFactory.create(username="joanna")

    assert _found(operator, words) == found


def test_people_are_found_by_their_id(operator: Client) -> None:
    person = UserFactory.create()
    UserFactory.create()

    assert _found(operator, str(person.pk)) == [person.username]


def test_an_index_serves_each_half_of_the_search() -> None:
    search = str(beginning_with("anni", User.objects.all()).values("pk").query)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {_quoted(search)}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert re.search(r"Index Scan on accounts_user_username_\w+_like", plan)
    assert "Index Scan on user_address" in plan
    assert "Seq Scan" not in plan


def _quoted(sql: str) -> str:
    """Django prints a query's values bare."""
    return re.sub(r"LIKE (\S+%)", r"LIKE '\1'", sql)


def test_a_persons_page_asks_little_of_the_database(root: Client) -> None:
    person = UserFactory.create()

    with queries() as seen:
        response = root.get(page_of(person.pk, User))

    assert response.status_code == 200
    assert seen.whole_table_counts == []
    assert len(seen.statements) <= MOST_QUERIES


def test_deactivated_people_and_staff_can_be_listed(operator: Client) -> None:
    UserFactory.create(username="gone", is_active=False)
    UserFactory.create(username="here")

    def listed(kind: str) -> set[str]:
        rows = operator.get(PEOPLE, {"kind": kind}).context["cl"].result_list
        return {person.username for person in rows}

    assert listed("deactivated") == {"gone"}
    assert listed("staff").isdisjoint({"gone", "here"})
    assert len(listed("staff")) == 1


def _form(**fields: Any) -> dict[str, Any]:
    return {"email": "", "is_active": "on", **fields}


def test_an_operator_deactivates_somebody(operator: Client) -> None:
    person = UserFactory.create()

    response = operator.post(page_of(person.pk, User), {"email": "new@example.org"})

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.is_active, person.email) == (False, "new@example.org")


def test_an_operator_cannot_give_rights(operator: Client) -> None:
    person = UserFactory.create()

    operator.post(page_of(person.pk, User), _form(is_staff="on", is_superuser="on"))

    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)


@pytest.mark.parametrize("colleague", [staff_who_may, superuser])
def test_an_operator_cannot_change_other_staff(operator: Client, colleague: Any) -> None:
    other = colleague()

    response = operator.post(page_of(other.pk, User), _form(email="mine@example.org"))

    other.refresh_from_db()
    assert response.status_code == 403
    assert other.email == ""


def test_support_looks_and_does_not_touch() -> None:
    support = browser(staff_who_may("accounts.view_user"))
    person = UserFactory.create()

    assert support.get(page_of(person.pk, User)).status_code == 200
    assert support.post(page_of(person.pk, User), {"email": "x@example.org"}).status_code == 403
    person.refresh_from_db()
    assert (person.email, person.is_active) == ("", True)


def test_a_superuser_gives_rights(root: Client) -> None:
    person = UserFactory.create()
    role = Group.objects.create(name="helpers")

    response = root.post(page_of(person.pk, User), _form(is_staff="on", groups=[role.pk]))

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert list(person.groups.all()) == [role]


def test_nobody_is_erased_by_a_button(root: Client) -> None:
    person = UserFactory.create()

    response = root.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_a_person_who_is_added_has_their_name_in_lower_case(root: Client) -> None:
    typed = {
        "username": "New.Person",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "usable_password": "true",
    }

    response = root.post(reverse("admin:accounts_user_add"), typed)

    assert response.status_code == 302
    person = User.objects.get(username="new.person")
    assert person.check_password(PASSWORD)
    assert not person.is_staff


def test_a_new_password_ends_the_sessions(root: Client) -> None:
    person = UserFactory.create()
    sessions.open_session(person=person, user_agent="phone")
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    new = "another long enough password"

    response = root.post(address, {"password1": new, "password2": new, "usable_password": "true"})

    person.refresh_from_db()
    assert response.status_code == 302
    assert person.check_password(new)
    assert not Session.objects.owned_by(person).live().exists()


def test_an_operator_sets_nobodys_password(operator: Client) -> None:
    person = UserFactory.create()
    new = "another long enough password"

    response = operator.post(
        reverse("admin:auth_user_password_change", args=[person.pk]),
        {"password1": new, "password2": new, "usable_password": "true"},
    )

    person.refresh_from_db()
    assert response.status_code == 403
    assert person.check_password(PASSWORD)


def test_the_hash_of_a_refresh_token_is_on_no_page(root: Client) -> None:
    person = UserFactory.create()
    sessions.open_session(person=person, user_agent="a phone")
    session = Session.objects.get()

    page = root.get(page_of(session.pk, Session)).content.decode()

    assert "a phone" in page
    assert session.refresh_hash not in page


@pytest.mark.parametrize("words", ["person-x", "PERSON-X", "192.0.2.7"])
def test_a_locked_log_in_is_found_and_let_go(root: Client, words: str) -> None:
    attempt = AccessAttempt.objects.create(
        username="person-x",
        ip_address="192.0.2.7",
        failures_since_start=10,
        post_data="password=oops",
    )
    AccessAttempt.objects.create(
        username="person-y", ip_address="192.0.2.8", failures_since_start=1
    )

    rows = root.get(list_of(AccessAttempt), {"q": words}).context["cl"].result_list
    page = root.get(page_of(attempt.pk, AccessAttempt)).content
    gone = root.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})

    assert rows == [attempt]
    assert b"oops" not in page
    assert gone.status_code == 302
    assert not AccessAttempt.objects.filter(pk=attempt.pk).exists()
