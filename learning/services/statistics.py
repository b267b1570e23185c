"""What a client draws: how well it holds, what was done each day, and what is coming."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.common.clock import midnight

FORECAST_DAYS: Final = 30
_PLANNED_KINDS: Final = (TimeBlock.Kind.STUDY, TimeBlock.Kind.REVIEW)

# Days are told by their number: a bucket between local midnights costs less than a conversion of
# each instant into the zone, and is right on the days that have 23 or 25 hours.
_REVIEWS = """
SELECT width_bucket(reviewed_at, %(midnights)s::timestamptz[]) AS day,
       count(*), count(*) FILTER (WHERE was_new), sum(seconds),
       count(*) FILTER (WHERE NOT was_new),
       count(*) FILTER (WHERE NOT was_new AND rating > 1),
       sum(retrievability)
FROM learning_review
WHERE owner_id = %(owner)s AND reviewed_at >= %(first)s AND reviewed_at < %(end)s
  AND undone_at IS NULL
GROUP BY day
"""
_SESSIONS = """
SELECT width_bucket(completed_at, %(midnights)s::timestamptz[]) AS day, sum(actual_minutes)
FROM learning_studysession
WHERE owner_id = %(owner)s AND completed_at >= %(first)s AND completed_at < %(end)s
  AND actual_minutes IS NOT NULL
  AND kind <> 'review'
GROUP BY day
"""
_PLANNED = """
SELECT width_bucket(starts_at, %(midnights)s::timestamptz[]) AS day,
       sum(extract(epoch FROM ends_at - starts_at)::float8 / 60)
FROM calendar_timeblock
WHERE owner_id = %(owner)s AND starts_at >= %(first)s AND starts_at < %(end)s
  AND kind = ANY(%(kinds)s)
GROUP BY day
"""
# Bucket 0 holds what is due from before today: it comes today.
_FORECAST = """
SELECT greatest(1, width_bucket(
           greatest(due_at, coalesce(buried_until, due_at)), %(midnights)s::timestamptz[])) AS day,
       count(*)
FROM learning_card
WHERE owner_id = %(owner)s AND phase > 0 AND suspended_at IS NULL AND due_at < %(end)s
  AND (buried_until IS NULL OR buried_until < %(end)s)
GROUP BY day
"""


def learning_stats(*, person: User, days: int = 30, at: datetime | None = None) -> dict[str, Any]:
    """The last `days` local days, today included, and the next `FORECAST_DAYS` from today on.

    Retention is the share of known cards that were recalled, beside the share that FSRS expected
    of the same reviews. Studied minutes are those of reviews and of finished sessions that are
    none; planned ones those that stand in the calendar for study and review.

    Args:
        days: 1 to `MAX_STATS_DAYS`.
    """
    today = (at or timezone.now()).astimezone(person.zone).date()
    past = _midnights(person, today - timedelta(days=days - 1), days)
    reviews = _by_day(_REVIEWS, person, past)
    sessions = _by_day(_SESSIONS, person, past)
    planned = _by_day(_PLANNED, person, past)
    told = []
    for number, begins in enumerate(past[:-1], start=1):
        count, new, seconds, *_ = reviews.get(number, (0, 0, 0.0))
        (minutes,) = sessions.get(number, (0,))
        (wanted,) = planned.get(number, (0,))
        told.append(
            {
                "on": begins.date(),
                "reviews": count,
                "new_cards": new,
                "studied_minutes": round(seconds / 60 + minutes),
                "planned_minutes": round(wanted),
            }
        )
    return {
        "retention": _retention(list(reviews.values())),
        "days": told,
        "forecast": _forecast(person, today),
        "studied_minutes": sum(day["studied_minutes"] for day in told),
        "planned_minutes": sum(day["planned_minutes"] for day in told),
    }


def _retention(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    known = sum(row[3] for row in rows)
    recalled = sum(row[4] for row in rows)
    expected = sum(row[5] or 0.0 for row in rows)
    return {
        "reviews": known,
        "recalled": recalled,
        "rate": round(recalled / known, 4) if known else None,
        "expected_rate": round(expected / known, 4) if known else None,
    }


def _forecast(person: User, today: date) -> list[dict[str, Any]]:
    midnights = _midnights(person, today, FORECAST_DAYS)
    due = _by_day(_FORECAST, person, midnights)
    return [
        {"on": begins.date(), "cards": due.get(number, (0,))[0]}
        for number, begins in enumerate(midnights[:-1], start=1)
    ]


def _midnights(person: User, first: date, days: int) -> list[datetime]:
    """Of each day, and of the one after the last."""
    zone = person.zone
    return [midnight(first + timedelta(days=day), zone) for day in range(days + 1)]


def _by_day(sql: str, person: User, midnights: list[datetime]) -> dict[int, tuple[Any, ...]]:
    values: dict[str, Any] = {
        "owner": person.pk,
        "midnights": midnights[:-1],
        "first": midnights[0],
        "end": midnights[-1],
        "kinds": [str(kind) for kind in _PLANNED_KINDS],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
