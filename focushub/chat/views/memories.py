"""`/me/memories`: what the coach keeps in mind."""

from typing import cast

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.views import DestroyMixin, OwnedViewSet, UpdateMixin
from focushub.chat.examples import conversations as examples
from focushub.chat.models import Memory
from focushub.chat.serializers.conversations import MemorySerializer
from focushub.chat.services import memories


@extend_schema(tags=["me"], examples=examples.MEMORY)
@extend_schema_view(
    list=extend_schema(summary="List what the coach keeps in mind"),
    create=extend_schema(summary="Tell the coach a fact to keep in mind"),
    retrieve=extend_schema(summary="Read a fact"),
    partial_update=extend_schema(summary="Change a fact"),
    destroy=extend_schema(
        summary="Have a fact forgotten",
        description=(
            "For good: it stands in no later prompt, nor does any message that holds it. The "
            "conversation itself stays as it was, for you to read or delete."
        ),
    ),
)
class MemoryViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    UpdateMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = Memory
    serializer_class = MemorySerializer

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = memories.keep(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = memories.change(
            memory=cast(Memory, serializer.instance), **serializer.validated_data
        )

    def perform_destroy(self, memory: Memory) -> None:
        memories.forget(memory=memory)
