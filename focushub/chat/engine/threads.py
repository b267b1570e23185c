"""One thing that will not start: its first two minutes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.dialogue import MOST_STEPS, Dialogue
from focushub.chat.engine.hearing import Intent
from focushub.chat.engine.situation import Situation
from focushub.chat.engine.turns import OWN_THINGS, PLANNING, UNDERSTOOD, Act, Said, Turn
from focushub.chat.engine.wording import named, titled
from focushub.coaching.things import Piece, Thing

SITTING: Final = 15
_FIRST_MINUTES: Final = 2
_SMALL: Final = 30
_FINE: Final = 5
_USUAL: Final = 4
_LEAD: Final = timedelta(minutes=30)


def start(turn: Turn, topic: str) -> Said:
    """The first two minutes of something; which one, where none is named."""
    thing = wording.thing_named(topic, turn.situation.things) if topic else None
    if not topic:
        return _which(turn)
    dialogue = open_thread(turn.dialogue, turn.situation, topic, thing)
    step = dialogue.step
    assert step is not None
    whole = thing.minutes if thing and thing.minutes else sum(s.minutes for s in dialogue.steps)
    if whole <= _SMALL:
        opening = "start_open_small"
    else:
        opening = "start_open_low" if turn.is_low else "start_open"
    text = (
        f"{turn.voice(opening, topic=named(topic))}\n\n**{step.title}** ({step.minutes} min)\n\n"
        f"{turn.voice('start_allowed')} {turn.voice('start_ask')}"
    )
    return turn.say(
        text,
        agent=PLANNING,
        intent=Intent.CANNOT_START,
        confidence=OWN_THINGS if thing else UNDERSTOOD,
        suggestions=("Yes, I'll try", "Smaller, please", "I'm scared it will be bad", "Not now"),
        acts=acts_to_begin(topic, thing, dialogue),
        dialogue=dialogue,
        asked="start_ok",
    )


def open_thread(
    dialogue: Dialogue, situation: Situation, topic: str, thing: Thing | None
) -> Dialogue:
    """A dialogue about the topic, with its steps; the first of two minutes."""
    if thing is not None and thing.steps:
        steps: Sequence[Piece] = thing.steps
    else:
        title = thing.title if thing else topic
        steps = situation.tools.cut(title, _FINE)
    if not steps:
        steps = _plain_steps(topic)
    steps = tuple(steps)
    if steps[0].minutes > _FIRST_MINUTES:
        first = wording.first_part(steps[0])
        begin = first.title if first else f"Give {titled(steps[0].title)} two minutes"
        steps = (Piece(begin, _FIRST_MINUTES, steps[0].id if first is None else ""), *steps)
    return dialogue.about(topic, steps[:MOST_STEPS], thing_id=thing.id if thing else "")


def _plain_steps(topic: str) -> tuple[Piece, ...]:
    """For something that nobody here can cut."""
    if wording.is_for_a_screen(topic):
        return (
            Piece("Open it and look at it, without changing anything", 2),
            Piece("Write down in three words what is missing", 3),
            Piece("Do the smallest of what is missing", 10),
        )
    return (
        Piece("Put what you need for it in front of you", 2),
        Piece("Do the very first move of it", 5),
        Piece("Go on until the timer rings", 10),
    )


def _which(turn: Turn) -> Said:
    things = [thing for thing in turn.situation.things if not thing.waits][:3]
    if things:
        text = turn.voice(
            "start_which_with", list=wording.listed([titled(thing.title) for thing in things])
        )
    else:
        text = turn.voice("start_which")
    return turn.say(
        text,
        agent=PLANNING,
        suggestions=[thing.title for thing in things],
        dialogue=replace(turn.dialogue, options=tuple(thing.id for thing in things)),
        asked="topic",
    )


def acts_to_begin(topic: str, thing: Thing | None, dialogue: Dialogue) -> list[Act]:
    acts = []
    if thing is None:
        acts.append(Act("create_task", {"title": _as_title(topic), "with_steps": True}))
    elif not thing.steps:
        acts.append(Act("break_down_task", {"task_id": thing.id, "granularity": _USUAL}))
    step = dialogue.step
    if step is not None:
        focus: dict[str, object] = {"description": step.title, "minutes": SITTING}
        if thing is not None:
            focus["subject_id"] = thing.id
        acts.append(Act("start_focus_session", focus))
    return acts


def _as_title(topic: str) -> str:
    words = topic.removeprefix("my ").removeprefix("My ").removeprefix("the ")
    return words[:1].upper() + words[1:]


def focus_act(turn: Turn, step: Piece) -> Act:
    params: dict[str, object] = {
        "description": step.title,
        "minutes": max(5, min(25, step.minutes)),
    }
    if turn.dialogue.thing_id:
        params["subject_id"] = turn.dialogue.thing_id
    return Act("start_focus_session", params)


def place_act(turn: Turn, dialogue: Dialogue, *, minutes: int = SITTING) -> list[Act]:
    """A time of its own for the thing, where there is room."""
    starts_at = place_for(turn.situation, minutes)
    if starts_at is None or not dialogue.thing_id or not turn.can("schedule_task"):
        return []
    return [
        Act(
            "schedule_task",
            {
                "task_id": dialogue.thing_id,
                "starts_at": starts_at.isoformat(),
                "minutes": minutes,
            },
        )
    ]


def place_for(situation: Situation, minutes: int) -> datetime | None:
    """The first opening that holds so many minutes, on a full five minutes from now on."""
    for slot in situation.free:
        begins = max(slot.starts_at, situation.now + _LEAD)
        over = begins.minute % 5
        begins = begins.replace(second=0, microsecond=0) + timedelta(minutes=(5 - over) % 5)
        if begins + timedelta(minutes=minutes) <= slot.ends_at:
            return begins
    return None
