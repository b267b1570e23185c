"""Reads a brain dump: the tasks that it holds, with all that is said of them, and the rest.

The text is laid out into blocks (layout), those into clauses (clauses); each clause is a task
or a remark; `focushub.language` reads the days, minutes and labels of a task. No word is lost:
every character that is not white space is in the source of a task or in `leftover`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice, pairwise

from focushub.language import DateOrder, Reading, Span
from organize.engine.clauses import Clause, clauses
from organize.engine.dependencies import Order, orders, split_order
from organize.engine.layout import Block, blocks, is_container
from organize.engine.phrasing import (
    AREAS,
    correction_length,
    has_time,
    is_time_only,
    lead_length,
    new_time_start,
)
from organize.engine.recurrences import read_task
from organize.engine.remarks import is_task
from organize.engine.sentences import sentences, trimmed
from organize.engine.titles import tidy_title
from organize.engine.words import begins_with_verb, tokens

MAX_TEXT = 20_000
MAX_TASKS = 100
MAX_NOTES = 2_000
# "Today: call mum, pay rent"
_HEADING = re.compile(r"([^:\n.!?]{1,60}):(?=\s)")
_ENDS = frozenset(".!?")
# A clause longer than this is read up to here; what follows stays in its source.
_MAX_CLAUSE = 1_000


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One thing to do. Spans are half-open code points of the whole dump.

    `after` holds the places (in `Dump.tasks`) of the tasks that have to come first.
    """

    title: str
    notes: str
    source: Span
    minutes: int | None = None
    due_at: datetime | None = None
    due_is_date_only: bool = False
    starts_at: datetime | None = None
    recurrence: str | None = None
    priority: str | None = None
    energy: str | None = None
    labels: tuple[str, ...] = ()
    project: str | None = None
    people: tuple[str, ...] = ()
    is_hard: bool = False
    spans: tuple[Span, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dump:
    """What a text holds; `leftover` is every word that is in no task."""

    tasks: tuple[ReadTask, ...]
    leftover: tuple[Span, ...]


@dataclass(slots=True)
class _Draft:
    """A stretch of the text on its way to a task; `more` says further things about it."""

    start: int
    end: int
    is_task: bool
    main_start: int
    main_end: int
    more: list[Clause] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    context: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Settings:
    now: datetime
    date_order: DateOrder
    reject: Sequence[tuple[int, int]]

    def read(self, text: str, start: int, end: int, *, day: date | None = None) -> Reading:
        """What a stretch says, with its spans as places of the whole text."""
        end = min(end, start + _MAX_CLAUSE)
        reject = tuple(
            (max(low, start) - start, min(high, end) - start)
            for low, high in self.reject
            if low < end and high > start
        )
        reading = read_task(
            text[start:end], now=self.now, date_order=self.date_order, reject=reject, day=day
        )
        spans = tuple(replace(s, start=s.start + start, end=s.end + start) for s in reading.spans)
        return replace(reading, spans=spans)


def read_dump(
    text: str,
    *,
    now: datetime,
    date_order: DateOrder = "mdy",
    reject: Sequence[Span | tuple[int, int]] = (),
    single: bool = False,
) -> Dump:
    """The tasks of a text and what is left over.

    Args:
        text: what is past 20,000 characters is leftover, as is what follows the 100th task.
        now: aware; what "tomorrow" counts from.
        reject: stretches of the text that are not to be understood as a time, label and so on.
        single: the whole text is one task, however many it seems to hold.
    """
    refused = tuple((s.start, s.end) if isinstance(s, Span) else s for s in reject)
    settings = _Settings(now, date_order, refused)
    end = min(len(text), MAX_TEXT)
    drafts = _single(text, end) if single else _drafts(text[:end])
    _limit(drafts)
    if len(text) > end and text[end:].strip():
        drafts.append(_Draft(end, len(text), False, end, len(text)))
    _cover(text, drafts)
    return _dump(text, drafts, settings)


def _single(text: str, end: int) -> list[_Draft]:
    body = text[:end]
    if not tokens(body[:_MAX_CLAUSE]):
        return []
    return [_Draft(0, end, True, 0, end)]


def _drafts(text: str) -> list[_Draft]:
    drafts: list[_Draft] = []
    found = [part for block in blocks(text) for part in _headed(text, block)]
    tasks = 0
    for block in found:
        # Past the last task there is nothing to be read any more.
        if tasks >= MAX_TASKS or block.kind in {"heading", "done"}:
            end = max([block.end, *(note[1] for note in block.notes)])
            drafts.append(_Draft(block.start, end, False, block.start, end))
            continue
        listed = len(found) > 1 and block.kind == "item"
        for draft in _from_block(text, block, listed=listed):
            draft.context = block.context
            drafts.append(draft)
            tasks += draft.is_task
            if text[draft.end - 1 : draft.end] in _ENDS and block.context != block.under:
                # "Today: call mum, pay rent. Buy milk": the day holds for its sentence.
                block.context = block.under
    return drafts


def _headed(text: str, block: Block) -> Iterator[Block]:
    """The stretches of prose that a day or an area of life heads: "Today: ... Work: ..."."""
    if block.kind != "prose":
        yield block
        return
    starts = [
        low
        for low, _ in sentences(text, block.start, block.end)
        if low > block.start and _names_what_follows(_HEADING.match(text, low, block.end))
    ]
    edges = [block.start, *starts, block.end]
    for low, high in pairwise(edges):
        last = high == block.end
        notes = block.notes if last else []
        yield replace(block, start=low, end=trimmed(text, low, high)[1], notes=notes)


def _names_what_follows(found: re.Match[str] | None) -> bool:
    """Whether a heading names a time or an area of life ("Kids:") and so is no task itself."""
    if found is None:
        return False
    words = [word.text.lower() for word in tokens(found[1])]
    return is_time_only(found[1]) or (0 < len(words) <= 2 and all(w in AREAS for w in words))


def _from_block(text: str, block: Block, *, listed: bool) -> list[_Draft]:
    drafts: list[_Draft] = []
    start = block.start
    if heading := _inline_heading(text, block):
        drafts.append(_Draft(*heading, False, *heading))
        start = heading[1]
        said = text[heading[0] : heading[1]]
        if has_time(said) or is_time_only(said):
            block.context = (heading[0], heading[1] - 1)
        listed = False
    found = _HEADING.match(text, block.start, block.end)
    listed = listed or bool(found and is_container(found[1]))
    for clause in clauses(text, start, block.end, listed=listed):
        body = text[clause.start : min(clause.end, clause.start + _MAX_CLAUSE)]
        before = drafts[-1] if drafts and drafts[-1].is_task else None
        if clause.joins in {"continues", "corrects"}:
            before = next((draft for draft in reversed(drafts) if draft.is_task), None)
        if before and clause.joins in {"continues", "corrects"}:
            # A remark in between ("so tired") goes with them, for a source is one stretch.
            del drafts[drafts.index(before) + 1 :]
            before.more.append(clause)
            before.end = clause.end
            continue
        if before and _takes_back(clause, body):
            before.is_task = False
        wanted = is_task(body, listed=listed)
        drafts.append(_Draft(clause.start, clause.end, wanted, clause.start, clause.end))
    if block.notes:
        # The notes hang below the last task of the bullet.
        owner = next((d for d in reversed(drafts) if d.is_task), None)
        end = block.notes[-1][1]
        if owner is None or owner is not drafts[-1]:
            start, main_end = block.notes[0]
            drafts.append(_Draft(start, end, True, start, main_end, notes=block.notes[1:]))
        else:
            owner.notes, owner.end = list(block.notes), end
    return drafts


def _inline_heading(text: str, block: Block) -> tuple[int, int] | None:
    """ "Today:" or "Trip to Oslo:" before several things to do; None where nothing heads them."""
    found = _HEADING.match(text, block.start, block.end)
    if found is None:
        return None
    below = list(islice(clauses(text, found.end(), block.end), 2))
    if not below:
        return None
    head = text[below[0].start : below[0].end]
    orders = begins_with_verb(head[lead_length(head) :])
    if is_container(found[1]) and not orders:
        return None
    several = len(below) > 1 and orders
    return (block.start, found.end()) if several or _names_what_follows(found) else None


def _takes_back(clause: Clause, body: str) -> bool:
    if clause.joins == "withdraws":
        return True
    said = body[: correction_length(body)].lower()
    replaced = any(word in said for word in ("no", "mean", "make", "scratch"))
    return replaced and is_task(body[len(said) :], listed=False)


def _limit(drafts: list[_Draft]) -> None:
    tasks = [draft for draft in drafts if draft.is_task]
    for draft in tasks[MAX_TASKS:]:
        draft.is_task = False


def _cover(text: str, drafts: list[_Draft]) -> None:
    """Gives marks between drafts (bullets, commas) to the one on their line."""
    if not drafts:
        if text.strip():
            drafts.append(_Draft(0, len(text), False, 0, len(text)))
    else:
        drafts[0].start = 0
        drafts[-1].end = len(text)
        for before, after in pairwise(drafts):
            line = text.rfind("\n", before.end, after.start)
            edge = line if line >= 0 else after.start
            before.end, after.start = edge, edge
    for draft in drafts:
        piece = text[draft.start : draft.end]
        draft.start += len(piece) - len(piece.lstrip())
        draft.end = draft.start + len(piece.strip())


def _dump(text: str, drafts: list[_Draft], settings: _Settings) -> Dump:
    tasks: list[ReadTask] = []
    spoken: list[Order] = []
    leftover: list[Span] = []
    contexts: dict[tuple[int, int], Reading] = {}
    for draft in drafts:
        if draft.start == draft.end:
            continue
        source = Span(draft.start, draft.end, "task" if draft.is_task else "remark")
        if not draft.is_task:
            leftover.append(source)
            continue
        if draft.context and draft.context not in contexts:
            contexts[draft.context] = settings.read(text, *draft.context)
        context = contexts[draft.context] if draft.context else None
        order = split_order(
            text[draft.main_start : min(draft.main_end, draft.main_start + _MAX_CLAUSE)]
        )
        spoken.append(order)
        tasks.append(_task(text, draft, source, order, context, settings))
    after = orders(spoken, [task.title for task in tasks])
    finished = [
        replace(task, after=after[i].first, title=after[i].title or task.title)
        for i, task in enumerate(tasks)
    ]
    return Dump(tuple(finished), tuple(leftover))


def _task(
    text: str,
    draft: _Draft,
    source: Span,
    order: Order,
    context: Reading | None,
    settings: _Settings,
) -> ReadTask:
    start = draft.main_start + order.start
    reading = settings.read(text, start, max(start, draft.main_end))
    for clause in draft.more:
        reading = _merged(text, reading, clause, settings)
    if context is not None and context.due_at and _has_hour_only(reading):
        # "2pm" below "Tuesday:" is on that day.
        day = context.due_at.date()
        reading = settings.read(text, start, max(start, draft.main_end), day=day)
    elif context is not None and not (reading.due_at or reading.starts_at or reading.recurrence):
        reading = replace(
            reading,
            due_at=context.due_at,
            due_is_date_only=context.due_is_date_only,
            starts_at=context.starts_at,
        )
    title = (
        tidy_title(reading.title)
        or tidy_title(text[start : draft.main_end])
        or tidy_title(text[source.start : source.end])
        or text[source.start : source.end][:200]
    )
    return ReadTask(
        title=title,
        notes=_notes(text, draft),
        source=source,
        minutes=reading.minutes,
        due_at=reading.due_at,
        due_is_date_only=reading.due_is_date_only,
        starts_at=reading.starts_at,
        recurrence=reading.recurrence,
        priority=reading.priority,
        energy=reading.energy,
        labels=tuple(reading.labels),
        project=reading.project,
        people=tuple(reading.people),
        is_hard=reading.is_hard,
        spans=tuple(sorted(reading.spans, key=lambda span: (span.start, span.end))),
    )


def _has_hour_only(reading: Reading) -> bool:
    kinds = {span.means for span in reading.spans}
    return "time" in kinds and not kinds & {"date", "recurrence"}


def _merged(text: str, reading: Reading, clause: Clause, settings: _Settings) -> Reading:
    """What was said first, with what a further clause adds or corrects."""
    body = text[clause.start : clause.end]
    skip = new_time_start(body) if clause.joins == "corrects" else 0
    said = settings.read(text, clause.start + skip, clause.end)
    corrects = clause.joins == "corrects"
    if (said.due_at or said.starts_at) and (corrects or not (reading.due_at or reading.starts_at)):
        reading = replace(
            reading,
            due_at=said.due_at,
            due_is_date_only=said.due_is_date_only,
            starts_at=said.starts_at,
            is_hard=said.is_hard,
        )
    # What is said later fills gaps; a correction also replaces.
    newer, older = (said, reading) if corrects else (reading, said)
    return replace(
        reading,
        minutes=newer.minutes or older.minutes,
        recurrence=newer.recurrence or older.recurrence,
        priority=newer.priority or older.priority,
        energy=newer.energy or older.energy,
        project=newer.project or older.project,
        labels=tuple(dict.fromkeys((*reading.labels, *said.labels))),
        people=tuple(dict.fromkeys((*reading.people, *said.people))),
        spans=(*reading.spans, *said.spans),
    )


def _notes(text: str, draft: _Draft) -> str:
    return "\n".join(_note_lines(text, draft))[:MAX_NOTES]


def _note_lines(text: str, draft: _Draft) -> Iterator[str]:
    for clause in draft.more:
        body = text[clause.start : clause.end].strip()
        if clause.joins == "continues" and not has_time(body):
            yield body
    for start, end in draft.notes:
        yield text[start:end].strip().lstrip("-*•◦▪‣·\u2013\u2014+○●■□☐⬜ ").strip()
