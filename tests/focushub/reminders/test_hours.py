from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from focushub.reminders.hours import on_the_wall, quiet_ends_at

BERLIN = ZoneInfo("Europe/Berlin")
NINE, EIGHT = time(21), time(8)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "start", "end", "until"),
    [
        ("2026-11-24T19:59Z", NINE, EIGHT, None),
        ("2026-11-24T20:00Z", NINE, EIGHT, "2026-11-25T07:00Z"),
        ("2026-11-24T23:30Z", NINE, EIGHT, "2026-11-25T07:00Z"),
        ("2026-11-25T06:59Z", NINE, EIGHT, "2026-11-25T07:00Z"),
        ("2026-11-25T07:00Z", NINE, EIGHT, None),
        ("2026-11-24T12:00Z", time(12), time(14), "2026-11-24T13:00Z"),
        ("2026-11-24T13:00Z", time(12), time(14), None),
        ("2026-11-24T20:00Z", time(21), time(21), None),
        # The night in which the clocks go forward is an hour shorter, and the other one longer.
        ("2027-03-27T21:00Z", NINE, EIGHT, "2027-03-28T06:00Z"),
        ("2026-10-24T20:00Z", NINE, EIGHT, "2026-10-25T07:00Z"),
    ],
)
def test_quiet_hours_are_those_of_the_wall(now, start, end, until):
    ends_at = quiet_ends_at(at(now), zone=BERLIN, start=start, end=end)

    assert ends_at == (until and at(until))


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30Z"),  # There is none: it is 3:30 then.
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30Z"),  # There are two: the first.
    ],
)
def test_a_clock_that_is_put_on_or_back_still_tells_one_instant(day, clock, instant):
    assert on_the_wall(day, clock, BERLIN).astimezone(UTC) == at(instant)
