"""A proposal on its way from the engine or the checks to the answer."""

from dataclasses import dataclass

from learning.engine.cards import CardDraft
from learning.engine.plan import StudyPlan
from learning.engine.quiz import Question

BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class LearnProposal:
    """Days, but no hours yet: the calendar gives them.

    Attributes:
        confidence: see the contract for how it is computed.
    """

    plan: StudyPlan
    cards: tuple[CardDraft, ...]
    quiz: tuple[Question, ...]
    confidence: float
    agent: str = BUILTIN
