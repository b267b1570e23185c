"""A feeling is answered before anything is done about it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from focushub.chat.engine.hearing import Follow, Intent
from focushub.chat.engine.turns import EMOTION, Act, Said, Turn

_LASTING: Final = ("for weeks", "for months", "always", "every day", "lately")
_MOVED: Final = frozenset({Follow.DONE, Follow.YES})
_FEELING_SUGGESTIONS: Mapping[str, tuple[str, ...]] = {
    "hopeless": ("I'll write to somebody", "I'd like to talk"),
    "sad": ("I'd like to talk", "Something small to do", "I need a break"),
    "anxious": ("I'll write the worry down", "Something small to do", "I need a break"),
    "ashamed": ("I'd like to talk", "Something small to do", "I need a break"),
    "lonely": ("I'll write to somebody", "I'd like to talk"),
    "angry": ("I'll move first", "I'd like to talk"),
    "tired": ("I'll rest", "Move today's things", "Something very small"),
    "bored": ("I'll name it", "What should I do now?"),
    "rejected": ("I'll write down what was said", "I'd like to talk"),
    "proud": ("What's next?", "I need a break"),
}


def feeling(turn: Turn) -> Said:
    """A feeling is answered before anything is done about it."""
    name = turn.heard.feeling or "sad"
    texts = [turn.voice(f"feel_{name}")]
    acts = []
    if name == "tired" and turn.can("replan") and turn.situation.things:
        acts.append(Act("replan", {"reason": "other"}))
        texts.append(turn.voice("feel_tired_move"))
    if _is_lasting(turn.heard.text):
        texts.append(turn.voice("feel_human"))
    return turn.say(
        texts,
        agent=EMOTION,
        intent=Intent.FEELING,
        suggestions=_FEELING_SUGGESTIONS[name],
        acts=acts,
        dialogue=replace(turn.dialogue, topic="", steps=(), at=0),
        asked="feeling",
    )


def _is_lasting(text: str) -> bool:
    low = text.lower()
    return any(words in low for words in _LASTING)


def feeling_told(turn: Turn) -> Said:
    """They said more of it, or asked for something small."""
    heard, situation = turn.heard, turn.situation
    low = heard.text.lower()
    if "small" in low or heard.follow in {Follow.YES, Follow.NEXT} or "to do" in low:
        one = situation.one
        step = one.step.title if one else "Drink a glass of water and open a window"
        return turn.say(
            turn.voice("feel_small", step=step),
            agent=EMOTION,
            intent=Intent.FEELING,
            suggestions=("Done", "Not now"),
            asked="small",
        )
    if heard.follow is Follow.NO:
        return turn.say(
            turn.voice("feel_no"),
            agent=EMOTION,
            intent=Intent.FEELING,
            suggestions=("Something small to do", "I need a break"),
            asked="feeling",
        )
    return turn.say(
        turn.voice("feel_more", echo=turn.voice("feel_more_echo")),
        agent=EMOTION,
        intent=Intent.FEELING,
        suggestions=("Something small to do", "I'd like to talk more", "I need a break"),
        asked="feeling",
    )


def small_done(turn: Turn) -> Said:
    phrase = "small_done" if turn.heard.follow in _MOVED else "not_now"
    return turn.say(
        turn.voice(phrase),
        agent=EMOTION,
        intent=Intent.FEELING,
        suggestions=("A bit lighter", "Just the same", "I need a break"),
        asked="feeling",
    )
