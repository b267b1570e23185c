"""The forgiving re-plan by example."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from focushub.calendar.scheduler import (
    Block,
    Danger,
    Interval,
    Item,
    OpenTask,
    Reason,
    Rules,
    replan,
    tell,
)

NOW = datetime(2026, 6, 8, 7, tzinfo=UTC)  # A Monday, before the hours begin.
OFFICE = Rules(zone=ZoneInfo("UTC"))


def from_now(**units: float) -> datetime:
    return NOW + timedelta(**units)


def sixty_with_dates_behind_us() -> list[OpenTask]:
    return [
        OpenTask(Item(f"task-{n:02}", (15, 20, 30)[n % 3], due_at=from_now(days=-1 - n)))
        for n in range(60)
    ]


def test_sixty_tasks_find_a_place_on_days_that_stay_light() -> None:
    plan = replan(sixty_with_dates_behind_us(), now=NOW, reason=Reason.FRESH_START, rules=OFFICE)

    minutes = Counter[date]()
    for block in plan.schedule.blocks:
        minutes[block.starts_at.date()] += block.minutes
    assert plan.schedule.unscheduled == ()
    assert plan.let_go == ()
    assert plan.dangers == ()
    assert sum(minutes.values()) == 1300
    # 14 days hold 1,300 minutes only above half of their capacity, and below three quarters.
    assert max(minutes.values()) <= 180
    assert len(minutes) >= 8


def test_one_deadline_that_presses_fills_the_days_before_it_alone() -> None:
    pressing = OpenTask(Item("tax", 240, due_at=from_now(days=1, hours=1), priority="urgent"))

    plan = replan(
        [*sixty_with_dates_behind_us(), pressing],
        now=NOW,
        reason=Reason.LATE,
        rules=OFFICE,
    )

    minutes = Counter[date]()
    for block in plan.schedule.blocks:
        minutes[block.starts_at.date()] += block.minutes
    assert plan.schedule.unscheduled == ()
    first = min(minutes)
    assert minutes.pop(first) > 180
    assert max(minutes[day] for day in minutes if day > from_now(days=2).date()) <= 180


def test_few_tasks_fill_half_a_day_at_most() -> None:
    tasks = [OpenTask(Item(f"task-{n}", 40)) for n in range(6)]

    plan = replan(tasks, now=NOW, reason=Reason.LATE, rules=OFFICE)

    days = Counter(block.starts_at.date() for block in plan.schedule.blocks)
    assert days == {date(2026, 6, 8): 3, date(2026, 6, 9): 3}


def test_nothing_is_late_when_its_date_is_behind_us() -> None:
    task = OpenTask(Item("letter", 30, due_at=from_now(days=-9)))

    plan = replan([task], now=NOW, reason=Reason.OTHER, rules=OFFICE)

    assert plan.schedule.late == ()
    assert plan.schedule.blocks == (Block("letter", (), from_now(hours=2), from_now(hours=2.5)),)


def test_a_start_that_has_passed_is_free_again_and_a_later_one_stays() -> None:
    tasks = [
        OpenTask(Item("called off", 30, starts_at=from_now(days=-1))),
        OpenTask(Item("dentist", 30, starts_at=from_now(days=1, hours=4))),
    ]

    plan = replan(tasks, now=NOW, reason=Reason.OTHER, rules=OFFICE)

    assert [(b.item_id, b.starts_at) for b in plan.schedule.blocks] == [
        ("called off", from_now(hours=2)),
        ("dentist", from_now(days=1, hours=4)),
    ]


def test_what_repeats_is_done_before_it_comes_again_or_let_go() -> None:
    tasks = [
        OpenTask(Item("plants", 20), next_at=from_now(days=2)),
        OpenTask(Item("bins", 20), next_at=from_now(minutes=-5)),
        OpenTask(Item("hoover", 60), next_at=from_now(hours=2, minutes=30)),
        OpenTask(Item("after hoover", 20, after=("hoover",))),
    ]

    plan = replan(tasks, now=NOW, reason=Reason.OTHER, rules=OFFICE)

    assert plan.let_go == ("bins", "hoover")
    assert {block.item_id for block in plan.schedule.blocks} == {"plants", "after hoover"}
    assert plan.schedule.unscheduled == ()
    assert all(b.ends_at <= from_now(days=2) for b in plan.schedule.blocks if b.item_id == "plants")


def test_deadlines_in_danger_come_first() -> None:
    tasks = [
        OpenTask(Item("calm", 30, due_at=from_now(days=5))),
        OpenTask(Item("close", 30, due_at=from_now(hours=8))),
        OpenTask(Item("too big", 400, due_at=from_now(days=1))),
    ]

    plan = replan(tasks, now=NOW, reason=Reason.LATE, rules=OFFICE)

    unmet, close = plan.dangers
    assert (unmet.item_id, unmet.due_at) == ("too big", from_now(days=1))
    assert unmet.remaining_minutes > 0
    assert (close.item_id, close.remaining_minutes) == ("close", 0)


def test_a_deadline_while_the_person_is_ill_is_named_and_the_task_has_a_place_after() -> None:
    task = OpenTask(Item("form", 30, due_at=from_now(hours=10)))

    plan = replan([task], now=NOW, reason=Reason.SICK, rules=OFFICE)

    tomorrow = from_now(days=1, hours=2)
    end = tomorrow + timedelta(minutes=30)
    assert plan.schedule.blocks == (Block("form", (), tomorrow, end),)
    assert plan.dangers == (Danger("form", from_now(hours=10), end, 30),)


@pytest.mark.parametrize(
    ("reason", "light_days"), [(Reason.SICK, 2), (Reason.VACATION, 1), (Reason.OVERWHELMED, 3)]
)
def test_the_first_days_are_light_however_much_there_is(reason: Reason, light_days: int) -> None:
    tasks = [OpenTask(Item(f"task-{n}", 40)) for n in range(300)]

    plan = replan(tasks, now=NOW, reason=reason, rules=OFFICE, back_at=NOW)

    minutes = Counter[date]()
    for block in plan.schedule.blocks:
        minutes[block.starts_at.date()] += block.minutes
    days = sorted(minutes)
    assert all(minutes[day] == 120 for day in days[:light_days])
    assert all(minutes[day] > 180 for day in days[light_days : light_days + 5])


def test_the_person_says_when_to_begin_again() -> None:
    plan = replan(
        [OpenTask(Item("mail", 20))],
        now=NOW,
        reason=Reason.VACATION,
        rules=OFFICE,
        back_at=from_now(days=7),
    )

    assert plan.schedule.blocks[0].starts_at == from_now(days=7, hours=2)


def test_busy_time_and_locked_blocks_stay() -> None:
    busy = [Interval(from_now(hours=2), from_now(hours=4))]
    locked = [Block("kept", (), from_now(hours=4), from_now(hours=5))]

    plan = replan(
        [OpenTask(Item("mail", 20))],
        now=NOW,
        reason=Reason.OTHER,
        rules=OFFICE,
        busy=busy,
        locked=locked,
    )

    assert plan.schedule.blocks[0].starts_at == from_now(hours=5, minutes=10)


def test_equal_input_gives_an_equal_plan() -> None:
    tasks = sixty_with_dates_behind_us()

    first = replan(tasks, now=NOW, reason=Reason.FRESH_START, rules=OFFICE)

    assert replan(tasks, now=NOW, reason=Reason.FRESH_START, rules=OFFICE) == first


def test_the_proposal_is_told_without_blame() -> None:
    tasks = [
        *sixty_with_dates_behind_us(),
        OpenTask(Item("big", 900, due_at=from_now(days=1))),
        OpenTask(Item("bins", 20), next_at=from_now(minutes=-5)),
    ]

    told = tell(replan(tasks, now=NOW, reason=Reason.FRESH_START, rules=OFFICE))

    assert told.startswith("One date needs a look first. 61 things have a new place, on ")
    assert told.endswith("What comes again by itself was let go for this time.")
    for word in ("overdue", "missed", "fail", "should", "lazy", "late"):
        assert word not in told.lower()


def test_nothing_open_is_told_in_peace() -> None:
    plan = replan([], now=NOW, reason=Reason.OTHER, rules=OFFICE)

    assert tell(plan) == "Nothing needs a new place now."
