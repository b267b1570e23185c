"""Modules: the parts of a topic or a text, with the person's goals and a check of mastery."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.engine import words
from learning.engine.extract import key_phrases
from learning.engine.plan.request import Level, Struggle, StudyRequest, struggles_of
from learning.engine.source import BlockKind, Source, plain

MAX_MODULES = 8
WORDS_A_MINUTE = 60
"""Of prose that is read and worked on. Silent reading is about 240 (Brysbaert, 2019); the rest
of the time goes to recalling it."""

_EXAM_GOAL = re.compile(r"\b(?:pass|ace|survive|exam|test|quiz|grade|mark|certificate)\b", re.I)
_GOAL_VERB = re.compile(
    r"\A(?:i (?:want|would like|need) to |to )?(?:be able to |learn (?:how )?to )?"
    r"(?:explain|understand|describe|know|learn|study|remember|define|name|list|recall)"
    r"\s+(?:about |how |what |the )?",
    re.I,
)
_EXTRA_MINUTES = {Level.BEGINNER: 1.5, Level.INTERMEDIATE: 1.0, Level.ADVANCED: 0.7}
_MINUTES_WITHOUT_TEXT = 40


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the plan.

    Attributes:
        id: "m1" and so on, in their order.
        goals: the person's own words where there are any.
        check: how the person finds out that it sits, in one sentence.
        minutes: of study, without the reviews.
        start, end: the part of the text that it is about; None without a text.
    """

    id: str
    title: str
    goals: tuple[str, ...]
    check: str
    minutes: int
    start: int | None = None
    end: int | None = None


def modules_of(
    *, request: StudyRequest, level: Level | None, sittings: int = 60
) -> tuple[Module, ...]:
    """The modules, in the order to take them.

    Args:
        sittings: that there is room for; headings share a module where a module for each would
            leave no room for reviews.

    A text gives one for each of its headings, a topic one for each goal. A beginner begins with
    the words of the topic, an advanced learner with what sits already; a struggle gets a module of
    its own, in the person's words. The last one puts it all together.
    """
    most = max(2, min(MAX_MODULES - 3, sittings // 2 - 2))
    has_text = request.source is not None and bool(request.source.blocks)
    body = _of_text(request, most) if has_text else _of_goals(request)
    scale = _EXTRA_MINUTES.get(level or Level.INTERMEDIATE, 1.0)
    body = [replace(one, minutes=max(10, round(one.minutes * scale / 5) * 5)) for one in body]
    parts = [*_opening(request, level), *body, *_for_struggles(request), _closing(request)]
    parts = _with_goals(parts, request.goals)
    return tuple(replace(part, id=f"m{number}") for number, part in enumerate(parts, start=1))


def is_exam_goal(goal: str) -> bool:
    """Whether a goal is about a test, and so says nothing of what is to be known."""
    return bool(_EXAM_GOAL.search(goal))


def subject_of(goal: str) -> str:
    """What a goal is about: "explain glycolysis" is about "glycolysis"."""
    return _GOAL_VERB.sub("", goal.strip().rstrip(".!?")).strip() or goal.strip()


def _of_text(request: StudyRequest, most: int) -> list[Module]:
    source = request.source
    if source is None:
        return []
    sections = _joined(_sections(source), most)
    made = []
    for title, start, end in sections:
        count = sum(1 for _ in words.words(source.text[start:end]))
        minutes = max(10, math.ceil(count / WORDS_A_MINUTE))
        shown = title or _named_by_phrases(source, request.topic)
        check = f"Close the text and tell the main points of \u201c{shown}\u201d in two minutes."
        made.append(Module("", shown, (), check, minutes, start, end))
    return made


def _sections(source: Source) -> list[tuple[str, int, int]]:
    """Title, start and end of the parts under headings of the commonest deep level."""
    found: list[tuple[str, int, int]] = []
    title, start, end = "", 0, 0
    for block in source.blocks:
        if block.kind is BlockKind.HEADING:
            if end > start:
                found.append((title, start, end))
            title, start, end = plain(source.raw(block)), block.start, block.start
        else:
            if end == start and not title:
                start = block.start
            end = block.end
    if end > start:
        found.append((title, start, end))
    return found


def _joined(sections: list[tuple[str, int, int]], most: int) -> list[tuple[str, int, int]]:
    """At most so many, by joining the two neighbours that are shortest together."""
    parts = list(sections)
    while len(parts) > most:
        at = min(range(len(parts) - 1), key=lambda index: parts[index + 1][2] - parts[index][1])
        first, second = parts[at], parts[at + 1]
        title = first[0] if not second[0] else f"{first[0]}, {second[0]}".removeprefix(", ")
        parts[at : at + 2] = [(title[:120], first[1], second[2])]
    return parts


def _named_by_phrases(source: Source, topic: str) -> str:
    phrases = key_phrases(source=source, limit=2)
    return ", ".join(phrase.text for phrase in phrases) or topic


def _of_goals(request: StudyRequest) -> list[Module]:
    about = [goal for goal in request.goals if goal.strip() and not is_exam_goal(goal)]
    made = []
    for goal in about[: MAX_MODULES - 3]:
        subject = subject_of(goal)
        check = f"{_sentence(goal)} to an empty chair, without notes, in two minutes."
        if _GOAL_VERB.match(goal) is None:
            check = f"Do it once without notes: {goal.strip().rstrip('.!?')}."
        made.append(Module("", _sentence(subject), (), check, _MINUTES_WITHOUT_TEXT))
    if not made:
        check = f"Tell a friend what {request.topic} is about, with one example of your own."
        title = f"The heart of {request.topic}"
        made.append(Module("", title, (), check, _MINUTES_WITHOUT_TEXT))
    return made


def _opening(request: StudyRequest, level: Level | None) -> list[Module]:
    topic = request.topic
    if level is Level.ADVANCED:
        check = "Every gap that you found has a card or a place in the plan."
        return [Module("", f"What sits already in {topic}", (), check, 15)]
    if level is Level.BEGINNER:
        check = f"Say what each of the main words of {topic} means, in words of your own."
        return [Module("", f"The words of {topic}", (), check, 25)]
    check = f"Draw {topic} on half a page from memory: its parts and how they hang together."
    return [Module("", f"{_sentence(topic)} at a glance", (), check, 15)]


def _for_struggles(request: StudyRequest) -> list[Module]:
    said = request.struggles.strip().rstrip(".!?")
    if not said:
        return []
    kinds = struggles_of(said)
    check = "Name one thing that made it easier, and keep that for the next session."
    if Struggle.SEQUENCE in kinds:
        check = "Put the steps in order from memory, twice, on two different days."
    elif Struggle.MEMORY in kinds:
        check = "Write down all that you recall on an empty page, then look: twice, on two days."
    elif Struggle.UNDERSTANDING in kinds:
        check = "Explain the hard part with an example from your own day."
    title = f"Where it gets stuck: \u201c{said[:120]}\u201d"
    return [Module("", title, ("Find one way that makes this lighter",), check, 20)]


def _closing(request: StudyRequest) -> Module:
    check = "Four of five questions right, on two different days."
    title = "A trial run" if request.exam_on else "All together"
    return Module("", f"{title}: {request.topic}", (), check, 25)


def _with_goals(parts: Sequence[Module], goals: Sequence[str]) -> list[Module]:
    """Each goal, as it was written, with the module that shares most of its words; the rest and
    the goals about a test belong to the last one."""
    given: dict[int, list[str]] = defaultdict(list)
    keys = [_keys(part.title) for part in parts]
    for goal in goals:
        if not goal.strip():
            continue
        wanted = _keys(subject_of(goal))
        shared = [len(wanted & key) for key in keys]
        best = max(range(len(parts)), key=lambda index: (shared[index], -index))
        last = len(parts) - 1
        given[last if is_exam_goal(goal) or not shared[best] else best].append(goal.strip())
    made = []
    for index, part in enumerate(parts):
        own = tuple(given.get(index, ())) or part.goals or (_goal_for(part, index, len(parts)),)
        made.append(replace(part, goals=own))
    return made


def _goal_for(part: Module, index: int, count: int) -> str:
    if index == 0:
        return "See what there is, and what you know of it already"
    if index == count - 1:
        return "Find out what sits and what wants one more look"
    return f"Tell in your own words: {part.title}"


def _keys(text: str) -> set[str]:
    return {
        words.fold(word.text)
        for word in words.words(text)
        if word.text.casefold() not in words.STOP_WORDS
    }


def _sentence(text: str) -> str:
    shown = text.strip().rstrip(".!?")
    return shown[:1].upper() + shown[1:]
