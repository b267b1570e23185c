"""Prompts for cards that the person writes, from a topic and goals alone.

Without own material and without a model nothing is known about the topic, so nothing is claimed:
the front asks in the person's words, the back says where the answer comes from.
"""

import re
from collections.abc import Sequence

from learning.engine.cards import CardDraft, CardKind, merged

_OWN_WORDS = (
    "Your own words go here. Look it up in your notes once, then keep the sentence that helps you."
)
_OWN_EXAMPLE = "Your own example goes here. One from your day sticks best."
_VERB = re.compile(
    r"(?:(?:i\s+)?(?:want|would like|need|have|try|hope)\s+to\s+|to\s+|be able to\s+|"
    r"learn (?:how )?to\s+)*"
    r"(?P<verb>[^\W\d_]+)\s+(?P<rest>.+)",
    re.I | re.S,
)
_EXPLAIN = frozenset(
    ["explain", "understand", "describe", "know", "learn", "study", "grasp", "define", "teach"]
)
_RECALL = frozenset(["remember", "memorise", "memorize", "list", "name", "recall", "recite"])
_DO = frozenset(
    ["solve", "calculate", "compute", "write", "use", "apply", "build", "draw", "speak", "play",
     "read", "translate", "program", "code", "prove", "derive", "practise", "practice"]
)  # fmt: skip
_COMPARE = frozenset(["compare", "distinguish", "contrast", "differentiate"])
_EXAM = frozenset(["pass", "ace", "survive", "take", "sit"])


def prompts_for_topic(
    *, topic: str, goals: Sequence[str] = (), struggles: str = "", limit: int = 12
) -> tuple[CardDraft, ...]:
    """Prompts from the person's goals and struggles, then from the topic. `source_quote` is None.

    Args:
        topic: 1 to 200 characters.
        goals: in the person's words, used as they are.
        struggles: what is hard, in the person's words; "" is none.
    """
    subject = topic.strip().rstrip(".!?")
    cards = [card for goal in goals for card in _for_goal(goal.strip().rstrip(".!?"), subject)]
    if struggles.strip():
        said = struggles.strip().rstrip(".!?")
        cards.append(
            _prompt(
                f"You wrote: \u201c{said}\u201d. Which one picture, rhyme or place would hold it?",
                "Your own picture, rhyme or place goes here.",
            )
        )
    cards += [
        _prompt(f"What is {subject} about, in three sentences of your own?", _OWN_WORDS),
        _prompt(
            f"Which five words belong to {subject}, and what does each mean to you?", _OWN_WORDS
        ),
        _prompt(f"Where do you meet {subject} outside of a book?", _OWN_EXAMPLE),
        _prompt(f"Which question about {subject} is still open for you?", _OWN_WORDS),
    ]
    return merged(cards=cards)[:limit]


def _for_goal(goal: str, subject: str) -> list[CardDraft]:
    match = _VERB.fullmatch(goal)
    if match is None:
        if not goal:
            return []
        return [_prompt(f"Explain {goal} in your own words.", _OWN_WORDS)]
    verb, rest = match["verb"].casefold(), match["rest"].strip()
    rest = (
        re.sub(r"\A(?:about|that|how)\s+", "", rest) if verb in {"learn", "know", "study"} else rest
    )
    if verb in _EXPLAIN:
        return [
            _prompt(f"Explain {rest} in your own words.", _OWN_WORDS),
            _prompt(f"Give one example of {rest}.", _OWN_EXAMPLE),
        ]
    if verb in _RECALL:
        return [_prompt(f"From memory: {rest}. What comes first, what next?", _OWN_WORDS)]
    if verb in _COMPARE:
        return [_prompt(f"{verb.capitalize()} {rest}: what is alike, what differs?", _OWN_WORDS)]
    if verb in _DO:
        return [
            _prompt(
                f"Do it once without looking: {verb} {rest}. What was the first step?", _OWN_WORDS
            )
        ]
    if verb in _EXAM:
        return [
            _prompt(
                f"Your goal: {goal}. Which question on {subject} would be most likely there?",
                "Your own question goes here, with its answer.",
            )
        ]
    return [_prompt(f"Your goal: {goal}. What is the first thing to be clear about?", _OWN_WORDS)]


def _prompt(front: str, back: str) -> CardDraft:
    return CardDraft(CardKind.BASIC, front, back)
