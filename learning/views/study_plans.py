"""`POST /learn`, the study plans that it proposes, and their sessions."""

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
from focushub.ai.serializers import AcceptSerializer, UndoSerializer
from focushub.ai.views import AnswerView
from focushub.api.views import DestroyMixin, OwnedViewSet
from learning.examples import study_plans as examples
from learning.models import StudyPlan, StudySession
from learning.serializers.study_plans import (
    CompleteSessionSerializer,
    LearnAnswerSerializer,
    LearnSerializer,
    StudyPlanListItemSerializer,
    StudyPlanSerializer,
    StudySessionSerializer,
    question_of,
)
from learning.services import sessions, study_plans


class LearnView(AnswerView):
    serializer_class = LearnSerializer

    @extend_schema(
        summary="Turn a topic or a text into a study plan with cards and a quiz",
        description=(
            "Answers within `Prefer: wait=N` seconds (default 20, at most 55): 200 with the "
            "answer, or 202 with the built-in draft and the run to follow. It is a proposal: "
            "nothing is booked and no card is made before it is accepted."
        ),
        tags=["learning"],
        request=LearnSerializer,
        responses={200: LearnAnswerSerializer, 202: LearnAnswerSerializer},
        examples=examples.LEARN,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().post(request, *args, **kwargs)

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        return question_of(data, person)


@extend_schema(tags=["study plans"])
@extend_schema_view(
    list=extend_schema(summary="List study plans", examples=examples.STUDY_PLAN_LIST),
    retrieve=extend_schema(summary="Read a study plan", examples=examples.STUDY_PLAN),
    destroy=extend_schema(
        summary="Delete a study plan", description="What was accepted from it stays."
    ),
)
class StudyPlanViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, DestroyMixin, OwnedViewSet
):
    model = StudyPlan
    serializer_class = StudyPlanSerializer

    def get_queryset(self) -> QuerySet[StudyPlan]:
        rows = super().get_queryset()
        # A list tells of no revision.
        if self.action == "list":
            return rows
        return rows.prefetch_related("revisions")

    def get_serializer_class(self) -> type[BaseSerializer]:
        return StudyPlanListItemSerializer if self.action == "list" else StudyPlanSerializer

    def perform_destroy(self, plan: StudyPlan) -> None:
        study_plans.delete_plan(plan=plan)

    @extend_schema(
        summary="Accept a study plan",
        request=AcceptSerializer,
        responses=StudyPlanSerializer,
        examples=examples.ACCEPT,
    )
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Books its sessions and makes a deck and a quiz. Accepting again gives the same result."""
        plan = self.get_object()
        options = AcceptSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        study_plans.accept_plan(plan=plan, **options.validated_data)
        return Response(StudyPlanSerializer(self.get_object()).data)

    @extend_schema(
        summary="Take an accepted study plan back",
        request=UndoSerializer,
        responses=StudyPlanSerializer,
        examples=examples.UNDO,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Removes what accepting made; 409 names what was changed since."""
        plan = self.get_object()
        options = UndoSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        study_plans.undo_plan(plan=plan, **options.validated_data)
        return Response(StudyPlanSerializer(self.get_object()).data)


@extend_schema(tags=["study plans"])
@extend_schema_view(
    list=extend_schema(summary="List study sessions", examples=examples.STUDY_SESSION),
    retrieve=extend_schema(summary="Read a study session", examples=examples.STUDY_SESSION),
)
class StudySessionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, OwnedViewSet):
    model = StudySession
    serializer_class = StudySessionSerializer

    @extend_schema(
        summary="Complete a study session",
        request=CompleteSessionSerializer,
        responses=StudySessionSerializer,
        examples=examples.COMPLETE,
    )
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """The time that was kept for it from now on is free again."""
        session = self.get_object()
        options = CompleteSessionSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        done = sessions.complete_session(session=session, **options.validated_data)
        return Response(StudySessionSerializer(done).data)
