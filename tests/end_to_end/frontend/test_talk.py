"""Talk: an answer, and what it proposes, taken on and taken back."""

from typing import Any

import httpx
from playwright.sync_api import expect

from focushub.accounts.models import User
from tests.end_to_end.frontend.conftest import Window


def test_what_the_coach_proposes_happens_only_when_it_is_taken_on(
    window: Window, person: User, api: httpx.Client, troubles: list[str]
) -> None:
    api.post("/tasks", json={"title": "Write the thesis", "estimate_minutes": 60})
    page = window("/#/chat", person)
    page.get_by_label("You").fill("I can't start my thesis")

    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("button", name="Do it").first).to_be_visible()
    expect(page.get_by_label("You")).to_have_value("")
    assert _sessions(api) == []
    focus = page.locator(".card", has_text="minutes of focus")
    focus.get_by_role("button", name="Do it").click()
    expect(focus.get_by_role("button", name="Take it back")).to_be_visible()

    assert [one["state"] for one in _sessions(api)] == ["running"]
    page.reload()
    expect(page.get_by_text("I can't start my thesis")).to_be_visible()
    assert troubles == []


def _sessions(api: httpx.Client) -> Any:
    return api.get("/focus-sessions").json()
