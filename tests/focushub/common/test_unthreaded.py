"""The middleware under ASGI: what the product is served by, and the test client usually is not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import AsyncClient

from focushub.accounts.models import User
from focushub.common.threads import begin_on_loop
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

STATIC = "/static/admin/css/base.css"
BASE_CSS = Path(str(finders.find("admin/css/base.css")))


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent into a thread, by name."""
    sent: list[str] = []
    call = SyncToAsync.__call__

    def counted(self: SyncToAsync, *args: object, **kwargs: object) -> object:
        sent.append(getattr(self.func, "__qualname__", repr(self.func)))
        return call(self, *args, **kwargs)

    monkeypatch.setattr(SyncToAsync, "__call__", counted)
    return sent


@pytest.fixture(autouse=True)
async def _threads_let_go() -> AsyncIterator[None]:
    """The test client keeps Django from closing connections; nobody else would in that thread."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def staff() -> User:
    return UserFactory.create(staff=True)


async def test_no_middleware_sends_an_api_request_into_a_thread(async_client, hops):
    begin_on_loop()

    response = await async_client.get("/health/live")

    assert response.status_code == 200
    assert hops == [  # What Django's handler sends there by itself.
        "View.as_view.<locals>.view",
        "SimpleTemplateResponse.render",
        "HttpResponseBase.close",
    ]


async def test_an_api_answer_has_the_headers_that_protect_and_no_cookie(async_client):
    response = await async_client.post("/api/v1/organize", {}, content_type="application/json")

    assert response.status_code == 401
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.cookies == {}


async def test_another_host_s_name_is_refused(async_client):
    response = await async_client.get("/health/live", headers={"host": "evil.example"})

    assert response.status_code == 400


async def test_staff_log_in_with_a_cookie_and_a_token_against_forgery(staff):
    client = AsyncClient(enforce_csrf_checks=True)
    await client.get("/admin/login/")
    form = {
        "username": staff.username,
        "password": PASSWORD,
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }

    response = await client.post("/admin/login/?next=/admin/", form)
    page = await client.get("/admin/")

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert page.status_code == 200


async def test_a_log_in_without_that_token_is_refused_and_sets_no_session(staff):
    client = AsyncClient(enforce_csrf_checks=True)

    response = await client.post(
        "/admin/login/", {"username": staff.username, "password": PASSWORD}
    )

    assert response.status_code == 403
    assert "sessionid" not in client.cookies


async def test_a_static_file_is_served(async_client):
    response = await async_client.get(STATIC)
    sent = b"".join([part async for part in response])

    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert response.is_async
    assert sent == BASE_CSS.read_bytes()  # noqa: ASYNC240 - nothing else waits


async def test_a_static_file_that_is_not_there_is_an_unknown_route(async_client):
    response = await async_client.get("/static/nothing.css")

    assert (response.status_code, response.json()["code"]) == (404, "unknown_route")
