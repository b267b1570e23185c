from datetime import timedelta
from typing import Any

from django.utils import timezone
from factory.declarations import LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from focushub.ai.models import Run
from focushub.common.ids import first_id_at
from tests.factories import UserFactory


class RunFactory(DjangoModelFactory[Run]):
    """Answered by the built-in engine just now."""

    class Meta:
        model = Run

    owner = SubFactory(UserFactory)
    feature = "organize"
    question_key = Sequence(lambda n: f"question-{n}")
    payload = LazyFunction(lambda: {"text": "asked in confidence"})
    asked_at = LazyFunction(timezone.now)
    state = Run.State.DONE
    draft = '{"summary":"drafted in confidence"}'
    answer = '{"summary":"answered in confidence"}'
    finished_at = LazyFunction(timezone.now)
    duration_ms = 20

    class Params:
        in_flight = Trait(state=Run.State.QUEUED, answer="", finished_at=None, duration_ms=None)
        failed = Trait(error_code="timeout", error_detail="The model took too long.")


def old(age: timedelta) -> dict[str, Any]:
    """What a row has that was made so long ago: its id tells."""
    moment = timezone.now() - age
    return {"id": first_id_at(moment), "asked_at": moment, "finished_at": moment}
