"""Cards and quizzes: questions from the person's own, or the main point in their own words."""

from typing import Final

from focushub.chat.engine.hearing import Intent
from focushub.chat.engine.turns import GUESSED, LEARNING, OWN_THINGS, Act, Said, Turn
from focushub.chat.engine.wording import named, titled

_QUIZ_MINUTES: Final = 10


def quiz(turn: Turn) -> Said:
    situation, topic = turn.situation, turn.heard.topic
    low = topic.lower()
    box = next((b for b in situation.boxes if low and low in b.name.lower()), None)
    if box is None and not topic and situation.due_cards:
        minutes = max(2, min(_QUIZ_MINUTES, situation.due_cards // 3))
        return turn.say(
            turn.voice("quiz_due", due=situation.due_cards, minutes=minutes),
            agent=LEARNING,
            confidence=OWN_THINGS,
            suggestions=("Let's go", "Quiz me instead", "Not now"),
            acts=[Act("start_reviews", {"minutes": minutes}), *_quiz_of_most(turn)],
        )
    if box is None and not topic and situation.boxes:
        box = max(situation.boxes, key=lambda b: b.cards)
    if box is not None and box.cards:
        return turn.say(
            turn.voice("quiz_box", box=titled(box.name)),
            agent=LEARNING,
            confidence=OWN_THINGS,
            suggestions=("Let's go", "Not now"),
            acts=[Act("start_quiz", {"deck_id": box.id, "count": 5})],
        )
    if topic:
        return turn.say(
            turn.voice("quiz_explain", topic=named(topic)),
            agent=LEARNING,
            suggestions=("I don't know enough yet",),
            asked="explain",
        )
    return turn.say(turn.voice("quiz_none"), agent=LEARNING, confidence=GUESSED, asked="explain")


def _quiz_of_most(turn: Turn) -> list[Act]:
    boxes = [box for box in turn.situation.boxes if box.due]
    if not boxes:
        return []
    most = max(boxes, key=lambda box: box.due)
    return [Act("start_quiz", {"deck_id": most.id, "count": 5})]


def explained(turn: Turn) -> Said:
    return turn.say(
        turn.voice("quiz_heard"),
        agent=LEARNING,
        intent=Intent.QUIZ,
        suggestions=("Quiz me", "Add that to my list"),
    )
