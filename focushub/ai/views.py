"""Runs, and the base of every route that asks a feature, such as `POST /organize`."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.accounts.models import User
from focushub.ai import examples
from focushub.ai.features import Question
from focushub.ai.models import Run
from focushub.ai.serializers import RunListItemSerializer, RunSerializer
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.ai.waiting import wait_for_run
from focushub.api.errors import refused
from focushub.api.halves import in_halves, in_thread
from focushub.api.idempotency import Pending, Retold
from focushub.api.throttling import (
    AddressThrottle,
    AnswersThrottle,
    OneTripMixin,
    PersonThrottle,
)
from focushub.api.views import ApiView, OwnedViewSet
from focushub.common.rendering import render

DEFAULT_WAIT_SECONDS = 20
MAX_WAIT_SECONDS = 55
# When a client that did not want to wait had best look again.
LOOK_AGAIN_SECONDS = 1
_WAIT = re.compile(r"wait\s*=\s*(\d{1,6})")


def preferred_wait(request: HttpRequest) -> int:
    """Seconds, 0 to 55, from `Prefer: wait=N` or `respond-async` (RFC 7240)."""
    preference = request.headers.get("Prefer", "").lower()
    named = _WAIT.search(preference)
    if named:
        return min(int(named[1]), MAX_WAIT_SECONDS)
    return 0 if "respond-async" in preference else DEFAULT_WAIT_SECONDS


class AnswerView(OneTripMixin, ApiView):
    """Asks a feature, and waits for its run without holding a thread or a connection.

    Two halves of plain DRF with an `await` between them: `post` begins and gives back either the
    answer or a `Pending`; once the run is finished, or the caller's patience is, `_tell` says what
    there is. A subclass says what is asked; its serializer has no use for a context.
    """

    serializer_class: type[BaseSerializer]
    throttle_classes = [PersonThrottle, AddressThrottle, AnswersThrottle]
    http_method_names = ["post", "options"]
    service = AIInteractionService()

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        raise NotImplementedError

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        tell = in_thread(_tell)

        async def wait(request: HttpRequest, pending: Pending) -> HttpResponseBase:
            run_id = UUID(pending.resume)
            await wait_for_run(run_id, seconds=preferred_wait(request))
            return await tell(run_id)

        return in_halves(cls, super().as_view(**initkwargs), kind=Pending, then=wait)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        data = dict(self._body().run_validation(request.data))
        force_refresh = data.pop("force_refresh", False) or self.is_always_fresh()
        person = person_of(request)
        outcome = self.service.begin(
            self.question(data, person), person=person, force_refresh=force_refresh
        )
        if outcome.cached is not None:
            return HttpResponse(outcome.cached, content_type="application/json")
        assert outcome.run is not None
        return self._now_or_later(outcome.run)

    @classmethod
    @cache
    def _body(cls) -> BaseSerializer:
        """One for all requests: it keeps nothing of a body, and building it copies every field."""
        return cls.serializer_class()

    def is_always_fresh(self) -> bool:
        return False

    def resume(self, request: Request, resume: str) -> HttpResponseBase:
        return self._now_or_later(Run.objects.owned_by(person_of(request)).get(pk=resume))

    def _now_or_later(self, run: Run) -> HttpResponseBase:
        return Pending(str(run.pk)) if run.is_in_flight else _answer(run)


def _tell(run_id: UUID) -> HttpResponse:
    run = Run.objects.filter(pk=run_id).first()
    # None where its person has left meanwhile, and all that is theirs with them.
    return refused(runs.AnswerErased()) if run is None else _answer(run)


def _answer(run: Run) -> HttpResponse:
    body = run.body
    if body is None:
        return refused(runs.AnswerErased())
    response = Retold(render(body), resume=str(run.pk))
    if run.is_in_flight:
        response.status_code = 202
        response["Location"] = f"/api/v1/runs/{run.pk}"
        response["Retry-After"] = str(LOOK_AGAIN_SECONDS)
    return response


@extend_schema(tags=["runs"])
@extend_schema_view(
    list=extend_schema(summary="List runs", examples=examples.RUN_LIST),
    retrieve=extend_schema(summary="Follow a run", examples=examples.RUN),
)
class RunViewSet(ListModelMixin, RetrieveModelMixin, OwnedViewSet):
    model = Run
    serializer_class = RunSerializer

    def get_queryset(self) -> QuerySet[Run]:
        rows = super().get_queryset()
        return rows.defer("payload", "draft", "answer") if self.action == "list" else rows

    def get_serializer_class(self) -> type[BaseSerializer]:
        return RunListItemSerializer if self.action == "list" else RunSerializer

    @extend_schema(
        summary="Cancel a run",
        description="Stops the work. A run that is done stays as it is.",
        responses={204: None},
    )
    @transaction.atomic
    def destroy(self, request: Request, pk: str) -> Response:
        runs.cancel(run=self.get_object())
        return Response(status=204)
