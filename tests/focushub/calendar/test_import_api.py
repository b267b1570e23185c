"""Busy time in: from files that others wrote, from lines, and from files made to do harm."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.calendar.importing import apart
from focushub.calendar.importing.files import CalendarRefused, read_file
from focushub.calendar.importing.found import LeftOut, Window
from focushub.calendar.models import TimeBlock
from focushub.calendar.services import imports
from focushub.common.apart import Readers
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
URL = reverse("schedule-import")


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def calendar(*events: str, more: str = "") -> str:
    told = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Other//EN\n{more}{told}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def event(uid: str, start: str, end: str = "", **more: str) -> str:
    lines = [
        f"UID:{uid}",
        f"SUMMARY:{uid}",
        start if start.startswith("DTSTART") else f"DTSTART:{start}",
    ]
    if end:
        lines.append(end if end.startswith("DTEND") else f"DTEND:{end}")
    lines += [f"{name.upper().replace('_', '-')}:{value}" for name, value in more.items()]
    return "\n".join(lines)


def upload(client: APIClient, data: str | bytes, name: str = "mine.ics", **more: Any) -> Any:
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, content, "text/calendar")
    form = encode_multipart(BOUNDARY, {"file": file})
    return client.post(URL, form, content_type=MULTIPART_CONTENT, **more)


def blocks(user: User) -> list[tuple[str, str, str]]:
    return [
        (one.title, f"{one.starts_at:%d %b %H:%M}", f"{one.ends_at:%d %b %H:%M}")
        for one in TimeBlock.objects.owned_by(user).order_by("starts_at", "title")
    ]


def left_out(response: Any) -> dict[str, str]:
    return {one["title"]: one["code"] for one in response.json()["left_out"]}


WEEK = calendar(
    event("dentist", "20261124T090000Z", "20261124T100000Z"),
    event(
        "standup",
        "DTSTART;TZID=Europe/Berlin:20261001T091500",
        "DTEND;TZID=Europe/Berlin:20261001T093000",
        rrule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20261210T235959Z",
        exdate="20261203T081500Z",
    ),
    # One of its times was moved to the afternoon.
    event("standup", "20261126T150000Z", "20261126T151500Z", recurrence_id="20261126T081500Z"),
    event("lunch", "20261125T120000", "20261125T123000"),
    event("trip", "DTSTART;VALUE=DATE:20261128", "DTEND;VALUE=DATE:20261208", transp="OPAQUE"),
)


def test_a_file_brings_its_times_and_a_second_time_nothing(client: APIClient, user: User) -> None:
    first = upload(client, WEEK)

    assert first.status_code == 200
    expected = [
        ("dentist", "24 Nov 09:00", "24 Nov 10:00"),
        # A time without a zone is on the person's own wall, in Berlin.
        ("lunch", "25 Nov 11:00", "25 Nov 11:30"),
        ("standup", "26 Nov 15:00", "26 Nov 15:15"),
        # Ten days are a block of seven and one of three.
        ("trip", "27 Nov 23:00", "04 Dec 23:00"),
        ("trip", "04 Dec 23:00", "07 Dec 23:00"),
        ("standup", "10 Dec 08:15", "10 Dec 08:30"),
    ]
    assert blocks(user) == expected
    assert (first.json()["added"], first.json()["left_out"]) == (6, [])
    assert {b.kind for b in TimeBlock.objects.all()} == {"busy"}

    again = client.post(URL, {"text": WEEK}).json()

    assert (again["added"], again["changed"], again["unchanged"], again["removed"]) == (0, 0, 6, 0)
    assert blocks(user) == expected


def test_what_has_moved_moves_and_what_was_called_off_goes(client: APIClient, user: User) -> None:
    upload(client, WEEK)
    later = (
        WEEK.replace("DTSTART:20261124T090000Z", "DTSTART:20261124T093000Z")
        .replace("SUMMARY:lunch", "SUMMARY:lunch\r\nSTATUS:CANCELLED")
        .replace("RECURRENCE-ID:", "STATUS:CANCELLED\r\nRECURRENCE-ID:")
    )

    told = upload(client, later)

    assert (told.json()["changed"], told.json()["removed"]) == (1, 2)
    assert left_out(told) == {"lunch": "cancelled", "standup": "cancelled"}
    assert blocks(user)[0] == ("dentist", "24 Nov 09:30", "24 Nov 10:00")
    assert [b for b in blocks(user) if b[0] in {"lunch", "standup"}] == [
        ("standup", "10 Dec 08:15", "10 Dec 08:30")
    ]


TRIP = event("trip", "20261201T090000Z", "20261215T090000Z")
GYM = event("gym", "20261201T090000Z", "20261201T100000Z", rrule="FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (TRIP, f"{TRIP}\nSTATUS:CANCELLED", []),
        (TRIP, f"{TRIP}\nTRANSP:TRANSPARENT", []),
        (TRIP, TRIP.replace("20261215", "20261202"), ["01 Dec"]),
        (GYM, f"{GYM}\nSTATUS:CANCELLED", []),
        (GYM, f"{GYM}\nEXDATE:20261208T090000Z", ["01 Dec", "15 Dec"]),
        (GYM, GYM.replace("COUNT=3", "COUNT=1"), ["01 Dec"]),
        # Nobody knows what times it has.
        (GYM, GYM.replace("WEEKLY", "HOURLY"), ["01 Dec", "08 Dec", "15 Dec"]),
        # Another event says nothing about this one.
        (
            GYM,
            event("lunch", "20251201T090000Z", "20251201T100000Z"),
            ["01 Dec", "08 Dec", "15 Dec"],
        ),
    ],
)
def test_what_an_event_takes_no_more_is_free_again(
    client: APIClient, user: User, before: str, after: str, left: list[str]
) -> None:
    upload(client, calendar(before))

    upload(client, calendar(after))

    assert [start[:6] for _, start, _ in blocks(user)] == left


def test_what_lies_behind_us_stays_though_a_series_goes_on(
    client_for: ClientFor, user: User
) -> None:
    upload(client_for(user), calendar(GYM))

    with time_machine.travel("2026-12-09T12:00:00Z", tick=False):
        told = upload(client_for(user), calendar(GYM))

    assert (told.json()["unchanged"], told.json()["removed"]) == (1, 0)
    assert len(blocks(user)) == 3


def test_what_takes_no_time_is_left_out_and_told_why(client: APIClient, user: User) -> None:
    response = upload(
        client,
        calendar(
            event("free", "20261124T090000Z", "20261124T100000Z", transp="TRANSPARENT"),
            event("outlook", "20261124T090000Z", x_microsoft_cdo_busystatus="FREE"),
            event("birthday", "DTSTART;VALUE=DATE:20261125", rrule="FREQ=YEARLY"),
            event("behind", "20261120T090000Z", "20261120T100000Z"),
            event("far", "20280120T090000Z", "20280120T100000Z"),
            event("point", "20261124T090000Z"),
            event("backwards", "20261124T090000Z", "20261124T080000Z"),
            event("clock", "20261124T090000Z", "20261124T090010Z", rrule="FREQ=SECONDLY"),
            "UID:timeless\nSUMMARY:timeless",
            event("odd", "DTSTART:yesterday"),
            more="BEGIN:VTODO\nUID:todo\nSUMMARY:todo\nEND:VTODO\n",
        ),
    )

    assert left_out(response) == {
        "free": "free",
        "outlook": "free",
        "birthday": "all_day",
        "behind": "outside",
        "far": "outside",
        "point": "no_length",
        "backwards": "unreadable",
        "clock": "too_often",
        "timeless": "no_time",
        "odd": "unreadable",
    }
    assert all(one["why"] for one in response.json()["left_out"])
    assert TimeBlock.objects.count() == 0


def test_titles_are_made_fit_to_be_shown(client: APIClient, user: User) -> None:
    long = "word " * 100
    upload(
        client,
        calendar(
            event("a", "20261124T090000Z", "20261124T100000Z").replace(
                "SUMMARY:a", f"SUMMARY: Two\\nlines\x07 {long}"
            ),
            event("b", "20261125T090000Z", "20261125T100000Z").replace("SUMMARY:b\n", ""),
        ),
    )

    first, second = (title for title, _, _ in blocks(user))
    assert first.startswith("Two lines word")
    assert len(first) <= 200
    assert second == "Busy"


def test_one_without_a_uid_is_known_again(client: APIClient, user: User) -> None:
    bare = calendar(event("x", "20261124T090000Z", "20261124T100000Z").replace("UID:x\n", ""))

    upload(client, bare)
    upload(client, bare)

    assert len(blocks(user)) == 1


def test_lines_of_text_are_read_as_any_line_is(client: APIClient, user: User) -> None:
    text = (
        "Dentist Tue 3pm to 4pm\n\nTeam call every Thursday 10-11 until 10 Dec\n"
        "Lunch with Ana tomorrow 12:00\nbuy milk\nRun yesterday 9am"
    )

    told = client.post(URL, {"text": text})
    again = client.post(URL, {"text": text}).json()

    assert left_out(told) == {"buy milk": "no_time", "Run": "outside"}
    assert blocks(user)[:3] == [
        # An hour, where no end is named.
        ("Lunch with Ana", "24 Nov 11:00", "24 Nov 12:00"),
        ("Dentist", "24 Nov 14:00", "24 Nov 15:00"),
        ("Team call", "26 Nov 09:00", "26 Nov 10:00"),
    ]
    assert (again["added"], again["unchanged"]) == (0, told.json()["added"])


def test_more_lines_than_anybody_types_are_left_out(client: APIClient) -> None:
    told = client.post(URL, {"text": "nothing\n" * 205}).json()

    assert (told["left_out_count"], len(told["left_out"])) == (205, 100)


HOSTILE = {
    "no calendar": (b"\x00\xff\xfePK\x03\x04", "not_a_calendar"),
    "empty": (b"", "not_a_calendar"),
    "torn": (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1", "not_a_calendar"),
    "many": (
        ("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_001).encode(),
        "calendar_too_large",
    ),
    "deep": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9_000, "not_a_calendar"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_calendar_is_refused_clearly(client: APIClient, data: bytes, code: str) -> None:
    response = upload(client, data)

    assert response.json()["code"] == code
    assert response.status_code in {400, 413}
    assert TimeBlock.objects.count() == 0


SLOW = {
    "a day that never comes": event(
        "x", "00010101T000000Z", "00010101T010000Z", rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    ),
    "times without number": event(
        "x",
        "19700101T000000Z",
        "19700101T000001Z",
        rrule="FREQ=DAILY;BYHOUR="
        + ",".join(map(str, range(24)))
        + ";BYMINUTE="
        + ",".join(map(str, range(60)))
        + ";BYSECOND="
        + ",".join(map(str, range(60))),
    ),
}


@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW.keys())
def test_what_would_take_for_ever_is_ended(
    client: APIClient, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    monkeypatch.setattr(
        apart.read_file_apart, "__kwdefaults__", {"seconds": 1, "memory_bytes": 400_000_000}
    )
    many = [slow.replace("UID:x", f"UID:{number}") for number in range(200)]

    response = upload(client, calendar(*many))

    assert (response.status_code, response.json()["code"]) == (413, "calendar_too_complex")
    assert TimeBlock.objects.count() == 0


BROKEN = [
    event("x", "20261124T090000Z", rrule="FREQ=NEVER"),
    event("x", "20261124T090000Z", "20261124T100000Z", exdate="garbage"),
    event("x", "99991231T235959Z", duration="P9999999999999D"),
    event("x", "DTSTART;VALUE=DATE:20261124", "20261124T100000Z", transp="OPAQUE"),
    "UID:x\nSUMMARY:x\nSUMMARY:y\nDTSTART:20261124T090000Z\nDTSTART:20261125T090000Z",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_one_that_is_broken_costs_no_other_its_place(user: User, broken: str) -> None:
    zone = user.zone
    window = Window(NOW.astimezone(zone), (NOW + imports.AHEAD).astimezone(zone))
    good = event("good", "20261124T090000Z", "20261124T100000Z")

    found = read_file(calendar(broken, good).encode(), window=window)

    assert [one.title for one in found.taken] == ["good"]
    assert found.left_out == [("x", LeftOut.UNREADABLE)]


def test_the_nearest_come_in_where_there_are_very_many(user: User) -> None:
    window = Window(NOW, NOW + imports.AHEAD)
    hours = ",".join(str(hour) for hour in range(24))
    rule = f"FREQ=DAILY;BYHOUR={hours}"

    found = read_file(
        calendar(event("x", "20261124T000000Z", "20261124T003000Z", rrule=rule)).encode(),
        window=window,
    )

    assert len(found.taken) == 2_000
    assert found.taken[-1].ends_at < NOW + timedelta(days=90)
    assert found.left_out[0] == ("x", LeftOut.TOO_MANY)


def test_a_reader_that_breaks_is_no_calendar_s_fault_to_guess(user: User) -> None:
    # Its zone has no name that another process could look up.
    odd = timezone(timedelta(hours=1))

    with pytest.raises(CalendarRefused) as raised:
        apart.read_file_apart(b"", window=Window(NOW.astimezone(odd), NOW.astimezone(odd)))

    assert raised.value.code == "calendar_unreadable"


def test_there_is_an_end_to_how_many_come_in(
    client: APIClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_IMPORTED", 3)
    line = "Dentist on {} December 3pm\n"
    client.post(URL, {"text": "".join(line.format(day) for day in (1, 2, 3))})

    response = client.post(URL, {"text": line.format(4)})

    assert (response.status_code, response.json()["code"]) == (409, "calendar_full")
    assert TimeBlock.objects.count() == 3


def test_a_file_too_large_or_one_too_many_is_refused(
    client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = upload(client, b"BEGIN:VCALENDAR" + b" " * 1_000_001)
    monkeypatch.setattr(imports, "readers", Readers(1, patience_seconds=0))
    with imports.readers.place():
        busy = upload(client, WEEK)

    assert (large.status_code, large.json()["code"]) == (413, "calendar_too_large")
    assert (busy.status_code, busy.json()["code"]) == (503, "readers_busy")
    assert busy["Retry-After"]


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": 7}])
def test_bad_input_is_named(client: APIClient, body: dict[str, object]) -> None:
    response = client.post(URL, body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["text"]
    form = client.post(URL, encode_multipart(BOUNDARY, {}), content_type=MULTIPART_CONTENT)
    assert [error["field"] for error in form.json()["errors"]] == ["file"]
