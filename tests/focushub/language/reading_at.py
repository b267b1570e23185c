"""One now for all tests of the language: Wednesday, 25 November 2026, 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

from focushub.language import Reading, read

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN)


def reading(text: str, *, now: datetime = NOW) -> Reading:
    return read(text, now=now)


def wall(moment: datetime | None) -> str | None:
    """ "2026-11-25 10:00", the local time of a moment."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None
