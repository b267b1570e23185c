"""Attention: away with what pulls, a break, a session with a clock."""

from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.days import thread_of
from focushub.chat.engine.hearing import Intent
from focushub.chat.engine.threads import open_thread
from focushub.chat.engine.turns import FOCUS, OWN_THINGS, UNDERSTOOD, Act, Said, Turn
from focushub.chat.engine.wording import named, titled

_SITTING: Final = 25
_LONG_STRETCH: Final = 75


def distracted(turn: Turn) -> Said:
    """Away with the one thing that pulls, and back in with a timer."""
    heard, situation = turn.heard, turn.situation
    texts = [turn.voice(f"away_{heard.distraction or 'general'}")]
    dialogue = turn.dialogue
    step = dialogue.step
    slot = situation.running_slot()
    acts = []
    if step is None and situation.one is not None:
        step = situation.one.step
        dialogue = thread_of(dialogue, situation, situation.one)
        acts.append(
            Act(
                "start_focus_session",
                {
                    "description": situation.one.title,
                    "minutes": 10,
                    "subject_id": situation.one.id,
                },
            )
        )
    elif step is not None:
        acts.append(Act("start_focus_session", {"description": step.title, "minutes": 10}))
    if slot is not None and turn.dialogue.step is None:
        texts.append(turn.voice("away_back", step=slot.title))
    elif step is not None:
        texts.append(turn.voice("away_back", step=step.title))
    else:
        texts.append(turn.voice("away_back_plain"))
    return turn.say(
        texts,
        agent=FOCUS,
        confidence=OWN_THINGS if step or slot else UNDERSTOOD,
        intent=Intent.DISTRACTED,
        suggestions=("OK, ten minutes", "It's my phone", "It's my thoughts", "I need a break"),
        acts=acts,
        dialogue=dialogue,
        asked="topic" if step is None else "start_ok",
    )


def take_break(turn: Turn) -> Said:
    minutes = turn.heard.minutes or 0
    is_long = minutes >= _LONG_STRETCH or "hyperfocus" in turn.heard.text.lower()
    texts = [turn.voice("break_long" if is_long else "break_short")]
    if turn.context.request_type == "break_optimization":
        work = 20 if turn.is_low else 25
        texts.append(turn.voice("break_rule", work=work, rest=5 if work == 25 else 7))
    step = turn.dialogue.step
    if step is not None:
        texts.append(turn.voice("break_back", step=step.title))
    return turn.say(
        texts,
        agent=FOCUS,
        intent=Intent.TAKE_BREAK,
        suggestions=("I'm back", "What should I do now?"),
        asked="start_ok" if step else "",
    )


def focus(turn: Turn) -> Said:
    situation, heard = turn.situation, turn.heard
    running = situation.focus
    if running is not None:
        return turn.say(
            turn.voice("focus_running", title=titled(running.title), left=running.left_minutes),
            agent=FOCUS,
            confidence=OWN_THINGS,
            suggestions=("Back in", "I need a break", "I'm distracted"),
        )
    minutes = max(5, min(90, heard.minutes or (15 if turn.is_low else _SITTING)))
    topic = heard.topic or turn.dialogue.topic or (situation.one.title if situation.one else "")
    if not topic:
        return turn.say(
            turn.voice("focus_offer_plain", minutes=minutes), agent=FOCUS, asked="topic"
        )
    thing = wording.thing_named(topic, situation.things)
    dialogue = open_thread(turn.dialogue, situation, topic, thing)
    step = dialogue.step
    assert step is not None
    params: dict[str, object] = {"description": topic, "minutes": minutes}
    if thing is not None:
        params["subject_id"] = thing.id
    return turn.say(
        turn.voice("focus_offer", minutes=minutes, topic=named(topic), step=step.title),
        agent=FOCUS,
        confidence=OWN_THINGS if thing else UNDERSTOOD,
        suggestions=("Let's go", "Shorter, please", "Something else"),
        acts=[Act("start_focus_session", params)],
        dialogue=dialogue,
        asked="start_ok",
    )
