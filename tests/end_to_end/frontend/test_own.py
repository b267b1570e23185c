"""What is one's own: energy that is drawn, devices, files, all of the data, and leaving."""

import json
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from focushub.accounts.models import Session, User
from learning.models import Card, QuizAttempt
from tests.end_to_end.frontend.conftest import Window
from tests.factories import PASSWORD


def kept(page: Page) -> None:
    expect(page.locator("#notices")).to_contain_text("Kept.")


def test_energy_is_drawn_by_pointer_and_by_key(
    window: Window, person: User, troubles: list[str]
) -> None:
    page = window("/#/me", person)
    bars = page.locator(".energy span")
    expect(bars).to_have_count(24)
    # On a wide window the day is one line, within its card.
    outer, last = page.locator(".card").first.bounding_box(), bars.nth(23).bounding_box()
    assert outer is not None
    assert last is not None
    assert last["x"] + last["width"] < outer["x"] + outer["width"]
    first, third = bars.nth(0).bounding_box(), bars.nth(2).bounding_box()
    assert first is not None
    assert third is not None

    page.mouse.move(first["x"] + 5, first["y"] + 4)
    page.mouse.down()
    page.mouse.move(third["x"] + 5, third["y"] + 4, steps=12)
    page.mouse.up()
    page.get_by_role("slider").nth(9).press("ArrowDown")
    page.get_by_role("button", name="Keep this line").click()
    kept(page)

    person.refresh_from_db()
    assert person.energy_by_hour[:4] == ["high", "high", "high", "low"]
    assert person.energy_by_hour[9] == "medium"
    expect(page.get_by_role("slider", name="9:00", exact=True)).to_have_attribute(
        "aria-valuetext", "medium"
    )
    assert troubles == []


def test_hours_and_the_rest_are_kept_as_they_are_chosen(window: Window, person: User) -> None:
    person.working_hours["2"] = [["09:00", "12:00"], ["13:00", "17:00"]]
    person.save()
    page = window("/#/me", person)

    page.get_by_label("Monday from").fill("10:30")
    page.get_by_label("Monday from").blur()
    kept(page)
    page.get_by_label("Tuesday to").first.fill("14:00")
    expect(page.locator("#notices")).not_to_contain_text("Kept.")
    expect(page.get_by_label("Tuesday to").first).to_have_value("12:00")
    # A break stays a break; hours are added, and go when they are emptied.
    page.get_by_label("Tuesday to").nth(1).fill("18:30")
    page.get_by_label("Tuesday to").nth(1).blur()
    with _patched(page):
        page.get_by_role("button", name="Tuesday: more hours").click()
    expect(page.get_by_label("Tuesday from")).to_have_count(3)
    with _patched(page):
        page.get_by_label("Tuesday from").first.fill("")
    expect(page.get_by_label("Tuesday from")).to_have_count(2)
    with _patched(page):
        page.get_by_label("Time zone").select_option("Asia/Tokyo")
    with _patched(page):
        page.get_by_role("checkbox", name="A language model may read").uncheck()
    page.reload()
    expect(page.get_by_role("checkbox", name="A language model may read")).not_to_be_checked()

    person.refresh_from_db()
    assert person.working_hours["1"] == [["10:30", "23:59"]]
    assert person.working_hours["2"] == [["13:00", "18:30"], ["19:30", "20:30"]]
    assert (person.timezone, person.allow_model) == ("Asia/Tokyo", False)


def _patched(page: Page) -> Any:
    return page.expect_response(lambda told: told.request.method == "PATCH" and told.ok)


def test_another_device_is_logged_out(window: Window, person: User, api: Any) -> None:
    page = window("/#/me", person)

    page.get_by_role("button", name="Log it out").click()

    expect(page.get_by_role("button", name="Log it out")).to_be_hidden()
    assert api.get("/me").status_code == 401
    page.get_by_role("button", name="Log out here").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert not Session.objects.filter(owner=person, revoked_at=None).exists()


def test_all_data_is_taken_along_and_then_erased(
    window: Window, person: User, planned: Any, tmp_path: Path
) -> None:
    page = window("/#/me", person)

    with page.expect_download() as download:
        page.get_by_role("button", name="Take all my data along").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as bundle:
        told = json.dumps([bundle.read(name).decode() for name in bundle.namelist()])
    page.get_by_text("Password, and leaving").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Erase everything of mine").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()

    assert "Email the landlord" in told
    assert not User.objects.filter(pk=person.pk).exists()


def test_cards_come_from_a_file_after_a_look_and_leave_as_one(
    window: Window, person: User, tmp_path: Path, troubles: list[str]
) -> None:
    file = tmp_path / "cards.csv"
    file.write_text("deck,front,back\nFrench,chat,cat\nFrench,chien,dog\n")
    page = window("/#/learn", person)

    page.get_by_label("Cards from a file").set_input_files(file)
    expect(page.get_by_role("heading", name="2 cards, 2 of them new")).to_be_visible()
    assert not Card.objects.exists()
    page.get_by_role("button", name="Take them in").click()
    expect(page.locator("#notices")).to_contain_text("2 new cards")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save French as csv").click()

    assert Card.objects.filter(owner=person).count() == 2
    assert "chien" in Path(download.value.path()).read_text()
    assert troubles == []


def test_a_quiz_is_answered_to_its_end(
    window: Window, person: User, studied: Any, troubles: list[str]
) -> None:
    page = window("/#/learn", person)
    page.get_by_role("button", name="Quiz").click()
    end = page.get_by_text("of it sits")
    unknown = page.get_by_role("button", name="I do not know")

    expect(unknown).to_be_visible()
    while not end.is_visible():
        unknown.click()
        page.get_by_role("button", name="Go on").click()
        expect(unknown.or_(end)).to_be_visible()

    assert QuizAttempt.objects.get(owner=person).finished_at is not None
    assert troubles == []
