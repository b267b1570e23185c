"""How `learn` answers, and how a short answer of a quiz is read, for the AI service."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.features import Answer
from focushub.ai.gateways import Gateway, ModelChoice, Prompt, Reply
from focushub.ai.live.schema import describe
from focushub.ai.models import Run
from focushub.ai.stream import EventName, RunStream
from focushub.caching import CacheEntry
from focushub.language.kindness import is_kind
from learning.crew.answers import CardsDraft, ModelGrade, StudyPlanDraft
from learning.engine.grade import Verdict
from learning.models import QuizAnswer
from learning.serializers.quizzes import GradeSerializer
from learning.serializers.study_plans import (
    LearnAnswerSerializer,
    ModuleSerializer,
    ShownCardSerializer,
)
from learning.services import attempts, checking, drafting, readers, showing, study_plans
from learning.services.requests import LearnRequest

_FOLDER = Path(__file__).parent / "crew"
STUDY_PLAN: Final = Prompt(_FOLDER, "study_plan")
CARDS_FROM_TEXT: Final = Prompt(_FOLDER, "cards_from_text")
READ_ANSWER: Final = Prompt(_FOLDER, "read_answer")


class LearningFeature:
    name = "learning"
    prompt = STUDY_PLAN
    # Raise the version when the body of the answer changes its shape.
    entry = CacheEntry("learning", ttl=timedelta(hours=12), version=1)

    def draft(self, *, run: Run, person: User) -> Answer:
        request = _request_of(run, person)
        proposal = drafting.draft(request, weekdays=study_plans.weekdays_of(person))
        return study_plans.propose(run=run, person=person, request=request, proposal=proposal)

    async def propose(
        self,
        *,
        payload: Mapping[str, Any],
        asked_at: datetime,
        person: User,
        gateway: Gateway,
        model: ModelChoice,
        stream: RunStream,
    ) -> Reply[BaseModel]:
        request = _request(payload, asked_at)
        has_text = bool(request.text)
        stream.progress("Reading your text." if has_text else "Cutting the topic into parts.")
        reply: Reply[BaseModel] = await gateway.ask(
            prompt=CARDS_FROM_TEXT if has_text else STUDY_PLAN,
            inputs=_inputs(request),
            answer=CardsDraft if has_text else StudyPlanDraft,
            model=model,
            on_text=showing.reader_for(request, stream=stream).feed,
        )
        stream.progress("Finding hours for it.")
        return reply

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        request = _request_of(run, person)
        weekdays = study_plans.weekdays_of(person)
        draft = drafting.draft(request, weekdays=weekdays)
        if isinstance(proposal, CardsDraft):
            checked = checking.check_cards(proposal, draft=draft, request=request)
        else:
            assert isinstance(proposal, StudyPlanDraft)
            checked = checking.check_plan(proposal, draft=draft, request=request, weekdays=weekdays)
        run.engine = Run.Engine.CREW
        return study_plans.propose(run=run, person=person, request=request, proposal=checked)


def _request(payload: Mapping[str, Any], asked_at: datetime) -> LearnRequest:
    return LearnRequest.from_payload(payload, asked_at=asked_at)


def _request_of(run: Run, person: User) -> LearnRequest:
    return study_plans.with_first_day(_request(run.payload, run.asked_at), person=person)


def _inputs(request: LearnRequest) -> dict[str, str]:
    """Every value is the person's own and reaches the prompt as data."""
    study = request.study
    inputs = {
        "topic": study.topic,
        "goals": "; ".join(study.goals) or "not said",
        "struggles": study.struggles or "not said",
    }
    if request.text:
        return {**inputs, "text": request.text}
    return {**inputs, "level": study.level or "not said", "style": study.style.value}


class GradingFeature:
    """What a short answer means; asked by `learning.services.attempts`, and by no route."""

    name = readers.FEATURE
    prompt = READ_ANSWER
    # Each answer is graded once, so that nobody asks for it again.
    entry = CacheEntry(name, ttl=timedelta(minutes=1), version=1)

    def draft(self, *, run: Run, person: User) -> Answer:
        answer = QuizAnswer.objects.owned_by(person).get(pk=run.payload["answer_id"])
        return Answer(body=readers.body_of(answer))

    async def propose(
        self,
        *,
        payload: Mapping[str, Any],
        asked_at: datetime,
        person: User,
        gateway: Gateway,
        model: ModelChoice,
        stream: RunStream,
    ) -> Reply[BaseModel]:
        return await gateway.ask(
            prompt=READ_ANSWER, inputs=readers.inputs_of(payload), answer=ModelGrade, model=model
        )

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        assert isinstance(proposal, ModelGrade)
        answer = attempts.replace_grade(
            answer_id=UUID(run.payload["answer_id"]),
            verdict=Verdict(proposal.verdict),
            # A model was told to be kind; where it is not, our own words stand.
            reason=proposal.reason if is_kind(proposal.reason) else "",
        )
        # Where the quiz is gone by now, nobody reads it; what was asked is told as it was.
        return Answer(body=readers.body_of(answer) if answer else run.drafted or {})


features.register(LearningFeature())
features.register(GradingFeature())
describe(
    feature=LearningFeature.name,
    answer=LearnAnswerSerializer,
    parts={EventName.MODULE: ModuleSerializer, EventName.CARD: ShownCardSerializer},
)
describe(feature=GradingFeature.name, answer=GradeSerializer)
