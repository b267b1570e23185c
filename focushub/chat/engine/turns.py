"""One turn of a conversation: what an answer is made from, and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import Heard, Intent
from focushub.chat.engine.situation import Situation
from focushub.chat.engine.speaking import Voice
from focushub.coaching.things import Level

# The specialists, in the order in which they are listed.
PLANNING: Final = "planning"
FOCUS: Final = "focus"
EMOTION: Final = "emotion"
ORGANIZE: Final = "organize"
LEARNING: Final = "learning"
ORCHESTRATOR: Final = "orchestrator"
SPECIALISTS: Final = (PLANNING, FOCUS, EMOTION, ORGANIZE, LEARNING)
AGENTS: Final = (*SPECIALISTS, ORCHESTRATOR)
# What a client may ask for: "auto" is the orchestrator's own choice.
ASKED_AGENTS: Final = ("auto", *AGENTS)

# Whom the rules ask, by what is asked; the orchestrator answers the rest itself.
AGENT_OF: Final[Mapping[Intent, str]] = {
    Intent.QUIZ: LEARNING,
    Intent.PLAN_DAY: PLANNING,
    Intent.PRIORITISE: PLANNING,
    Intent.HOW_LONG: PLANNING,
    Intent.REPLAN: PLANNING,
    Intent.CANNOT_START: PLANNING,
    Intent.WHAT_NOW: PLANNING,
    Intent.BREAK_DOWN: ORGANIZE,
    Intent.FINISHED_TASK: ORGANIZE,
    Intent.ADD_TASK: ORGANIZE,
    Intent.MOVE_TASK: ORGANIZE,
    Intent.OVERWHELMED: ORGANIZE,
    Intent.DISTRACTED: FOCUS,
    Intent.TAKE_BREAK: FOCUS,
    Intent.FOCUS_SESSION: FOCUS,
    Intent.FEELING: EMOTION,
}

# How sure an answer is: by what it rests on. Told as `confidence`.
OWN_THINGS: Final = 0.9
UNDERSTOOD: Final = 0.75
GUESSED: Final = 0.5
OPEN: Final = 0.3

# What a "yes" is to, where nothing else was asked.
ACCEPT: Final = "accept"

MOST_SUGGESTIONS: Final = 4
MOST_ACTS: Final = 3


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the person may accept. `params` are JSON values; the registry checks them."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What the client says beside the message.

    Attributes:
        preference: one of the specialists, whom the person wants to hear; or "".
        mood: 1 to 10.
        request_type: what is wanted, by name; or "".
    """

    preference: str = ""
    energy: Level | None = None
    mood: int | None = None
    request_type: str = ""

    @property
    def is_low(self) -> bool:
        return self.mood is not None and self.mood <= _LOW_MOOD


_LOW_MOOD = 3


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, before ids."""

    text: str
    agent: str
    intent: Intent
    confidence: float
    dialogue: Dialogue
    suggestions: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What an answer is made from."""

    heard: Heard
    situation: Situation
    dialogue: Dialogue
    context: Context
    voice: Voice
    memories: tuple[str, ...] = ()

    @property
    def is_low(self) -> bool:
        """Little energy, or a low mood: everything gets smaller."""
        return (self.context.energy or self.situation.energy) == "low" or self.context.is_low

    def can(self, kind: str) -> bool:
        return kind in self.situation.kinds

    def say(
        self,
        sentences: str | Sequence[str],
        *,
        agent: str,
        confidence: float = UNDERSTOOD,
        intent: Intent | None = None,
        suggestions: Sequence[str] = (),
        acts: Sequence[Act] = (),
        dialogue: Dialogue | None = None,
        asked: str = "",
    ) -> Said:
        """An answer; the dialogue moves on by a turn."""
        text = sentences if isinstance(sentences, str) else " ".join(s for s in sentences if s)
        before = dialogue or self.dialogue
        possible = tuple(act for act in acts if self.can(act.kind))[:MOST_ACTS]
        # Where nothing else was asked, a "yes" means what is proposed.
        asked = asked or (ACCEPT if possible else "")
        return Said(
            text=text,
            agent=agent,
            intent=intent or self.heard.intent,
            confidence=confidence,
            suggestions=tuple(dict.fromkeys(suggestions))[:MOST_SUGGESTIONS],
            acts=possible,
            dialogue=replace(
                before,
                turns=self.dialogue.turns + 1,
                asked=asked,
                offered=tuple((act.kind, act.params) for act in possible),
                said=self.voice.said,
            ),
        )
