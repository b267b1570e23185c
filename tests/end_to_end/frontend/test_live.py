"""Windows in step, streams that are cut, and a network that goes away."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from focushub.accounts.models import User
from focushub.ai.models import Run
from organize.models import Task
from tests.end_to_end.conftest import until
from tests.end_to_end.frontend.conftest import Window
from tests.end_to_end.frontend.wire import Wire
from tests.fakes.llm_stub import LlmStub

TEXT = "clean the kitchen"


def test_two_devices_share_one_timer(
    window: Window, person: User, planned: Any, troubles: list[str]
) -> None:
    phone = window("/#/now", person, width=390)
    desk = window("/#/now", person)
    expect(desk.get_by_role("button", name="Start")).to_be_visible()

    phone.get_by_role("button", name="Start").click()
    expect(desk.get_by_role("timer")).to_contain_text("left")
    desk.get_by_role("button", name="Pause").click()
    expect(phone.get_by_role("timer")).to_contain_text("paused")
    shown = [page.get_by_role("timer").inner_text() for page in (phone, desk)]
    desk.get_by_role("button", name="Done").click()
    expect(phone.get_by_role("timer")).to_be_hidden()

    assert shown[0] == shown[1]
    assert Task.objects.owned_by(person).exclude(completed_at=None).count() == 1
    assert troubles == []


@pytest.mark.xdist_group("crewai")
def test_a_models_answer_grows_over_the_draft_across_a_cut(
    window: Window,
    person: User,
    wire: Wire,
    stub: LlmStub,
    use_model: Callable[..., None],
    worker: None,
) -> None:
    may_answer = threading.Event()

    def answer(body: Any) -> dict[str, Any]:
        may_answer.wait(30)
        steps = [{"title": "Carry one cup to the sink", "minutes": 1}]
        task = {"title": "Clean the kitchen", "quote": TEXT, "steps": steps}
        return {"tasks": [task], "suggestions": ["Music helps."]}

    stub.answer = answer
    use_model("good")
    page = window("/#/capture", person)
    page.get_by_role("textbox", name="All of it").fill(TEXT)
    page.get_by_role("button", name="Make sense of it").click()
    expect(page.get_by_role("checkbox", name="Clean the kitchen")).to_be_checked()
    expect(page.get_by_text("A first draft")).to_be_visible()
    until(lambda: stub.asked.is_set())

    wire.cut()
    may_answer.set()

    expect(page.get_by_text("Music helps.")).to_be_visible()
    expect(page.get_by_role("heading", name="Start here").locator("xpath=..")).to_contain_text(
        "Carry one cup to the sink"
    )
    expect(page.get_by_text("A first draft")).to_be_hidden()
    assert [run.attempts for run in Run.objects.owned_by(person)] == [1]
    assert stub.calls() == 1


def test_offline_is_told_and_what_was_typed_is_kept(
    window: Window, person: User, wire: Wire
) -> None:
    page = window("/#/capture", person)
    box = page.get_by_role("textbox", name="All of it")
    box.fill("water the plants")
    wire.is_whole = False
    wire.cut()

    page.get_by_role("button", name="Make sense of it").click()
    expect(page.locator("#offline")).to_contain_text("You are offline")
    expect(page.locator("#notices")).to_contain_text("What you typed is kept here")
    wire.is_whole = True
    page.reload()

    expect(box).to_have_value("water the plants")
    expect(page.locator("#offline")).to_be_empty()
    page.get_by_role("button", name="Make sense of it").click()
    expect(page.get_by_role("checkbox", name="Water the plants")).to_be_checked()
    page.get_by_role("link", name="Capture").click()
    expect(box).to_have_value("")


@pytest.mark.parametrize("path", ["/#/plan", "/#/learn"])
def test_a_change_elsewhere_is_seen_without_loading_again(
    window: Window, person: User, api: Any, path: str, troubles: list[str]
) -> None:
    page = window(path, person)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # Also before its socket is there: the server's hello has the page read anew.
    plan = api.post("/learn", json={"topic": "cells", "available_minutes": 15}).json()
    api.post(f"/study-plans/{plan['id']}/accept", json={}).raise_for_status()

    expect(page.get_by_text(re.compile("cells", re.IGNORECASE)).first).to_be_visible()
    assert troubles == []
