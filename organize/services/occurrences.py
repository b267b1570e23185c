"""What a proposed task puts before the scheduler: one item, or one for each recurrence."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from dateutil.rrule import rrulestr

from focushub.calendar.scheduler import Interval, Item, Piece
from focushub.common.clock import end_of_day
from organize.services.proposals import ProposedTask

_MOST_OCCURRENCES = 14
_HOURS_OF = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
# What a rule takes from its first date where it does not say it, by its frequency.
_DAYS_OF: Mapping[str, Mapping[str, Callable[[datetime], str]]] = {
    "DAILY": {},
    "WEEKLY": {"BYDAY": lambda day: ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]},
    "MONTHLY": {"BYMONTHDAY": lambda day: f"{day.day}"},
    "YEARLY": {"BYMONTH": lambda day: f"{day.month}", "BYMONTHDAY": lambda day: f"{day.day}"},
}
_COUNT = re.compile(r"COUNT=(\d+)")


def occurrence_items(
    task: ProposedTask,
    *,
    id: str,
    step_ids: Sequence[str],
    after: Sequence[str],
    window: Interval,
    is_now: bool = False,
) -> list[Item]:
    """Items for the scheduler, in the order of their days.

    Args:
        is_now: the person named the minutes that they have. What recurs may fill them, but its day
            does not press: it would push a real deadline out of the hour.
    """
    pieces = tuple(
        Piece(step_id, step.minutes) for step_id, step in zip(step_ids, task.steps, strict=True)
    )
    if not task.recurrence:
        return [
            Item(
                id=id,
                minutes=task.minutes,
                due_at=task.due_at,
                due_is_hard=task.is_hard,
                starts_at=task.starts_at,
                priority=task.priority,
                energy=task.energy,
                after=tuple(after),
                steps=pieces,
            )
        ]
    return [
        Item(
            id=f"{id}@{day:%Y-%m-%d}",
            minutes=task.minutes,
            due_at=None if is_now else end_of_day(day),
            due_is_hard=True,
            starts_at=_at_the_hour_of(task.starts_at, day),
            not_before=day,
            priority=task.priority or ("low" if is_now else None),
            energy=task.energy,
            steps=pieces,
            splittable=False,
        )
        for day in occurrence_days(task.recurrence, window)
    ]


def occurrence_days(recurrence: str, window: Interval) -> list[datetime]:
    """Local midnights of the days on which it recurs: those in the window, else the next one."""
    first = window.starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    rule = rrulestr(recurrence, dtstart=first.replace(tzinfo=None), ignoretz=True)
    last = window.ends_at.astimezone(first.tzinfo).replace(tzinfo=None)
    days: list[datetime] = []
    for naive in rule.xafter(first.replace(tzinfo=None), count=_MOST_OCCURRENCES, inc=True):
        if days and naive > last:
            break
        day = naive.replace(hour=0, minute=0, tzinfo=first.tzinfo)
        if day not in days:
            days.append(day)
    return days


def _at_the_hour_of(named: datetime | None, day: datetime) -> datetime | None:
    if named is None:
        return None
    local = named.astimezone(day.tzinfo)
    return day.replace(hour=local.hour, minute=local.minute)


def next_after(recurrence: str, moment: datetime) -> datetime | None:
    """The next instant of a recurrence after `moment`, at the same wall time; None at its end."""
    return following(recurrence, start=moment, after=moment)


def following(
    recurrence: str, *, start: datetime, after: datetime, inclusive: bool = False
) -> datetime | None:
    """The first instant later than `after` of a recurrence that begins at `start`, in its zone.

    `inclusive` takes `after` itself, where it is one.
    """
    rule = rrulestr(recurrence, dtstart=start.replace(tzinfo=None), ignoretz=True)
    found = rule.after(after.astimezone(start.tzinfo).replace(tzinfo=None), inc=inclusive)
    return None if found is None else found.replace(tzinfo=start.tzinfo)


def names_hours(recurrence: str) -> bool:
    """Whether the rule itself says at which hours it falls."""
    return "BYHOUR=" in recurrence or "FREQ=HOURLY" in recurrence


def times_between(recurrence: str, start: datetime, end: datetime) -> int:
    """How many times of the rule that begins at `start` come after it, up to `end`; both local."""
    naive = start.replace(tzinfo=None)
    rule = rrulestr(recurrence, dtstart=naive, ignoretz=True)
    return len(
        [one for one in rule.between(naive, end.replace(tzinfo=None), inc=True) if one > naive]
    )


def dates_on(
    day: datetime, *, recurrence: str, due_at: datetime | None, starts_at: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The date and the start of the time of a rule that falls on `day`, an instant in its zone.

    A rule that names its hours is at the right one; any other keeps the hours that it had.
    """
    names = names_hours(recurrence)

    def at_hour_of(moment: datetime) -> datetime:
        local = moment.astimezone(day.tzinfo)
        return day if names else day.replace(hour=local.hour, minute=local.minute)

    if due_at and starts_at:
        due = at_hour_of(due_at)
        return due, due - (due_at - starts_at) if names else at_hour_of(starts_at)
    if starts_at:
        return None, at_hour_of(starts_at)
    return at_hour_of(due_at or day), None


def pinned(recurrence: str, moment: datetime, *, hours: bool) -> str | None:
    """The rule with the days, and the hours, that it has from where it begins written into it.

    So its rhythm stays when its date moves. None where it counts weeks or the like from there.
    """
    parts = dict(part.split("=", 1) for part in recurrence.split(";"))
    if parts.get("INTERVAL", "1") != "1" or parts["FREQ"] not in _DAYS_OF:
        return None
    named = {name for name in parts if name.startswith("BY") and name not in _HOURS_OF}
    for name, spell in _DAYS_OF[parts["FREQ"]].items():
        if not named - {"BYMONTH"} or (name == "BYMONTH" and not named):
            parts.setdefault(name, spell(moment))
    if hours and not names_hours(recurrence):
        parts |= {"BYHOUR": f"{moment.hour}", "BYMINUTE": f"{moment.minute}", "BYSECOND": "0"}
    return ";".join(f"{name}={value}" for name, value in parts.items())


def fewer(recurrence: str, times: int = 1) -> str | None:
    """The rule with so many times fewer to come where it counts them; None when none is left."""
    found = _COUNT.search(recurrence)
    if found is None:
        return recurrence
    left = int(found[1]) - times
    return _COUNT.sub(f"COUNT={left}", recurrence) if left > 0 else None
