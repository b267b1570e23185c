"""What to do now, in which order, and what a day can hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import Intent
from focushub.chat.engine.situation import OneThing, Situation
from focushub.chat.engine.threads import open_thread
from focushub.chat.engine.turns import (
    GUESSED,
    ORGANIZE,
    OWN_THINGS,
    PLANNING,
    Act,
    Said,
    Turn,
)
from focushub.chat.engine.wording import clock, titled
from focushub.coaching.things import Piece, Thing

_MOST_NEW: Final = 3
_USUAL_MINUTES: Final = 30
_SITTING: Final = 45
_AIR: Final = timedelta(minutes=15)
_LEAD: Final = timedelta(minutes=15)
_LITTLE_DAY: Final = 30
_MANY: Final = 6
_PRIORITIES: Final = {"urgent": 0, "high": 1, "medium": 2, None: 2, "low": 3}


def what_now(turn: Turn) -> Said:
    """One thing, its way in, and the reason."""
    situation = turn.situation
    one = situation.one
    if one is None:
        return turn.say(
            turn.voice("now_empty"),
            agent=PLANNING,
            confidence=OWN_THINGS,
            suggestions=("Here's what's in my head", "I'll rest"),
        )
    text = turn.voice(
        "now_one",
        title=one.title,
        reason=one.reason,
        step=one.step.title,
        minutes=one.step.minutes,
    )
    upcoming = situation.next_slot()
    left = situation.minutes_until_next()
    if upcoming is not None and left is not None and left <= _SITTING:
        told = turn.voice("now_soon", at=clock(upcoming.starts_at), title=titled(upcoming.title))
        text = f"{text} {told}"
    return turn.say(
        text,
        agent=PLANNING,
        confidence=OWN_THINGS,
        intent=Intent.WHAT_NOW,
        suggestions=("Yes, I'll do that", "Something else", "Smaller, please", "Not now"),
        acts=_acts_for(one, situation),
        dialogue=thread_of(turn.dialogue, situation, one),
        asked="start_ok",
    )


def thread_of(dialogue: Dialogue, situation: Situation, one: OneThing) -> Dialogue:
    """So that "done" and "smaller" mean the step that was named."""
    thing = situation.thing(one.id)
    begun = open_thread(dialogue, situation, one.title, thing)
    steps = begun.steps if begun.steps[0].title == one.step.title else (one.step, *begun.steps)
    return replace(begun, steps=steps, thing_id=one.id)


def something_else(turn: Turn) -> Said | None:
    """Another thing than the one that was named; None where there is none."""
    ordered = in_order(turn.situation)
    others = [thing for thing in ordered if thing.id != turn.dialogue.thing_id]
    if not turn.dialogue.thing_id or not others:
        return None
    thing = others[0]
    dialogue = open_thread(turn.dialogue, turn.situation, thing.title, thing)
    step = dialogue.step
    assert step is not None
    return turn.say(
        turn.voice("now_other", title=thing.title, step=step.title, minutes=step.minutes),
        agent=PLANNING,
        confidence=OWN_THINGS,
        intent=Intent.WHAT_NOW,
        suggestions=("Yes, I'll do that", "Something else", "Not now"),
        acts=[_focus(step, thing.id)],
        dialogue=dialogue,
        asked="start_ok",
    )


def prioritise(turn: Turn) -> Said:
    """At most three, in an order that has a reason."""
    situation = turn.situation
    ordered = in_order(situation)[:_MOST_NEW]
    if not ordered:
        return turn.say(
            turn.voice("first_empty"),
            agent=PLANNING,
            suggestions=("Here's what's in my head", "What should I do now?"),
        )
    lines = [f"**{thing.title}**{_why(thing, situation.now)}" for thing in ordered]
    dialogue = open_thread(turn.dialogue, situation, ordered[0].title, ordered[0])
    step = dialogue.step
    assert step is not None
    text = (
        f"{turn.voice('first_open')}\n\n{wording.numbered(lines)}\n\n"
        f"{turn.voice('first_close', step=step.title)}"
    )
    return turn.say(
        text,
        agent=PLANNING,
        confidence=OWN_THINGS,
        suggestions=("Yes, I'll start", "Plan my day", "Something else"),
        acts=[_focus(step, ordered[0].id)],
        dialogue=replace(dialogue, options=tuple(thing.id for thing in ordered)),
        asked="start_ok",
    )


def in_order(situation: Situation) -> list[Thing]:
    """What presses first; what is light first where energy is low."""
    low = situation.energy == "low"

    def place(thing: Thing) -> tuple[int, int, int, int]:
        due = thing.due_at
        days = 14 if due is None else max(0, (due.date() - situation.now.date()).days)
        pressing = min(days, 14) if thing.is_hard or due is None else min(days + 1, 14)
        heavy = int(low and thing.energy == "high")
        minutes = thing.minutes or _USUAL_MINUTES
        return pressing // 3, _PRIORITIES.get(thing.priority, 2), heavy, minutes if low else 0

    return sorted((thing for thing in situation.things if not thing.waits), key=place)


def _why(thing: Thing, now: datetime) -> str:
    minutes = f", about {wording.minutes(thing.minutes)}" if thing.minutes else ""
    if thing.due_at is None:
        return minutes
    if thing.due_at <= now:
        return f": its day has passed, a fresh date would do{minutes}"
    if thing.due_at.date() == now.date():
        return f": due today at {clock(thing.due_at)}{minutes}"
    if thing.due_at.date() == now.date() + timedelta(days=1):
        return f": due tomorrow{minutes}"
    return f": due on {thing.due_at:%A}{minutes}" if _is_near(thing.due_at, now) else minutes


def _is_near(due: datetime, now: datetime) -> bool:
    return due - now < timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Placed:
    thing: Thing
    starts_at: datetime
    minutes: int


def plan_day(turn: Turn) -> Said:
    """What is there, and at most three things that could fit in, with air between."""
    situation = turn.situation
    today = [slot for slot in situation.slots if slot.ends_at > situation.now]
    today = [slot for slot in today if slot.starts_at.date() == situation.now.date()]
    taken = {slot.subject_id for slot in today}
    things = [thing for thing in in_order(situation) if thing.id not in taken]
    if not things and not today:
        return turn.say(
            turn.voice("plan_empty"), agent=PLANNING, suggestions=("Here's what today holds",)
        )
    free = sum(slot.minutes for slot in situation.free)
    if free < _LITTLE_DAY and situation.one is not None:
        return _evening(turn, situation.one)
    placed = list(_fitted(things, situation, few=turn.is_low))
    parts = [turn.voice("plan_open")]
    if today:
        lines = "\n".join(
            f"- {clock(slot.starts_at)} to {clock(slot.ends_at)} {slot.title}" for slot in today
        )
        parts.append(f"{turn.voice('plan_taken')}\n{lines}")
    if placed:
        lines = "\n".join(
            f"- {clock(one.starts_at)} **{one.thing.title}** ({wording.minutes(one.minutes)})"
            for one in placed
        )
        parts.append(f"{turn.voice('plan_new')}\n{lines}")
        parts.append(turn.voice("plan_close"))
    else:
        following = situation.next_slot() or situation.running_slot()
        told = titled(following.title) if following else "a real break"
        parts.append(turn.voice("plan_full", next=told))
    return turn.say(
        "\n\n".join(parts),
        agent=PLANNING,
        confidence=OWN_THINGS,
        suggestions=("What should I do now?", "That's too much", "I'm behind on everything"),
        acts=[_schedule(one) for one in placed],
    )


def _fitted(things: Sequence[Thing], situation: Situation, *, few: bool) -> Iterator[_Placed]:
    """Half of what is free, at most: the day stays a day."""
    budget = sum(slot.minutes for slot in situation.free) // 2
    openings = [(max(s.starts_at, situation.now + _LEAD), s.ends_at) for s in situation.free]
    count = 0
    for thing in things:
        if count == (1 if few else _MOST_NEW):
            return
        minutes = min(thing.minutes or _USUAL_MINUTES, _SITTING)
        if minutes > budget:
            continue
        for n, (begins, ends) in enumerate(openings):
            begins = _on_a_mark(begins)
            until = begins + timedelta(minutes=minutes)
            if until <= ends:
                openings[n] = (until + _AIR, ends)
                budget -= minutes
                count += 1
                yield _Placed(thing, begins, minutes)
                break


def _on_a_mark(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=-moment.minute % 5)


def _evening(turn: Turn, one: OneThing) -> Said:
    return turn.say(
        turn.voice("plan_evening", title=one.title, step=one.step.title),
        agent=PLANNING,
        confidence=OWN_THINGS,
        suggestions=("Yes, that one", "Nothing today", "Plan tomorrow"),
        acts=_acts_for(one, turn.situation),
        dialogue=thread_of(turn.dialogue, turn.situation, one),
        asked="start_ok",
    )


def overwhelmed(turn: Turn) -> Said:
    """One thing out of all; the rest is kept by the list."""
    situation = turn.situation
    opening = [turn.voice("over_open"), turn.voice("over_breath")]
    one = _lightest(situation)
    if one is None:
        return turn.say(
            [*opening, turn.voice("over_dump")],
            agent=ORGANIZE,
            suggestions=("I'll write it all down", "I need a break"),
            asked="dump",
        )
    texts = [
        *opening,
        turn.voice("over_one", title=one.title, step=one.step.title, minutes=one.step.minutes),
    ]
    rest = len(situation.things) - 1
    if rest > 1:
        texts.append(turn.voice("over_rest", count=rest))
    acts = [_focus(one.step, one.id)]
    if rest >= _MANY and turn.can("replan"):
        texts.append(turn.voice("over_replan"))
        acts.append(Act("replan", {"reason": "overwhelmed"}))
    return turn.say(
        texts,
        agent=ORGANIZE,
        confidence=OWN_THINGS,
        suggestions=("OK, just that", "Smaller, please", "I need a break"),
        acts=acts,
        dialogue=thread_of(turn.dialogue, situation, one),
        asked="start_ok",
    )


def _lightest(situation: Situation) -> OneThing | None:
    """What is due today, else the shortest: being done with something makes room."""
    ordered = in_order(situation)
    today = [t for t in ordered if t.due_at and t.due_at.date() <= situation.now.date()]
    pool = today or sorted(ordered, key=lambda thing: thing.minutes or _USUAL_MINUTES)
    if not pool:
        return situation.one
    thing = pool[0]
    if situation.one is not None and situation.one.id == thing.id:
        return situation.one
    step = open_thread(Dialogue(), situation, thing.title, thing).steps[0]
    return OneThing(thing.id, thing.kind, thing.title, step, "")


def replan(turn: Turn) -> Said:
    acts = []
    if turn.can("replan") and (turn.situation.slots or turn.situation.things):
        reason = "sick" if "sick" in turn.heard.text.lower() else "late"
        acts.append(Act("replan", {"reason": reason}))
    offer = turn.voice("replan_offer") if acts else turn.voice("replan_none")
    return turn.say(
        [turn.voice("replan_open"), offer],
        agent=PLANNING,
        confidence=OWN_THINGS if acts else GUESSED,
        suggestions=("What should I do now?", "I need a break"),
        acts=acts,
    )


def _acts_for(one: OneThing, situation: Situation) -> list[Act]:
    acts = [_focus(one.step, one.id)]
    thing = situation.thing(one.id)
    if thing is not None and thing.kind == "task" and not thing.steps:
        acts.append(Act("break_down_task", {"task_id": thing.id, "granularity": 4}))
    return acts


def _focus(step: Piece, thing_id: str) -> Act:
    params = {"description": step.title, "minutes": 15, "subject_id": thing_id}
    return Act("start_focus_session", params)


def _schedule(one: _Placed) -> Act:
    params = {
        "task_id": one.thing.id,
        "starts_at": one.starts_at.isoformat(),
        "minutes": one.minutes,
    }
    return Act("schedule_task", params)
