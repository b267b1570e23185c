"""Open study sessions for a re-plan: what has slipped finds another place, and the order holds.

A session that has its day still to come keeps that day, or a later one: a plan that is spread over
weeks stays spread, and a review its distance from what it reviews. What comes soon after something
that slipped waits for it. After the exam nothing of its plan is given a place any more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.dateparse import parse_datetime

from focushub.accounts.models import User
from focushub.calendar.agenda import MAX_MOVABLE, Fields, Movable, NewPlace
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Item
from focushub.common.clock import end_of_day, midnight
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows
from learning.events import StudySessionEvent
from learning.models import StudyPlanRevision, StudySession
from learning.services.fingerprints import fingerprints

_WRITTEN = ("due_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Sitting:
    """An open session, the first time that is kept for it, and the exam of its plan."""

    session: StudySession
    starts_at: datetime | None
    exam_on: date | None


class MovableSessions:
    name = "learning"

    def open_work(self, *, person: User, now: datetime) -> Sequence[Movable]:
        found = open_sittings(person=person, now=now)
        by_plan: dict[UUID, list[Sitting]] = defaultdict(list)
        for one in found:
            # Of a plan that was deleted each session stands for itself.
            by_plan[one.session.study_plan_id or one.session.pk].append(one)
        waits: dict[UUID, tuple[str, ...]] = {}
        for sittings in by_plan.values():
            waits |= _waits_for(sittings, now)
        return [_movable(one, waits.get(one.session.pk, ()), person) for one in found]

    def new_dates(
        self, *, person: User, places: Sequence[NewPlace], now: datetime
    ) -> Mapping[str, Fields]:
        """The day of the new place, where that is later; none on a fresh start without a place."""
        ids = [place.work.subject_id for place in places]
        sessions = StudySession.objects.owned_by(person).in_bulk(ids)
        found = {}
        for place in places:
            due_at = sessions[place.work.subject_id].due_at
            new = due_at
            if place.ends_at is not None:
                end = end_of_day(place.ends_at.astimezone(person.zone))
                new = end if due_at is None else max(due_at, end)
            elif place.forgets_dates and due_at is not None and due_at <= now:
                new = None
            if new != due_at:
                fields = {"due_at": _plain(new), "updated_at": now.isoformat()}
                found[str(place.work.subject_id)] = fields
        return found

    def fingerprints(self, *, owner: UUID, ids: Collection[str]) -> Mapping[str, str]:
        return fingerprints(owner=owner, ids=ids)

    def write(self, *, owner: UUID, rows: Mapping[str, Fields]) -> Mapping[str, Fields]:
        mine = StudySession.objects.owned_by(owner).filter(pk__in=list(rows))
        sessions = list(mine.select_for_update().order_by("pk"))
        before = {
            str(one.pk): {name: _plain(getattr(one, name)) for name in _WRITTEN} for one in sessions
        }
        for session in sessions:
            for name, value in rows[str(session.pk)].items():
                setattr(session, name, parse_datetime(value) if value else value)
        # Not `save`: what is put back has the hour of its last change back as well.
        StudySession.objects.bulk_update(sessions, _WRITTEN)
        ids = [session.pk for session in sessions]
        publish_rows(person_id=owner, kind=StudySessionEvent, change=Change.CHANGED, ids=ids)
        return before


def open_sittings(*, person: User, now: datetime, since: datetime | None = None) -> list[Sitting]:
    """Those with a date or a time, the earliest `MAX_MOVABLE`, in the order of their plans.

    Args:
        since: from when on kept times are looked at; from now on where left out.
    """
    mine = TimeBlock.objects.owned_by(person).filter(subject_id=OuterRef("pk"))
    sessions = list(
        StudySession.objects.owned_by(person)
        .open()
        .filter(Q(due_at__isnull=False) | Exists(mine))
        .order_by("due_at", "position", "id")[:MAX_MOVABLE]
    )
    blocks = TimeBlock.objects.owned_by(person).of_subjects([one.pk for one in sessions])
    ahead = blocks.filter(starts_at__gte=since or now).order_by("-starts_at")
    starts = dict(ahead.values_list("subject_id", "starts_at"))
    exams = _exams({one.study_plan_id for one in sessions})
    today = now.astimezone(person.zone).date()
    sittings = [Sitting(one, starts.get(one.pk), exams.get(one.study_plan_id)) for one in sessions]
    still = [one for one in sittings if one.exam_on is None or one.exam_on > today]
    return sorted(still, key=lambda one: one.session.position)


def _exams(plan_ids: Iterable[UUID | None]) -> dict[UUID | None, date]:
    accepted = StudyPlanRevision.objects.filter(
        plan__in=[one for one in plan_ids if one is not None],
        number=F("plan__accepted_revision"),
    )
    told = accepted.values_list("plan_id", "content__exam_on")
    return {plan_id: date.fromisoformat(day) for plan_id, day in told if day}


def _waits_for(sittings: Sequence[Sitting], now: datetime) -> dict[UUID, tuple[str, ...]]:
    """What each session of one plan comes after, by its id.

    Looked at is what slipped, and what stands in as many days from now as sessions slipped: by
    then they have found their places, and the rest of the plan can stay.
    """
    slipped = sum(one.starts_at is None for one in sittings)
    until = now + timedelta(days=slipped)
    waits: dict[UUID, tuple[str, ...]] = {}
    last = ""
    last_of: dict[str, str] = {}
    for one in sittings:
        session = one.session
        if one.starts_at is not None and one.starts_at >= until:
            continue
        if session.kind == StudySession.Kind.STUDY:
            waits[session.pk] = (last,) if last else ()
            last = last_of[session.module] = str(session.pk)
        elif session.module in last_of:
            waits[session.pk] = (last_of[session.module],)
    return waits


def _movable(one: Sitting, after: tuple[str, ...], person: User) -> Movable:
    session = one.session
    is_study = session.kind == StudySession.Kind.STUDY
    item = Item(
        id=str(session.pk),
        minutes=session.minutes,
        due_at=midnight(one.exam_on, person.zone) if one.exam_on else session.due_at,
        due_is_hard=one.exam_on is not None,
        not_before=(
            midnight(one.starts_at.astimezone(person.zone).date(), person.zone)
            if one.starts_at
            else None
        ),
        priority="medium" if is_study else "low",
        energy=None if is_study else "low",
        after=after,
        splittable=False,
    )
    kind = TimeBlock.Kind.STUDY if is_study else TimeBlock.Kind.REVIEW
    return Movable(session.pk, kind, session.title, item)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
