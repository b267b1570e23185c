import io

import pytest
from django.core.management import CommandError, call_command

from tests.fakes.llm_stub import LlmStub


@pytest.fixture
def stub():
    with LlmStub({"word": "hello"}) as server:
        yield server


@pytest.fixture
def use_model(settings, stub):
    def choose(name):
        settings.LLM_MODEL, settings.LLM_BASE_URL = name, stub.url
        settings.LLM_TIMEOUT_SECONDS = 10
        settings.LLM_PRICE_IN = settings.LLM_PRICE_OUT = 1.0

    return choose


def run():
    out = io.StringIO()
    call_command("check_llm", stdout=out)
    return out.getvalue()


def test_a_model_that_answers_is_told_with_its_price(use_model, stub):
    use_model("good")

    told = run()

    assert f"asking good at {stub.url}" in told
    assert "It answers: 1 call, " in told
    assert "US dollars" in told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("e401", "unauthorized: .* FOCUSHUB_LLM_API_KEY"),
        ("e500", "unavailable: .* FOCUSHUB_LLM_BASE_URL"),
        ("badjson", "bad_json: .* a larger model may"),
    ],
)
def test_what_is_wrong_is_said_in_words(use_model, name, said):
    use_model(name)

    with pytest.raises(CommandError, match=said):
        run()


def test_where_none_is_configured_that_is_said(settings):
    settings.LLM_MODEL = ""
    settings.LLM_MODEL_BY_FEATURE = {}

    with pytest.raises(CommandError, match="No model is configured"):
        run()
