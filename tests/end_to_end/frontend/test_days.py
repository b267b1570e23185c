"""The day and the week: moved by keys and by pointer, re-planned, and shown elsewhere."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from focushub.accounts.models import ScopedToken, User
from focushub.calendar.models import TimeBlock
from tests.end_to_end.frontend.conftest import Window
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.organize.factories import TaskFactory

DAY = "2030-03-12"  # A Tuesday.
NINE = datetime(2030, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def block(person: User) -> TimeBlock:
    return TimeBlockFactory.create(
        owner=person,
        kind=TimeBlock.Kind.BUSY,
        title="Dentist",
        starts_at=NINE,
        ends_at=NINE + timedelta(hours=1),
    )


def shown(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("Dentist"))


def starts(block: TimeBlock) -> str:
    block.refresh_from_db()
    assert block.ends_at - block.starts_at == timedelta(hours=1)
    return f"{block.starts_at:%a %H:%M}"


def test_the_arrow_keys_move_a_block_and_undo_brings_it_back(
    window: Window, person: User, block: TimeBlock, troubles: list[str]
) -> None:
    page = window(f"/#/plan/week/{DAY}", person)
    shown(page).focus()

    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("#notices")).to_contain_text("Dentist is now")
    moved = starts(block)
    expect(shown(page)).to_be_focused()
    with page.expect_response(lambda told: told.request.method == "PATCH" and told.ok):
        page.get_by_role("button", name="Undo").click()
    expect(shown(page)).to_contain_text("9:00")

    assert moved == "Wed 09:30"
    assert starts(block) == "Tue 09:00"
    assert troubles == []


def test_a_block_is_dragged_to_another_day(
    window: Window, person: User, block: TimeBlock, troubles: list[str]
) -> None:
    page = window(f"/#/plan/week/{DAY}", person, height=2000)
    box = shown(page).bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 20

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + box["width"], y + box["height"] / 2, steps=4)
    page.mouse.move(x + 2 * box["width"], y + box["height"], steps=4)
    page.mouse.up()

    expect(page.locator("#notices")).to_contain_text("Dentist is now")
    assert starts(block) == "Thu 10:00"
    assert troubles == []


def test_without_dragging_a_touch_moves_it_and_buttons_lock_it_and_give_the_time_back(
    window: Window, person: User, block: TimeBlock
) -> None:
    page = window(f"/#/plan/day/{DAY}", person, width=390, height=2000)
    top = shown(page).bounding_box()
    assert top is not None
    shown(page).press("Enter")
    expect(page.get_by_text("Tap its new place")).to_be_visible()
    box = shown(page).bounding_box()
    assert box is not None

    # Five hours on, each as high as the block is.
    page.mouse.click(box["x"] + 20, box["y"] + 5 * box["height"] + 5 * 2 + 2)
    expect(page.locator("#notices")).to_contain_text("Dentist is now")
    assert starts(block) == "Tue 14:00"

    shown(page).click()
    page.get_by_role("button", name="Let it stay there").click()
    expect(page.get_by_role("button", name="It may move")).to_be_visible()
    block.refresh_from_db()
    assert block.is_locked
    page.get_by_role("button", name="Give the time back").click()
    expect(shown(page)).to_be_hidden()
    assert not TimeBlock.objects.filter(pk=block.pk).exists()


def test_what_slipped_gets_a_new_place_once_it_was_seen(window: Window, person: User) -> None:
    task = TaskFactory.create(
        owner=person,
        title="Send the form",
        estimate_minutes=20,
        due_at=timezone.now() - timedelta(days=2),
    )
    page = window("/#/plan/day", person)
    page.get_by_label("What happened").select_option("fresh start")

    page.get_by_role("button", name="Re-plan").click()
    expect(page.locator(".card li")).to_contain_text("Send the form")
    assert not TimeBlock.objects.filter(subject_id=task.pk).exists()
    page.get_by_role("button", name="Use this plan").click()
    expect(page.locator("#notices")).to_contain_text("The new plan stands")
    assert TimeBlock.objects.filter(subject_id=task.pk).exists()
    with page.expect_response(lambda told: told.url.endswith("/undo?") and told.ok):
        page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name=re.compile("Send the form"))).to_have_count(0)
    assert not TimeBlock.objects.filter(subject_id=task.pk).exists()


def test_the_calendars_address_is_shown_once(window: Window, person: User) -> None:
    page = window("/#/plan/day", person)

    page.get_by_role("button", name="Show it in another calendar").click()

    address = page.get_by_label("Address for your calendar").input_value()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/calendar/\S+\.ics", address)
    assert ScopedToken.objects.get(owner=person).scopes == ["calendar:read"]


def test_one_thing_and_not_this_one(window: Window, person: User, api: httpx.Client) -> None:
    for title in ("Call mum", "Water the plants"):
        api.post("/tasks", json={"title": title, "estimate_minutes": 5}).raise_for_status()
    page = window("/#/now", person)
    heading = page.locator("main h1")
    expect(heading).to_have_text(re.compile("Call mum|Water the plants"))
    offered = heading.inner_text()

    page.get_by_role("button", name="Not this one").click()

    expect(heading).not_to_have_text(offered)
    page.get_by_role("button", name="It is done").click()
    expect(page.locator("#notices")).to_contain_text("Done.")


def test_a_study_plan_is_taken_on_and_taken_back(
    window: Window, person: User, studied: Any, api: Any, troubles: list[str]
) -> None:
    page = window(f"/#/learn/plan/{studied['id']}", person)

    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_role("button", name="Take it on")).to_be_visible()
    assert api.get("/decks").json() == []
    assert troubles == []
