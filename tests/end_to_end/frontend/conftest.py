"""A person at a real browser, against the real server."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from focushub.accounts.models import User
from focushub.accounts.services import sessions
from tests.browser import chromium
from tests.end_to_end.frontend.wire import Wire
from tests.factories import UserFactory

DUMP = "email the landlord by Friday (10 min), clean the kitchen (30 min), call mum !!"
MATERIAL = (
    "Glycolysis is the splitting of glucose. It takes place in the cytosol. The Krebs cycle takes "
    "place in the mitochondrial matrix. ATP is the energy currency of the cell. An enzyme is a "
    "protein that speeds up a reaction."
)

# The machine may be busy; nothing here is about speed.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: its driver has a loop in this thread, which asynchronous tests would meet."""
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        # Nothing runs on that loop while a test asks the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


Window = Callable[..., Page]


@pytest.fixture
def wire(address: str) -> Iterator[Wire]:
    """Between the browser and the server, to be cut."""
    with Wire(address) as between:
        yield between


@pytest.fixture
def troubles() -> list[str]:
    """What the browser complained of, scripts that the policy stopped among it."""
    return []


@pytest.fixture
def window(browser: Browser, wire: Wire, troubles: list[str]) -> Iterator[Window]:
    """Opens a window: `window("/#/plan", user, width=320, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def complain(told: ConsoleMessage) -> None:
        if told.type == "error":
            troubles.append(told.text)

    def open_window(
        path: str = "/",
        person: User | None = None,
        *,
        beside: Page | None = None,
        width: int = 1200,
        height: int = 800,
        **options: Any,
    ) -> Page:
        if beside is None:
            context = browser.new_context(
                base_url=wire.address, viewport={"width": width, "height": height}, **options
            )
            contexts.append(context)
        else:
            context = beside.context
        context.set_default_timeout(20_000)
        if person is not None:
            pair = sessions.open_session(person=person, user_agent="a browser")
            tokens = {"access_token": pair.access_token, "refresh_token": pair.refresh_token}
            context.add_init_script(
                f"localStorage['focushub.session'] ??= JSON.stringify({tokens})"
            )
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", complain)
        page.goto(path)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def person() -> User:
    """In the browser's own zone, and at work at all hours: what is planned has a place today."""
    hours = {str(day): [["00:00", "23:59"]] for day in range(1, 8)}
    return UserFactory.create(timezone="UTC", username="ada", working_hours=hours)


@pytest.fixture
def api(person: User, address: str) -> Iterator[httpx.Client]:
    """What the person has done elsewhere, over HTTP."""
    token = sessions.open_session(person=person, user_agent="elsewhere").access_token
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def planned(api: httpx.Client) -> Any:
    """A plan that is taken on, with its blocks."""
    plan = api.post("/organize", json={"text": DUMP}).json()
    return api.post(f"/plans/{plan['id']}/accept", json={}).raise_for_status().json()


@pytest.fixture
def studied(api: httpx.Client) -> Any:
    """A study plan that is taken on, with its deck of cards."""
    plan = api.post("/learn", json={"topic": "cell respiration", "text": MATERIAL}).json()
    return api.post(f"/study-plans/{plan['id']}/accept", json={}).raise_for_status().json()
