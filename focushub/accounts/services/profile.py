"""What a profile may hold: places that exist, and the hours of a week."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final
from zoneinfo import available_timezones

from focushub.common.errors import DomainError, FieldProblem

WEEKDAYS: Final = ("1", "2", "3", "4", "5", "6", "7")
MAX_SPANS_A_DAY: Final = 6
# No "24:00": `datetime.time` has none, and 23:59 says the same to a scheduler of minutes.
CLOCK_TIME: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_CLOCK_TIME = re.compile(CLOCK_TIME)

WeekHours = dict[str, list[list[str]]]


class BadWorkingHours(DomainError):
    """`problems` name the weekday ("3") in `field`; it is empty where no weekday is meant."""

    code = "invalid_working_hours"
    detail = "These working hours do not make a week."


@cache
def zone_names() -> frozenset[str]:
    """IANA names that this machine can read."""
    return frozenset(available_timezones())


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, from the table that comes with the time zones."""
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in table.splitlines() if line and line[0] != "#")


def checked_week(hours: Mapping[str, Sequence[Sequence[str]]]) -> WeekHours:
    """All seven days with their spans in order; a day that was left out is a day off.

    Args:
        hours: ISO weekday ("1" is Monday) to at most 6 spans of [start, end], local, "HH:MM".
    Raises:
        BadWorkingHours: with one problem for each day that has one.
    """
    problems = []
    if not set(hours) <= set(WEEKDAYS):
        problems.append(
            FieldProblem("", "unknown_day", 'Days are "1" (Monday) to "7" (Sunday) only.')
        )
    week: WeekHours = {}
    for day in WEEKDAYS:
        spans = sorted(list(span) for span in hours.get(day, ()))
        if trouble := _trouble(spans):
            problems.append(FieldProblem(day, *trouble))
        week[day] = spans
    if problems:
        raise BadWorkingHours(problems=problems)
    return week


def _trouble(spans: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """Code and sentence for the first thing that is wrong with a day's sorted spans."""
    if len(spans) > MAX_SPANS_A_DAY:
        return "too_many", f"A day has at most {MAX_SPANS_A_DAY} spans."
    for span in spans:
        if len(span) != 2 or not all(_CLOCK_TIME.fullmatch(clock) for clock in span):
            return "invalid", 'A span is a pair of local times, such as ["09:00", "17:30"].'
        if span[0] >= span[1]:
            return (
                "ends_before_start",
                "A span ends after it starts. Hours over midnight are two spans: one until 23:59, "
                "and one from 00:00 of the next day.",
            )
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        return "overlap", "The spans of a day do not overlap."
    return None
