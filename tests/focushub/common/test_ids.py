from datetime import UTC, datetime, timedelta

from uuid6 import uuid7

from focushub.common.ids import first_id_at


def test_what_is_made_from_a_moment_on_has_an_id_at_or_above_its_first() -> None:
    now = datetime.now(UTC)

    made = uuid7()

    assert first_id_at(now - timedelta(milliseconds=1)) <= made
    assert made < first_id_at(now + timedelta(minutes=1))


def test_the_first_id_of_a_moment_is_its_milliseconds_and_no_more() -> None:
    moment = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    assert str(first_id_at(moment)) == "01a207bd-a9c0-0000-0000-000000000000"
