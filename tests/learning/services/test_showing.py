"""What is shown while the model writes is what stands in the answer, at the same place."""

from typing import Any

import pytest

from focushub.ai.gateways import ModelChoice
from focushub.ai.stream import EventName
from learning.crew.answers import CardsDraft, StudyPlanDraft
from learning.feature import LearningFeature
from learning.serializers.study_plans import (
    LearnSerializer,
    ModuleSerializer,
    ShownCardSerializer,
    question_of,
)
from learning.services import drafting
from learning.services.checking import check_cards, check_plan
from learning.services.composing import card_facts, module_facts
from learning.services.requests import LearnRequest
from tests.factories import UserFactory
from tests.fakes.crew import Said, ScriptedCrew
from tests.fakes.stream import RecordedStream

MODEL = ModelChoice("scripted", "http://nowhere.invalid/v1", "", 5)
WEEKDAYS = (0, 1, 2, 3, 4)
TEXT = "Glycolysis is the splitting of glucose. It takes place in the cytosol."
CARDS = {
    "cards": [
        {"front": "What is split?", "back": "glucose", "source_quote": "splitting of  glucose"},
        {"front": "Who wrote it?", "back": "Ada", "source_quote": "written by Ada"},
        {"front": "What is split?", "back": "glucose", "source_quote": "splitting of glucose"},
        {"front": "Where?", "back": "in the cytosol", "source_quote": "in the cytosol"},
    ]
}
MODULE = {"goals": ["explain it"], "check": "Say it aloud.", "minutes": 30}
PLAN = {
    "modules": [{"title": "Glucose", **MODULE}, {"title": "glucose", **MODULE}],
    "cards": [{"front": "What is split?", "back": "glucose", "source_quote": "made up"}],
}


def _asked(**body: Any) -> tuple[dict[str, Any], LearnRequest]:
    asked = LearnSerializer(data=body)
    asked.is_valid(raise_exception=True)
    question = question_of(asked.validated_data, UserFactory.build())
    request = LearnRequest.from_payload(question.payload, asked_at=question.asked_at)
    return {"payload": question.payload, "asked_at": question.asked_at}, request


async def _propose(asked: dict[str, Any], said: Said) -> RecordedStream:
    stream = RecordedStream()
    await LearningFeature().propose(
        **asked, person=UserFactory.build(), gateway=ScriptedCrew(said), model=MODEL, stream=stream
    )
    return stream


async def test_a_card_is_shown_if_the_text_says_what_it_quotes_and_once() -> None:
    asked, request = _asked(text=TEXT)

    stream = await _propose(asked, Said.of(CARDS))

    draft = drafting.draft(request, weekdays=WEEKDAYS)
    settled = check_cards(CardsDraft.model_validate(CARDS), draft=draft, request=request).cards
    assert len(settled) == 2
    assert stream.of(EventName.CARD) == [
        {"position": n, **card_facts(card)} for n, card in enumerate(settled)
    ]


async def test_the_parts_of_a_topic_are_shown_together_and_then_the_cards() -> None:
    asked, request = _asked(topic="cell respiration", learning_goals=["draw a cell"])

    stream = await _propose(asked, Said.of(PLAN))

    settled = check_plan(
        StudyPlanDraft.model_validate(PLAN),
        draft=drafting.draft(request, weekdays=WEEKDAYS),
        request=request,
        weekdays=WEEKDAYS,
    )
    assert stream.of(EventName.MODULE) == [module_facts(one) for one in settled.plan.modules]
    assert stream.of(EventName.MODULE)[0]["goals"] == ("explain it", "draw a cell")
    assert stream.of(EventName.CARD) == [{"position": 0, **card_facts(settled.cards[0])}]


@pytest.mark.parametrize("body", [{"text": TEXT}, {"topic": "cell respiration"}])
async def test_a_question_that_is_asked_again_shows_all_again(body: dict[str, str]) -> None:
    asked, _ = _asked(**body)
    pieces = Said.of(CARDS if "text" in body else PLAN).pieces

    stream = await _propose(asked, Said([*pieces[:-3], "", *pieces]))

    shown = [name for name, _ in stream.told if name != "progress"]
    at = shown.index("restart")
    assert shown[:at] == shown[at + 1 :][:at]
    assert len(shown) > at + 1


async def test_what_is_shown_fits_the_schema() -> None:
    told = (await _propose(_asked(text=TEXT)[0], Said.of(CARDS))).of(EventName.CARD)
    parts = (await _propose(_asked(topic="cells")[0], Said.of(PLAN))).of(EventName.MODULE)

    assert {frozenset(card) for card in told} == {frozenset(ShownCardSerializer().fields)}
    assert {frozenset(part) for part in parts} == {frozenset(ModuleSerializer().fields)}
