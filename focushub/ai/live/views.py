"""`GET /runs/{id}/events`: server-sent events, held by a coroutine alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, Final
from uuid import UUID

from django.db import Error
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from psycopg_pool import PoolTimeout
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from focushub.accounts.authentication import person_of, session_of
from focushub.ai import examples
from focushub.ai.live.log import START, EventId
from focushub.ai.live.schema import stream_event
from focushub.ai.live.watching import SessionEnded, TooManyStreams, check_room, events_of
from focushub.ai.models import Run
from focushub.ai.services.runs import AnswerErased
from focushub.api.errors import problem, refused
from focushub.api.halves import Unfinished, in_halves
from focushub.api.rendering import JsonRenderer
from focushub.api.schema import refusal
from focushub.common.rendering import render
from focushub.common.threads import off_loop

PING_SECONDS: Final = 15.0
# The id of the last event, `answer` or `error`.
LAST: Final = "end"
_PING: Final = b": ping\n\n"
# Milliseconds after which a browser's EventSource connects again.
_RETRY: Final = b"retry: 1000\n\n"
_DATABASE_SECONDS: Final = 1.0


class EventStreamRenderer(JsonRenderer):
    """Lets a client ask for a stream; what is refused before it begins is JSON."""

    media_type = "text/event-stream"
    format = "event-stream"


class Watched(Unfinished):
    """A run that the person may watch; the view makes a stream of it."""

    def __init__(self, run: Run, *, session_id: UUID, after: EventId | None) -> None:
        super().__init__()
        self.run = run
        self.session_id = session_id
        self.after = after


class RunEventsView(APIView):
    """Two halves: plain DRF lets the person in, then a coroutine tells what comes."""

    model = Run
    renderer_classes = [JsonRenderer, EventStreamRenderer]
    http_method_names = ["get", "options"]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return in_halves(cls, super().as_view(**initkwargs), kind=Watched, then=_stream)

    @extend_schema(
        tags=["runs"],
        summary="Watch a run",
        description=(
            "Server-sent events (`text/event-stream`): the `draft` at once, `progress` in words, "
            "parts of the answer as they stand (`task`, `step`, `module`, `card`) or words of it "
            "(`token`), `restart` where what came behind the draft is void, and `answer` or "
            "`error` at the end. The fields `event`, `id` and `data` of each make a `StreamEvent`. "
            "After a cut, send the last `id` as `Last-Event-ID`; nothing is asked twice. Events "
            "are kept for ten minutes. 204: you have it all."
        ),
        parameters=[
            OpenApiParameter(
                "Last-Event-ID", str, OpenApiParameter.HEADER, description="Go on behind it."
            ),
            OpenApiParameter(
                "last_event_id", str, description="The same, where no header can be set."
            ),
        ],
        responses={
            (200, "text/event-stream"): stream_event(),
            204: None,
            **refusal(429, "Too many requests, or too many streams at once."),
        },
        examples=examples.RUN_EVENTS,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        run = get_object_or_404(Run.objects.owned_by(person_of(request)), pk=pk)
        last = request.headers.get("Last-Event-ID") or request.query_params.get("last_event_id", "")
        if last == LAST and not run.is_in_flight:
            return Response(status=204)
        return Watched(run, session_id=session_of(request).pk, after=EventId.of(last))


async def _stream(request: HttpRequest, watched: Watched) -> HttpResponseBase:
    try:
        check_room(watched.run.owner_id)
    except TooManyStreams as full:
        return refused(full)
    return StreamingHttpResponse(
        _told(watched.run, session_id=watched.session_id, after=watched.after),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def _told(run: Run, *, session_id: UUID, after: EventId | None) -> AsyncIterator[bytes]:
    yield _RETRY
    if after is None and run.draft:
        yield _event(str(START), "draft", run.draft.encode())
    try:
        async with aclosing(
            events_of(run, session_id=session_id, after=after or START, pause=PING_SECONDS)
        ) as events:
            async for event in events:
                yield _event(str(event.id), event.name, event.data) if event else _PING
    except SessionEnded:
        yield _event(LAST, "error", render(_session_ended()))
        return
    while True:
        try:
            last = await off_loop(_last_event, run.pk)
        except (Error, PoolTimeout):
            yield _PING
            await asyncio.sleep(_DATABASE_SECONDS)
        else:
            yield last
            return


def _last_event(run_id: UUID) -> bytes:
    run = Run.objects.filter(pk=run_id).first()
    if run is not None and run.state == Run.State.DONE:
        if run.body is None:
            gone = AnswerErased()
            return _event(LAST, "error", render(problem(404, gone.code, gone.detail)))
        return _event(LAST, "answer", run.answer.encode())
    return _event(LAST, "error", render(problem(409, "run_cancelled", "This run was stopped.")))


def _session_ended() -> dict[str, Any]:
    return problem(401, "revoked", "This session has ended. Please log in again.")


def _event(event_id: str, name: str, data: bytes) -> bytes:
    return f"id: {event_id}\nevent: {name}\ndata: ".encode() + data + b"\n\n"
