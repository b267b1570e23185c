"""The scheduler by example: small days, exact blocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from focushub.calendar.scheduler import (
    Block,
    Energy,
    Interval,
    Item,
    Late,
    Piece,
    Rules,
    Schedule,
    Unscheduled,
    Why,
    explain,
    schedule,
)

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 6, 8, tzinfo=UTC)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """A time of the week that begins on 8 June 2026; day 0 is Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def between(start: datetime, end: datetime) -> Interval:
    return Interval(start, end)


WEEK = between(MONDAY, MONDAY + timedelta(days=7))
OFFICE = Rules(zone=ZoneInfo("UTC"))


def told(found: Schedule) -> list[tuple[str, str, int]]:
    """Each block as (item, weekday and time in UTC, minutes)."""
    return [(b.item_id, f"{b.starts_at:%a %H:%M}", b.minutes) for b in found.blocks]


# Where a task goes.


def test_one_task_begins_with_the_first_open_minute() -> None:
    found = schedule([Item("call", 15)], window=WEEK, rules=OFFICE)

    assert found.blocks == (Block("call", (), at(9), at(9, 15)),)
    assert found.unscheduled == ()
    assert found.late == ()
    # The weight of no priority, a tenth of a point a minute and day, nine hours after midnight.
    assert found.cost == pytest.approx(2 * 0.1 * 15 * 9 / 24)


def test_nothing_to_do_is_a_plan_too() -> None:
    found = schedule([], window=WEEK, rules=OFFICE)

    assert found == Schedule(blocks=(), unscheduled=(), late=(), cost=0.0)


def test_the_window_begins_with_its_first_whole_minute() -> None:
    window = between(at(10) + timedelta(seconds=1), at(12))

    found = schedule([Item("call", 15)], window=window, rules=OFFICE)

    assert told(found) == [("call", "Mon 10:01", 15)]


def test_the_urgent_comes_before_the_rest() -> None:
    items = [Item("a", 30), Item("b", 30, priority="urgent"), Item("c", 30, priority="low")]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found)[0] == ("b", "Mon 09:00", 30)
    assert told(found)[-1][0] == "c"


def test_a_deadline_goes_before_a_wish_where_both_do_not_fit() -> None:
    items = [Item("wish", 45), Item("form", 45, due_at=at(9, 45))]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("form", "Mon 09:00", 45), ("wish", "Mon 09:55", 45)]


def test_a_task_waits_for_the_hour_that_has_its_energy() -> None:
    energy: tuple[Energy, ...] = ("medium",) * 10 + ("high",) + ("medium",) * 13
    rules = Rules(zone=ZoneInfo("UTC"), energy_by_hour=energy)

    found = schedule([Item("thesis", 45, energy="high")], window=WEEK, rules=rules)

    assert told(found) == [("thesis", "Mon 10:00", 45)]


def test_what_is_said_of_the_energy_now_holds_for_two_hours() -> None:
    rules = Rules(zone=ZoneInfo("UTC"), current_energy="low")
    window = between(at(9), at(17))

    found = schedule([Item("thesis", 30, energy="medium")], window=window, rules=rules)

    assert told(found) == [("thesis", "Mon 11:00", 30)]


def test_on_low_energy_the_shortest_first_step_comes_first() -> None:
    items = [
        Item("taxes", 40, steps=(Piece("open", 20), Piece("fill", 20)), priority="high"),
        Item("mail", 40, steps=(Piece("inbox", 2), Piece("reply", 38))),
    ]
    rules = Rules(zone=ZoneInfo("UTC"), current_energy="low")

    found = schedule(items, window=between(at(9), at(17)), rules=rules)

    assert told(found) == [("mail", "Mon 09:00", 40), ("taxes", "Mon 09:50", 40)]


def test_not_before_is_kept() -> None:
    found = schedule([Item("bank", 30, not_before=at(11, 7))], window=WEEK, rules=OFFICE)

    assert told(found) == [("bank", "Mon 11:07", 30)]


def test_a_task_follows_what_it_waits_for() -> None:
    items = [Item("book", 20, after=("passport",), priority="urgent"), Item("passport", 30)]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("passport", "Mon 09:00", 30), ("book", "Mon 09:40", 20)]


def test_what_is_not_among_the_items_counts_as_done_after_its_locked_blocks() -> None:
    items = [Item("shower", 10, after=("gym",)), Item("tea", 10, after=("long ago",))]
    locked = [Block("gym", (), at(10), at(11))]

    found = schedule(items, window=WEEK, rules=OFFICE, locked=locked)

    assert told(found) == [("tea", "Mon 09:00", 10), ("shower", "Mon 11:10", 10)]


# Breaks, buffers, capacity.


def test_a_break_follows_a_session() -> None:
    found = schedule([Item("read", 90)], window=WEEK, rules=OFFICE)

    assert told(found) == [("read", "Mon 09:00", 45), ("read", "Mon 09:55", 45)]


def test_different_tasks_stand_a_buffer_apart_and_share_a_session() -> None:
    items = [Item("a", 20), Item("b", 20)]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("a", "Mon 09:00", 20), ("b", "Mon 09:25", 20)]


def test_quick_tasks_sit_side_by_side() -> None:
    items = [Item("bin", 3), Item("plants", 5), Item("text mum", 2)]

    found = schedule(items, window=between(at(9), at(9, 10)), rules=OFFICE)

    assert sum(block.minutes for block in found.blocks) == 10
    assert found.unscheduled == ()


def test_a_full_day_hands_over_to_the_next() -> None:
    rules = Rules(zone=ZoneInfo("UTC"), capacity_minutes=30)

    found = schedule([Item("a", 30), Item("b", 30)], window=WEEK, rules=rules)

    assert told(found) == [("a", "Mon 09:00", 30), ("b", "Tue 09:00", 30)]


def test_a_day_may_hold_less_than_the_others() -> None:
    rules = Rules(zone=ZoneInfo("UTC"), capacity_on={date(2026, 6, 8): 0})

    found = schedule([Item("a", 30)], window=WEEK, rules=rules)

    assert told(found) == [("a", "Tue 09:00", 30)]


def test_locked_blocks_stay_and_count_towards_the_day() -> None:
    rules = Rules(zone=ZoneInfo("UTC"), capacity_minutes=60)
    locked = [Block("old", (), at(9), at(9, 45))]

    found = schedule([Item("a", 20)], window=WEEK, rules=rules, locked=locked)

    assert told(found) == [("a", "Tue 09:00", 20)]


def test_busy_time_is_walked_around() -> None:
    busy = [between(at(9, 20), at(12)), between(at(11), at(13)), between(at(13), at(13))]

    found = schedule([Item("a", 30)], window=WEEK, rules=OFFICE, busy=busy)

    assert told(found) == [("a", "Mon 13:00", 30)]


# Long tasks and their steps.


def test_a_long_task_is_cut_evenly() -> None:
    found = schedule([Item("paint", 100)], window=WEEK, rules=OFFICE, effort=0)

    assert [block.minutes for block in found.blocks] == [35, 35, 30]


def test_a_long_task_is_cut_between_its_steps() -> None:
    steps = (Piece("find", 5), Piece("sort", 35), Piece("add", 10), Piece("send", 20))

    found = schedule([Item("taxes", 70, steps=steps)], window=WEEK, rules=OFFICE)

    assert [(block.minutes, block.step_ids) for block in found.blocks] == [
        (40, ("find", "sort")),
        (30, ("add", "send")),
    ]


def test_a_step_that_is_longer_than_a_session_is_in_two_blocks() -> None:
    steps = (Piece("open", 5), Piece("write", 60))

    found = schedule([Item("paper", 65, steps=steps)], window=WEEK, rules=OFFICE)

    assert [(block.minutes, block.step_ids) for block in found.blocks] == [
        (35, ("open", "write")),
        (30, ("write",)),
    ]


def test_minutes_beyond_the_steps_belong_to_the_last() -> None:
    steps = (Piece("open", 10), Piece("write", 10))

    found = schedule([Item("paper", 45, steps=steps)], window=WEEK, rules=OFFICE)

    assert [block.step_ids for block in found.blocks] == [("open", "write")]


def test_a_task_that_must_stay_whole_may_be_longer_than_a_session() -> None:
    items = [Item("film", 120, splittable=False), Item("tea", 15)]

    found = schedule(items, window=between(at(9), at(12)), rules=OFFICE)

    assert told(found) == [("film", "Mon 09:00", 120), ("tea", "Mon 11:10", 15)]


# "I have an hour now."


def test_an_hour_that_the_person_named_is_used_at_any_time_of_the_day() -> None:
    window = between(at(22), at(23))

    found = schedule(
        [Item("a", 60), Item("b", 20)],
        window=window,
        rules=Rules(zone=ZoneInfo("UTC"), capacity_minutes=0),
        anywhere=True,
        budget_minutes=60,
    )

    # One break of ten minutes is all that is lost.
    assert sum(block.minutes for block in found.blocks) == 50
    assert sum(rest.remaining_minutes for rest in found.unscheduled) == 30
    assert found.blocks[0].starts_at == at(22)
    assert found.blocks[-1].ends_at == at(23)


def test_the_budget_bounds_all_blocks_together() -> None:
    items = [Item("a", 20, priority="high"), Item("b", 20)]

    found = schedule(
        items, window=between(at(9), at(12)), rules=OFFICE, anywhere=True, budget_minutes=30
    )

    assert told(found)[0] == ("a", "Mon 09:00", 20)
    assert found.unscheduled == (Unscheduled("b", 10, Why.BUDGET),)


# Starts that the person named.


def test_a_start_that_the_person_named_is_kept_to_the_minute() -> None:
    items = [Item("dentist", 60, starts_at=at(14, 3)), Item("mail", 20)]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("mail", "Mon 09:00", 20), ("dentist", "Mon 14:03", 60)]


def test_two_named_starts_may_follow_each_other_at_once() -> None:
    items = [Item("a", 60, starts_at=at(9)), Item("b", 60, starts_at=at(10))]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("a", "Mon 09:00", 60), ("b", "Mon 10:00", 60)]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Item("x", 30, starts_at=at(18)), Why.START_OUTSIDE),
        (Item("x", 30, starts_at=at(16, 45)), Why.START_OUTSIDE),
        (Item("x", 30, starts_at=at(9, day=8)), Why.START_OUTSIDE),
        (Item("x", 30, starts_at=at(12, 45)), Why.START_TAKEN),
        (Item("x", 30, starts_at=at(10), not_before=at(11)), Why.START_OUTSIDE),
        (Item("x", 30, starts_at=at(10), due_at=at(10, 29)), Why.DEADLINE),
        (Item("x", 300, starts_at=at(9, day=1)), Why.CAPACITY),
        (Item("x", 30, starts_at=at(10), after=("y",), priority="low"), Why.WAITS),
    ],
)
def test_a_named_start_that_cannot_be_is_reported(item: Item, why: Why) -> None:
    items = [item, Item("y", 30, not_before=at(12))]
    busy = [between(at(13), at(14))]

    found = schedule(items, window=WEEK, rules=OFFICE, busy=busy)

    assert found.unscheduled == (Unscheduled("x", item.minutes, why),)
    assert [block.item_id for block in found.blocks] == ["y"]


def test_of_two_things_at_one_time_the_more_pressing_stays() -> None:
    items = [
        Item("a", 30, starts_at=at(10)),
        Item("b", 30, starts_at=at(10, 15), priority="urgent"),
    ]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("b", "Mon 10:15", 30)]
    assert found.unscheduled == (Unscheduled("a", 30, Why.START_TAKEN),)


def test_what_a_named_start_waits_for_is_done_before_it() -> None:
    items = [
        Item("meeting", 30, starts_at=at(10), after=("slides",)),
        Item("slides", 30, energy="high"),
    ]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert told(found) == [("slides", "Mon 09:00", 30), ("meeting", "Mon 10:00", 30)]


# What has no place, and why.


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (Item("x", 60, due_at=at(9, 30)), Why.DEADLINE),
        (Item("x", 60, not_before=at(0, day=9)), Why.NOT_YET),
        (Item("x", 600, splittable=False), Why.TOO_LONG),
        (Item("x", 2000), Why.CAPACITY),
        (Item("x", 10, after=("x",)), Why.CIRCLE),
    ],
)
def test_what_has_no_place_is_listed_with_the_reason(item: Item, why: Why) -> None:
    found = schedule([item], window=WEEK, rules=OFFICE)

    placed = sum(block.minutes for block in found.blocks)
    assert found.unscheduled == (Unscheduled("x", item.minutes - placed, why),)


def test_hours_that_are_all_taken_say_so() -> None:
    found = schedule([Item("x", 30)], window=between(at(18), at(20)), rules=OFFICE)

    assert found.unscheduled == (Unscheduled("x", 30, Why.NO_ROOM),)


def test_what_waits_for_something_without_a_place_waits_too() -> None:
    items = [Item("visa", 30, due_at=at(9, 10)), Item("flight", 20, after=("visa",))]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert found.unscheduled == (
        Unscheduled("visa", 20, Why.DEADLINE),
        Unscheduled("flight", 20, Why.WAITS),
    )


def test_what_waits_for_a_circle_is_told_apart_from_it() -> None:
    items = [Item("a", 10, after=("b",)), Item("b", 10, after=("a",)), Item("c", 10, after=("a",))]

    found = schedule(items, window=WEEK, rules=OFFICE)

    assert [rest.why for rest in found.unscheduled] == [Why.CIRCLE, Why.CIRCLE, Why.WAITS]


def test_a_soft_date_may_pass_but_not_in_silence() -> None:
    item = Item("letter", 30, due_at=at(9, 10), due_is_hard=False)

    found = schedule([item], window=WEEK, rules=OFFICE)

    assert told(found) == [("letter", "Mon 09:00", 30)]
    assert found.late == (Late("letter", at(9, 10), at(9, 30)),)


def test_a_deadline_that_is_behind_us_does_not_keep_a_task_from_a_place() -> None:
    item = Item("letter", 30, due_at=MONDAY - timedelta(days=3))

    found = schedule([item], window=WEEK, rules=OFFICE)

    assert told(found) == [("letter", "Mon 09:00", 30)]
    assert found.late == (Late("letter", MONDAY - timedelta(days=3), at(9, 30)),)


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_a_sentence_without_blame(why: Why) -> None:
    sentence = explain(why)

    assert sentence.endswith(".")
    for word in ("overdue", "missed", "fail", "should have", "lazy", "too late"):
        assert word not in sentence.lower()


# Zones and clocks.


def test_hours_are_local() -> None:
    rules = Rules(zone=ZoneInfo("America/New_York"))

    found = schedule([Item("a", 30)], window=WEEK, rules=rules)

    assert told(found) == [("a", "Mon 13:00", 30)]


def test_on_the_night_that_loses_an_hour_the_hours_are_shorter() -> None:
    sunday = datetime(2026, 3, 29, tzinfo=BERLIN)
    rules = Rules(zone=BERLIN, working_hours={6: ((time(1), time(4)),)}, session_minutes=120)

    found = schedule(
        [Item("watch", 120, splittable=False), Item("log", 30)],
        window=between(sunday, sunday + timedelta(days=1)),
        rules=rules,
    )

    # 01:00 to 04:00 on the wall are two hours: 00:00 to 02:00 UTC.
    assert told(found) == [("watch", "Sun 00:00", 120)]
    assert found.unscheduled == (Unscheduled("log", 30, Why.NO_ROOM),)


def test_a_night_shift_reaches_into_the_next_day() -> None:
    rules = Rules(zone=BERLIN, working_hours={0: ((time(22), time(2)),)}, session_minutes=60)

    found = schedule(
        [Item("ward", 60, not_before=datetime(2026, 6, 9, 1, tzinfo=BERLIN))],
        window=WEEK,
        rules=rules,
    )

    assert told(found) == [("ward", "Mon 23:00", 60)]


# What is refused.


@pytest.mark.parametrize("minutes", [0, 10_081])
def test_minutes_out_of_bounds_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="1 to 10080 minutes"):
        Item("x", minutes)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 6, 8, 9)  # noqa: DTZ001 - the very thing that is refused.

    with pytest.raises(ValueError, match="without a zone"):
        Item("x", 5, due_at=naive)


def test_two_items_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        schedule([Item("x", 5), Item("x", 6)], window=WEEK, rules=OFFICE)
