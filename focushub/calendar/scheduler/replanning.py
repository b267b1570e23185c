"""The forgiving re-plan: one call that gives everything open a new place, with room to breathe.

What is behind us is settled: a date that has passed is not held against a task any more, it only
needs a new place. The days are filled lightly first (half of what they hold, then three
quarters) and to the brim only where nothing else fits everything in; after an illness or a
holiday the first days stay light whatever comes. A task that repeats is never moved past its
next date: if it has no place before, this time is let go, for the next one comes by itself.
Deadlines that are in danger are told apart, first of all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from focushub.calendar.scheduler.answer import Block, Schedule
from focushub.calendar.scheduler.cost import WEIGHTS
from focushub.calendar.scheduler.planner import schedule
from focushub.calendar.scheduler.problem import Interval, Item, Rules, require_aware

# A deadline that would be met with less than this to spare is in danger too.
MARGIN = timedelta(days=1)

# Days ahead, and how much of a day's capacity: tried in turn until everything has a place.
_ATTEMPTS = ((14, 0.5), (14, 0.75), (28, 0.75), (28, 1.0), (56, 1.0))


class Reason(StrEnum):
    """Why the person asks. The values are part of the API."""

    LATE = "late"
    SICK = "sick"
    VACATION = "vacation"
    OVERWHELMED = "overwhelmed"
    FRESH_START = "fresh_start"
    OTHER = "other"


# How many days are filled by half at most, from the first day of the plan.
_LIGHT_DAYS = {Reason.SICK: 2, Reason.VACATION: 1, Reason.OVERWHELMED: 3}
_LIGHT_SHARE = 0.5

# These begin with the next local day, where the person names no other time.
_BEGIN_TOMORROW = frozenset({Reason.SICK, Reason.VACATION})


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task to re-plan.

    Attributes:
        item: as for `schedule`; a date or a start that has passed may stay in it.
        next_at: when it comes again by itself, if it repeats.
    """

    item: Item
    next_at: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(self.next_at)


@dataclass(frozen=True, slots=True)
class Danger:
    """A hard deadline that the plan does not meet, or meets with less than a day to spare.

    Attributes:
        ends_at: the end of its last block, if it has any.
        remaining_minutes: what has no place before the deadline; 0 where it is only close.
    """

    item_id: str
    due_at: datetime
    ends_at: datetime | None
    remaining_minutes: int


@dataclass(frozen=True, slots=True)
class Replan:
    """The proposal.

    Attributes:
        dangers: what does not fit first, then what is close; each by its deadline.
        let_go: ids of repeating tasks whose next date comes first.
        schedule: everything else.
    """

    dangers: tuple[Danger, ...]
    let_go: tuple[str, ...]
    schedule: Schedule


def replan(
    tasks: Sequence[OpenTask],
    *,
    now: datetime,
    reason: Reason,
    rules: Rules,
    busy: Sequence[Interval] = (),
    locked: Sequence[Block] = (),
    back_at: datetime | None = None,
    effort: int = 1,
) -> Replan:
    """Give all open tasks a new place.

    Args:
        tasks: with different ids; 60 take some 100 ms at effort 1.
        back_at: when the person begins again; by default now, or the next local day after an
            illness or a holiday. A time before `now` counts as now.
        locked: blocks that stay. The old blocks of the tasks are not among them.
        effort: as for `schedule`.
    Raises:
        ValueError: as for `schedule`.
    """
    begin = begins_at(now, reason, rules, back_at)
    going = [task for task in tasks if task.next_at is None or task.next_at > begin]
    window, light = _lightest(going, begin, reason, rules, busy, locked)
    while True:
        items = [_unburdened(task, begin) for task in going]
        found = schedule(items, window=window, rules=light, busy=busy, locked=locked, effort=effort)
        unplaced = {rest.item_id for rest in found.unscheduled}
        staying = [t for t in going if t.next_at is None or t.item.id not in unplaced]
        if len(staying) == len(going):
            break
        going = staying
    kept = {task.item.id for task in going}
    return Replan(
        dangers=_dangers(going, found, now),
        let_go=tuple(task.item.id for task in tasks if task.item.id not in kept),
        schedule=found,
    )


def tell(plan: Replan) -> str:
    """The proposal in a sentence or two that a person can read."""
    placed = {block.item_id for block in plan.schedule.blocks}
    days = {block.starts_at.date() for block in plan.schedule.blocks}
    if not placed:
        told = "Nothing needs a new place now."
    else:
        things = (
            "1 thing has a new place"
            if len(placed) == 1
            else f"{len(placed)} things have a new place"
        )
        told = f"{things}, on {len(days)} {'day' if len(days) == 1 else 'days'}."
    if plan.dangers:
        count = len(plan.dangers)
        dates = "One date needs" if count == 1 else f"{count} dates need"
        told = f"{dates} a look first. {told}"
    if plan.let_go:
        told += " What comes again by itself was let go for this time."
    return told


def begins_at(
    now: datetime, reason: Reason, rules: Rules, back_at: datetime | None = None
) -> datetime:
    """The instant before which the new plan has no block; the arguments are those of `replan`."""
    if back_at is not None:
        return max(now, back_at)
    if reason in _BEGIN_TOMORROW:
        tomorrow = now.astimezone(rules.zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(0), rules.zone).astimezone(UTC)
    return now


def _unburdened(task: OpenTask, begin: datetime) -> Item:
    """The item without what has passed, bound by its next date where it repeats."""
    item = task.item
    if item.due_at is not None and item.due_at <= begin:
        item = replace(item, due_at=None)
    if item.starts_at is not None and item.starts_at < begin:
        item = replace(item, starts_at=None)
    if task.next_at is not None:
        hard = item.due_at if item.due_at is not None and item.due_is_hard else task.next_at
        item = replace(item, due_at=min(hard, task.next_at), due_is_hard=True)
    return item


def _lightest(
    tasks: Sequence[OpenTask],
    begin: datetime,
    reason: Reason,
    rules: Rules,
    busy: Sequence[Interval],
    locked: Sequence[Block],
) -> tuple[Interval, Rules]:
    """The shortest window with the lightest days that leaves no more without a place than full
    days over the longest window do. One deadline that presses fills the days before it, not all."""
    items = {item.id: item for item in (_unburdened(task, begin) for task in tasks)}

    def left(window: Interval, light: Rules) -> tuple[int, datetime | None]:
        """Minutes without a place, by their weight, and the last deadline among them."""
        found = schedule(
            list(items.values()), window=window, rules=light, busy=busy, locked=locked, effort=0
        )
        rest = [(items[one.item_id], one.remaining_minutes) for one in found.unscheduled]
        dues = [item.due_at for item, _ in rest if item.due_at is not None and item.due_is_hard]
        weighed = sum(WEIGHTS[item.priority] * minutes for item, minutes in rest)
        return weighed, max(dues, default=None)

    def days_of(days: int, share: float, full_until: datetime | None) -> tuple[Interval, Rules]:
        window = Interval(begin, begin + timedelta(days=days))
        capacity = _capacity(window, reason, rules, share, full_until)
        return window, replace(rules, capacity_on=capacity)

    fullest = days_of(*_ATTEMPTS[-1], None)
    least, _ = left(*fullest)
    for days, share in _ATTEMPTS[:-1]:
        tried = days_of(days, share, None)
        found, pressing = left(*tried)
        if found > least and pressing is not None:
            tried = days_of(days, share, pressing)
            found, _ = left(*tried)
        if found <= least:
            return tried
    return fullest


def _capacity(
    window: Interval, reason: Reason, rules: Rules, share: float, full_until: datetime | None
) -> Mapping[date, int]:
    pressing = None if full_until is None else full_until.astimezone(rules.zone).date()
    first = window.starts_at.astimezone(rules.zone).date()
    last = window.ends_at.astimezone(rules.zone).date()
    capacity = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        light = number < _LIGHT_DAYS.get(reason, 0)
        part = min(share, _LIGHT_SHARE) if light else share
        if pressing is not None and day <= pressing and not light:
            part = 1.0
        capacity[day] = int(rules.capacity_on.get(day, rules.capacity_minutes) * part)
    return capacity


def _dangers(tasks: Sequence[OpenTask], found: Schedule, now: datetime) -> tuple[Danger, ...]:
    ends = {block.item_id: block.ends_at for block in found.blocks}
    left = {rest.item_id: rest.remaining_minutes for rest in found.unscheduled}
    dangers = []
    for item in (task.item for task in tasks):
        if item.due_at is None or not item.due_is_hard or item.due_at <= now:
            continue
        late = [b.minutes for b in found.blocks if b.item_id == item.id and b.ends_at > item.due_at]
        remaining = left.get(item.id, 0) + sum(late)
        end = ends.get(item.id)
        if remaining or (end is not None and item.due_at - end < MARGIN):
            dangers.append(Danger(item.id, item.due_at, end, remaining))
    return tuple(sorted(dangers, key=lambda d: (d.remaining_minutes == 0, d.due_at, d.item_id)))
