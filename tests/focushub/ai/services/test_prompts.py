"""Prompts that staff try: in use within seconds, part of every cache key, and taken back."""

import pytest

from focushub.ai.choice import SWITCHED_OFF
from focushub.ai.gateways import Prompt
from focushub.ai.gateways.base import texts_of_files
from focushub.ai.models import ModelSwitch, PromptVersion, Run
from focushub.ai.services import prompts, runs
from focushub.ai.services.interaction import AIInteractionService
from organize.feature import PLAN_TASKS
from organize.serializers.plans import OrganizeSerializer, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    agents, tasks = prompts.files_of("organize")
    return PromptVersion.objects.create(
        feature="organize",
        note="kinder",
        agents=agents.replace("goal:", "goal: Be kind."),
        tasks=tasks,
    )


@pytest.fixture
def ask(user, settings):
    settings.LLM_MODEL = "good"

    def begin():
        body = OrganizeSerializer(data={"text": "call mum"})
        body.is_valid(raise_exception=True)
        run = (
            AIInteractionService()
            .begin(question_of(body.validated_data, user), person=user, force_refresh=True)
            .run
        )
        assert run is not None
        runs.cancel(run=run)
        return run

    return begin


def test_a_version_is_in_use_once_it_is_activated_and_gone_once_it_is_not(version, ask):
    of_files = PLAN_TASKS.version
    before = ask()

    prompts.activate(version=version)
    during = ask()
    prompts.use_files(feature="organize")
    after = ask()

    assert during.prompt_version != of_files
    assert before.prompt_version == after.prompt_version == of_files
    assert before.question_key == after.question_key != during.question_key


def test_activating_another_lets_the_first_go(version):
    other = PromptVersion.objects.create(
        feature="organize", note="other", agents=version.agents, tasks=version.tasks
    )
    elsewhere = PromptVersion.objects.create(
        feature="learning", note="else", agents="a: {}", tasks="{}", is_active=True
    )

    prompts.activate(version=version)
    prompts.activate(version=other)

    active = set(PromptVersion.objects.filter(is_active=True))
    assert active == {other, elsewhere}


def test_looking_costs_nothing_for_a_while(version, django_assert_num_queries):
    prompts.refresh()

    with django_assert_num_queries(0):
        prompts.refresh()


def test_what_is_active_for_a_part_that_is_gone_harms_nobody(version, ask):
    PromptVersion.objects.create(feature="gone", note="", agents="x", tasks="y", is_active=True)

    assert ask().prompt_version == Prompt(PLAN_TASKS.folder, PLAN_TASKS.task).version


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("plan_tasks:", "plan_something:"), "has no 'plan_tasks'"),
        (("{text}", "the text"), "has to ask for"),
        (("description:", "description: [\n"), "not readable as YAML"),
    ],
)
def test_what_could_not_be_asked_is_named(change, problem):
    agents, tasks = prompts.files_of("organize")

    found = prompts.check(feature="organize", agents=agents, tasks=tasks.replace(*change))

    assert problem in found[0]
    assert prompts.check(feature="organize", agents=agents, tasks=tasks) == []
    assert texts_of_files(PLAN_TASKS.folder) == (agents, tasks)


def test_switched_off_nobody_is_kept_waiting_for_a_model(ask):
    ModelSwitch.objects.update_or_create(pk=1, defaults={"is_off": True})

    run = ask()

    assert run.state == Run.State.DONE
    assert run.body["degraded"] == {"code": "model_off", "detail": SWITCHED_OFF.detail}
    assert run.body["engine"] == "builtin"
