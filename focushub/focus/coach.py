"""What the coach may propose to do with the clock of focus."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from focushub.accounts.models import User
from focushub.coaching import registry
from focushub.coaching.registry import Action, Coach, Done, Preview
from focushub.focus.models import FocusSession, SessionState
from focushub.focus.services import sessions


class FocusParams(BaseModel):
    description: str = Field(min_length=1, max_length=300)
    minutes: int = Field(ge=5, le=90)
    subject_id: UUID | None = None


class StartFocusSession(Action[FocusParams]):
    kind = "start_focus_session"
    params = FocusParams
    told = "starts a focus session now; description, minutes 5 to 90, subject_id a T mark or null"
    minutes_open = 60

    def preview(self, *, person: User, params: FocusParams) -> Preview:
        return Preview(
            title=f"Start {params.minutes} minutes of focus",
            details=(params.description,),
        )

    def carry_out(self, *, person: User, params: FocusParams) -> Done:
        session = sessions.start_session(
            owner=person,
            description=params.description,
            planned_minutes=params.minutes,
            subject_id=params.subject_id,
        )
        told = {"focus_session_id": str(session.pk)}
        return Done(result=told, undo=told)

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        """Set aside where it still runs; a session that is over keeps its minutes."""
        found = FocusSession.objects.owned_by(person).filter(pk=undo["focus_session_id"]).first()
        if found is not None and found.state in {SessionState.RUNNING, SessionState.PAUSED}:
            sessions.abandon_session(session=found)


class FocusCoach(Coach):
    name = "focus"
    actions: ClassVar = (StartFocusSession(),)


registry.register(FocusCoach())
