"""From what was heard to what is said: the built-in coach's one way in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from focushub.chat.engine import (
    attention,
    days,
    feelings,
    focus_plan,
    knowledge,
    lists,
    sizing,
    stepping,
    study,
    talk,
    threads,
    wording,
)
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import Follow, Heard, Intent, hear
from focushub.chat.engine.situation import Situation
from focushub.chat.engine.speaking import Voice
from focushub.chat.engine.turns import (
    ACCEPT,
    EMOTION,
    FOCUS,
    LEARNING,
    ORCHESTRATOR,
    ORGANIZE,
    OWN_THINGS,
    PLANNING,
    UNDERSTOOD,
    Context,
    Said,
    Turn,
)
from focushub.chat.engine.wording import named
from focushub.coaching.things import Piece

_DUMP_TASKS: Final = 3
_DUMP_WORDS: Final = 8
_MOST_VIEWS: Final = 3

# These are meant, whatever was said before.
_STRONG: Final = frozenset(
    {
        Intent.REMEMBER,
        Intent.FORGET,
        Intent.MEMORIES,
        Intent.CAPABILITIES,
        Intent.QUIZ,
        Intent.PLAN_DAY,
        Intent.PRIORITISE,
        Intent.ADD_TASK,
        Intent.MOVE_TASK,
        Intent.FINISHED_TASK,
        Intent.REPLAN,
        Intent.FOCUS_SESSION,
        Intent.BREAK_DOWN,
        Intent.HOW_LONG,
        Intent.DISTRACTED,
        Intent.TAKE_BREAK,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.GREETING,
    }
)
_BY_REQUEST: Final[Mapping[str, Intent]] = {
    "time_estimation": Intent.HOW_LONG,
    "prioritization": Intent.PRIORITISE,
    "distraction_management": Intent.DISTRACTED,
    "break_optimization": Intent.TAKE_BREAK,
    "focus_session": Intent.FOCUS_SESSION,
}
REQUEST_TYPES: Final = tuple(_BY_REQUEST)
_ABOUT_STEP: Final = frozenset({Follow.DONE, Follow.STUCK, Follow.AFRAID, Follow.SMALLER})
_TELLING: Final = 3
_FEW: Final = 6
_AWAY: Final = frozenset(
    f"away_{name}" for name in ("phone", "noise", "thoughts", "body", "chores", "general")
)

_HANDLERS: Final[Mapping[Intent, Callable[[Turn], Said]]] = {
    Intent.REMEMBER: talk.remember,
    Intent.FORGET: talk.forget,
    Intent.MEMORIES: talk.memories,
    Intent.CAPABILITIES: talk.capabilities,
    Intent.QUIZ: study.quiz,
    Intent.PLAN_DAY: days.plan_day,
    Intent.PRIORITISE: days.prioritise,
    Intent.BREAK_DOWN: lambda turn: sizing.break_down(turn, turn.heard.topic),
    Intent.HOW_LONG: lambda turn: sizing.how_long(turn, turn.heard.topic),
    Intent.FINISHED_TASK: lists.finished_task,
    Intent.ADD_TASK: lists.add_task,
    Intent.MOVE_TASK: lists.move_task,
    Intent.REPLAN: days.replan,
    Intent.OVERWHELMED: days.overwhelmed,
    Intent.CANNOT_START: lambda turn: threads.start(turn, turn.heard.topic),
    Intent.DISTRACTED: attention.distracted,
    Intent.TAKE_BREAK: attention.take_break,
    Intent.FOCUS_SESSION: attention.focus,
    Intent.WHAT_NOW: days.what_now,
    Intent.THANKS: talk.thanks,
    Intent.GOODBYE: talk.goodbye,
    Intent.GREETING: talk.greeting,
    Intent.FEELING: feelings.feeling,
    Intent.GENERAL: talk.general,
}


def answer(
    text: str,
    *,
    situation: Situation,
    dialogue: Dialogue,
    context: Context,
    seed: int,
    memories: Sequence[str] = (),
) -> Said:
    """What the coach says with no model.

    Args:
        text: what the person wrote; words of danger were taken out of the way before.
        seed: of the conversation; it chooses between equal phrases.
        memories: facts that the person lets the coach keep.
    """
    heard = hear(text, expects_follow=dialogue.has_begun)
    turn = Turn(
        heard=_as_requested(heard, context, dialogue),
        situation=situation,
        dialogue=dialogue,
        context=context,
        voice=Voice(seed=seed, said=dialogue.said),
        memories=tuple(memories),
    )
    if context.request_type == "focus_session":
        return _focus_session(turn)
    said = _preferred(turn, _rule(turn)) if context.preference else _rule(turn)
    return _kindly(turn, said)


def _as_requested(heard: Heard, context: Context, dialogue: Dialogue) -> Heard:
    """A type of request that the client names stands above what the words look like."""
    intent = _BY_REQUEST.get(context.request_type)
    if intent is None:
        return heard
    topic = heard.topic
    if not topic and intent in {Intent.HOW_LONG, Intent.FOCUS_SESSION} and heard.is_short:
        topic = heard.text.strip(" .!?") if not dialogue.topic else ""
    return replace(heard, intent=intent, topic=topic, follow=None)


def _rule(turn: Turn) -> Said:
    """The rules of the orchestrator, in their order."""
    heard, dialogue = turn.heard, turn.dialogue
    is_strong = heard.intent in _STRONG or bool(heard.topic)
    if dialogue.has_begun and not turn.context.request_type:
        told = _answered(turn, is_strong=is_strong)
        if told is not None:
            return told
    found = _tasks_of_dump(turn)
    if found:
        return lists.dump(turn, found)
    return _HANDLERS[heard.intent](turn)


def _answered(turn: Turn, *, is_strong: bool) -> Said | None:
    """An answer to what the coach asked or named last."""
    heard, dialogue = turn.heard, turn.dialogue
    take = sizing.takes_topic(turn)
    if take is not None and not is_strong and heard.follow not in {Follow.NO, Follow.UNSURE}:
        topic = sizing.topic_in(heard, turn.situation, dialogue)
        if topic:
            return take(turn, topic)
        if heard.follow is Follow.YES:
            return talk.announced(replace(turn, heard=replace(heard, announced="topic")))
    if is_strong and not _is_about_step(heard, dialogue):
        return None
    if heard.announced and heard.follow is not Follow.DONE:
        return talk.announced(turn)
    if _names_distraction(turn):
        return attention.distracted(turn)
    if dialogue.asked.startswith("open:"):
        return _opened(turn)
    if dialogue.asked == "small" and heard.follow is not None:
        return feelings.small_done(turn)
    if dialogue.asked == ACCEPT and heard.follow is not None and not dialogue.topic:
        return talk.offered(turn)
    if dialogue.asked == "feeling" and heard.intent in {Intent.GENERAL, Intent.WHAT_NOW}:
        return feelings.feeling_told(turn)
    if dialogue.asked == "explain" and heard.intent is Intent.GENERAL:
        return study.explained(turn)
    if heard.follow is Follow.OTHER and dialogue.asked == "start_ok":
        another = days.something_else(turn)
        if another is not None:
            return another
    # The loneliest of feelings outside of the thing at hand is no word about its step.
    if heard.intent is Intent.FEELING and heard.follow not in {
        Follow.AFRAID,
        Follow.TIRED,
        Follow.SMALLER,
        Follow.DONE,
    }:
        return None
    if heard.intent is Intent.OVERWHELMED and heard.follow not in {Follow.SMALLER, Follow.STUCK}:
        return None
    return stepping.follow(turn)


def _opened(turn: Turn) -> Said | None:
    """What was asked in general has a particular answer, or the answer names a thing."""
    told = talk.known(turn)
    if told is not None:
        return told
    topic = knowledge.named(turn.dialogue.asked.removeprefix("open:"))
    heard = turn.heard
    if topic is None or topic.then != "start" or heard.intent is not Intent.GENERAL:
        return None
    words = sizing.topic_in(heard, turn.situation, turn.dialogue)
    return threads.start(turn, words) if words and heard.follow is None else None


def _names_distraction(turn: Turn) -> bool:
    """ "It's my phone", where that was the question."""
    heard = turn.heard
    is_it = heard.text.lower().replace("\u2019", "'").startswith(("it's ", "its ", "my ", "the "))
    return bool(
        heard.distraction
        and is_it
        and heard.words <= _FEW
        and turn.dialogue.said.keys() & _AWAY
        and heard.intent in {Intent.GENERAL, Intent.FEELING}
    )


def _is_about_step(heard: Heard, dialogue: Dialogue) -> bool:
    """ "I'm stuck on that bit" names a topic, and is an answer all the same."""
    if dialogue.step is None or heard.follow not in _ABOUT_STEP:
        return False
    if heard.intent not in {Intent.CANNOT_START, Intent.FINISHED_TASK}:
        return False
    known = f"{dialogue.topic} {dialogue.step.title}".lower()
    new = [word for word in heard.topic.lower().split() if len(word) > _TELLING]
    return not new or any(word in known for word in new)


def _tasks_of_dump(turn: Turn) -> Sequence[Piece]:
    """The tasks in a message that is a list of what presses."""
    heard = turn.heard
    is_asked = turn.dialogue.asked == "dump"
    if heard.intent not in {Intent.GENERAL, Intent.OVERWHELMED, Intent.FEELING} and not is_asked:
        return ()
    if not is_asked and heard.words < _DUMP_WORDS:
        return ()
    found = turn.situation.tools.tasks_in(heard.text)
    return found if len(found) >= (1 if is_asked else _DUMP_TASKS) else ()


def _kindly(turn: Turn, said: Said) -> Said:
    """A low mood is seen, once."""
    if turn.context.is_low and not turn.dialogue.has_begun and said.agent != EMOTION:
        return replace(said, text=f"{turn.voice('low_mood')} {said.text}")
    return said


def _focus_session(turn: Turn) -> Said:
    topic = turn.heard.topic or turn.dialogue.topic
    one = turn.situation.one
    if not topic and one is not None:
        topic = one.title
    topic = topic or turn.heard.text.strip()[:120]
    thing = wording.thing_named(topic, turn.situation.things)
    dialogue = threads.open_thread(turn.dialogue, turn.situation, topic, thing)
    told = focus_plan.plan(turn, task=thing.title if thing else topic, steps=dialogue.steps)
    said = attention.focus(replace(turn, heard=replace(turn.heard, topic=topic)))
    return replace(
        said,
        text=focus_plan.as_text(told),
        agent=FOCUS,
        intent=Intent.FOCUS_SESSION,
        confidence=OWN_THINGS if thing else UNDERSTOOD,
    )


def _preferred(turn: Turn, said: Said) -> Said:
    """The specialist whom the person wants to hear says it in their own way.

    A word about a step that was named has one answer, whoever gives it.
    """
    wanted = turn.context.preference
    if said.agent == wanted:
        return said
    if turn.dialogue.has_begun and turn.heard.follow is not None:
        return replace(said, agent=wanted)
    if turn.heard.intent in _STRONG:
        return replace(said, agent=wanted)
    own = view(turn, wanted)
    return replace(said, text=own, agent=wanted)


def view(turn: Turn, specialist: str) -> str:
    """What one specialist sees in a message."""
    voice, heard = turn.voice, turn.heard
    topic = heard.topic or turn.dialogue.topic
    if not topic and turn.situation.one is not None and specialist != EMOTION:
        topic = turn.situation.one.title
    if specialist == EMOTION:
        return voice(f"feel_{heard.feeling}") if heard.feeling else voice("view_emotion")
    if not topic:
        return voice(f"view_{specialist}_plain")
    thing = wording.thing_named(topic, turn.situation.things)
    begun = threads.open_thread(turn.dialogue, turn.situation, topic, thing)
    step = begun.step
    assert step is not None
    by_specialist: Mapping[str, Mapping[str, object]] = {
        PLANNING: {"topic": named(topic), "step": step.title, "minutes": step.minutes},
        FOCUS: {"minutes": 10 if turn.is_low else 25, "step": step.title},
        ORGANIZE: {"topic": named(topic), "count": len(begun.steps), "step": step.title},
        LEARNING: {"topic": named(topic)},
    }
    return voice(f"view_{specialist}", **by_specialist[specialist])


def consult(
    text: str,
    *,
    situation: Situation,
    dialogue: Dialogue,
    context: Context,
    seed: int,
    memories: Sequence[str] = (),
) -> tuple[Said, dict[str, str]]:
    """What several specialists see, and what follows from it.

    Returns:
        The answer that joins them, and the text of each by name.
    """
    said = answer(
        text,
        situation=situation,
        dialogue=dialogue,
        context=replace(context, preference="", request_type=""),
        seed=seed,
        memories=memories,
    )
    heard = hear(text, expects_follow=dialogue.has_begun)
    turn = Turn(
        heard=heard,
        situation=situation,
        dialogue=dialogue,
        context=context,
        voice=Voice(seed=seed, said=said.dialogue.said),
        memories=tuple(memories),
    )
    insights = {name: view(turn, name) for name in specialists_for(heard, said, context)}
    step = said.dialogue.step
    close = turn.voice("views_close", step=step.title) if step else turn.voice("views_close_plain")
    told = "\n".join(f"- **{name.capitalize()}**: {words}" for name, words in insights.items())
    joined = replace(
        said,
        text=f"{turn.voice('views_open')}\n\n{told}\n\n{close}",
        agent=ORCHESTRATOR,
        dialogue=replace(said.dialogue, said=turn.voice.said),
    )
    return joined, insights


def specialists_for(heard: Heard, said: Said, context: Context) -> tuple[str, ...]:
    """At most three: whom the rules chose, whom the person prefers, and who adds most."""
    names = [name for name in (context.preference, said.agent) if name and name != ORCHESTRATOR]
    if heard.feeling or context.is_low:
        names.append(EMOTION)
    if (
        heard.intent in {Intent.QUIZ}
        or "stud" in heard.text.lower()
        or "exam" in heard.text.lower()
    ):
        names.append(LEARNING)
    names += [PLANNING, EMOTION, FOCUS]
    return tuple(dict.fromkeys(names))[:_MOST_VIEWS]
