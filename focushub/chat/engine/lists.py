"""What somebody says of their list: put this on it, that is done, this can wait, here is all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.hearing import Intent
from focushub.chat.engine.threads import open_thread
from focushub.chat.engine.turns import GUESSED, ORGANIZE, OWN_THINGS, UNDERSTOOD, Act, Said, Turn
from focushub.chat.engine.wording import titled
from focushub.coaching.things import Piece

_LATER_HOURS: Final = {"later": 3, "later today": 3, "the afternoon": 4, "this evening": 6}
_WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_MORNING: Final = 9


def add_task(turn: Turn) -> Said:
    heard, situation = turn.heard, turn.situation
    found = list(situation.tools.tasks_in(heard.topic)) or [Piece(heard.topic, 0)]
    title = found[0].title
    acts = [Act("create_task", {"text": heard.topic})]
    steps = situation.tools.cut(title, 3)
    if steps:
        text = turn.voice("task_added", title=title, step=steps[0].title)
    else:
        text = turn.voice("task_added_plain", title=title)
    return turn.say(text, agent=ORGANIZE, confidence=UNDERSTOOD, suggestions=("Thanks",), acts=acts)


def finished_task(turn: Turn) -> Said:
    thing = wording.thing_named(turn.heard.topic, turn.situation.things)
    if thing is None:
        return turn.say(
            turn.voice("task_done_unknown"),
            agent=ORGANIZE,
            suggestions=("What's next?", "I need a break"),
        )
    return turn.say(
        turn.voice("task_done", title=titled(thing.title)),
        agent=ORGANIZE,
        confidence=OWN_THINGS,
        suggestions=("What's next?", "I need a break"),
        acts=[Act("complete_task", {"task_id": thing.id})],
    )


def move_task(turn: Turn) -> Said:
    heard = turn.heard
    thing = wording.thing_named(heard.topic, turn.situation.things) or turn.situation.thing(
        turn.dialogue.thing_id
    )
    if thing is None:
        return turn.say(
            turn.voice("task_move_unknown", topic=heard.topic), agent=ORGANIZE, confidence=GUESSED
        )
    until = moment_of(heard.when, heard.minutes, turn.situation.now)
    params = {"task_id": thing.id, "until": until.isoformat()}
    return turn.say(
        turn.voice("task_move", title=titled(thing.title), when=_said(until, turn.situation.now)),
        agent=ORGANIZE,
        confidence=OWN_THINGS,
        suggestions=("What should I do now?",),
        acts=[Act("snooze_task", params)],
    )


def _said(moment: datetime, now: datetime) -> str:
    told = wording.day_and_clock(moment, now)
    day, _, at = told.partition(" at ")
    return f"{day.lower()} at {at}" if day in {"Today", "Tomorrow"} else f"on {told}"


def moment_of(when: str, minutes: int | None, now: datetime) -> datetime:
    """ "Tomorrow" is tomorrow morning; a length counts from now."""
    morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    if when in _LATER_HOURS:
        return now + timedelta(hours=_LATER_HOURS[when])
    if when == "tonight":
        return max(now.replace(hour=19, minute=0, second=0), now + timedelta(hours=1))
    if when == "next week":
        return morning + timedelta(days=7 - now.weekday())
    if when in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(when) - now.weekday()) % 7 or 7
        return morning + timedelta(days=ahead)
    if minutes is not None:
        return now + timedelta(minutes=minutes)
    return morning + timedelta(days=1)


def dump(turn: Turn, found: Sequence[Piece]) -> Said:
    """Everything at once became a list; each of it can be taken on."""
    shown = [f"{piece.title} (about {wording.minutes(piece.minutes)})" for piece in found[:8]]
    light = min(found, key=lambda piece: piece.minutes)
    begun = open_thread(turn.dialogue, turn.situation, light.title, None)
    step = begun.step
    assert step is not None
    text = (
        f"{turn.voice('dump_open', count=len(found))}\n\n{wording.numbered(shown)}\n\n"
        f"{turn.voice('dump_close', step=step.title)}"
    )
    return turn.say(
        text,
        agent=ORGANIZE,
        confidence=UNDERSTOOD,
        intent=Intent.DUMP,
        suggestions=("Yes, I'll start", "What should I do first?"),
        acts=[Act("create_tasks", {"text": turn.heard.text})],
        dialogue=begun,
        asked="start_ok",
    )
