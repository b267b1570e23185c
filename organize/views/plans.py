"""The routes of `organize`: scope, validate, delegate, serialise."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.serializers import UndoSerializer
from focushub.ai.views import AnswerView
from focushub.api.views import ApiView, CreateMixin, DestroyMixin, OwnedViewSet, UpdateMixin
from focushub.language import DateOrder
from organize import examples
from organize.engine.recurrences import read_task
from organize.filters import TaskFilter
from organize.models import Plan, Task
from organize.proposal_serializers import (
    OrganizeAnswerSerializer,
    OrganizeSerializer,
    PlanListItemSerializer,
    PlanSerializer,
    question_of,
)
from organize.serializers import (
    BreakdownSerializer,
    CompleteSerializer,
    ParsedTaskSerializer,
    ParseSerializer,
    PlanAcceptSerializer,
    SnoozeSerializer,
    TaskBreakdownSerializer,
    TaskSerializer,
    TitleBreakdownSerializer,
)
from organize.services import breakdowns, plans, tasks
from organize.services.pace import pace_of


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


@extend_schema(tags=["tasks"], examples=examples.TASK)
@extend_schema_view(
    list=extend_schema(summary="List tasks"),
    create=extend_schema(summary="Create a task"),
    retrieve=extend_schema(summary="Read a task"),
    partial_update=extend_schema(summary="Change a task"),
    destroy=extend_schema(summary="Delete a task"),
)
class TaskViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CreateMixin,
    UpdateMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = Task
    serializer_class = TaskSerializer
    filterset_class = TaskFilter

    def get_queryset(self) -> QuerySet[Task]:
        return super().get_queryset().prefetch_related("steps")

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = tasks.create_task(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = tasks.update_task(
            task=cast(Task, serializer.instance), **serializer.validated_data
        )

    def perform_destroy(self, task: Task) -> None:
        tasks.delete_task(task=task)

    @extend_schema(
        summary="Complete a task",
        request=CompleteSerializer,
        responses=TaskSerializer,
        examples=examples.COMPLETE,
    )
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """A task that recurs moves to its next date instead."""
        task = self.get_object()
        options = CompleteSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        return self._told(tasks.complete_task(task=task, **options.validated_data))

    @extend_schema(summary="Reopen a task", request=None, responses=TaskSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._told(tasks.reopen_task(task=self.get_object()))

    @extend_schema(
        summary="Put a task off",
        request=SnoozeSerializer,
        responses=TaskSerializer,
        examples=examples.SNOOZE,
    )
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> Response:
        task = self.get_object()
        options = SnoozeSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        return self._told(tasks.snooze_task(task=task, **options.validated_data))

    @extend_schema(
        summary="Cut a task, or one of its steps, into smaller steps",
        request=TaskBreakdownSerializer,
        responses=TaskSerializer,
        examples=examples.TASK_BREAKDOWN,
    )
    @action(detail=True, methods=["post"])
    def breakdown(self, request: Request, pk: str) -> Response:
        task = self.get_object()
        options = TaskBreakdownSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        return self._told(tasks.break_down_task(task=task, **options.validated_data))

    def _told(self, task: Task) -> Response:
        return Response(TaskSerializer(task).data)


class ParseView(ApiView):
    @extend_schema(
        summary="Read one line without saving it",
        tags=["tasks"],
        request=ParseSerializer,
        responses=ParsedTaskSerializer,
        examples=examples.PARSE,
    )
    def post(self, request: Request) -> Response:
        body = ParseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        person = person_of(request)
        understood = read_task(
            asked["text"],
            now=(asked.get("starts_at") or timezone.now()).astimezone(person.zone),
            date_order=cast(DateOrder, person.date_order),
            reject=[(span["start"], span["end"]) for span in asked.get("reject", ())],
        )
        return Response(
            ParsedTaskSerializer(breakdowns.parsed(understood, pace=pace_of(person))).data
        )


class BreakdownView(ApiView):
    @extend_schema(
        operation_id="tasks_breakdown_preview",
        summary="Cut a task into steps without saving it",
        tags=["tasks"],
        request=TitleBreakdownSerializer,
        responses=BreakdownSerializer,
        examples=examples.BREAKDOWN,
    )
    def post(self, request: Request) -> Response:
        body = TitleBreakdownSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        told = breakdowns.break_down_title(
            session_minutes=person_of(request).session_minutes, **body.validated_data
        )
        return Response(BreakdownSerializer(told).data)
