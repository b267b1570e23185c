"""`POST /organize`, and the plans that it proposes."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.serializers import UndoSerializer
from focushub.ai.views import AnswerView
from focushub.api.views import DestroyMixin, OwnedViewSet
from organize.examples import plans as examples
from organize.models import Plan
from organize.serializers.plans import (
    OrganizeAnswerSerializer,
    OrganizeSerializer,
    PlanAcceptSerializer,
    PlanListItemSerializer,
    PlanSerializer,
    question_of,
)
from organize.services import plans


class OrganizeView(AnswerView):
    serializer_class = OrganizeSerializer

    @extend_schema(
        summary="Turn a dump, a task or a space into a plan",
        description=(
            "Answers within `Prefer: wait=N` seconds (default 20, at most 55): 200 with the "
            "answer, or 202 with the built-in draft and the run to follow. It is a proposal: "
            "nothing becomes a task before it is accepted."
        ),
        tags=["organize"],
        request=OrganizeSerializer,
        responses={200: OrganizeAnswerSerializer, 202: OrganizeAnswerSerializer},
        examples=examples.ORGANIZE,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().post(request, *args, **kwargs)

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        return question_of(data, person)


@extend_schema(tags=["plans"])
@extend_schema_view(
    list=extend_schema(summary="List plans", examples=examples.PLAN_LIST),
    retrieve=extend_schema(summary="Read a plan", examples=examples.PLAN),
    destroy=extend_schema(
        summary="Delete a plan", description="Tasks that were accepted from it stay."
    ),
)
class PlanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, DestroyMixin, OwnedViewSet):
    model = Plan
    serializer_class = PlanSerializer

    def get_queryset(self) -> QuerySet[Plan]:
        return super().get_queryset().prefetch_related("revisions")

    def get_serializer_class(self) -> type[BaseSerializer]:
        return PlanListItemSerializer if self.action == "list" else PlanSerializer

    def perform_destroy(self, plan: Plan) -> None:
        plans.delete_plan(plan=plan)

    @extend_schema(
        summary="Accept a plan",
        request=PlanAcceptSerializer,
        responses=PlanSerializer,
        examples=examples.ACCEPT,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Makes tasks, steps and blocks of it. Accepting again gives the same result."""
        plan = self.get_object()
        options = PlanAcceptSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        plans.accept_plan(plan=plan, **options.validated_data)
        return Response(PlanSerializer(self.get_object()).data)

    @extend_schema(
        summary="Take an accepted plan back",
        request=UndoSerializer,
        responses=PlanSerializer,
        examples=examples.UNDO,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Removes what accepting made; 409 names the tasks that were changed since."""
        plan = self.get_object()
        options = UndoSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        plans.undo_plan(plan=plan, **options.validated_data)
        return Response(PlanSerializer(self.get_object()).data)
