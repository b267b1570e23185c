"""A model that somebody set up; what it says is scripted."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def model(settings: Settings) -> None:
    settings.LLM_MODEL = "test-model"
    settings.LLM_BASE_URL = "http://127.0.0.1:9"
