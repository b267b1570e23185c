"""Ways to remember, to begin and to keep going, chosen by what the person wrote.

The two with the best evidence, recalling and spacing (Dunlosky et al., 2013), are in every plan;
a style is a liking that decides how a session begins, as no study shows that it decides how well
one learns (Pashler et al., 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from learning.engine.plan.request import Energy, Level, Struggle, StudyRequest, Style


@dataclass(frozen=True, slots=True)
class RetentionMethod:
    method: str
    description: str
    adhd_twist: str


_RECALL = RetentionMethod(
    "Recall before you look",
    "Close the text, write or say what you still have, then look. The effort of getting it back "
    "is what makes it last.",
    "Two minutes on a timer. A half-empty page is a fine result: it shows where to look.",
)
_SPACING = RetentionMethod(
    "Short and again",
    "The same part returns after one day, three days and a week, for a few minutes each.",
    "The calendar remembers the days, so that your head need not.",
)
_BY_STYLE = {
    Style.VISUAL: RetentionMethod(
        "One-page picture",
        "Draw the parts and the arrows between them on one page, from memory, then add what is "
        "not there yet in another colour.",
        "Stick figures are enough. A new colour each day shows how much has grown.",
    ),
    Style.AUDITORY: RetentionMethod(
        "Tell it aloud",
        "Explain the part aloud as if on the radio, record it, and hear it on the way.",
        "Two minutes a take. Pacing up and down while you talk is welcome.",
    ),
    Style.KINESTHETIC: RetentionMethod(
        "Lay it out and walk it",
        "Put each step on a slip of paper on the floor and walk through them while you explain.",
        "Moving is part of the method, so there is nothing to sit still for.",
    ),
    Style.READING: RetentionMethod(
        "Three lines in your own words",
        "After each part write three lines without the text, then compare and mend them.",
        "Three lines, no more: stopping is part of the rule.",
    ),
    Style.MIXED: RetentionMethod(
        "Change the form",
        "Draw it today, tell it tomorrow, write it the day after.",
        "Something new each time keeps the interest awake.",
    ),
}
_BY_STRUGGLE = {
    Struggle.SEQUENCE: RetentionMethod(
        "Steps on a walk you know",
        "Put each step at a place on your way through the flat, with one odd picture for each; "
        "then walk it in your head.",
        "The odder the picture, the better it holds. Begin with three steps only.",
    ),
    Struggle.MEMORY: RetentionMethod(
        "Cards that return in time",
        "A card comes back shortly before it would fade, so each look counts.",
        "Five cards are a whole session on a hard day.",
    ),
    Struggle.FOCUS: RetentionMethod(
        "Parking paper",
        "Lay a sheet beside you; a thought that comes goes there in two words, and you go on.",
        "The timer is short on purpose. When it rings, move before the next one.",
    ),
    Struggle.STARTING: RetentionMethod(
        "Begin with two minutes",
        "Open the page and read one heading aloud. After that you may stop.",
        "Put the page where you will sit, the evening before: the start is then one move.",
    ),
    Struggle.OVERWHELM: RetentionMethod(
        "One part in sight",
        "Cover everything but the part of today, with paper or by closing the other tabs.",
        "The plan keeps the rest. It does not need to be in your head.",
    ),
    Struggle.UNDERSTANDING: RetentionMethod(
        "Explain it to a child",
        "Tell the hard part in plain words; where you halt is the sentence to look up.",
        "A rubber duck or a pet listens well.",
    ),
    Struggle.BOREDOM: RetentionMethod(
        "Make it a game",
        "How many cards in five minutes? Write the number down and play against it tomorrow.",
        "Change the place or the music with each round.",
    ),
    Struggle.NERVES: RetentionMethod(
        "A small trial run",
        "Answer five questions under the conditions of the day itself: same desk, same pen, clock.",
        "Done early and often, the day feels like one more round.",
    ),
    Struggle.TIME: RetentionMethod(
        "A time and a place",
        "Tie the session to something that happens anyway: after the coffee, at the kitchen table.",
        "A clock that shows time passing sees it for you.",
    ),
    Struggle.READING: RetentionMethod(
        "Heading, question, answer",
        "Turn each heading into a question and read only until it is answered.",
        "A ruler under the line or having it read aloud keeps the place for you.",
    ),
}
_BEGINNINGS = {
    Style.VISUAL: "Sketch what you recall",
    Style.AUDITORY: "Say aloud what you recall",
    Style.KINESTHETIC: "Stand up and lay out what you recall on slips of paper",
    Style.READING: "Write three lines of what you recall",
}
_TURNS = (Style.VISUAL, Style.AUDITORY, Style.KINESTHETIC, Style.READING)


def activity_for(*, kind: str, style: Style, turn: int) -> str:
    """How a session goes, in one sentence; a mixed style takes the four in turn."""
    begin = _BEGINNINGS[_TURNS[turn % len(_TURNS)] if style is Style.MIXED else style]
    if kind == "review":
        return f"{begin}, then the cards that are due."
    if kind == "check":
        return f"{begin}, then a short quiz on all parts."
    return f"{begin} of it, look at one part, then tell it without looking."


def retention_methods(
    *, request: StudyRequest, struggles: Sequence[Struggle]
) -> tuple[RetentionMethod, ...]:
    """Three to six ways: recall, spacing, one by the style, one for each struggle."""
    return (
        _RECALL,
        _SPACING,
        _BY_STYLE[request.style],
        *(_BY_STRUGGLE[kind] for kind in struggles),
    )


def motivation_hooks(
    *, request: StudyRequest, sessions: int, minutes: int, today: date
) -> tuple[str, ...]:
    """Two to four sentences that belong to this plan."""
    hooks = []
    if request.goals:
        hooks.append(f"You chose this: {request.goals[0].strip().rstrip('.!?')}.")
    exam = request.exam_on
    if exam and exam > today:
        days = (exam - today).days
        hooks.append(
            f"{days} {'day' if days == 1 else 'days'}, {sessions} small "
            f"{'session' if sessions == 1 else 'sessions'} of {minutes} minutes or less."
        )
    else:
        hooks.append(f"{minutes} minutes count as a whole session, and so does half of it.")
    if request.energy is Energy.LOW:
        hooks.append("On a low day, the first two minutes are the session. The rest is extra.")
    else:
        hooks.append("After each session, tick it off where you can see it.")
    hooks.append(f"Each time {request.topic} turns up outside, that is a review for free.")
    return tuple(hooks)


def suggestions(
    *, request: StudyRequest, level: Level | None, struggles: Sequence[Struggle], today: date
) -> tuple[str, ...]:
    """What could be added or changed, by what the request does and does not say."""
    told = []
    if request.source is None:
        told.append("Add a chapter or your notes, and cards and a quiz are made of its own words.")
    if request.exam_on is None:
        told.append("With a date, the reviews are laid out so that they end just before it.")
    elif request.exam_on < today:
        told.append(
            "The date lies in the past, so the plan runs without one. Name a new one any time."
        )
    elif request.exam_on == today:
        told.append("It is today: one look at the main points, a glass of water, and go.")
    if not request.goals:
        told.append("Name one thing that you would like to be able to do. The plan will aim at it.")
    if level is None:
        told.append("Say what you know already, and the plan begins there.")
    if level is Level.ADVANCED:
        told.append("Begin with the check of each part, and skip what sits.")
    if Struggle.SEQUENCE in struggles:
        told.append("A quiz that asks for the order of the steps is made for this.")
    if Struggle.FOCUS in struggles or Struggle.STARTING in struggles:
        told.append("Somebody who works beside you, in the room or on a call, helps to begin.")
    if request.minutes is not None and request.minutes > 90:
        told.append(
            "With this much time, two rounds with a meal between them hold better than one."
        )
    return tuple(told[:5])
