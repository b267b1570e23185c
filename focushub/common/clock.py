"""Instants, rounded and formatted the way a person reads them."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_MARK = timedelta(minutes=5)
# Nobody starts in the second in which the plan appears; it also lets the answer be kept that long.
LEAD = timedelta(minutes=5)

# A day outside of them is a slip of the keys, and arithmetic with years 1 and 9999 overflows.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def next_mark(moment: datetime) -> datetime:
    """The next full five minutes, or `moment` itself where it is one."""
    midnight = moment.replace(minute=0, second=0, microsecond=0)
    past = (moment - midnight) % _MARK
    return moment if not past else moment + (_MARK - past)


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of_day(local: datetime) -> datetime:
    """The next midnight on the wall of `local`'s zone."""
    return midnight(local.date() + timedelta(days=1), local.tzinfo)


def in_words(minutes: int) -> str:
    """5 -> "5 min", 90 -> "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def local_day(moment: datetime, zone: str) -> str:
    """The date on the wall there, "2026-11-23"."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()
