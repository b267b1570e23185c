"""`/schedule/replan`: a kind way back after days that went otherwise."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.schema import refusal
from focushub.api.views import OwnedViewSet
from focushub.calendar.examples import replans as examples
from focushub.calendar.models import Replan
from focushub.calendar.scheduler import Reason
from focushub.calendar.serializers.replans import (
    ForceSerializer,
    ReplanAskedSerializer,
    ReplanListItemSerializer,
    ReplanSerializer,
)
from focushub.calendar.services import replans


@extend_schema(tags=["schedule"])
@extend_schema_view(
    list=extend_schema(summary="List re-plans", examples=examples.LIST),
    retrieve=extend_schema(summary="Read a re-plan", examples=examples.REPLAN),
)
class ReplanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, OwnedViewSet):
    model = Replan
    serializer_class = ReplanSerializer

    def get_queryset(self) -> QuerySet[Replan]:
        rows = super().get_queryset()
        # Long, and nothing of it is told.
        unread = ("changes", "seen", "before", "made")
        return rows.defer(*unread) if self.action == "list" else rows

    def get_serializer_class(self) -> type[BaseSerializer]:
        return ReplanListItemSerializer if self.action == "list" else ReplanSerializer

    @extend_schema(
        summary="Give what has slipped a new place",
        description=(
            "Late, ill, away, too much, or a fresh start: all in one call. Dates in danger are "
            "named first, locked blocks and appointments stay, what repeats is never moved past "
            "its next date. With `preview` nothing is written until `/apply`; without it the new "
            "places are taken at once. Either way `/undo` puts all back."
        ),
        request=ReplanAskedSerializer,
        responses={200: ReplanSerializer},
        examples=examples.ASK,
    )
    def create(self, request: Request) -> Response:
        body = ReplanAskedSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        row = replans.propose(
            person=person_of(request), reason=Reason(asked["reason"]), until=asked["until"]
        )
        if not asked["preview"]:
            row = replans.apply(row=row)
        return Response(ReplanSerializer(row).data)

    @extend_schema(
        summary="Apply a re-plan that was shown",
        request=ForceSerializer,
        responses={
            200: ReplanSerializer,
            **refusal(
                409,
                "`replan_changed`: `errors` names what was changed since. `replan_run_out`: "
                "part of its time is over.",
            ),
        },
        examples=examples.APPLY,
    )
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        """Exactly what was shown, or a refusal. Applying again gives the same result."""
        row = replans.apply(row=self.get_object(), force=_force(request))
        return Response(ReplanSerializer(row).data)

    @extend_schema(
        summary="Take a re-plan back",
        request=ForceSerializer,
        responses={
            200: ReplanSerializer,
            **refusal(409, "`replan_changed`: `errors` names what was changed since."),
        },
        examples=examples.UNDO,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Puts everything back exactly as it was before."""
        row = replans.undo(row=self.get_object(), force=_force(request))
        return Response(ReplanSerializer(row).data)


def _force(request: Request) -> bool:
    body = ForceSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    return bool(body.validated_data["force"])
