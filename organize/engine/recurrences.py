"""What the recurrence of a task may be, and lines of tasks read by it.

A task comes again at the hour at most: what rings every half hour is an alarm, not a thing to
tick off. Readers and serializers ask here, so that whatever is read from a line can be saved.
"""

from collections.abc import Collection
from datetime import date, datetime

from focushub.language import DateOrder, Reading, read

LONGEST_RULE = 200


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
    """Understands the line of a task; a recurrence that no task can have stays plain words."""
    found = read(text, now=now, date_order=date_order, reject=reject, day=day)
    if found.recurrence is None or refusal(found.recurrence) is None:
        return found
    rules = [(span.start, span.end) for span in found.spans if span.means == "recurrence"]
    return read(text, now=now, date_order=date_order, reject=[*reject, *rules], day=day)
