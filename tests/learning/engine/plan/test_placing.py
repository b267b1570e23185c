from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from focushub.calendar.scheduler import Interval, Rules
from learning.engine.plan import (
    PlacedPlan,
    SessionKind,
    StudyPlan,
    StudyRequest,
    draft_plan,
    place_sessions,
    plan_markdown,
    plan_summary,
    session_items,
)

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=ZONE)
RULES = Rules(zone=ZONE)


def drafted(**changes: Any) -> StudyPlan:
    fields: dict[str, Any] = {
        "topic": "cell respiration",
        "goals": ("explain glycolysis", "pass the test"),
        "exam_on": date(2026, 11, 14),
        "minutes": 25,
        "struggles": "I forget the steps",
    }
    request = StudyRequest(**(fields | changes))
    return draft_plan(request=request, today=NOW.date(), weekdays=range(5))


def place(plan: StudyPlan, busy: list[Interval] | None = None) -> PlacedPlan:
    return place_sessions(plan=plan, now=NOW, rules=RULES, busy=busy or [])


def test_every_session_gets_hours_before_the_exam_and_not_before_its_day():
    plan = drafted()

    placed = place(plan)

    assert placed.unplaced == ()
    assert {one.session.id for one in placed.sessions} == {one.id for one in plan.sessions}
    for one in placed.sessions:
        local = one.starts_at.astimezone(ZONE)
        assert one.session.on <= local.date() < date(2026, 11, 14)
        assert time(9) <= local.time() < time(17)
        assert one.ends_at - one.starts_at == timedelta(minutes=one.session.minutes)


def test_study_keeps_its_order():
    placed = place(drafted(minutes=90))

    study = [one for one in placed.sessions if one.session.kind is SessionKind.STUDY]
    in_time = sorted(study, key=lambda one: one.starts_at)

    assert [one.session.id for one in in_time] == [one.session.id for one in study]


def test_what_the_calendar_holds_is_left_alone():
    meeting = Interval(
        datetime(2026, 11, 2, 9, 0, tzinfo=ZONE), datetime(2026, 11, 2, 12, 0, tzinfo=ZONE)
    )

    placed = place(drafted(), [meeting])

    assert all(
        one.ends_at <= meeting.starts_at or one.starts_at >= meeting.ends_at
        for one in placed.sessions
    )


def test_sessions_of_one_day_have_a_break_between_them():
    plan = drafted(minutes=100, exam_on=date(2026, 11, 5))

    placed = sorted(place(plan).sessions, key=lambda one: one.starts_at)

    pairs = [
        (one, other)
        for one, other in pairwise(placed)
        if one.starts_at.date() == other.starts_at.date()
    ]
    assert pairs
    assert all(other.starts_at - one.ends_at >= timedelta(minutes=5) for one, other in pairs)


def test_what_has_no_room_is_told_with_a_kind_reason():
    full = Interval(NOW, NOW + timedelta(days=30))

    placed = place(drafted(), [full])

    assert placed.sessions == ()
    assert len(placed.unplaced) == len(drafted().sessions)
    assert all(one.detail for one in placed.unplaced)


def test_items_are_in_one_piece_and_in_the_order_of_study():
    items = session_items(plan=drafted(), zone=ZONE)

    assert all(not item.splittable for item in items)
    assert items[0].after == ()
    assert items[1].after == ("s1",)
    assert items[0].not_before == datetime(2026, 11, 2, tzinfo=ZONE)


def test_times_are_utc():
    assert {one.starts_at.tzinfo for one in place(drafted()).sessions} == {UTC}


def test_the_plan_reads_as_markdown_with_local_hours():
    plan = drafted()

    shown = plan_markdown(plan=plan, placed=place(plan), zone=ZONE)

    assert shown.startswith("# cell respiration\n")
    assert "- Mon 02 Nov, 09:00, 25 minutes (study): Cell respiration at a glance." in shown
    assert "  - Aim: explain glycolysis" in shown
    assert plan_summary(plan=plan) in shown


def test_the_summary_counts_parts_and_sessions():
    assert plan_summary(plan=drafted()) == (
        "cell respiration: 4 parts in 9 sessions up to Saturday, 14 November. "
        "A session takes up to 25 minutes, with 5 minutes of rest after it."
    )
