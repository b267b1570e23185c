from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.focushub.ai.echo import EchoFeature, registered


@pytest.fixture
def echo() -> Iterator[EchoFeature]:
    with registered() as feature:
        yield feature


@pytest.fixture
def model(settings: Settings) -> None:
    """A model is configured; nothing listens where it is said to be."""
    settings.LLM_MODEL = "test-model"
    settings.LLM_BASE_URL = "http://127.0.0.1:9"
