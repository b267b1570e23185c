"""What several tests of learning need."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

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


@pytest.fixture
def until_somebody_waits() -> Callable[[], None]:
    """Until another connection waits for a lock that this one holds."""

    def wait() -> None:
        end = timezone.now() + timedelta(seconds=20)
        while timezone.now() < end:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        raise TimeoutError

    return wait
