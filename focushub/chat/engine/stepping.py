"""A word about the step that was named: done, smaller, stuck, afraid, later."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from focushub.chat.engine import wording
from focushub.chat.engine.dialogue import MOST_STEPS, Dialogue
from focushub.chat.engine.hearing import Follow, Intent
from focushub.chat.engine.threads import SITTING, focus_act, place_act, place_for
from focushub.chat.engine.turns import (
    EMOTION,
    FOCUS,
    ORGANIZE,
    OWN_THINGS,
    PLANNING,
    UNDERSTOOD,
    Act,
    Said,
    Turn,
)
from focushub.chat.engine.wording import named
from focushub.coaching.things import Piece

_NOT_BEGUN: Final = re.compile(r"\b(?:begin|start)", re.IGNORECASE)
_LONG: Final = 12
_LONG_SITTING: Final = 25
_SCREEN_BODY: Final = Piece("Sit down where you would do it, and switch the screen on", 1)
_HANDS_BODY: Final = Piece("Go to where it is and put one hand on something that belongs to it", 1)
_BADLY: Final = Piece("Write one sentence that you are allowed to delete afterwards", 2)
_BADLY_SCREEN: Final = Piece("Open it and do the first small thing, as roughly as you like", 2)
_BADLY_HANDS: Final = Piece("Do the first corner of it, as roughly as you like", 2)
_AFTER_START: Final = ("Done", "Smaller, please", "I'm scared it will be bad", "Not now")
_AFTER_STEP: Final = ("Done", "Stuck", "Smaller, please", "Stop here")


def follow(turn: Turn) -> Said | None:
    """The answer to a word about the step that was named; None where there is no such word."""
    heard, dialogue = turn.heard, turn.dialogue
    if not dialogue.topic or dialogue.step is None:
        return None
    if dialogue.asked == "barrier" and heard.barrier:
        return _barrier(turn)
    if heard.follow is None:
        return _own_words(turn) if dialogue.asked == "say" else None
    said = _FOLLOWS[heard.follow](turn)
    return replace(said, intent=Intent.CANNOT_START)


def _yes(turn: Turn) -> Said:
    step = _step(turn)
    if turn.dialogue.asked == "tick":
        return _stop(turn)
    return turn.say(
        turn.voice("go", step=step.title),
        agent=PLANNING,
        suggestions=_AFTER_START,
        acts=[focus_act(turn, step)],
        asked="doing",
    )


def _done(turn: Turn) -> Said:
    dialogue = turn.dialogue
    praise = turn.voice("done_first" if not dialogue.done else "done_more")
    following = replace(dialogue, at=dialogue.at + 1, small=0, done=dialogue.done + 1)
    step = following.step
    if step is None:
        return _finished(turn, following, praise)
    if step.minutes > _LONG:
        sitting = min(step.minutes, SITTING if turn.is_low else _LONG_SITTING)
        told = turn.voice("next_step_long", step=step.title, minutes=sitting)
    else:
        told = turn.voice("next_step", step=step.title, minutes=step.minutes)
    return turn.say(
        [praise, told, turn.voice("or_stop")],
        agent=PLANNING,
        suggestions=_AFTER_STEP,
        acts=[focus_act(turn, step), *place_act(turn, following)],
        dialogue=following,
        asked="named",
    )


def _finished(turn: Turn, dialogue: Dialogue, praise: str) -> Said:
    texts = [praise, turn.voice("all_done", topic=named(dialogue.topic))]
    acts = []
    if dialogue.thing_id:
        texts.append(turn.voice("all_done_tick"))
        acts.append(Act("complete_task", {"task_id": dialogue.thing_id}))
    return turn.say(
        texts,
        agent=PLANNING,
        confidence=OWN_THINGS if dialogue.thing_id else UNDERSTOOD,
        suggestions=("What's next?", "I need a break"),
        acts=acts,
        dialogue=replace(dialogue, topic="", steps=(), at=0),
        asked="tick",
    )


def _next(turn: Turn) -> Said:
    """ "What next?" from somebody who was doing the step means that it is done."""
    if turn.dialogue.asked in {"doing", "say", "afraid"}:
        return _done(turn)
    step = _step(turn)
    return turn.say(
        turn.voice("step_again", step=step.title),
        agent=PLANNING,
        suggestions=_AFTER_START,
        acts=[focus_act(turn, step)],
        asked="doing",
    )


def _smaller(turn: Turn) -> Said:
    dialogue = turn.dialogue
    step = _step(turn)
    is_screen = wording.is_for_a_screen(dialogue.topic, step.title)
    part = wording.first_part(step) if dialogue.small == 0 else None
    if part is not None:
        return _replaced(turn, part, turn.voice("smaller_part", step=part.title), small=1)
    if dialogue.small <= 1:
        body = _SCREEN_BODY if is_screen else _HANDS_BODY
        phrase = "smaller_body_screen" if is_screen else "smaller_body_hands"
        return _replaced(turn, body, turn.voice(phrase, step=body.title), small=2)
    if dialogue.small == 2:
        return turn.say(
            turn.voice("smaller_timer"),
            agent=PLANNING,
            suggestions=("Done", "Still too much", "Not now"),
            dialogue=replace(dialogue, small=3),
            asked="doing",
        )
    return turn.say(
        turn.voice("smaller_end"),
        agent=EMOTION,
        suggestions=("I'm tired", "I'm worried about it", "Not now"),
        acts=place_act(turn, dialogue),
        dialogue=replace(dialogue, small=4),
        asked="barrier",
    )


def _replaced(turn: Turn, piece: Piece, text: str, *, small: int) -> Said:
    """The step gives way to a smaller one; it follows after that."""
    dialogue = turn.dialogue
    steps = list(dialogue.steps)
    if small == 1:
        rest = _rest_of(steps[dialogue.at], piece)
        steps[dialogue.at : dialogue.at + 1] = [piece, *rest]
    else:
        steps.insert(dialogue.at, piece)
    return turn.say(
        text,
        agent=PLANNING,
        suggestions=("Done", "Still too much", "I'm scared it will be bad", "Not now"),
        dialogue=replace(dialogue, steps=tuple(steps[:MOST_STEPS]), small=small),
        asked="doing",
    )


def _rest_of(step: Piece, part: Piece) -> list[Piece]:
    rest = step.title[len(part.title) :].lstrip(" ,.")
    for joint in ("and then ", "then ", "and "):
        if rest.lower().startswith(joint):
            rest = rest[len(joint) :]
            break
    if not rest:
        return []
    return [Piece(rest[:1].upper() + rest[1:], max(1, step.minutes - part.minutes), step.id)]


def _afraid(turn: Turn) -> Said:
    dialogue = turn.dialogue
    step = _step(turn)
    if dialogue.asked == "afraid":
        return turn.say(
            turn.voice("afraid_again"),
            agent=EMOTION,
            suggestions=("I'll try", "Not now"),
            asked="say",
        )
    if wording.is_writing(dialogue.topic, step.title):
        badly = _BADLY
    elif wording.is_for_a_screen(dialogue.topic, step.title):
        badly = _BADLY_SCREEN
    else:
        badly = _BADLY_HANDS
    steps = [*dialogue.steps[: dialogue.at], badly, *dialogue.steps[dialogue.at + 1 :]]
    return turn.say(
        turn.voice("afraid", step=badly.title),
        agent=EMOTION,
        suggestions=("OK, badly then", "Done", "What if it's really bad?", "Not now"),
        dialogue=replace(dialogue, steps=tuple(steps), small=0),
        asked="afraid",
    )


def _stuck(turn: Turn) -> Said:
    step = _step(turn)
    if turn.dialogue.asked == "start_ok" and _NOT_BEGUN.search(turn.heard.text):
        return _smaller(turn)
    if not wording.is_for_a_screen(turn.dialogue.topic, step.title):
        return turn.say(
            turn.voice("stuck_hands"),
            agent=ORGANIZE,
            suggestions=("Done", "Smaller, please", "Not now"),
            asked="doing",
        )
    if turn.dialogue.asked == "say":
        return turn.say(
            turn.voice("stuck_clear"),
            agent=PLANNING,
            suggestions=("Done", "I'll ask somebody", "Not now"),
            asked="doing",
        )
    return turn.say(
        turn.voice("stuck_say"),
        agent=PLANNING,
        suggestions=("I don't know", "Not now"),
        asked="say",
    )


def _own_words(turn: Turn) -> Said:
    """They said in a sentence what they did not dare to write."""
    following = replace(turn.dialogue, done=turn.dialogue.done + 1, small=0)
    return turn.say(
        [turn.voice("own_words"), turn.voice("or_stop")],
        agent=PLANNING,
        suggestions=("Done", "What's next?", "Stop here"),
        dialogue=following,
        asked="doing",
        intent=Intent.CANNOT_START,
    )


def _no(turn: Turn) -> Said:
    return turn.say(
        turn.voice("no_barrier"),
        agent=EMOTION,
        suggestions=("It's too big", "I don't know what to do", "It worries me", "No energy"),
        asked="barrier",
    )


def _barrier(turn: Turn) -> Said:
    by_barrier = {
        "big": _smaller,
        "unclear": _stuck,
        "worry": _afraid,
        "energy": _tired,
        "dull": _why,
    }
    return replace(by_barrier[turn.heard.barrier](turn), intent=Intent.CANNOT_START)


def _later(turn: Turn) -> Said:
    acts = place_act(turn, turn.dialogue)
    topic = named(turn.dialogue.topic)
    if not acts:
        return turn.say(
            turn.voice("later_no_place"), agent=PLANNING, suggestions=("Tomorrow morning",)
        )
    slot = place_for(turn.situation, SITTING)
    assert slot is not None
    when = wording.day_and_clock(slot, turn.situation.now)
    return turn.say(
        turn.voice("later_place", when=when, topic=topic),
        agent=PLANNING,
        suggestions=("Yes, put it there", "What else could I do now?"),
        acts=acts,
        asked="later",
    )


def _stop(turn: Turn) -> Said:
    dialogue = turn.dialogue
    step = dialogue.step
    if dialogue.done and step is not None:
        text = turn.voice("stop_begun", step=step.title)
    else:
        text = turn.voice("stop_plain")
    return turn.say(
        text,
        agent=PLANNING,
        suggestions=("What should I do now?", "I need a break"),
        acts=place_act(turn, dialogue),
        dialogue=replace(dialogue, small=0),
    )


def _tired(turn: Turn) -> Said:
    step = _step(turn)
    return turn.say(
        turn.voice("tired_thing", step=step.title),
        agent=EMOTION,
        suggestions=("I'll rest first", "Move it to later", "Smaller, please"),
        acts=place_act(turn, turn.dialogue),
        asked="doing",
    )


def _why(turn: Turn) -> Said:
    step = _step(turn)
    return turn.say(
        [turn.voice("why_small"), turn.voice("unsure_try", step=step.title)],
        agent=FOCUS,
        suggestions=_AFTER_START,
        asked="start_ok",
    )


def _unsure(turn: Turn) -> Said:
    if turn.dialogue.asked == "say":
        return _stuck(turn)
    step = _step(turn)
    return turn.say(
        turn.voice("unsure_try", step=step.title),
        agent=PLANNING,
        suggestions=_AFTER_START,
        asked="start_ok",
    )


def _other(turn: Turn) -> Said:
    """Another way in: the next step, where there is one."""
    dialogue = turn.dialogue
    following = replace(dialogue, at=dialogue.at + 1, small=0)
    if following.step is None:
        return _no(turn)
    return turn.say(
        turn.voice("next_step", step=following.step.title, minutes=following.step.minutes),
        agent=PLANNING,
        suggestions=_AFTER_STEP,
        dialogue=following,
        asked="start_ok",
    )


_FOLLOWS: Mapping[Follow, Callable[[Turn], Said]] = {
    Follow.YES: _yes,
    Follow.DONE: _done,
    Follow.NEXT: _next,
    Follow.SMALLER: _smaller,
    Follow.AFRAID: _afraid,
    Follow.STUCK: _stuck,
    Follow.NO: _no,
    Follow.LATER: _later,
    Follow.STOP: _stop,
    Follow.TIRED: _tired,
    Follow.WHY: _why,
    Follow.UNSURE: _unsure,
    Follow.OTHER: _other,
}


def _step(turn: Turn) -> Piece:
    step = turn.dialogue.step
    assert step is not None
    return step
