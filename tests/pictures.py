"""`python3 -m focushub pictures`: the README's pictures, of a person with six weeks behind them.

They are WebP, and small: the command fails where they are not.
"""

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import django
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page

DUMP = (
    "book the dentist before Friday (10 min), pack for the weekend, "
    "deep work: write the report by next Tuesday (2 h), buy oat milk #groceries"
)
DESK = {"viewport": {"width": 1200, "height": 780}}
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True}
QUALITY = 78
MOST_BYTES = 300_000


def main() -> int:
    folder = Path(sys.argv[1])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    folder.mkdir(parents=True, exist_ok=True)

    from tests.browser import chromium

    with _server() as address, chromium() as browser:
        size = sum(_take(browser, address, folder))
    sys.stdout.write(f"{size} bytes in {folder}\n")
    return 0 if size < MOST_BYTES else 1


@contextmanager
def _server() -> Iterator[str]:
    from focushub.asgi import application

    config = uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error")
    config.lifespan = "off"
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def _take(browser: Browser, address: str, folder: Path) -> Iterator[int]:
    """One size after the other, in bytes."""
    from django.core.management import call_command

    from focushub.accounts.models import User
    from focushub.accounts.services import sessions
    from focushub.calendar.models import TimeBlock

    call_command("demo", "--timezone", "UTC", "--again", stdout=io.StringIO())
    person = User.objects.get(username="demo-weeks")
    User.objects.filter(pk=person.pk).update(date_order="dmy")
    coming = TimeBlock.objects.owned_by(person).filter(ends_at__gt=django.utils.timezone.now())
    days = [f"{starts_at:%F}" for starts_at in coming.values_list("starts_at", flat=True)]
    day = max(set(days), key=days.count)

    def window(shape: dict[str, Any], scheme: Literal["light", "dark"], path: str) -> Page:
        pair = sessions.open_session(person=person, user_agent="Chrome on Linux")
        context = browser.new_context(base_url=address, color_scheme=scheme, **shape)
        context.add_init_script(
            "localStorage['focushub.session'] ??= JSON.stringify({"
            f"access_token: '{pair.access_token}', refresh_token: '{pair.refresh_token}'}})"
        )
        page = context.new_page()
        page.goto(path)
        page.locator("main h1").wait_for()
        page.wait_for_load_state("networkidle")
        return page

    def keep(page: Page, name: str) -> int:
        image = Image.open(io.BytesIO(page.screenshot()))
        file = folder / f"{name}.webp"
        image.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
        page.context.close()
        return file.stat().st_size

    page = window(DESK, "light", "/#/capture")
    page.get_by_role("textbox", name="All of it").fill(DUMP)
    page.get_by_role("button", name="Make sense of it").click()
    page.get_by_role("heading", name="Start here").wait_for()
    proposal = page.evaluate("location.hash")
    yield keep(page, "capture-desk-light")
    yield keep(window(PHONE, "dark", f"/{proposal}"), "capture-phone-dark")
    yield keep(window(DESK, "light", f"/#/plan/week/{day}"), "week-desk-light")
    yield keep(window(DESK, "dark", f"/#/plan/day/{day}"), "day-desk-dark")
    yield keep(window(PHONE, "light", f"/#/plan/day/{day}"), "day-phone-light")
    yield keep(window(PHONE, "light", "/#/learn"), "learn-phone-light")
    page = window(PHONE, "dark", "/#/learn/review")
    page.keyboard.press("Space")
    yield keep(page, "review-phone-dark")
    yield keep(window(PHONE, "light", "/#/now"), "now-phone-light")
    page = window(PHONE, "light", "/#/chat/new")
    page.get_by_label("You").fill("I can't start my report")
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("button", name="Do it").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    yield keep(page, "talk-phone-light")
    page = window(DESK, "dark", "/#/now")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("timer").wait_for()
    yield keep(page, "now-desk-dark")
