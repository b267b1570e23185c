"""`/health` for people and older clients, `/health/live` and `/health/ready` for machines."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from focushub.api import serializers
from focushub.health.parts import NEEDED, State, look


class PartsSerializer(serializers.Serializer):
    database = serializers.ChoiceField(choices=["ok", "missing"])
    migrations = serializers.ChoiceField(choices=["ok", "missing"])
    redis = serializers.ChoiceField(choices=["ok", "missing"])
    worker = serializers.ChoiceField(choices=["ok", "missing"])
    model = serializers.ChoiceField(choices=["ok", "off", "resting"])


class HealthSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=["healthy", "degraded", "down"])
    version = serializers.CharField()
    timestamp = serializers.DateTimeField()
    parts = PartsSerializer()


class LiveSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=["alive"])


# Open to everybody and never throttled: machines ask every few seconds.
class ProbeView(APIView):
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]
    throttle_classes: list[type] = []


def _report() -> tuple[dict[str, object], int]:
    parts = look()
    troubled = {name for name, state in parts.items() if state in {State.MISSING, State.RESTING}}
    is_down = bool(troubled & set(NEEDED))
    status = "down" if is_down else "degraded" if troubled else "healthy"
    body = {
        "status": status,
        "version": settings.VERSION,
        "timestamp": timezone.now(),
        "parts": parts,
    }
    return body, 503 if is_down else 200


class HealthView(ProbeView):
    @extend_schema(
        summary="How the parts are",
        tags=["health"],
        responses={200: HealthSerializer, 503: OpenApiResponse(HealthSerializer)},
    )
    def get(self, request: Request) -> Response:
        """`degraded` answers 200: everything works, some of it slower or without a model."""
        body, status = _report()
        return Response(body, status=status)


class ReadyView(ProbeView):
    @extend_schema(
        summary="Whether requests may be sent here",
        tags=["health"],
        responses={200: HealthSerializer, 503: OpenApiResponse(HealthSerializer)},
    )
    def get(self, request: Request) -> Response:
        """503 only where PostgreSQL or the migrations are missing."""
        body, status = _report()
        return Response(body, status=status)


class LiveView(ProbeView):
    @extend_schema(summary="Whether the process answers", tags=["health"], responses=LiveSerializer)
    def get(self, request: Request) -> Response:
        return Response({"status": "alive"})
