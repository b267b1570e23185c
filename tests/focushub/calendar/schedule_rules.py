"""What no schedule may ever do, checked by the clock on the wall and minute by minute.

Shares no code with the scheduler.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from focushub.calendar.scheduler import Block, Interval, Item, Rules, Schedule

MINUTE = timedelta(minutes=1)

Span = tuple[datetime, datetime]


def broken_rules(
    schedule: Schedule,
    items: Sequence[Item],
    *,
    window: Interval,
    rules: Rules,
    busy: Sequence[Interval] = (),
    locked: Sequence[Block] = (),
    budget_minutes: int | None = None,
    anywhere: bool = False,
) -> list[str]:
    """One sentence for each rule that the schedule breaks."""
    by_id = {item.id: item for item in items}
    found = [
        *_broken_times(schedule, window, rules, anywhere),
        *_overlaps(schedule, busy, locked),
        *_broken_distances(schedule, by_id, rules, locked),
        *_broken_wishes(schedule, items, window, locked),
        *_broken_accounts(schedule, items),
    ]
    if not anywhere:
        found += _over_full_days(schedule, rules, locked)
    if budget_minutes is not None and sum(b.minutes for b in schedule.blocks) > budget_minutes:
        found.append("more than the budget")
    return found


def _broken_times(
    schedule: Schedule, window: Interval, rules: Rules, anywhere: bool
) -> Iterable[str]:
    if list(schedule.blocks) != sorted(schedule.blocks, key=lambda block: block.starts_at):
        yield "blocks out of order"
    for block in schedule.blocks:
        if block.starts_at.tzinfo is not UTC or block.ends_at.tzinfo is not UTC:
            yield f"{block} is not UTC"
        if block.starts_at.second or block.ends_at.second or block.minutes < 1:
            yield f"{block} is not made of whole minutes"
        if block.starts_at < window.starts_at or block.ends_at > window.ends_at:
            yield f"{block} leaves the window"
        if not anywhere and not all(_is_open(minute, rules) for minute in _minutes(block)):
            yield f"{block} leaves the hours"


def _is_open(minute: datetime, rules: Rules) -> bool:
    local = minute.astimezone(rules.zone)
    wall = local.time().replace(fold=0)
    for start, end in rules.working_hours.get(local.weekday(), ()):
        if start <= wall and (wall < end or end <= start):
            return True
    yesterday = (local.weekday() - 1) % 7
    return any(end <= start and wall < end for start, end in rules.working_hours.get(yesterday, ()))


def _overlaps(
    schedule: Schedule, busy: Sequence[Interval], locked: Sequence[Block]
) -> Iterable[str]:
    taken = [(i.starts_at, i.ends_at) for i in busy if i.starts_at < i.ends_at]
    taken += [(block.starts_at, block.ends_at) for block in locked]
    for block in schedule.blocks:
        for start, end in taken:
            if block.starts_at < end and start < block.ends_at:
                yield f"{block} overlaps {start} to {end}"
        taken.append((block.starts_at, block.ends_at))


def _over_full_days(schedule: Schedule, rules: Rules, locked: Sequence[Block]) -> Iterable[str]:
    def day(minute: datetime) -> str:
        return minute.astimezone(rules.zone).date().isoformat()

    before = Counter(day(m) for m in {m for block in locked for m in _minutes(block)})
    added = Counter(day(m) for block in schedule.blocks for m in _minutes(block))
    for date, minutes in added.items():
        if before[date] + minutes > rules.capacity_minutes:
            yield f"{date} holds {before[date] + minutes} minutes"


def _broken_distances(
    schedule: Schedule, by_id: dict[str, Item], rules: Rules, locked: Sequence[Block]
) -> Iterable[str]:
    fixed = {item.id for item in by_id.values() if item.starts_at is not None}
    marked = [(b.starts_at, b.ends_at, "") for b in _merged(locked)]
    marked += [(b.starts_at, b.ends_at, b.item_id) for b in schedule.blocks]
    marked.sort()
    session: list[tuple[datetime, datetime, str]] = []
    for block in marked:
        if session:
            gap = block[0] - session[-1][1]
            if gap >= rules.break_minutes * MINUTE:
                yield from _broken_session(session, by_id, fixed, rules)
                session = []
            yield from _broken_buffer(marked[marked.index(block) - 1], block, by_id, fixed, rules)
        session.append(block)
    yield from _broken_session(session, by_id, fixed, rules)


def _broken_session(
    session: Sequence[tuple[datetime, datetime, str]],
    by_id: dict[str, Item],
    fixed: set[str],
    rules: Rules,
) -> Iterable[str]:
    if all(item_id == "" or item_id in fixed for _, _, item_id in session):
        return
    if len(session) == 1 and not by_id[session[0][2]].splittable:
        return
    if rules.break_minutes == 0 and len(session) > 1:
        return
    work = sum((end - start for start, end, _ in session), timedelta())
    if work > rules.session_minutes * MINUTE:
        yield f"{work} without a break from {session[0][0]}"


def _broken_buffer(
    one: tuple[datetime, datetime, str],
    other: tuple[datetime, datetime, str],
    by_id: dict[str, Item],
    fixed: set[str],
    rules: Rules,
) -> Iterable[str]:
    placed_by_person = [block[2] == "" or block[2] in fixed for block in (one, other)]
    if one[2] == other[2] or all(placed_by_person):
        return
    if not any(placed_by_person):
        longest = max(by_id[one[2]].minutes, by_id[other[2]].minutes)
        if longest <= rules.quick_minutes:
            return
    if other[0] - one[1] < rules.buffer_minutes * MINUTE:
        yield f"no buffer between {one} and {other}"


def _broken_wishes(
    schedule: Schedule, items: Sequence[Item], window: Interval, locked: Sequence[Block]
) -> Iterable[str]:
    blocks = {item.id: [b for b in schedule.blocks if b.item_id == item.id] for item in items}
    unfinished = {rest.item_id for rest in schedule.unscheduled}
    late = {late.item_id for late in schedule.late}
    for item in items:
        mine = blocks[item.id]
        for block in mine:
            if item.not_before is not None and block.starts_at < item.not_before:
                yield f"{block} begins too early"
            if item.due_at is not None and block.ends_at > item.due_at and item.id not in late:
                yield f"{block} is late and nobody says so"
            # Only a deadline that leaves not one whole minute of the window may be passed.
            if (
                item.due_at is not None
                and item.due_is_hard
                and window.starts_at + 2 * MINUTE <= item.due_at < block.ends_at
            ):
                yield f"{block} passes a hard deadline"
        if item.starts_at is not None and mine:
            start = item.starts_at.replace(second=0, microsecond=0)
            if [(b.starts_at, b.minutes) for b in mine] != [(start, item.minutes)]:
                yield f"{item} is not where the person put it"
        if not item.splittable and len(mine) > 1:
            yield f"{item} is cut"
        for other in item.after if mine else ():
            ends = [b.ends_at for b in [*blocks.get(other, ()), *locked] if b.item_id == other]
            if other in unfinished or any(end > mine[0].starts_at for end in ends):
                yield f"{item} comes before {other}"


def _broken_accounts(schedule: Schedule, items: Sequence[Item]) -> Iterable[str]:
    left = {rest.item_id: rest.remaining_minutes for rest in schedule.unscheduled}
    if len(left) < len(schedule.unscheduled) or 0 in left.values():
        yield "the rest is listed twice, or empty"
    for item in items:
        mine = [block for block in schedule.blocks if block.item_id == item.id]
        if sum(block.minutes for block in mine) + left.get(item.id, 0) != item.minutes:
            yield f"{item} has minutes that are nowhere"
        order = [step.id for step in item.steps]
        owner = [step.id for step in item.steps for _ in range(step.minutes)]
        owner += order[-1:] * item.minutes
        at = 0
        for block in mine:
            covered = list(dict.fromkeys(owner[at : at + block.minutes]))
            if list(block.step_ids) != covered:
                yield f"{block} should name {covered}"
            at += block.minutes


def _merged(locked: Sequence[Block]) -> list[Block]:
    """Locked blocks with no overlap among them: the person may have put them so."""
    merged: list[Block] = []
    for block in sorted(locked, key=lambda b: b.starts_at):
        if merged and block.starts_at <= merged[-1].ends_at:
            end = max(block.ends_at, merged[-1].ends_at)
            merged[-1] = Block("", (), merged[-1].starts_at, end)
        else:
            merged.append(block)
    return merged


def _minutes(block: Block) -> Iterable[datetime]:
    minute = block.starts_at
    while minute < block.ends_at:
        yield minute
        minute += MINUTE
