"""Re-plans: proposed, applied, taken back.

A proposal is a row. Applying it writes what it shows, or says what has changed since; taking it
back restores every row that it touched, to the last field.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.agenda import Fields, Movable, NewPlace, energies, movable_sources
from focushub.calendar.availability import MAX_BLOCKS, parted, rules_for
from focushub.calendar.booking import book, free_and_taken, free_time, put_back
from focushub.calendar.kept import block_of, told
from focushub.calendar.models import Replan, TimeBlock
from focushub.calendar.scheduler import Block, Reason, begins_at, replan
from focushub.calendar.services.replan_answer import compose
from focushub.calendar.services.scope import Moving, moving
from focushub.common.clock import LEAD, next_mark
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.turns import one_at_a_time

# As far as `replan` looks, and a day for the zone.
_AHEAD = timedelta(days=57)
# Older proposals are no use to anybody: what they would undo has long moved on.
_KEPT = 50


class UntilHasPassed(DomainError):
    code = "until_has_passed"
    detail = "Choose a moment that is still to come."


class ReplanChanged(DomainError):
    kind = Kind.CONFLICT
    code = "replan_changed"
    detail = "Some of it was changed since. Send `force: true` to go on with the rest."


class ReplanRunOut(DomainError):
    kind = Kind.CONFLICT
    code = "replan_run_out"
    detail = "Some of its times are behind us by now. Ask for a new look at the days."


@transaction.atomic
def propose(*, person: User, reason: Reason, until: datetime | None = None) -> Replan:
    """New places for what has slipped, around all that stands. Nothing of it is written yet.

    Args:
        until: when the person begins again, where that is not now.
    Raises:
        UntilHasPassed
    """
    asked_at = timezone.now()
    if until is not None and until <= asked_at:
        raise UntilHasPassed
    now = next_mark(asked_at.astimezone(person.zone) + LEAD)
    assumed = energies(person=person, at=now)
    rules = rules_for(person, energy_by_hour=assumed.by_hour)
    begin = begins_at(now, reason, rules, until)
    if begin == now:
        rules = replace(rules, current_energy=assumed.current)
    source_of: dict[str, str] = {}
    work: list[Movable] = []
    for name, source in movable_sources().items():
        for thing in source.open_work(person=person, now=asked_at):
            source_of[str(thing.subject_id)] = name
            work.append(thing)
    blocks = _blocks_around(person, work, begin)
    moved = moving(work, blocks, reason=reason, now=asked_at, begin=begin)
    given_back = {block.pk for one in moved for block in one.freed}
    stays = parted(block for block in blocks if block.pk not in given_back)
    found = replan(
        [one.task for one in moved],
        now=now,
        reason=reason,
        rules=rules,
        busy=stays.busy,
        locked=stays.work,
        back_at=until,
    )
    changes: dict[str, Mapping[str, Fields]] = {}
    for name, source in movable_sources().items():
        places = [
            place
            for place in _places(moved, found.schedule.blocks, found.let_go, reason)
            if source_of[str(place.work.subject_id)] == name
        ]
        changes[name] = source.new_dates(person=person, places=places, now=asked_at)
    row = Replan.objects.create(
        owner=person,
        reason=reason,
        until=until,
        content=compose(
            found,
            moved=moved,
            dates={id_: fields for rows in changes.values() for id_, fields in rows.items()},
            begin=begin,
            zone=person.zone,
        ),
        changes=changes,
        seen=_fingerprints(person.pk, _by_source(source_of, [m.task.item.id for m in moved])),
    )
    _forget_old(person)
    return row


@transaction.atomic
def apply(*, row: Replan, force: bool = False) -> Replan:
    """Writes the proposal as it was shown; applied again, it stays as it is.

    Args:
        force: leave what was changed since as it is, and give the rest its place.
    Raises:
        ReplanChanged: names what was changed, or whose new time is taken, since it was proposed.
        ReplanRunOut: part of the new time is over.
    """
    row = _locked(row)
    if row.is_applied:
        return row
    blocks = [block_of(one, owner_id=row.owner_id) for one in row.content["schedule"]]
    if any(block.ends_at <= timezone.now() for block in blocks):
        raise ReplanRunOut
    freed_ids = {one["id"] for one in row.content["freed"]}
    ids = {name: list(seen) for name, seen in row.seen.items()}
    changed = _differing(row.seen, _fingerprints(row.owner_id, ids))
    free, taken = free_and_taken(blocks, owner_id=row.owner_id, but_for=freed_ids)
    if not force:
        _refuse_changed(row, changed, taken)
    kept = {str(block.subject_id) for block in taken} | changed
    before: dict[str, Any] = {"rows": {}, "blocks": []}
    for name, rows in row.changes.items():
        wanted = {id_: fields for id_, fields in rows.items() if id_ not in kept}
        before["rows"][name] = movable_sources()[name].write(owner=row.owner_id, rows=wanted)
    given_back = TimeBlock.objects.owned_by(row.owner_id).filter(
        pk__in=[one["id"] for one in row.content["freed"] if one["subject_id"] not in kept]
    )
    before["blocks"] = [told(block) for block in given_back]
    free_time(owner_id=row.owner_id, blocks=given_back)
    book(owner_id=row.owner_id, blocks=[b for b in free if str(b.subject_id) not in kept])
    row.before = before
    moved = {name: [id_ for id_ in named if id_ not in kept] for name, named in ids.items()}
    row.made = _fingerprints(row.owner_id, moved)
    row.applied_at = timezone.now()
    row.save()
    return row


@transaction.atomic
def undo(*, row: Replan, force: bool = False) -> Replan:
    """Puts everything back as it was; what is not applied stays as it is.

    Args:
        force: leave what was changed since, and put back the rest.
    Raises:
        ReplanChanged: names what was changed, or whose old time is taken, since it was applied.
    """
    row = _locked(row)
    if not row.is_applied:
        return row
    ids = {name: list(made) for name, made in row.made.items()}
    now = _fingerprints(row.owner_id, ids)
    # What is gone altogether is no matter: there is nothing to put back.
    gone = {id_ for name, made in row.made.items() for id_ in made if id_ not in now[name]}
    changed = _differing(row.made, now) - gone
    new_ids = [one["id"] for one in row.content["schedule"]]
    old = [block_of(one, owner_id=row.owner_id) for one in row.before["blocks"]]
    old = [block for block in old if str(block.subject_id) not in gone]
    free, taken = free_and_taken(old, owner_id=row.owner_id, but_for=new_ids)
    if not force:
        _refuse_changed(row, changed, taken)
    kept = changed | gone
    new = TimeBlock.objects.filter(pk__in=new_ids).exclude(subject_id__in=list(kept))
    free_time(owner_id=row.owner_id, blocks=new)
    for name, rows in row.before["rows"].items():
        wanted = {id_: fields for id_, fields in rows.items() if id_ not in kept}
        movable_sources()[name].write(owner=row.owner_id, rows=wanted)
    put_back(
        owner_id=row.owner_id,
        blocks=[block for block in free if str(block.subject_id) not in kept],
    )
    row.applied_at = None
    row.before, row.made = {}, {}
    row.save()
    return row


def _blocks_around(person: User, work: Sequence[Movable], begin: datetime) -> list[TimeBlock]:
    """Those of the work, whenever they are, and all others from the beginning on."""
    mine = TimeBlock.objects.owned_by(person)
    ahead = mine.overlapping(begin, begin + _AHEAD)
    of_work = mine.of_subjects([thing.subject_id for thing in work])
    return list((ahead | of_work).order_by("starts_at", "id")[:MAX_BLOCKS])


def _places(
    moved: Sequence[Moving], blocks: Sequence[Block], let_go: Collection[str], reason: Reason
) -> list[NewPlace]:
    places = []
    for one in moved:
        item = one.task.item
        mine = [block for block in blocks if block.item_id == item.id]
        places.append(
            NewPlace(
                work=one.work,
                ends_at=mine[-1].ends_at if mine else None,
                is_whole=sum(block.minutes for block in mine) == item.minutes,
                is_let_go=item.id in let_go,
                forgets_dates=reason is Reason.FRESH_START,
            )
        )
    return places


def _by_source(source_of: Mapping[str, str], ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id_ in ids:
        found.setdefault(source_of[id_], []).append(id_)
    return found


def _fingerprints(owner: UUID, ids: Mapping[str, Collection[str]]) -> dict[str, dict[str, str]]:
    return {
        name: dict(movable_sources()[name].fingerprints(owner=owner, ids=named))
        for name, named in ids.items()
    }


def _differing(
    then: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> set[str]:
    """Ids of what is not as it was, or not there any more."""
    return {
        id_
        for name, rows in then.items()
        for id_, told in rows.items()
        if now[name].get(id_) != told
    }


def _refuse_changed(row: Replan, changed: Collection[str], taken: Sequence[TimeBlock]) -> None:
    titles = {thing["subject_id"]: thing["title"] for thing in row.content["things"]}
    problems = [FieldProblem(id_, "changed", titles[id_]) for id_ in titles if id_ in changed]
    problems += [
        FieldProblem(str(block.subject_id), "time_taken", block.title)
        for block in taken
        if str(block.subject_id) not in changed
    ]
    if problems:
        raise ReplanChanged(problems=problems)


def _locked(row: Replan) -> Replan:
    """The row as it is now. Whoever else changes this person's days waits until we are done."""
    one_at_a_time(row.owner_id)
    return Replan.objects.select_for_update().get(pk=row.pk)


def _forget_old(person: User) -> None:
    mine = Replan.objects.owned_by(person)
    old = mine.order_by("-id").values_list("pk", flat=True)[_KEPT:]
    mine.filter(pk__in=list(old[:_KEPT])).delete()
