"""Every page, light and dark: for a screen reader, for a keyboard, and 320 px wide."""

from functools import cache
from typing import Any

import httpx
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from focushub.accounts.models import User
from tests.end_to_end.frontend.conftest import Window

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    modules = settings.CLIENT_ROOT / "node_modules"
    return (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _findings(page: Page) -> list[str]:
    page.evaluate(_axe())
    told = page.evaluate(f"axe.run({{runOnly: {TAGS}, resultTypes: ['violations']}})")
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for one in told["violations"]
        for node in one["nodes"][:2]
    ]


def _sideways(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def paths(api: httpx.Client, planned: Any, studied: Any) -> dict[str, str]:
    """A name of every page and of every state that looks different, with its address."""
    dump = {"text": "file my taxes by Friday 5pm (2 h), gym every Tue and Thu, high energy: paint"}
    proposal = api.post("/organize", json=dump).json()
    learning = api.post("/learn", json={"topic": "the French Revolution"}).json()
    deck = api.get("/decks").json()[0]["id"]
    card = api.get("/reviews/due").json()[0]["id"]
    api.post(f"/cards/{card}/review", json={"rating": 3}).raise_for_status()
    api.post("/chat", json={"message": "I can't start"}).raise_for_status()
    quiz = api.post("/quizzes", json={"deck_id": deck}).json()
    return {
        "now": "/#/now",
        "capture": "/#/capture",
        "proposal": f"/#/capture/{proposal['id']}",
        "accepted": f"/#/capture/{planned['id']}",
        # Which may be tomorrow, late in the evening.
        "day": f"/#/plan/day/{planned['schedule'][0]['starts_at'][:10]}",
        "week": "/#/plan/week",
        "learn": "/#/learn",
        "study plan": f"/#/learn/plan/{learning['id']}",
        "review": "/#/learn/review",
        "quiz": f"/#/learn/quiz/{quiz['id']}",
        "talk": "/#/chat",
        "me": "/#/me",
    }


def _go(page: Page, path: str) -> None:
    """Until the page is there, with what it asked the server for."""
    page.goto(path)
    expect(page.locator(f'main:not([aria-busy]) > .page[data-key="{path[1:]}"]')).to_be_attached()


def _open_up(page: Page) -> None:
    """All that is folded, as somebody who reads it all would."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_320_px_are_wide_enough(
    window: Window,
    person: User,
    paths: dict[str, str],
    scheme: str,
    troubles: list[str],
) -> None:
    page = window("/#/now", person, width=320, height=640, color_scheme=scheme)
    found: dict[str, Any] = {}

    for name, path in paths.items():
        _go(page, path)
        _open_up(page)
        if name == "day":
            page.locator(".block").first.click()
        if name == "review":
            page.keyboard.press("Space")
        if name == "proposal":
            page.locator(".chip", has_text="by ").first.click()
        if name == "me":
            page.get_by_role("slider").first.press("ArrowUp")
        if wide := _sideways(page):
            found[f"{name} is too wide"] = wide
        if findings := _findings(page):
            found[name] = findings

    _go(page, "/#/now")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("timer")).to_be_visible()
    found |= {"timer": findings} if (findings := _findings(page)) else {}

    assert not found, "\n".join(f"{name}: {what}" for name, what in found.items())
    assert troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(window: Window, scheme: str) -> None:
    for path in ("/", "/#/join", "/#/forgot", "/reset-password#token=x"):
        page = window(path, width=320, color_scheme=scheme)
        expect(page.locator("main h1")).to_be_visible()

        assert (_findings(page), _sideways(page)) == ([], 0), path


def test_each_page_has_one_primary_action(
    window: Window, person: User, paths: dict[str, str]
) -> None:
    page = window("/#/now", person)

    for name, path in paths.items():
        _go(page, path)

        assert page.locator("main .primary").count() <= 1, name


def test_the_keyboard_alone_leads_to_a_plan(window: Window, person: User) -> None:
    page = window("/#/capture", person)
    expect(page.get_by_role("textbox", name="All of it")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("call mum")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="This is what I understood")).to_be_focused()


def test_nothing_moves_for_whoever_asked_for_rest(
    window: Window, person: User, planned: Any
) -> None:
    page = window("/#/now", person, reduced_motion="reduce")
    expect(page.locator("main h1")).to_be_visible()

    moving = page.evaluate("document.getAnimations().length")

    assert moving == 0


def test_the_first_picture_asks_nobody_else(window: Window, person: User) -> None:
    asked: list[str] = []
    page = window("/", person)
    page.on("request", lambda request: asked.append(request.url))

    page.reload()
    expect(page.locator("main h1")).to_be_visible()

    assert asked
    origin = page.evaluate("location.origin")
    assert [url for url in asked if not url.startswith(origin)] == []
