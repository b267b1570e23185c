"""How `organize` answers, for the AI service."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.features import Answer
from focushub.ai.gateways import Gateway, ModelChoice, Prompt, Reply
from focushub.ai.live.schema import describe
from focushub.ai.models import Run
from focushub.ai.stream import EventName, RunStream
from focushub.caching import CacheEntry
from focushub.common.threads import off_loop
from organize.crew.answers import SpaceDraft, TasksDraft
from organize.serializers.plans import (
    OrganizeAnswerSerializer,
    ShownStepSerializer,
    ShownTaskSerializer,
)
from organize.services import checking, drafting, plans, showing
from organize.services.energy import with_energy
from organize.services.pace import Pace, pace_of
from organize.services.proposals import Proposal
from organize.services.requests import PlanRequest

_FOLDER = Path(__file__).parent / "crew"
PLAN_TASKS: Final = Prompt(_FOLDER, "plan_tasks")
ORGANIZE_SPACE: Final = Prompt(_FOLDER, "organize_space")
# How many steps the model is asked for, by granularity.
_STEPS = {1: "2 or 3", 2: "3 or 4", 3: "4 to 6", 4: "6 to 8", 5: "8 to 12"}


class OrganizeFeature:
    name = "organize"
    prompt = PLAN_TASKS
    # Raise the version when the body of the answer changes its shape.
    entry = CacheEntry("organize", ttl=timedelta(hours=12), version=3)

    def draft(self, *, run: Run, person: User) -> Answer:
        request = with_energy(_request(run.payload, run.asked_at), person=person)
        return plans.propose(
            run=run, person=person, request=request, proposal=drafting.draft(request)
        )

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
        stream.progress("Reading what you wrote.")
        request = _request(payload, asked_at)
        is_space = request.kind == "space"
        # What the model says is shown as it would stand in the draft.
        draft, pace = await off_loop(_draft_and_pace, request, person)
        reply: Reply[BaseModel] = await gateway.ask(
            prompt=ORGANIZE_SPACE if is_space else PLAN_TASKS,
            inputs=_inputs(request),
            answer=SpaceDraft if is_space else TasksDraft,
            model=model,
            on_text=showing.reader_for(request, draft=draft, pace=pace, stream=stream).feed,
        )
        stream.progress("Finding time for it.")
        return reply

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        request = with_energy(_request(run.payload, run.asked_at), person=person)
        draft = drafting.draft(request)
        checked = (
            checking.check_space(proposal, draft=draft)
            if isinstance(proposal, SpaceDraft)
            else checking.check_tasks(_tasks(proposal), draft=draft, request=request)
        )
        run.engine = Run.Engine.CREW
        return plans.propose(run=run, person=person, request=request, proposal=checked)


def _draft_and_pace(request: PlanRequest, person: User) -> tuple[Proposal, Pace]:
    return drafting.draft(request), pace_of(person)


def _request(payload: Mapping[str, Any], asked_at: datetime) -> PlanRequest:
    return PlanRequest.from_payload(payload, asked_at=asked_at)


def _tasks(proposal: BaseModel) -> TasksDraft:
    assert isinstance(proposal, TasksDraft)
    return proposal


def _inputs(request: PlanRequest) -> dict[str, str]:
    """Every value is the person's own and reaches the prompt as data."""
    inputs = {
        "text": request.text or request.area,
        "goal": request.goal or "not said",
        "energy": request.energy or "not said",
        "minutes": str(request.available_minutes or "not said"),
        "steps": _STEPS[request.granularity],
    }
    if request.kind == "space":
        inputs["challenges"] = "; ".join(request.challenges) or "not said"
    return inputs


features.register(OrganizeFeature())
describe(
    feature=OrganizeFeature.name,
    answer=OrganizeAnswerSerializer,
    parts={EventName.TASK: ShownTaskSerializer, EventName.STEP: ShownStepSerializer},
)
