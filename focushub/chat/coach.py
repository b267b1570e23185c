"""What stands below the features and the coach may use: the calendar, the clock of focus, memories.

Registered as a feature's `coach.py` is. A block of time and a session belong to no feature.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from focushub.accounts.models import User
from focushub.caching import canonical, digest
from focushub.calendar.models import Replan
from focushub.calendar.scheduler import Reason
from focushub.calendar.services import replans
from focushub.chat import registry
from focushub.chat.models import MAX_FACT, Memory
from focushub.chat.registry import Action, Coach, Done, NotPossible, NotUndoable, Preview
from focushub.chat.services import memories
from focushub.focus.models import FocusSession, SessionState
from focushub.focus.services import sessions

_SHOWN_MOVES: Final = 6


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


class ReplanParams(BaseModel):
    reason: Literal["late", "sick", "overwhelmed", "fresh_start", "other"]
    replan_id: UUID | None = None


class ReplanDays(Action[ReplanParams]):
    kind = "replan"
    params = ReplanParams
    told = "gives what has slipped another place; reason late, sick, overwhelmed or fresh_start"
    minutes_open = 120

    def prepared(self, *, person: User, params: ReplanParams) -> ReplanParams:
        """Worked out now, so that what is accepted is what was shown.

        An id that somebody names here is not one of ours: only a fresh one counts.
        """
        row = replans.propose(person=person, reason=Reason(params.reason))
        if not row.content["things"]:
            row.delete()
            raise NotPossible
        return params.model_copy(update={"replan_id": row.pk})

    def preview(self, *, person: User, params: ReplanParams) -> Preview:
        content = self._row(person, params).content
        moves = [
            f"{told['title']}: {told['starts_at'][:16].replace('T', ' ')} UTC"
            for told in content["schedule"][:_SHOWN_MOVES]
        ]
        return Preview(title=content["summary"], details=tuple(moves))

    def carry_out(self, *, person: User, params: ReplanParams) -> Done:
        row = replans.apply(row=self._row(person, params))
        told = {"replan_id": str(row.pk)}
        return Done(result=told, undo=told)

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        """Raises ReplanChanged: some of it was changed since."""
        row = Replan.objects.owned_by(person).filter(pk=undo["replan_id"]).first()
        if row is None:
            raise NotUndoable
        replans.undo(row=row)

    def _row(self, person: User, params: ReplanParams) -> Replan:
        mine = Replan.objects.owned_by(person)
        row = mine.filter(pk=params.replan_id).first() if params.replan_id else None
        if row is None:
            raise NotPossible
        return row


class FactParams(BaseModel):
    text: str = Field(min_length=3, max_length=MAX_FACT)


class Remember(Action[FactParams]):
    kind = "remember"
    params = FactParams
    told = "keeps a fact about the person in mind; text"

    def preview(self, *, person: User, params: FactParams) -> Preview:
        if Memory.objects.owned_by(person).filter(text__iexact=params.text).exists():
            raise NotPossible
        return Preview(title="Keep this in mind", details=(params.text,))

    def carry_out(self, *, person: User, params: FactParams) -> Done:
        memory = memories.keep(owner=person, text=params.text, source=Memory.Source.CHAT)
        told = {"memory_id": str(memory.pk)}
        return Done(result=told, undo=told)

    def take_back(self, *, person: User, undo: Mapping[str, Any]) -> None:
        memory = Memory.objects.owned_by(person).filter(pk=undo["memory_id"]).first()
        if memory is not None:
            memories.forget(memory=memory)


class Forget(Action[FactParams]):
    """For good: nothing is kept by which it could be brought back."""

    kind = "forget"
    params = FactParams

    def preview(self, *, person: User, params: FactParams) -> Preview:
        self._memory(person, params)
        return Preview(title="Forget this", details=(params.text,))

    def rests_on(self, *, person: User, params: FactParams) -> str:
        found = Memory.objects.owned_by(person).filter(text=params.text).values_list("pk")
        return digest(canonical({"ids": sorted(str(pk) for (pk,) in found)}))

    def carry_out(self, *, person: User, params: FactParams) -> Done:
        memory = self._memory(person, params)
        told = {"memory_id": str(memory.pk)}
        memories.forget(memory=memory)
        return Done(result=told, undo={})

    def _memory(self, person: User, params: FactParams) -> Memory:
        memory = Memory.objects.owned_by(person).filter(text=params.text).first()
        if memory is None:
            raise NotPossible
        return memory


class OwnCoach(Coach):
    name = "chat"
    actions: ClassVar = (StartFocusSession(), ReplanDays(), Remember(), Forget())


registry.register(OwnCoach())
