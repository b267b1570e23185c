import subprocess
import sys
from pathlib import Path

import pytest

from focushub.ai.gateways import (
    FaultCode,
    ModelChoice,
    ModelFault,
    Prompt,
    Usage,
    current,
    override,
)
from focushub.ai.gateways.crew import CrewGateway
from tests.fakes.crew import ScriptedCrew
from tests.focushub.ai.gateways.prompt_files import AGENTS, TASKS, write_prompt


def test_importing_the_gateways_loads_neither_crewai_nor_django() -> None:
    code = (
        "import sys, focushub.ai.gateways\n"
        "heavy = {'crewai', 'crewai_core', 'litellm', 'openai', 'django'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "[]\n"


def test_the_crew_is_asked_unless_a_test_puts_another_in_its_place() -> None:
    scripted = ScriptedCrew({})

    with override(scripted) as inside:
        assert inside is scripted
        assert current() is scripted

    assert isinstance(current(), CrewGateway)


def test_usages_add_up() -> None:
    total = Usage(calls=1, tokens_in=10, tokens_out=5) + Usage(calls=2, tokens_in=1, tokens_out=2)

    assert total == Usage(calls=3, tokens_in=11, tokens_out=7)


def test_a_model_choice_never_shows_its_key() -> None:
    choice = ModelChoice("gpt", "http://localhost/v1", "sk-very-secret", 30)

    assert "sk-very-secret" not in repr(choice)


@pytest.mark.parametrize("code", list(FaultCode))
def test_every_fault_has_one_sentence_for_a_person(code: FaultCode) -> None:
    fault = ModelFault(code)

    assert fault.detail.endswith(".")
    assert fault.detail.count(".") == 1
    assert fault.usage == Usage()


def test_only_trouble_with_the_provider_trips_the_breaker() -> None:
    tripping = {code for code in FaultCode if ModelFault(code).trips_breaker}

    assert tripping == {
        FaultCode.TIMEOUT,
        FaultCode.RATE_LIMITED,
        FaultCode.UNAVAILABLE,
        FaultCode.UNAUTHORIZED,
    }


def test_a_prompts_version_is_short_and_the_same_for_the_same_words(tmp_path: Path) -> None:
    first = write_prompt(tmp_path).version

    second = write_prompt(tmp_path).version

    assert first == second
    assert len(first) == 12


def test_a_prompts_version_changes_with_its_words_and_its_task(tmp_path: Path) -> None:
    versions = [
        write_prompt(tmp_path).version,
        write_prompt(tmp_path, tasks=TASKS.replace("Short", "Very short")).version,
        write_prompt(tmp_path, agents=AGENTS.replace("brief", "funny")).version,
        Prompt(tmp_path, "another").version,
    ]

    assert len(set(versions)) == 4
