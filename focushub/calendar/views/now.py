"""`/now`: one thing, so that nobody has to choose among sixty."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.schema import refusal
from focushub.api.views import ApiView
from focushub.calendar.examples import now as examples
from focushub.calendar.serializers.now import NotThisSerializer, NowQuerySerializer, NowSerializer
from focushub.calendar.services import now


class NowView(ApiView):
    @extend_schema(
        operation_id="now",
        summary="One thing to do now, with its first step and the reason",
        description="The same until something changes. Where nothing waits, that is told kindly.",
        tags=["now"],
        parameters=[NowQuerySerializer],
        responses={200: NowSerializer, **refusal(400, "Minutes or energy cannot be read.")},
        examples=examples.NOW,
    )
    def get(self, request: Request) -> Response:
        # A plain dict: of a form, an empty value would pass for one that was left out.
        asked = NowQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        thing = now.one_thing(person=person_of(request), **asked.validated_data)
        return Response(NowSerializer(thing).data)


class NotThisView(ApiView):
    @extend_schema(
        operation_id="now_not_this",
        summary="Not this one today: another, please",
        description="It is not offered again before tomorrow; nothing else about it changes.",
        tags=["now"],
        request=NotThisSerializer,
        responses={200: NowSerializer, **refusal(404, "It is nothing that is open for you now.")},
        examples=examples.NOT_THIS,
    )
    def post(self, request: Request) -> Response:
        body = NotThisSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = dict(body.validated_data)
        person = person_of(request)
        now.not_this(person=person, subject_id=asked.pop("task_id"))
        return Response(NowSerializer(now.one_thing(person=person, **asked)).data)
