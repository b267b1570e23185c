"""What the coach may propose to keep in mind, and to forget."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, Field

from focushub.accounts.models import User
from focushub.caching import canonical, digest
from focushub.chat.models import MAX_FACT, Memory
from focushub.chat.services import memories
from focushub.coaching import registry
from focushub.coaching.registry import Action, Coach, Done, NotPossible, Preview


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
    actions: ClassVar = (Remember(), Forget())


registry.register(OwnCoach())
