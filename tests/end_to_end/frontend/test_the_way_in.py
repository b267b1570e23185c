"""From the door to a first plan."""

from playwright.sync_api import expect

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from organize.models import Task
from tests.end_to_end.frontend.conftest import Window
from tests.factories import PASSWORD


def test_from_signing_up_to_a_plan_of_ones_own(window: Window, troubles: list[str]) -> None:
    page = window(timezone_id="Europe/Berlin")
    page.get_by_role("link", name="I am new here").click()
    page.get_by_role("heading", name="Make an account").wait_for()
    page.get_by_label("User name").fill("grace")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()

    dump = "email the landlord by Friday 5pm (10 min), clean the kitchen, maybe call mum"
    page.get_by_role("textbox", name="All of it").fill(dump)
    page.get_by_role("button", name="Make sense of it").click()
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    assert not Task.objects.exists()

    page.get_by_role("button", name="Correct: 10 min").click()
    page.get_by_role("spinbutton").fill("25")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("button", name="Leave out: by").click()
    page.get_by_role("checkbox", name="Call mum").uncheck()
    page.get_by_role("button", name="Take on 2 of 3").click()

    expect(page.get_by_role("heading", name="This is in your plan")).to_be_visible()
    person = User.objects.get(username="grace")
    tasks = {task.title: task for task in Task.objects.owned_by(person)}
    assert person.timezone == "Europe/Berlin"
    assert set(tasks) == {"Email the landlord", "Clean the kitchen"}
    assert tasks["Email the landlord"].estimate_minutes == 25
    assert tasks["Email the landlord"].due_at is None

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("heading", name="This is what I understood")).to_be_visible()
    assert not Task.objects.owned_by(person).exists()
    assert not TimeBlock.objects.owned_by(person).exists()
    assert troubles == []


def test_a_wrong_password_is_told_in_words(window: Window, person: User) -> None:
    page = window()
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill("not it at all")
    page.get_by_role("button", name="Log in").click()

    expect(page.locator("#notices")).to_contain_text("password")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
