"""What several tests of learning need."""

from collections.abc import Callable
from typing import Any

import pytest

from focushub.accounts.models import User
from focushub.ai.services.interaction import AIInteractionService
from learning.models import StudyPlan
from learning.serializers.study_plans import LearnSerializer, question_of

ProposePlan = Callable[..., StudyPlan]


@pytest.fixture
def propose_plan(user: User) -> ProposePlan:
    """`propose_plan(topic="cells")`: what the engine makes of a body of `POST /learn`."""

    def propose(**body: Any) -> StudyPlan:
        checked = LearnSerializer(data={"topic": "cells", **body})
        checked.is_valid(raise_exception=True)
        question = question_of(checked.validated_data, user)
        run = AIInteractionService().begin(question, person=user, force_refresh=True).run
        assert run is not None
        return StudyPlan.objects.get(run=run)

    return propose
