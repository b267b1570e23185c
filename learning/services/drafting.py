"""The built-in proposal: what the engine makes of a request, with no model and no database."""

from collections.abc import Collection

from learning.engine.cards import cards_of
from learning.engine.material import read_material
from learning.engine.plan import draft_plan
from learning.engine.plan.request import level_of
from learning.engine.prompts import prompts_for_topic
from learning.engine.quiz import quiz_of
from learning.services.proposals import LearnProposal
from learning.services.requests import LearnRequest

MOST_CARDS = 20
MOST_QUESTIONS = 10


def draft(request: LearnRequest, *, weekdays: Collection[int]) -> LearnProposal:
    """Cards and a quiz of the person's text; without one, cards that the topic asks for.

    Args:
        weekdays: those with study; Monday is 0.
    """
    study = request.study
    plan = draft_plan(
        request=study, today=request.today, first_on=request.first_on, weekdays=weekdays
    )
    material = None if study.source is None else read_material(source=study.source)
    cards = () if material is None else cards_of(material=material, limit=MOST_CARDS)
    return LearnProposal(
        plan=plan,
        # A text with no sentence to ask about leaves the topic.
        cards=cards
        or prompts_for_topic(topic=study.topic, goals=study.goals, struggles=study.struggles),
        quiz=() if material is None else quiz_of(material=material, limit=MOST_QUESTIONS),
        confidence=_told(request),
    )


def _told(request: LearnRequest) -> float:
    """The share of the five things that a plan rests on which the request says."""
    study = request.study
    said = (study.source, study.goals, level_of(study.level), study.exam_on, study.minutes)
    return round(sum(bool(one) for one in said) / len(said), 2)
