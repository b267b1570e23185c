"""The calendar feed: read by three other libraries, checked by its bytes, public by its token."""

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import time_machine
import vobject
from django.urls import reverse
from icalendar import Calendar
from rest_framework.test import APIClient

from focushub.accounts.models import Scope, ScopedToken, User
from focushub.accounts.services.tokens import make_token
from focushub.calendar import agenda
from focushub.calendar.models import TimeBlock
from organize.models import Task
from tests.factories import UserFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 10, 19, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
# Folding counts bytes, so what takes two, three and four of them has to be there.
TITLE = "Überweisung: 5,- €; für Omas Geburtstag 🎂 " * 4


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


def address(person: User, *scopes: Scope) -> str:
    made = make_token(person=person, name="Phone", scopes=scopes or [Scope.CALENDAR_READ])
    return reverse("calendar-feed", args=[made.token])


def feed(person: User) -> bytes:
    response = APIClient().get(address(person), headers={"Accept": "text/calendar"})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def block(task: Task, starts_at: datetime, minutes: int = 30, **fields: Any) -> TimeBlock:
    return TimeBlock.objects.create(
        **{
            "owner": task.owner,
            "kind": TimeBlock.Kind.TASK,
            "title": "An old title",
            "subject_id": task.pk,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            **fields,
        }
    )


def a_week(person: User) -> dict[str, list[str]]:
    """Something of each kind; gives the uid of each with the first times that it has."""
    task = TaskFactory.create(owner=person, title=TITLE.strip()[:200], due_at=at(23, 17))
    step = StepFactory.create(task=task, title="Find the slip, then pay")
    work = block(task, at(20, 9), part_ids=[step.pk])
    busy = TimeBlock.objects.create(
        owner=person, kind="busy", title="Dentist\x0b", starts_at=at(21, 9), ends_at=at(21, 10)
    )
    day = TaskFactory.create(
        owner=person, title="Form", due_at=at(24, 23, 59), due_is_date_only=True, due_is_hard=False
    )
    start = TaskFactory.create(owner=person, starts_at=at(22, 11), estimate_minutes=45)
    gym = TaskFactory.create(
        owner=person,
        # The clocks go back on the 25th: it stays at nine on the wall.
        recurrence="FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231",
        starts_at=at(20, 9),
        estimate_minutes=60,
    )
    bins = TaskFactory.create(
        owner=person,
        recurrence="FREQ=WEEKLY;BYDAY=WE;UNTIL=20261104T120000Z",
        due_at=at(19, 23, 59),
        due_is_date_only=True,
    )
    pills = TaskFactory.create(
        owner=person, recurrence="FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0;COUNT=3", due_at=at(19, 20)
    )
    plants = TaskFactory.create(owner=person, recurrence="FREQ=MONTHLY;BYMONTHDAY=-1")
    return {
        f"{work.pk}@focushub": ["2026-10-20T07:00:00.000Z"],
        f"{busy.pk}@focushub": ["2026-10-21T07:00:00.000Z"],
        f"due-{task.pk}@focushub": ["2026-10-23T15:00:00.000Z"],
        f"due-{day.pk}@focushub": ["2026-10-24"],
        f"start-{start.pk}@focushub": ["2026-10-22T09:00:00.000Z"],
        f"repeats-{gym.pk}@focushub": [
            "2026-10-20T07:00:00.000Z",
            "2026-10-22T07:00:00.000Z",
            "2026-10-27T08:00:00.000Z",
        ],
        f"repeats-{bins.pk}@focushub": ["2026-10-21", "2026-10-28", "2026-11-04"],
        f"repeats-{pills.pk}@focushub": [
            "2026-10-19T18:00:00.000Z",
            "2026-10-20T06:00:00.000Z",
            "2026-10-20T18:00:00.000Z",
        ],
        f"repeats-{plants.pk}@focushub": ["2026-10-31", "2026-11-30", "2026-12-31"],
    }


def test_the_icalendar_library_reads_every_date(user: User) -> None:
    expected = a_week(user)

    calendar = Calendar.from_ical(feed(user))

    assert [event.errors for event in calendar.walk() if event.errors] == []
    times: dict[str, list[str]] = {}
    query = recurring_ical_events.of(calendar)
    for event in query.between(date(2026, 10, 1), date(2027, 3, 1)):
        start = event["DTSTART"].dt
        if isinstance(start, datetime):
            told = start.astimezone(UTC).isoformat().replace("+00:00", ".000Z")
        else:
            told = start.isoformat()
        times.setdefault(str(event["UID"]), []).append(told)
    assert {uid: sorted(found)[:3] for uid, found in times.items()} == expected


def test_vobject_reads_every_date(user: User) -> None:
    expected = a_week(user)

    calendar = vobject.readOne(feed(user).decode())

    calendar.validate(raiseException=True)
    times = {}
    for event in calendar.vevent_list:
        starts = list(event.getrruleset(addRDate=True)[:3]) if hasattr(event, "rrule") else []
        found = starts or [event.dtstart.value]
        times[event.uid.value] = [
            one.astimezone(UTC).isoformat().replace("+00:00", ".000Z")
            if isinstance(event.dtstart.value, datetime)
            else (one.date() if isinstance(one, datetime) else one).isoformat()
            for one in found
        ]
    assert times == expected


def read_by_ical_js(file: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        [
            "node",
            ROOT / "tests/focushub/calendar/read_calendar.cjs",
            ROOT / "frontend/node_modules/ical.js/dist/ical.es5.cjs",
            "3",
        ],
        input=file,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_ical_js_reads_every_date_and_alarm(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = a_week(user)
    rung = next(iter(expected))

    def alarms(*, person: User, uids: Any) -> dict[str, list[int]]:
        assert person == user
        return {rung.removesuffix("@focushub"): [10, 60, 10]}

    monkeypatch.setattr(agenda, "_alarms", [alarms])

    events = read_by_ical_js(feed(user))

    assert {event["uid"]: event["times"] for event in events} == expected
    assert {e["uid"]: e["alarms"] for e in events if e["alarms"]} == {rung: ["-PT10M", "-PT1H"]}
    titles = {event["uid"]: event["summary"] for event in events}
    assert titles[rung] == TITLE.strip()[:200]
    assert "Dentist " in titles.values()


def test_lines_end_as_they_have_to_and_are_75_bytes_long_at_most(user: User) -> None:
    a_week(user)

    file = feed(user)

    lines = file.split(b"\r\n")
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines) == 75
    # No character is cut in two.
    assert all(line.decode() is not None for line in lines)
    unfolded = file.replace(b"\r\n ", b"").decode()
    assert TITLE.strip()[:200].replace(",", "\\,").replace(";", "\\;") in unfolded
    assert "DESCRIPTION:Find the slip\\, then pay" in unfolded
    assert not any(ord(char) < 32 and char not in "\r\n\t" for char in unfolded)


def test_the_same_days_are_the_same_bytes_and_cost_no_body_again(user: User) -> None:
    a_week(user)
    url = address(user)
    first = APIClient().get(url)

    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        again = APIClient().get(url, headers={"If-None-Match": first["ETag"]})
    Task.objects.filter(starts_at=at(22, 11)).update(title="Another")
    changed = APIClient().get(url, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert changed["Cache-Control"] == "private, no-cache"


def test_only_what_is_near_and_one_s_own_stands_in_it(user: User) -> None:
    task = TaskFactory.create(owner=user, title="Near", completed=True)
    block(task, NOW - timedelta(days=29))
    far = TaskFactory.create(owner=user, title="Far", due_at=NOW + timedelta(days=400))
    block(far, NOW + timedelta(days=300))
    block(far, NOW - timedelta(days=40))
    block(far, NOW, imported_key="k", kind="busy", subject_id=None, title="Imported")
    block(TaskFactory.create(title="Another person's"), NOW)
    TaskFactory.create(owner=user, title="Done", due_at=NOW, completed=True)

    calendar = Calendar.from_ical(feed(user))

    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Near"]


def test_a_rule_that_no_calendar_understands_is_one_date(user: User) -> None:
    # dateutil takes it, and so it may stand in a row from before.
    for rule in ("FREQ=WEEKLY;BYWEEKDAY=WE", "FREQ=DAILY;UNTIL=2026-12-31"):
        TaskFactory.create(owner=user, recurrence=rule, due_at=at(21, 9))
    TaskFactory.create(owner=user, recurrence="FREQ=DAILY;UNTIL=20200101", due_at=at(21, 9))

    events: list[Any] = Calendar.from_ical(feed(user)).walk("VEVENT")

    assert [event["DTSTART"].dt for event in events] == [at(21, 9), at(21, 9)]
    assert not any("RRULE" in event for event in events)


def test_a_token_that_does_not_count_finds_no_calendar(
    user: User, caplog: pytest.LogCaptureFixture
) -> None:
    url = address(user)
    assistant = address(user, Scope.ASSISTANT_READ)
    ScopedToken.objects.filter(scopes=["calendar:read"]).update(revoked_at=NOW)
    left = UserFactory.create()
    leaver = address(left)
    User.objects.filter(pk=left.pk).update(is_active=False)

    for one in (url, assistant, leaver, reverse("calendar-feed", args=["guess"])):
        response = APIClient().get(one, headers={"Accept": "text/calendar"})
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "not_found"
