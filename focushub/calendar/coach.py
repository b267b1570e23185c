"""What the coach may propose to do with a person's days."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.calendar.models import Replan
from focushub.calendar.scheduler import Reason
from focushub.calendar.services import replans
from focushub.coaching import registry
from focushub.coaching.registry import Action, Coach, Done, NotPossible, NotUndoable, Preview

_SHOWN_MOVES: Final = 6


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


class CalendarCoach(Coach):
    name = "calendar"
    actions: ClassVar = (ReplanDays(),)


registry.register(CalendarCoach())
