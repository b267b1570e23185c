"""Prompts and the switch in the admin, by role."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from focushub.accounts import roles
from focushub.accounts.models import User
from focushub.ai.models import ModelSwitch, PromptVersion
from focushub.ai.services import prompts
from tests.admin import MOST_QUERIES, browser, queries
from tests.factories import UserFactory
from tests.focushub.ai.factories import RunFactory

pytestmark = pytest.mark.django_db

ADD = "admin:ai_promptversion_add"


def in_role(name):
    roles.make()
    person = UserFactory(staff=True)
    person.groups.add(Group.objects.get(name=name))
    return browser(person)


@pytest.fixture
def operator():
    return in_role(roles.OPERATOR)


@pytest.fixture
def support():
    return in_role(roles.SUPPORT)


@pytest.fixture
def version():
    agents, tasks = prompts.files_of("organize")
    return PromptVersion.objects.create(
        feature="organize", note="kinder", agents=agents, tasks=tasks
    )


def detail(action, version):
    return reverse(f"admin:ai_promptversion_{action}", args=[version.pk])


def test_a_new_version_begins_as_the_files_and_is_checked(operator):
    agents, tasks = prompts.files_of("learning")

    form = operator.get(reverse(ADD), {"feature": "learning"}).content.decode()
    broken = operator.post(
        reverse(ADD), {"feature": "learning", "note": "x", "agents": agents, "tasks": "a: 1"}
    )
    saved = operator.post(
        reverse(ADD), {"feature": "learning", "note": "x", "agents": agents, "tasks": tasks}
    )

    assert "learning" in form
    assert tasks.splitlines()[0] in form
    assert b"tasks.yaml has no" in broken.content
    assert saved.status_code == 302
    [made] = PromptVersion.objects.all()
    assert (made.feature, made.is_active) == ("learning", False)


def test_an_operator_activates_and_goes_back_and_both_are_on_record(operator, version):
    states = []
    for action in ("activate", "use_files"):
        asked = operator.get(detail(action, version))
        version.refresh_from_db()
        states.append(version.is_active)
        operator.post(detail(action, version), {"_form_submitted": "true"})
        version.refresh_from_db()
        states.append(version.is_active)
        assert asked.status_code == 200

    assert states == [False, True, True, False]
    told = LogEntry.objects.order_by("action_time").values_list("change_message", flat=True)
    assert [*told] == ["Activated.", "Back to the files."]


def test_support_looks_and_changes_nothing(support, version):
    ModelSwitch.objects.get_or_create(pk=1)
    run = RunFactory(failed=True)

    looks = [
        support.get(reverse("admin:ai_run_change", args=[run.pk])),
        support.get(reverse("admin:ai_promptversion_change", args=[version.pk])),
        support.get(reverse("admin:ai_modelswitch_change", args=[1])),
        support.get(reverse("admin:index")),
    ]
    acts = [
        support.post(detail("activate", version), {"_form_submitted": "true"}),
        support.get(reverse(ADD)),
        support.post(reverse("admin:ai_modelswitch_change", args=[1]), {"is_off": "on"}),
    ]

    assert [page.status_code for page in looks] == [200] * 4
    assert [page.status_code for page in acts] == [403] * 3
    version.refresh_from_db()
    assert not version.is_active
    assert not ModelSwitch.objects.get().is_off


def test_an_operator_switches_all_models_off(operator):
    ModelSwitch.objects.get_or_create(pk=1)

    operator.post(
        reverse("admin:ai_modelswitch_change", args=[1]), {"is_off": "on", "reason": "costs"}
    )

    assert ModelSwitch.objects.get().is_off


def test_neither_role_gives_rights_away(operator):
    person = UserFactory()

    operator.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"username": person.username, "email": "", "is_active": "on", "is_superuser": "on"},
    )

    assert not User.objects.get(pk=person.pk).is_superuser


def test_a_runs_page_shows_its_way(support):
    run = RunFactory(failed=True, model="good", attempts=2)

    with queries() as seen:
        page = support.get(reverse("admin:ai_run_change", args=[run.pk])).content.decode()

    assert "asked; the draft of the built-in engine" in page
    assert "timeout: the built-in answer stands" in page
    assert len(seen.statements) <= MOST_QUERIES


def test_roles_are_made_once_a_migration():
    Group.objects.all().delete()
    last = list(apps.app_configs.values())[-1]

    roles.after_migrate(sender=last)
    after_a_flush = Group.objects.count()
    roles.after_migrate(sender=last, plan=[])

    assert after_a_flush == 0
    assert set(Group.objects.values_list("name", flat=True)) == {"support", "operator"}
