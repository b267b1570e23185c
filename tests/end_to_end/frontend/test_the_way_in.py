"""From the door to a planned day and a first card that was seen."""

import httpx
from playwright.sync_api import Page, expect

from focushub.accounts.models import Session, User
from focushub.calendar.models import TimeBlock
from learning.models import Review
from organize.models import Task
from tests.end_to_end.frontend.conftest import MATERIAL, Window
from tests.factories import PASSWORD


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_from_signing_up_to_a_planned_day_and_a_reviewed_card(
    window: Window, troubles: list[str]
) -> None:
    page = window(timezone_id="Europe/Berlin")
    page.get_by_role("link", name="I am new here").click()
    heading(page, "Make an account")
    page.get_by_label("User name").fill("grace")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()

    # What was understood can be corrected, left out, and left alone.
    dump = "email the landlord by Friday 5pm (10 min), clean the kitchen, maybe call mum"
    page.get_by_role("textbox", name="All of it").fill(dump)
    page.get_by_role("button", name="Make sense of it").click()
    heading(page, "Start here")
    assert not Task.objects.exists()
    page.locator(".chip", has_text="10 min").click()
    page.get_by_role("spinbutton").fill("25")
    page.get_by_role("spinbutton").blur()
    page.locator(".chip", has_text="by ").click()
    page.locator(".chip", has_text="by ").get_by_role("button", name="Leave out").click()
    page.get_by_role("checkbox", name="Call mum").uncheck()
    page.get_by_role("button", name="Take on 2 of 3").click()
    heading(page, "This is in your plan")
    person = User.objects.get(username="grace")
    tasks = {task.title: task for task in Task.objects.owned_by(person)}
    assert person.timezone == "Europe/Berlin"
    assert set(tasks) == {"Email the landlord", "Clean the kitchen"}
    assert tasks["Email the landlord"].estimate_minutes == 25
    assert tasks["Email the landlord"].due_at is None

    page.get_by_role("button", name="Take it back").click()
    heading(page, "This is what I understood")
    assert not Task.objects.owned_by(person).exists()
    assert not TimeBlock.objects.owned_by(person).exists()

    # The day.
    page.get_by_role("checkbox", name="Call mum").check()
    page.get_by_role("button", name="Take it all on").click()
    page.get_by_role("link", name="See the day").click()
    expect(page.locator(".grid")).to_be_visible()
    page.get_by_role("link", name="week after").click()
    page.get_by_role("link", name="Today").click()
    assert TimeBlock.objects.owned_by(person).count() >= 3

    # A card.
    page.get_by_role("link", name="Learn").click()
    page.get_by_label("Topic").fill("Cell respiration")
    page.get_by_label("Your material").fill(MATERIAL)
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Take it on").click()
    page.get_by_role("link", name="Review the cards").click()
    expect(page.get_by_role("button", name="Show the answer")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(page.get_by_role("button", name="Back")).to_be_visible()
    assert [one.rating for one in Review.objects.filter(owner=person)] == [3]
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    assert not Review.objects.filter(owner=person, undone_at=None).exists()
    assert troubles == []


def test_a_dump_is_sent_with_what_one_has_and_begins_with_its_own_first_step(
    window: Window, person: User, api: httpx.Client, troubles: list[str]
) -> None:
    urgent = {"title": "Call mum", "estimate_minutes": 5, "priority": "urgent"}
    api.post("/tasks", json=urgent).raise_for_status()
    page = window("/#/capture", person)
    dump = "water the plants, clean the kitchen (30 min) !"
    page.get_by_role("textbox", name="All of it").fill(dump)
    page.get_by_label("My energy").select_option("low")
    page.get_by_label("Time I have").fill("60")

    with page.expect_request(lambda asked: asked.url.endswith("/organize?")) as sent:
        page.get_by_role("button", name="Make sense of it").click()
    heading(page, "Start here")
    first = page.get_by_role("checkbox").first
    opening = page.locator(".lamp .first")
    left_out = opening.inner_text()
    first.uncheck()
    expect(opening).not_to_have_text(left_out)
    first.check()
    step = opening.inner_text()
    assert step == left_out
    page.get_by_role("button", name="Take it all on").click()
    page.get_by_role("button", name="Begin").click()

    assert sent.value.post_data_json == {"text": dump, "energy": "low", "available_minutes": 60}
    expect(page.get_by_role("timer")).to_contain_text("left")
    expect(page.locator("main")).to_contain_text(step)
    begun = page.locator("main h1").inner_text()
    page.get_by_role("button", name="Enough for now").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.locator(".lamp")).to_contain_text(step)
    page.get_by_role("link", name="Something else").click()
    heading(page, "Call mum")
    assert begun in {"Water the plants", "Clean the kitchen"}
    page.go_back()
    heading(page, begun)
    page.get_by_role("button", name="It is done").click()
    # Once it is done the server chooses.
    heading(page, "Call mum")
    assert troubles == []


def test_a_wrong_password_is_told_in_words(window: Window, person: User) -> None:
    page = window()
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill("not it at all")
    page.get_by_role("button", name="Log in").click()

    expect(page.locator("#notices")).to_contain_text("password")
    heading(page, "Log in")


def test_two_windows_renew_one_session_in_turn(
    window: Window, person: User, planned: dict[str, object], troubles: list[str]
) -> None:
    first = window("/#/now", person)
    second = window("/#/plan", beside=first)
    heading(first, "Email the landlord")
    old = first.evaluate("localStorage['focushub.session']")
    first.evaluate(
        "const key = 'focushub.session', it = JSON.parse(localStorage[key]);"
        "localStorage[key] = JSON.stringify({...it, access_token: 'spent'})"
    )

    first.get_by_role("link", name="Plan").click()
    second.get_by_role("link", name="Now").click()

    heading(second, "Email the landlord")
    expect(first.locator(".block").first).to_be_visible()
    assert first.evaluate("localStorage['focushub.session']") != old
    assert not Session.objects.filter(owner=person).exclude(revoked_at=None).exists()
    assert [trouble for trouble in troubles if "401" not in trouble] == []


def test_a_session_that_ended_elsewhere_leads_to_the_door_and_nothing_typed_is_lost(
    window: Window, person: User
) -> None:
    page = window("/#/capture", person)
    page.get_by_role("textbox", name="All of it").fill("water the plants")
    Session.objects.filter(owner=person).delete()

    page.get_by_role("button", name="Make sense of it").click()
    heading(page, "Log in")
    expect(page.locator("#notices")).to_contain_text("What you typed is kept")
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("textbox", name="All of it")).to_have_value("water the plants")
