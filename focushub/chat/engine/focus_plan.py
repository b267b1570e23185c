"""A focus session on paper: what to do before, during and after, as clients of old expect it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from focushub.chat.engine.turns import Turn
from focushub.coaching.things import Piece

SHORTEST: Final = 5
LONGEST: Final = 90
_USUAL: Final = 25
_LOW: Final = 15
_WARM_UP: Final = 2

_STRATEGIES: Final = (
    "Say out loud what you begin with.",
    "Put the phone where you have to stand up for it.",
    "Keep a scrap of paper for thoughts that come by; they keep until later.",
    "Stop when the timer rings, also in the middle: it makes coming back easy.",
)
_LOW_STRATEGY: Final = "Little energy counts: the first step alone is a good session today."
_PLANS: Final[Mapping[str, str]] = {
    "phone": "It goes into another room until the timer rings.",
    "noise": "Headphones with something steady, or another room.",
    "thoughts": "Write them down in three words and go back to the step.",
    "body": "Water and a stretch before you begin, and again after.",
    "chores": "They go on the list; turn your chair away from them.",
}
_ALWAYS: Final = ("phone", "thoughts")


def plan(turn: Turn, *, task: str, steps: Sequence[Piece]) -> dict[str, Any]:
    """The contract's JSON: every value follows from the task and the person's energy."""
    low = turn.is_low
    asked = turn.heard.minutes or (_LOW if low else _USUAL)
    duration = max(SHORTEST, min(LONGEST, asked))
    wrap_up = 2 if duration <= _LOW else 3
    first = steps[0].title if steps else "Put in front of you what you need for it"
    rest = [step.title for step in steps[1:3]]
    main = duration - _WARM_UP - wrap_up
    named = [turn.heard.distraction] if turn.heard.distraction else []
    return {
        "task": task,
        "duration": duration,
        "structure": {
            "warm_up": f"{_WARM_UP} min: {first}.",
            "main_work": f"{main} min: {'; then '.join(rest) or f'go on with {task}'}.",
            "wrap_up": f"{wrap_up} min: write down in one line where to go on.",
        },
        "adhd_strategies": [*([_LOW_STRATEGY] if low else []), *_STRATEGIES],
        "distraction_plan": {name: _PLANS[name] for name in dict.fromkeys([*named, *_ALWAYS])},
        "success_metrics": [
            "You began.",
            f"\u201c{first}\u201d is done.",
            "The next step is written down.",
        ],
    }


def as_text(told: Mapping[str, Any]) -> str:
    return orjson.dumps(told).decode()
