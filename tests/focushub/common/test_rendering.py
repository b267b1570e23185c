from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from focushub.common.rendering import render


def test_times_are_told_in_utc_and_everything_else_by_its_text():
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    data = {
        "a": datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        "b": datetime(2026, 11, 23, 17, 45, 0, 5, tzinfo=kathmandu),
        "c": date(2026, 11, 23),
        "d": UUID(int=1),
        "e": timedelta(minutes=5),
    }

    assert render(data) == (
        b'{"a":"2026-11-23T12:00:00Z","b":"2026-11-23T12:00:00.000005Z","c":"2026-11-23",'
        b'"d":"00000000-0000-0000-0000-000000000001","e":"0:05:00"}'
    )


def test_keys_stay_in_their_order_unless_asked():
    assert render({"b": 1, "a": 2}) == b'{"b":1,"a":2}'
    assert render({"b": 1, "a": 2}, sort_keys=True) == b'{"a":2,"b":1}'
