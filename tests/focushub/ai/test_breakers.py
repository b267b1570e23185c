"""A model that a worker leaves alone is known to rest in every process."""

import pytest
from pytest_django.fixtures import Settings

from focushub.ai import breakers
from focushub.ai.gateways import ModelChoice

MODEL = ModelChoice("a-model", "http://x", "", 1)


@pytest.fixture(autouse=True)
def _configured(settings: Settings) -> None:
    settings.LLM_MODEL, settings.LLM_BASE_URL = MODEL.model, MODEL.base_url


def _rest() -> None:
    for _ in range(breakers.FAULTS):
        breakers.faulted(MODEL)


def test_a_rest_is_known_where_nothing_was_asked() -> None:
    _rest()
    breakers.reset_all()  # As it is in another process.

    assert breakers.any_resting()


def test_fewer_faults_are_no_rest() -> None:
    breakers.faulted(MODEL)
    breakers.reset_all()

    assert not breakers.any_resting()


def test_it_ends_for_all_when_the_model_answers_again() -> None:
    _rest()
    breakers.succeeded(MODEL)
    breakers.reset_all()

    assert not breakers.any_resting()


def test_another_model_does_not_rest_with_it(settings: Settings) -> None:
    _rest()
    breakers.reset_all()
    settings.LLM_MODEL = "another"

    assert not breakers.any_resting()


def test_with_no_model_nothing_rests(settings: Settings) -> None:
    settings.LLM_MODEL = ""

    assert not breakers.any_resting()


@pytest.mark.usefixtures("redis_gone")
def test_with_redis_away_each_process_knows_its_own() -> None:
    _rest()

    assert breakers.any_resting()
    breakers.reset_all()
    assert not breakers.any_resting()
