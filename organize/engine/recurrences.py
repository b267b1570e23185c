"""What the recurrence of a task may be, and lines of tasks read by it.

A task comes again at the hour at most: what rings every half hour is an alarm, not a thing to
tick off. Readers and serializers ask here, so that whatever is read from a line can be saved.
"""

from collections.abc import Collection
from datetime import date, datetime

from focushub.common.clock import FIRST_YEAR, LAST_YEAR
from focushub.language import DateOrder, Reading, read

LONGEST_RULE = 200
_MOMENTS = frozenset({"date", "time", "interval"})


def refusal(rule: str) -> str | None:
    """Why a task cannot recur by this RRULE value; None where it can."""
    if len(rule) > LONGEST_RULE:
        return f"A recurrence has at most {LONGEST_RULE} characters."
    if "FREQ=" not in rule or "SECONDLY" in rule or "MINUTELY" in rule:
        return "A task recurs hourly at the most."
    if "HOURLY" in rule and "BY" in rule:
        # "Each hour of the 30th of February" would be looked for until the year 9999.
        return "A task that recurs by the hour does so at every hour."
    return None


def read_task(
    text: str,
    *,
    now: datetime,
    date_order: DateOrder = "mdy",
    reject: Collection[tuple[int, int]] = (),
    day: date | None = None,
) -> Reading:
    """Understands the line of a task; a recurrence or a year that no task can have stays words."""
    found = read(text, now=now, date_order=date_order, reject=reject, day=day)
    unusable: set[str] = set()
    if found.recurrence is not None and refusal(found.recurrence) is not None:
        unusable.add("recurrence")
    moments = filter(None, (found.due_at, found.starts_at, found.ends_at))
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in moments):
        unusable |= _MOMENTS
    if not unusable:
        return found
    words = [(span.start, span.end) for span in found.spans if span.means in unusable]
    return read(text, now=now, date_order=date_order, reject=[*reject, *words], day=day)
