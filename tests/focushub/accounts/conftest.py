from collections.abc import Callable

import pytest
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.factories import PASSWORD


@pytest.fixture
def log_in(anonymous: APIClient) -> Callable[..., Response]:
    def ask(username: str, password: str = PASSWORD, **headers: str) -> Response:
        body = {"username": username, "password": password}
        return anonymous.post(reverse("login"), body, headers=headers)

    return ask


def bearing(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client
