"""Which pieces of a date belong together: a weekday and a day of the month, never two months."""

from focushub.language.parts import Part


def _sort(part: Part) -> str:
    if part.is_shift:
        return "shift"
    if part.month and part.mday:
        return "date"
    if part.mday:
        return "mday"
    if part.weekday is not None:
        return "weekday"
    if part.week:
        return "week"
    if part.month_of:
        return "month"
    return "day"


_TOGETHER: list[set[str]] = [
    {"weekday", "date"},
    {"weekday", "mday"},
    {"weekday", "week"},
    {"weekday", "shift"},
    {"weekday", "day"},
    {"weekday", "month"},
    {"mday", "month"},
    {"day", "date"},
    {"day", "mday"},
    {"day", "shift"},
    {"date", "month"},
]


def fits(part: Part, parts: list[Part]) -> bool:
    """Whether a piece adds to the others instead of saying another time."""
    if not parts:
        return True
    for have in parts:
        if part.what == "clock" and (have.what == "clock" or have.moment):
            return False
        if part.moment and (have.what == "clock" or have.moment):
            return False
        if part.what == "daypart" and have.what == "daypart":
            return bool(have.day) != bool(part.day)
        if part.what in ("date", "shift") and have.what in ("date", "shift"):
            if (part.mday and have.mday) or (part.weekday is not None and have.weekday is not None):
                return False
            if part.is_shift and have.is_shift:
                return False
            if part.month and have.month:
                return False
            if part.end_of_day or have.end_of_day:
                if part.end_of_day and have.end_of_day:
                    return False
                continue
            weekday = part.weekday if part.weekday is not None else have.weekday
            day = have.day if part.weekday is not None else part.day
            if {_sort(part), _sort(have)} == {"weekday", "day"} and (
                day is None or day.weekday() != weekday
            ):
                return False
            if (part.week and have.week) or (part.month_of and have.month_of):
                return False
            kinds = {_sort(part), _sort(have)}
            if kinds not in _TOGETHER:
                return False
    return True
