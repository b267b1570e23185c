"""What holds for every page of the admin, whichever feature it belongs to."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.common.admin import OwnedAdmin
from focushub.common.admin.base import list_of, page_of
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may, superuser
from tests.factories import PASSWORD, UserFactory
from tests.focushub.ai.factories import RunFactory, old

pytestmark = pytest.mark.django_db
LISTS = [list_of(model) for model in admin.site._registry]
RUNS = list_of(Run)


@pytest.fixture
def staff() -> Client:
    return browser(superuser())


def _ids(page: str) -> list[str]:
    """Of the rows on a list of runs, as they stand there."""
    return re.findall(r"/admin/ai/run/([0-9a-f-]{36})/change/", page)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_opens_without_counting_a_table(staff: Client, address: str) -> None:
    RunFactory.create_batch(3)

    with queries() as seen:
        response = staff.get(address)

    assert response.status_code == 200
    assert seen.whole_table_counts == []
    assert len(seen.statements) <= MOST_QUERIES


def test_a_list_costs_the_same_for_one_row_or_many(staff: Client) -> None:
    RunFactory.create()
    with queries() as for_one:
        staff.get(RUNS)
    RunFactory.create_batch(10)

    with queries() as for_many:
        staff.get(RUNS)

    assert len(for_many.statements) == len(for_one.statements) == 3


def test_pages_lead_to_the_oldest_row_and_back(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site._registry[Run], "list_per_page", 2)
    runs = [str(run.pk) for run in RunFactory.create_batch(5)][::-1]

    first = staff.get(RUNS).context["cl"]
    second = staff.get(RUNS + first.older_page).context["cl"]
    third = staff.get(RUNS + second.older_page).context["cl"]
    again = staff.get(RUNS + third.newer_page).context["cl"]

    assert b"2 results" not in staff.get(RUNS, {"when": "day"}).content
    assert [[str(run.pk) for run in page.result_list] for page in (first, second, third)] == [
        runs[:2],
        runs[2:4],
        runs[4:],
    ]
    assert again.result_list == second.result_list
    assert (first.newer_page, third.older_page) == ("", "")
    assert staff.get(RUNS + again.newer_page).context["cl"].newer_page == ""


def test_a_page_that_somebody_mistyped_is_the_first_one(staff: Client) -> None:
    run = RunFactory.create()

    page = staff.get(RUNS, {"before": "yesterday"})

    assert _ids(page.content.decode()) == [str(run.pk)]


@pytest.mark.parametrize("words", ["Ann", "ANN", "ann@example", "{id}", "{run}"])
def test_rows_are_found_by_their_person_or_their_id(staff: Client, words: str) -> None:
    ann = UserFactory.create(username="annika", email="Ann@example.org")
    run = RunFactory.create(owner=ann)
    RunFactory.create(owner=UserFactory.create(username="joanna", email="dan@example.org"))

    page = staff.get(RUNS, {"q": words.format(id=ann.pk, run=run.pk)})

    assert _ids(page.content.decode()) == [str(run.pk)]


def test_hidden_text_is_not_to_be_guessed_by_the_address(staff: Client) -> None:
    RunFactory.create()

    response = staff.get(RUNS, {"answer__icontains": "confidence"})

    assert response.status_code == 400


def test_rows_of_one_person_are_one_click_from_their_page(staff: Client) -> None:
    run = RunFactory.create()
    RunFactory.create()

    page = staff.get(page_of(run.owner_id, User)).content.decode()
    theirs = f"{RUNS}?owner={run.owner_id}"

    assert f'href="{theirs}"' in page
    assert _ids(staff.get(theirs).content.decode()) == [str(run.pk)]


def test_nobody_who_has_no_such_id_has_rows(staff: Client) -> None:
    RunFactory.create()

    page = staff.get(RUNS, {"owner": "me"})

    assert _ids(page.content.decode()) == []


def test_rows_of_the_last_day_are_told_by_their_ids(staff: Client) -> None:
    RunFactory.create(**old(timedelta(hours=25)))
    fresh = RunFactory.create(**old(timedelta(hours=23)))

    page = staff.get(RUNS, {"when": "day"})

    assert _ids(page.content.decode()) == [str(fresh.pk)]


@pytest.mark.parametrize(
    "model",
    [model for model, page in admin.site._registry.items() if isinstance(page, OwnedAdmin)],
)
def test_what_is_a_persons_can_be_looked_at_and_not_touched(
    staff: Client, model: type[Model]
) -> None:
    kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert staff.get(reverse(f"{kind}_add")).status_code == 403
    page = admin.site._registry[model]
    asked = RequestFactory().get("/")
    assert (page.has_change_permission(asked), page.has_delete_permission(asked)) == (False, False)


def test_the_log_is_read_only(staff: Client) -> None:
    run = RunFactory.create()
    staff.post(reverse("admin:ai_run_show_text", args=[run.pk]))
    entry = LogEntry.objects.get()

    assert staff.post(page_of(entry.pk, LogEntry), {"object_repr": "x"}).status_code == 403
    assert staff.post(reverse("admin:admin_logentry_delete", args=[entry.pk])).status_code == 403
    assert LogEntry.objects.get() == entry


def test_staff_see_the_lists_that_they_may_see() -> None:
    support = browser(staff_who_may("ai.view_run"))

    page = support.get(reverse("admin:index")).content.decode()

    assert f'href="{RUNS}"' in page
    assert f'href="{list_of(User)}"' not in page
    assert support.get(list_of(User)).status_code == 403


def test_people_who_are_not_staff_are_sent_to_the_log_in() -> None:
    response = browser(UserFactory.create()).get(RUNS)

    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next={RUNS}"


def test_guessing_at_the_log_in_is_stopped(client: Client) -> None:
    person = superuser()
    typed = {"username": person.username, "password": "not this one"}

    answers = [client.post("/admin/login/", typed).status_code for _ in range(11)]

    assert answers == [200] * 9 + [429] * 2
    assert client.post("/admin/login/", {**typed, "password": PASSWORD}).status_code == 429


def test_staff_log_in_with_their_password(client: Client) -> None:
    person = superuser()

    response = client.post("/admin/login/", {"username": person.username, "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/accounts/profile/")
    assert client.get(reverse("admin:index")).status_code == 200
