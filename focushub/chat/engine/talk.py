"""Hello and goodbye, what the coach keeps in mind, and whatever else people say."""

import re
from typing import Final

from focushub.chat.engine import knowledge, wording
from focushub.chat.engine.hearing import Follow, Intent
from focushub.chat.engine.turns import (
    EMOTION,
    GUESSED,
    OPEN,
    ORCHESTRATOR,
    OWN_THINGS,
    Act,
    Said,
    Turn,
)
from focushub.chat.engine.wording import clock, titled

_ECHO_WORDS: Final = 14
_MORNING, _EVENING = 11, 18
_SHORT: Final = 4
_OPEN: Final = "open:"
_REFUSALS: Final = frozenset({Follow.NO, Follow.LATER, Follow.STOP, Follow.UNSURE})
_SHORT_QUESTION: Final = 7
# Whoever only tells of their day wants to be heard, not advised.
_ASKS: Final = re.compile(
    r"\?|\b(?:how|why|what|help|tips?|advice|struggl\w*|can(?:'|\u2019)?t|cannot|problem|trouble|"
    r"always|keep|hard|difficult|bad at|never|every (?:day|time)|want to|need to|should)\b",
    re.IGNORECASE,
)


def announced(turn: Turn) -> Said:
    """They are going to tell something, or to rest: make room."""
    name = turn.heard.announced
    if name == "rest":
        return turn.say(
            turn.voice("rest_well"), agent=EMOTION, suggestions=("I'm back", "Plan tomorrow")
        )
    phrase = {"dump": "listen_dump", "topic": "listen_topic"}.get(name, "listen")
    is_open = turn.dialogue.asked.startswith(_OPEN) or turn.dialogue.asked.endswith("topic")
    asked = turn.dialogue.asked if is_open else name
    return turn.say(
        turn.voice(phrase),
        agent=EMOTION if name == "feeling" else ORCHESTRATOR,
        confidence=GUESSED,
        asked=asked,
    )


def offered(turn: Turn) -> Said:
    """A word about what was proposed: it is carried out by a tap, never by a word."""
    if turn.heard.follow in _REFUSALS:
        return turn.say(
            turn.voice("accept_not"),
            agent=ORCHESTRATOR,
            suggestions=("What should I do now?", "I need a break"),
        )
    acts = [Act(kind, params) for kind, params in turn.dialogue.offered]
    return turn.say(
        turn.voice("accept_below"),
        agent=ORCHESTRATOR,
        confidence=OWN_THINGS,
        suggestions=("What's next?", "I need a break"),
        acts=acts,
    )


def known(turn: Turn) -> Said | None:
    """An answer to what was asked about something that helps many."""
    topic = knowledge.named(turn.dialogue.asked.removeprefix(_OPEN))
    told = topic.answer_to(turn.heard.text) if topic and turn.heard.is_short else ""
    if topic is None or not told:
        return None
    asked = {"starting": "topic", "staying": "topic", "feeling": "feeling"}.get(
        next(key for key in topic.answers if key in turn.heard.text.lower()), ""
    )
    return turn.say(
        told,
        agent=topic.agent,
        confidence=GUESSED,
        intent=Intent.GENERAL,
        suggestions=("What should I do now?", "I can't start"),
        asked=asked or _OPEN,
    )


def greeting(turn: Turn) -> Said:
    hour = turn.situation.now.hour
    phrase = "hello_morning" if hour < _MORNING else "hello"
    phrase = "hello_evening" if hour >= _EVENING else phrase
    return turn.say(
        turn.voice(phrase, ahead=_ahead(turn)),
        agent=ORCHESTRATOR,
        confidence=OWN_THINGS,
        suggestions=("What should I do now?", "Plan my day", "I can't start"),
    )


def _ahead(turn: Turn) -> str:
    situation = turn.situation
    slot = situation.next_slot()
    if slot is not None and slot.starts_at.date() == situation.now.date():
        return turn.voice("ahead_next", title=titled(slot.title), at=clock(slot.starts_at))
    count = len(situation.things)
    if count == 1:
        return turn.voice("ahead_one_thing")
    return turn.voice("ahead_things", count=count) if count else turn.voice("ahead_none")


def thanks(turn: Turn) -> Said:
    step = turn.dialogue.step
    text = turn.voice("thanks_step", step=step.title) if step else turn.voice("thanks")
    return turn.say(
        text,
        agent=ORCHESTRATOR,
        suggestions=("What's next?", "I need a break"),
        asked="start_ok" if step else "",
    )


def goodbye(turn: Turn) -> Said:
    return turn.say(turn.voice("bye"), agent=ORCHESTRATOR)


def capabilities(turn: Turn) -> Said:
    return turn.say(
        turn.voice("capable"),
        agent=ORCHESTRATOR,
        suggestions=("I can't start", "Plan my day", "What should I do now?", "Quiz me"),
    )


def remember(turn: Turn) -> Said:
    fact = turn.heard.topic
    return turn.say(
        turn.voice("remember_offer", fact=fact),
        agent=ORCHESTRATOR,
        suggestions=("What do you know about me?",),
        acts=[Act("remember", {"text": fact})],
    )


def memories(turn: Turn) -> Said:
    if not turn.memories:
        return turn.say(turn.voice("memories_none"), agent=ORCHESTRATOR, confidence=OWN_THINGS)
    told = "\n".join(f"- {fact}" for fact in turn.memories)
    return turn.say(
        turn.voice("memories_some", list=told), agent=ORCHESTRATOR, confidence=OWN_THINGS
    )


def forget(turn: Turn) -> Said:
    low = turn.heard.topic.lower()
    meant = next((fact for fact in turn.memories if low in fact.lower()), "")
    if not meant:
        return turn.say(turn.voice("forget_how"), agent=ORCHESTRATOR, confidence=GUESSED)
    return turn.say(
        turn.voice("forget_offer", fact=meant),
        agent=ORCHESTRATOR,
        acts=[Act("forget", {"text": meant})],
    )


def general(turn: Turn) -> Said:
    """What helps many, where the words say what it is about; else a question that opens."""
    heard = turn.heard
    topic = knowledge.topic_of(heard.text)
    if topic is not None and (heard.words <= _SHORT_QUESTION or _ASKS.search(heard.text)):
        text = turn.voice.pick(f"know_{topic.name}", topic.says)
        return turn.say(
            text,
            agent=topic.agent,
            confidence=GUESSED,
            suggestions=topic.suggestions,
            asked=f"{_OPEN}{topic.name}",
        )
    if heard.words < _SHORT:
        text = turn.voice("general_short")
    elif heard.text.rstrip().endswith("?"):
        text = turn.voice("general_question")
    else:
        # A sentence that was cut has its dots already.
        text = turn.voice("general_topic", echo=_echo(heard.text)).replace("....", "...")
    return turn.say(
        text,
        agent=ORCHESTRATOR,
        confidence=OPEN,
        suggestions=("I can't start", "It's too much", "What should I do now?"),
        asked=_OPEN,
    )


def _echo(text: str) -> str:
    """Their words, given back: that one has been heard is half of the help."""
    first = text.strip().split(". ")[0].split("\n")[0].strip(" .!,")
    words = wording.yours(first).split()
    told = " ".join(words[:_ECHO_WORDS])
    told = told[:1].lower() + told[1:]
    return f"{told} ..." if len(words) > _ECHO_WORDS else told
