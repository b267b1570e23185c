"""A person's words: hidden, shown once to who asks, and on record."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import reverse

from focushub.accounts.models import Session
from focushub.ai.models import Run
from focushub.common.admin.base import list_of, page_of
from tests.admin import browser, queries, staff_who_may
from tests.factories import UserFactory
from tests.focushub.ai.factories import RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def support() -> Client:
    return browser(staff_who_may("ai.view_run", "accounts.view_session"))


def _ask(client: Client, run: Run) -> str:
    response = client.post(reverse("admin:ai_run_show_text", args=[run.pk]))
    assert (response.status_code, response["Location"]) == (302, page_of(run.pk, Run))
    return response["Location"]


@pytest.mark.parametrize("address", ["list", "page"])
def test_words_are_neither_shown_nor_read_until_somebody_asks(
    support: Client, address: str
) -> None:
    run = RunFactory.create()

    with queries() as seen:
        response = support.get(list_of(Run) if address == "list" else page_of(run.pk, Run))

    assert response.status_code == 200
    assert b"in confidence" not in response.content
    for column in ("payload", "draft", "answer"):
        assert seen.reading(f'"ai_run"."{column}"') == []


def test_a_page_offers_to_show_them(support: Client) -> None:
    run = RunFactory.create()

    page = support.get(page_of(run.pk, Run)).content.decode()

    assert f'<form method="post" action="/admin/ai/run/{run.pk}/show-text/"' in page
    assert "Show the text" in page


def test_they_are_shown_to_who_asks_for_one_page_view(support: Client) -> None:
    run = RunFactory.create()
    address = _ask(support, run)

    first = support.get(address).content.decode()
    second = support.get(address).content.decode()

    for words in ("asked in confidence", "drafted in confidence", "answered in confidence"):
        assert words in first
        assert words not in second
    assert "Shown this once, and recorded." in first
    assert "Show the text" not in first
    assert "Show the text" in second


def test_asking_is_recorded_with_who_asked_what_and_whose_it_is() -> None:
    staff = staff_who_may("ai.view_run")
    run = RunFactory.create()

    _ask(browser(staff), run)

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.action_flag) == (staff, str(run.pk), CHANGE)
    assert entry.content_type is not None
    assert entry.content_type.model_class() is Run
    assert entry.change_message == f"Showed the text of person {run.owner_id}."
    assert entry.object_repr == f"run {run.pk}"


def test_one_row_is_shown_and_no_other(support: Client) -> None:
    asked, other = RunFactory.create(), RunFactory.create()
    _ask(support, asked)

    assert b"in confidence" not in support.get(page_of(other.pk, Run)).content
    assert b"in confidence" not in support.get(list_of(Run)).content
    assert b"in confidence" in support.get(page_of(asked.pk, Run)).content


def test_one_staff_member_is_shown_and_no_other(support: Client) -> None:
    run = RunFactory.create()
    address = _ask(support, run)

    response = browser(staff_who_may("ai.view_run")).get(address)

    assert b"in confidence" not in response.content


def test_a_link_cannot_ask(support: Client) -> None:
    run = RunFactory.create()

    response = support.get(reverse("admin:ai_run_show_text", args=[run.pk]))

    assert response.status_code == 405
    assert LogEntry.objects.count() == 0
    assert b"in confidence" not in support.get(page_of(run.pk, Run)).content


def test_another_site_cannot_ask() -> None:
    run = RunFactory.create()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        staff_who_may("ai.view_run"), backend="django.contrib.auth.backends.ModelBackend"
    )

    response = strict.post(reverse("admin:ai_run_show_text", args=[run.pk]))

    assert response.status_code == 403
    assert LogEntry.objects.count() == 0


def test_staff_who_may_not_see_the_page_may_not_ask() -> None:
    run = RunFactory.create()

    response = browser(staff_who_may("accounts.view_session")).post(
        reverse("admin:ai_run_show_text", args=[run.pk])
    )

    assert response.status_code == 403
    assert LogEntry.objects.count() == 0


def test_there_is_nothing_to_ask_for_where_nobody_wrote(support: Client) -> None:
    session = Session.objects.create(owner=UserFactory.create(), expires_at="2100-01-01T00:00:00Z")

    page = support.get(page_of(session.pk, Session))
    response = support.post(reverse("admin:accounts_session_show_text", args=[session.pk]))

    assert b"Show the text" not in page.content
    assert response.status_code == 403
    assert LogEntry.objects.count() == 0


def test_a_row_that_is_gone_is_not_found(support: Client) -> None:
    run = RunFactory.create()
    address = reverse("admin:ai_run_show_text", args=[run.pk])
    run.delete()

    response = support.post(address)

    assert response.status_code == 404
    assert LogEntry.objects.count() == 0


def test_the_log_tells_whose_words_were_shown() -> None:
    run = RunFactory.create()
    auditor = browser(staff_who_may("ai.view_run", "admin.view_logentry"))
    _ask(auditor, run)

    page = auditor.get(list_of(LogEntry), {"text": "shown"}).content.decode()

    assert f"Showed the text of person {run.owner_id}." in page
    assert "in confidence" not in page
