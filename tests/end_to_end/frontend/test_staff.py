"""Staff at their pages: support looks, operators act, a superuser gives rights."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.accounts import roles
from focushub.accounts.models import User
from focushub.ai.models import ModelSwitch, PromptVersion
from focushub.ai.services import prompts
from focushub.common.admin.base import list_of, page_of
from tests.admin import superuser
from tests.end_to_end.frontend.conftest import Window
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def version(transactional_db: None) -> PromptVersion:
    agents, tasks = prompts.files_of("organize")
    return PromptVersion.objects.create(
        feature="organize", note="kinder", agents=agents, tasks=tasks
    )


@pytest.fixture
def switch(transactional_db: None) -> ModelSwitch:
    return ModelSwitch.objects.get_or_create(pk=1)[0]


@pytest.fixture
def failed_job(transactional_db: None) -> ProcrastinateJob:
    job_id = app.configure_task("ai.run_model", queue="models").defer(run_id="1")
    # The table is written by its own functions alone.
    app.connector.get_sync_connector().execute_query(
        "UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %(id)s", id=job_id
    )
    return ProcrastinateJob.objects.get(pk=job_id)


def staff(role: str) -> User:
    roles.make()
    member = UserFactory.create(is_staff=True, username=role)
    member.groups.add(Group.objects.get(name=role))
    return member


def log_in(page: Page, member: User) -> None:
    page.get_by_label("Username").fill(member.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def staff_page(window: Window, member: User) -> Page:
    page = window("/admin/")
    log_in(page, member)
    expect(page.get_by_label("Password")).to_have_count(0)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_somebody_who_is_no_staff_does_not_come_in(window: Window, person: User) -> None:
    page = window("/admin/")

    log_in(page, person)

    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.locator("body")).to_contain_text("for a staff account")


def test_support_looks_and_has_no_button_that_acts(
    window: Window,
    person: User,
    version: PromptVersion,
    switch: ModelSwitch,
    failed_job: ProcrastinateJob,
) -> None:
    page = staff_page(window, staff(roles.SUPPORT))

    for row, told in (
        (person, person.username),
        (version, "kinder"),
        (switch, "built-in engine"),
        (failed_job, "ai.run_model"),
    ):
        page.goto(page_of(row.pk, type(row)))
        expect(page.locator("#content")).to_contain_text(told)
        for name in ("Save", "Use this version", "Back to the files", "Try again", "Delete"):
            expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
            expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_an_operator_acts_after_being_asked_and_gives_no_rights(
    window: Window,
    person: User,
    version: PromptVersion,
    switch: ModelSwitch,
    failed_job: ProcrastinateJob,
) -> None:
    page = staff_page(window, staff(roles.OPERATOR))

    page.goto(page_of(person.pk, User))
    expect(page.get_by_label("Superuser status")).to_have_count(0)
    page.get_by_label("Active").uncheck()
    save(page)
    expect(page).to_have_url(re.compile(list_of(User) + "$"))

    for row, button in ((version, "Use this version"), (failed_job, "Try again")):
        page.goto(page_of(row.pk, type(row)))
        page.get_by_role("link", name=button).click()
        page.locator("#dialog").get_by_role("button", name=button).click()
        expect(page.locator("#dialog")).to_have_count(0)

    page.goto(page_of(switch.pk, ModelSwitch))
    page.get_by_label("Is off").check()
    save(page)
    expect(page).to_have_url(re.compile(list_of(ModelSwitch) + "$"))

    for changed in (person, version, switch, failed_job):
        changed.refresh_from_db()
    assert not person.is_active
    assert version.is_active
    assert switch.is_off
    assert failed_job.status == "todo"


def test_a_superuser_gives_a_role(window: Window, person: User) -> None:
    roles.make()
    page = staff_page(window, superuser())

    page.goto(page_of(person.pk, User))
    page.get_by_label("Is staff").check()
    page.get_by_label("Groups").select_option(label=roles.SUPPORT)
    save(page)
    expect(page).to_have_url(re.compile(list_of(User) + "$"))

    person.refresh_from_db()
    assert person.is_staff
    assert [group.name for group in person.groups.all()] == [roles.SUPPORT]
