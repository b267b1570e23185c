"""`/mood/log` and `/focus/start`: what older clients call, answered by rules alone."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.views import ApiView
from focushub.focus.examples import support as examples
from focushub.focus.serializers.check_ins import MoodSerializer
from focushub.focus.serializers.support import (
    AdaptedFocusSerializer,
    AdaptedStartSerializer,
    MoodAnswerSerializer,
)
from focushub.focus.services.starting import start_adapted
from focushub.focus.services.support import log_mood


class MoodLogView(ApiView):
    @extend_schema(
        operation_id="mood_log",
        summary="Say how your mood is, and hear what may help",
        description=(
            "A check-in, compared with your own of the last weeks. No model is asked. Where it "
            "sounds as if you should not be alone with it, `escalation_needed` is true and "
            "`helplines` says whom to call."
        ),
        tags=["check-ins"],
        request=MoodSerializer,
        responses=MoodAnswerSerializer,
        examples=examples.MOOD_LOG,
    )
    def post(self, request: Request) -> Response:
        body = MoodSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        answered = log_mood(owner=person_of(request), **body.validated_data)
        return Response(MoodAnswerSerializer(answered).data)


class FocusStartView(ApiView):
    @extend_schema(
        operation_id="focus_start",
        summary="Start a focus session of a length that fits you now",
        description=(
            "The length is at most what you ask for; your last sessions, your energy, your stress "
            "and what pulls at you make it shorter. A session that runs is finished. "
            "`/focus-sessions/{session_id}` pauses, resumes and ends the new one."
        ),
        tags=["focus"],
        request=AdaptedStartSerializer,
        responses=AdaptedFocusSerializer,
        examples=examples.FOCUS_START,
    )
    def post(self, request: Request) -> Response:
        body = AdaptedStartSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        started = start_adapted(
            owner=person_of(request),
            description=asked["task_description"],
            minutes=asked["requested_duration"],
            subject_id=asked.get("task_id"),
            distraction=asked.get("distraction_level"),
        )
        return Response(AdaptedFocusSerializer(started).data)
