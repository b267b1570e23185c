"""`/schedule`: a person's blocks of time, those of their plans and their own appointments."""

from typing import cast

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.pagination import CursorPages
from focushub.api.views import CreateMixin, DestroyMixin, OwnedViewSet, UpdateMixin
from focushub.calendar import booking
from focushub.calendar.examples import blocks as examples
from focushub.calendar.filters import TimeBlockFilter
from focushub.calendar.models import TimeBlock
from focushub.calendar.serializers.blocks import TimeBlockSerializer


class ByStart(CursorPages):
    ordering = ("starts_at", "id")  # type: ignore[assignment] # DRF takes several


@extend_schema(tags=["schedule"], examples=examples.BLOCK)
@extend_schema_view(
    list=extend_schema(summary="List time blocks, the earliest first"),
    create=extend_schema(summary="Add an appointment"),
    retrieve=extend_schema(summary="Read a time block"),
    partial_update=extend_schema(
        summary="Move, rename or lock a time block",
        description="A locked block stays where it is when the rest is planned anew.",
    ),
    destroy=extend_schema(summary="Free the time of a block"),
)
class ScheduleViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CreateMixin,
    UpdateMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = TimeBlock
    serializer_class = TimeBlockSerializer
    filterset_class = TimeBlockFilter
    pagination_class = ByStart

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = booking.add_appointment(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = booking.change_block(
            block=cast(TimeBlock, serializer.instance), **serializer.validated_data
        )

    def perform_destroy(self, block: TimeBlock) -> None:
        mine = TimeBlock.objects.filter(pk=block.pk)
        booking.free_time(owner_id=block.owner_id, blocks=mine)
