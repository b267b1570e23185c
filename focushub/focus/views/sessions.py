"""`/focus-sessions`: a clock that the server keeps, whichever device looks at it."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.idempotency import Resumable
from focushub.api.schema import refusal
from focushub.api.views import DestroyMixin, OwnedViewSet, take_turn
from focushub.focus.examples import sessions as examples
from focushub.focus.filters import FocusSessionFilter
from focushub.focus.models import FocusSession
from focushub.focus.serializers.sessions import (
    FocusChangeSerializer,
    FocusFinishSerializer,
    FocusResumeSerializer,
    FocusSessionSerializer,
    FocusStartSerializer,
)
from focushub.focus.services import sessions

_IS_OVER = refusal(409, "It is over (`focus_session_over`).")
_IS_BUSY = refusal(
    409, "Another one runs (`focus_session_running`; `errors` names it), or this one is over."
)


@extend_schema(tags=["focus"])
@extend_schema_view(
    list=extend_schema(summary="List focus sessions", examples=examples.SESSION),
    retrieve=extend_schema(
        summary="Read a focus session",
        description=(
            "`server_now`, `running_since` and `elapsed_seconds` are of one instant, so a device "
            "that knows how far its clock is from the server's shows the same as any other."
        ),
        examples=examples.SESSION,
    ),
    destroy=extend_schema(summary="Delete a focus session"),
)
class FocusSessionViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, DestroyMixin, OwnedViewSet
):
    model = FocusSession
    serializer_class = FocusSessionSerializer
    filterset_class = FocusSessionFilter
    ticking = frozenset({"actual_minutes", "elapsed_seconds", "server_now"})

    def get_serializer_context(self) -> dict[str, Any]:
        # One instant for all rows of an answer.
        return {**super().get_serializer_context(), "now": timezone.now()}

    def perform_destroy(self, session: FocusSession) -> None:
        sessions.delete_session(session=session)

    @extend_schema(
        summary="Start a focus session",
        description="One runs at a time. Paused ones wait, for up to 12 hours.",
        request=FocusStartSerializer,
        responses={201: FocusSessionSerializer, **_IS_BUSY},
        examples=examples.START,
    )
    def create(self, request: Request) -> Response:
        body = FocusStartSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        session = sessions.start_session(owner=person_of(request), **body.validated_data)
        return self._told(session, status=201)

    @extend_schema(
        summary="Change a focus session",
        description="Its text at any time, its length while it is open.",
        request=FocusChangeSerializer,
        responses={200: FocusSessionSerializer, **_IS_OVER},
        examples=examples.CHANGE,
    )
    @transaction.atomic
    def partial_update(self, request: Request, pk: str) -> Response:
        take_turn(request)
        session = self.get_object()
        body = FocusChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changed = sessions.change_session(session=session, **body.validated_data)
        return Response(self.get_serializer(changed).data)

    @extend_schema(
        summary="Pause a focus session",
        request=None,
        responses={200: FocusSessionSerializer, **_IS_OVER},
        examples=examples.SESSION,
    )
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self._told(sessions.pause_session(session=self.get_object()))

    @extend_schema(
        operation_id="focus_sessions_resume",
        summary="Resume a focus session",
        request=FocusResumeSerializer,
        responses={200: FocusSessionSerializer, **_IS_BUSY},
        examples=examples.RESUME,
    )
    @action(detail=True, methods=["post"], url_path="resume", url_name="resume")
    def go_on(self, request: Request, pk: str) -> Response:
        session = self.get_object()
        body = FocusResumeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._told(sessions.resume_session(session=session, **body.validated_data))

    @extend_schema(
        summary="Finish a focus session",
        description=(
            "`minutes` says how long it really was, also of one that ended by itself or is "
            "finished already."
        ),
        request=FocusFinishSerializer,
        responses={200: FocusSessionSerializer, **_IS_OVER},
        examples=examples.FINISH,
    )
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        session = self.get_object()
        body = FocusFinishSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._told(sessions.finish_session(session=session, **body.validated_data))

    @extend_schema(
        summary="Set a focus session aside",
        description="It stays in the list; its minutes count for nothing.",
        request=None,
        responses={200: FocusSessionSerializer, **_IS_OVER},
        examples=examples.SESSION,
    )
    @action(detail=True, methods=["post"])
    def abandon(self, request: Request, pk: str) -> Response:
        return self._told(sessions.abandon_session(session=self.get_object()))

    def _told(self, session: FocusSession, *, status: int = 200) -> Response:
        """Told anew to whoever sends the same key again: its clock would be of another time."""
        data = self.get_serializer(session).data
        return Resumable(data, resume=str(session.pk), status=status)

    def resume(self, request: Request, resume: str) -> Response:
        session = get_object_or_404(self.get_queryset(), pk=resume)
        return self._told(session, status=201 if self.action == "create" else 200)
