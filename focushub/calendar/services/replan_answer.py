"""What a re-plan shows: deadlines in danger first, then every thing with its new place."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import orjson
from django.utils.dateparse import parse_datetime
from uuid6 import uuid7

from focushub.calendar.agenda import Fields
from focushub.calendar.scheduler import Danger, Replan, explain, tell
from focushub.calendar.services.scope import Moving
from focushub.common.clock import in_words
from focushub.common.rendering import render

OUTCOMES = PLACED, PARTLY, LET_GO, WAITS = ("placed", "partly", "let_go", "waits")


def compose(
    found: Replan,
    *,
    moved: Sequence[Moving],
    dates: Mapping[str, Fields],
    begin: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    """JSON values in the order of the contract."""
    by_id = {one.task.item.id: one for one in moved}
    content = {
        "summary": tell(found),
        "begins_at": begin,
        "dangers": [_danger(danger, by_id[danger.item_id], zone) for danger in found.dangers],
        "things": [_thing(one, found, dates) for one in moved],
        "schedule": [
            {
                "id": uuid7(),
                "kind": by_id[block.item_id].work.kind,
                "title": by_id[block.item_id].work.title,
                "subject_id": block.item_id,
                "part_ids": block.step_ids,
                "starts_at": block.starts_at,
                "ends_at": block.ends_at,
            }
            for block in found.schedule.blocks
        ],
        "freed": [
            {
                "id": block.pk,
                "subject_id": block.subject_id,
                "title": block.title,
                "starts_at": block.starts_at,
                "ends_at": block.ends_at,
            }
            for one in moved
            for block in one.freed
        ],
        "unscheduled": [
            {
                "subject_id": rest.item_id,
                "title": by_id[rest.item_id].work.title,
                "remaining_minutes": rest.remaining_minutes,
                "why": explain(rest.why),
                "code": rest.why,
            }
            for rest in found.schedule.unscheduled
        ],
    }
    told: dict[str, Any] = orjson.loads(render(content))
    return told


def _thing(one: Moving, found: Replan, dates: Mapping[str, Fields]) -> dict[str, Any]:
    item = one.task.item
    blocks = [block for block in found.schedule.blocks if block.item_id == item.id]
    placed = sum(block.minutes for block in blocks)
    if item.id in found.let_go:
        outcome = LET_GO
    elif placed == item.minutes:
        outcome = PLACED
    else:
        outcome = PARTLY if placed else WAITS
    new = {
        name: parse_datetime(value) if value else None
        for name, value in dates.get(item.id, {}).items()
        if name in {"due_at", "starts_at"}
    }
    next_at = new.get("due_at") or new.get("starts_at") or one.work.next_at
    return {
        "subject_id": item.id,
        "kind": one.work.kind,
        "title": one.work.title,
        "outcome": outcome,
        "minutes": item.minutes,
        "starts_at": blocks[0].starts_at if blocks else None,
        "was_due_at": item.due_at,
        "due_at": new.get("due_at", item.due_at),
        "next_at": next_at if outcome == LET_GO else None,
    }


def _danger(danger: Danger, one: Moving, zone: tzinfo) -> dict[str, Any]:
    due = danger.due_at.astimezone(zone)
    if danger.remaining_minutes:
        told = (
            f"{in_words(danger.remaining_minutes)} of it find no place before {due:%a %d %b %H:%M}."
            " A smaller version of it, or a word with whoever waits for it, may help."
        )
    else:
        told = f"It fits before {due:%a %d %b %H:%M}, with little to spare."
    return {
        "subject_id": danger.item_id,
        "title": one.work.title,
        "due_at": danger.due_at,
        "ends_at": danger.ends_at,
        "remaining_minutes": danger.remaining_minutes,
        "told": told,
    }
