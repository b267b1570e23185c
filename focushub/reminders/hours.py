"""Clock times on a person's wall; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_ends_at(now: datetime, *, zone: ZoneInfo, start: time, end: time) -> datetime | None:
    """When the quiet hours in which `now` lies are over; None outside of them.

    They may go over midnight; equal times are no quiet hours.
    """
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    is_quiet = start <= clock < end if start <= end else clock >= start or clock < end
    if not is_quiet:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    return on_the_wall(day, end, zone)


def on_the_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant when a clock there shows this.

    A time that is skipped when the clocks go forward is as long after midnight as it says; one that
    comes twice is meant the first time.
    """
    return datetime.combine(day, clock, tzinfo=zone)
