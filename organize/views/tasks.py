"""Tasks, and what is read or cut without being saved."""

from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.views import ApiView, CreateMixin, DestroyMixin, OwnedViewSet, UpdateMixin
from focushub.language import DateOrder
from organize.engine.recurrences import read_task
from organize.examples import tasks as examples
from organize.filters import TaskFilter
from organize.models import Task
from organize.serializers.tasks import (
    BreakdownSerializer,
    CompleteSerializer,
    ParsedTaskSerializer,
    ParseSerializer,
    SnoozeSerializer,
    TaskBreakdownSerializer,
    TaskSerializer,
    TitleBreakdownSerializer,
)
from organize.services import breakdowns, tasks
from organize.services.pace import pace_of


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
