"""How something comes apart, and how long it takes."""

from collections.abc import Callable
from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import Follow, Heard
from focushub.chat.engine.situation import Situation
from focushub.chat.engine.threads import acts_to_begin, open_thread, place_act, start
from focushub.chat.engine.turns import ORGANIZE, OWN_THINGS, PLANNING, UNDERSTOOD, Said, Turn
from focushub.chat.engine.wording import named

_SHOWN_STEPS: Final = 6
_ONLY_YES: Final = 2
_LONGEST_SITTING: Final = 60


def break_down(turn: Turn, topic: str) -> Said:
    """The steps of something, in a list."""
    topic = topic or turn.dialogue.topic
    if not topic:
        return turn.say(turn.voice("cut_which"), agent=ORGANIZE, asked="cut_topic")
    thing = wording.thing_named(topic, turn.situation.things)
    dialogue = open_thread(turn.dialogue, turn.situation, topic, thing)
    step = dialogue.step
    assert step is not None
    shown = [f"{piece.title} ({piece.minutes} min)" for piece in dialogue.steps[:_SHOWN_STEPS]]
    if len(dialogue.steps) > _SHOWN_STEPS:
        shown[-1] += ", and so on"
    text = (
        f"{turn.voice('cut_open', topic=named(topic))}\n\n{wording.numbered(shown)}\n\n"
        f"{turn.voice('cut_close', step=step.title)}"
    )
    return turn.say(
        text,
        agent=ORGANIZE,
        confidence=OWN_THINGS if thing else UNDERSTOOD,
        suggestions=("Yes, I'll try", "Smaller, please", "How long will it take?"),
        acts=acts_to_begin(topic, thing, dialogue),
        dialogue=dialogue,
        asked="start_ok",
    )


def how_long(turn: Turn, topic: str) -> Said:
    """An honest guess, by the steps and by how long things took this person."""
    about = topic or turn.dialogue.topic
    if not about:
        return turn.say(turn.voice("long_which"), agent=PLANNING, asked="long_topic")
    situation, dialogue = turn.situation, turn.dialogue
    thing = situation.thing(dialogue.thing_id) if not topic else None
    thing = thing or wording.thing_named(about, situation.things)
    if topic or not dialogue.steps:
        dialogue = open_thread(dialogue, situation, about, thing)
    guess = situation.tools.guess(thing.title if thing else about, thing.minutes if thing else None)
    likely = guess.likely if guess else sum(step.minutes for step in dialogue.steps)
    step = dialogue.step
    if not topic and turn.dialogue.steps and step is not None:
        texts = [
            turn.voice(
                "long_step",
                minutes=step.minutes,
                topic=named(about),
                likely=wording.minutes(likely),
            )
        ]
    elif guess is not None and guess.low < guess.high:
        texts = [
            turn.voice(
                "long_open",
                topic=named(about),
                likely=wording.minutes(guess.likely),
                low=wording.minutes(guess.low),
                high=wording.minutes(guess.high),
            ),
            guess.reason,
            turn.voice("long_tip"),
        ]
    else:
        told = turn.voice("long_plain", topic=named(about), likely=wording.minutes(likely))
        texts = [told, turn.voice("long_tip")]
    return turn.say(
        texts,
        agent=PLANNING,
        confidence=OWN_THINGS if thing else UNDERSTOOD,
        suggestions=("Break it down", "Put it in my day", "Yes, let's start"),
        acts=place_act(turn, dialogue, minutes=min(likely, _LONGEST_SITTING)),
        dialogue=dialogue,
        asked="start_ok",
    )


def takes_topic(turn: Turn) -> Callable[[Turn, str], Said] | None:
    """What was to be done with the topic that was asked for, if one was."""
    return {"topic": start, "cut_topic": break_down, "long_topic": how_long}.get(
        turn.dialogue.asked
    )


def topic_in(heard: Heard, situation: Situation, dialogue: Dialogue) -> str:
    """The topic in an answer to "which?": one of the options, or the words themselves."""
    words = heard.text.strip(" .!?")
    if heard.follow is Follow.YES and heard.words <= _ONLY_YES:
        return ""
    if words.isdigit() and 1 <= int(words) <= len(dialogue.options):
        thing = situation.thing(dialogue.options[int(words) - 1])
        return thing.title if thing else ""
    return words if heard.is_short and len(words) > 1 else ""
