"""`/check-ins`, `/moods` for older clients, and `/energy`, which follows from them."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.views import ApiView, DestroyMixin, OwnedViewSet
from focushub.focus.examples import check_ins as examples
from focushub.focus.filters import CheckInFilter
from focushub.focus.models import CheckIn
from focushub.focus.serializers.check_ins import (
    CheckInSerializer,
    EnergySerializer,
    MoodEntrySerializer,
    MoodSerializer,
)
from focushub.focus.services.check_ins import delete_check_in, record_check_in
from focushub.focus.services.energy import assume_energy


@extend_schema(tags=["check-ins"])
@extend_schema_view(
    list=extend_schema(summary="List check-ins", examples=examples.CHECK_IN),
    create=extend_schema(
        summary="Say how you are",
        description="Plans that name no energy take it from here for some hours; see `/energy`.",
        examples=examples.CHECK_IN,
    ),
    retrieve=extend_schema(summary="Read a check-in", examples=examples.CHECK_IN),
    destroy=extend_schema(summary="Delete a check-in"),
)
class CheckInViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = CheckIn
    serializer_class = CheckInSerializer
    filterset_class = CheckInFilter

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = record_check_in(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_destroy(self, check_in: CheckIn) -> None:
        delete_check_in(check_in=check_in)


@extend_schema(tags=["check-ins"])
class MoodViewSet(mixins.ListModelMixin, OwnedViewSet):
    """Check-ins under the names that older clients know."""

    model = CheckIn
    serializer_class = MoodEntrySerializer
    filterset_class = CheckInFilter

    def get_queryset(self) -> QuerySet[CheckIn]:
        return super().get_queryset().filter(mood__isnull=False)

    @extend_schema(summary="List moods", examples=examples.MOOD_ENTRY)
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        summary="Say how your mood is",
        request=MoodSerializer,
        responses={201: MoodEntrySerializer},
        examples=examples.MOOD,
    )
    def create(self, request: Request) -> Response:
        body = MoodSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        check_in = record_check_in(owner=person_of(request), **body.validated_data)
        return Response(MoodEntrySerializer(check_in).data, status=201)


class EnergyView(ApiView):
    @extend_schema(
        operation_id="energy",
        summary="Read what is assumed of your energy",
        tags=["check-ins"],
        responses=EnergySerializer,
        examples=examples.ENERGY,
    )
    def get(self, request: Request) -> Response:
        assumed = assume_energy(person=person_of(request), at=timezone.now())
        return Response(EnergySerializer(assumed).data)
