"""Quizzes: made, answered one by one, finished."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.views import DestroyMixin, OwnedViewSet
from learning.examples import quizzes as examples
from learning.models import Quiz, QuizAttempt
from learning.serializers.quizzes import (
    AnsweringSerializer,
    QuizAnswerSerializer,
    QuizAttemptSerializer,
    QuizListItemSerializer,
    QuizMakingSerializer,
    QuizSerializer,
)
from learning.services import attempts, quizzes


@extend_schema(tags=["quizzes"])
@extend_schema_view(
    list=extend_schema(summary="List quizzes", examples=examples.QUIZ_LIST),
    retrieve=extend_schema(
        summary="Read a quiz",
        description="The questions without their answers.",
        examples=examples.QUIZ,
    ),
    destroy=extend_schema(
        summary="Delete a quiz", description="Its attempts go with it; cards and reviews stay."
    ),
)
class QuizViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, DestroyMixin, OwnedViewSet):
    model = Quiz
    serializer_class = QuizSerializer

    def get_queryset(self) -> QuerySet[Quiz]:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.prefetch_related("questions")

    def perform_destroy(self, quiz: Quiz) -> None:
        quizzes.delete_quiz(quiz=quiz)

    def get_serializer_class(self) -> type[BaseSerializer]:
        return QuizListItemSerializer if self.action == "list" else QuizSerializer

    @extend_schema(
        summary="Make a quiz of a deck or of a text",
        description="By code alone: every question and every choice comes from the same material.",
        request=QuizMakingSerializer,
        responses={201: QuizSerializer},
        examples=examples.MAKING,
    )
    def create(self, request: Request) -> Response:
        body = QuizMakingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        quiz = quizzes.create_quiz(owner=person_of(request), **body.validated_data)
        return Response(QuizSerializer(quiz).data, status=201)

    @extend_schema(
        summary="Begin an attempt",
        request=None,
        responses={201: QuizAttemptSerializer},
        examples=examples.ATTEMPT,
    )
    @action(detail=True, methods=["post"])
    def attempts(self, request: Request, pk: str) -> Response:
        attempt = attempts.start_attempt(quiz=self.get_object())
        return Response(QuizAttemptSerializer(attempt).data, status=201)

    @extend_schema(
        summary="Read an attempt",
        responses=QuizAttemptSerializer,
        examples=examples.ATTEMPT_AS_IT_STANDS,
    )
    @action(detail=True, methods=["get"], url_path="attempts/<uuid:attempt_id>")
    def attempt(self, request: Request, pk: str, attempt_id: UUID) -> Response:
        """As it stands: a model that reads a short answer may have changed its grade since."""
        return Response(QuizAttemptSerializer(self._attempt(attempt_id)).data)

    @extend_schema(
        summary="Answer a question",
        request=AnsweringSerializer,
        responses=QuizAnswerSerializer,
        examples=examples.ANSWER,
    )
    @action(detail=True, methods=["post"], url_path="attempts/<uuid:attempt_id>/answers")
    def answers(self, request: Request, pk: str, attempt_id: UUID) -> Response:
        """Graded at once, by code, with the reason and the right answer; once in each attempt.

        Where a language model is configured and allowed, it reads a short answer that code is not
        sure of; `run_id` is then its run, and its grade and reason take the place of these.
        """
        attempt = self._attempt(attempt_id)
        body = AnsweringSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        answer = attempts.answer_question(attempt=attempt, **body.validated_data)
        return Response(QuizAnswerSerializer(answer).data)

    @extend_schema(
        summary="Finish an attempt",
        request=None,
        responses=QuizAttemptSerializer,
        examples=examples.FINISH,
    )
    @action(detail=True, methods=["post"], url_path="attempts/<uuid:attempt_id>/finish")
    def finish(self, request: Request, pk: str, attempt_id: UUID) -> Response:
        """Gives the score, and each card that was asked a review. Again gives the same."""
        attempt = attempts.finish_attempt(attempt=self._attempt(attempt_id))
        return Response(QuizAttemptSerializer(attempt).data)

    def _attempt(self, attempt_id: UUID) -> QuizAttempt:
        return get_object_or_404(QuizAttempt, quiz=self.get_object(), pk=attempt_id)
