"""Sessions into the person's days, by the same scheduler as the tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from focushub.calendar.scheduler import Block, Interval, Item, Rules, Why, explain, schedule
from learning.engine.plan.draft import StudyPlan
from learning.engine.plan.sessions import Session, SessionKind


@dataclass(frozen=True, slots=True)
class PlacedSession:
    """A session with its hours, in UTC."""

    session: Session
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A session that found no hours, and one sentence why."""

    session: Session
    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class PlacedPlan:
    sessions: tuple[PlacedSession, ...]
    unplaced: tuple[Unplaced, ...]


def session_items(*, plan: StudyPlan, zone: ZoneInfo) -> tuple[Item, ...]:
    """The sessions as items of the scheduler, each in one piece.

    None begins before its day, so that reviews keep their gaps; study keeps its order. Later than
    `until` costs, but is allowed: the exam bounds the window instead.
    """
    items = []
    before: str | None = None
    for session in plan.sessions:
        study = session.kind is SessionKind.STUDY
        items.append(
            Item(
                id=session.id,
                minutes=session.minutes,
                not_before=_midnight(session.on, zone),
                due_at=_midnight(session.until + timedelta(days=1), zone),
                due_is_hard=False,
                priority="medium" if study else "low",
                energy=session.energy.value,
                after=(before,) if study and before else (),
                splittable=False,
            )
        )
        if study:
            before = session.id
    return tuple(items)


def place_sessions(
    *,
    plan: StudyPlan,
    now: datetime,
    rules: Rules,
    busy: Sequence[Interval] = (),
    locked: Sequence[Block] = (),
    effort: int = 1,
) -> PlacedPlan:
    """Hours for every session, between now and the exam; what has no room is told with the reason.

    Args:
        now: nothing begins before it.
        rules: the person's days; the same as for tasks.
        busy, locked: what stands in the calendar, as for `schedule`.
    """
    last = max((session.until for session in plan.sessions), default=now.date())
    ends = _midnight(last + timedelta(days=8), rules.zone)
    if plan.exam_on is not None and plan.exam_on >= now.astimezone(rules.zone).date():
        eve = max(plan.exam_on, now.astimezone(rules.zone).date() + timedelta(days=1))
        ends = min(ends, _midnight(eve, rules.zone))
    found = schedule(
        session_items(plan=plan, zone=rules.zone),
        window=Interval(now, max(now, ends)),
        rules=rules,
        busy=busy,
        locked=locked,
        effort=effort,
    )
    by_id = {session.id: session for session in plan.sessions}
    return PlacedPlan(
        tuple(
            PlacedSession(
                by_id[block.item_id], block.starts_at.astimezone(UTC), block.ends_at.astimezone(UTC)
            )
            for block in found.blocks
            if block.item_id in by_id
        ),
        tuple(
            Unplaced(by_id[rest.item_id], rest.why, explain(rest.why))
            for rest in found.unscheduled
            if rest.item_id in by_id
        ),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
