"""The product's routes, and tiny ones that show one part of the kernel each."""

from typing import Any, cast

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import path
from psycopg.errors import ForeignKeyViolation
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.api import serializers
from focushub.api.idempotency import Pending
from focushub.api.throttling import AddressThrottle, PersonThrottle, RegistrationThrottle
from focushub.api.views import ApiView, PublicView
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.urls import handler400, handler403, handler404, handler500
from focushub.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SECRET_WORDS = "my secret diary"


class Refusing(PublicView):
    def get(self, request: Request, kind: str) -> Response:
        class Refused(DomainError):
            code = "refused_for_a_test"
            detail = "This is a test's refusal."

        Refused.kind = Kind(kind)
        raise Refused(
            problems=[FieldProblem("tasks.0.title", "too_plain", "A richer title.")], retry_after=7
        )


class Raising(PublicView):
    """What nobody expected, with a person's words in it."""

    def get(self, request: Request, kind: str) -> Response:
        match kind:
            case "crash":
                raise ValueError(SECRET_WORDS)
            case "foreign-key":
                raise IntegrityError(SECRET_WORDS) from ForeignKeyViolation(SECRET_WORDS)
            case "permission":
                raise PermissionDenied(SECRET_WORDS)
            case _:
                raise APIException({"a": ["b"]}, code="odd")


class StepSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(min_value=1)


class NestedSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=5)
    steps = StepSerializer(many=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=3))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["title"] == "whole":
            raise serializers.ValidationError("The whole of it does not fit.", code="unfit")
        return attrs


class Nested(PublicView):
    def post(self, request: Request) -> Response:
        body = NestedSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(body.validated_data)


class Rare(PublicView):
    throttle_classes = [RegistrationThrottle]

    def get(self, request: Request) -> Response:
        return Response({})


class Counted(ApiView):
    throttle_classes = [PersonThrottle, AddressThrottle]

    def get(self, request: Request) -> Response:
        return Response({})


class Effect(ApiView):
    """Makes one row a call, and can be told to end badly after it."""

    def post(self, request: Request) -> Response | HttpResponse:
        group = Group.objects.create(name=str(Group.objects.count() + 1))
        match cast(dict[str, Any], request.data).get("then"):
            case "refuse":
                raise DomainError("Not like this.")
            case "answer with an error":
                return Response({"made": group.name}, status=409)
            case "crash":
                raise ValueError(SECRET_WORDS)
            case "bare":
                return HttpResponse(b'{"made":"bare"}', content_type="application/json")
            case "nothing":
                return Response(status=204)
            case "later":
                return Pending("a-run")
        return Response({"made": group.name}, status=201, headers={"Location": "/made"})

    def resume(self, request: Request, resume: str) -> Response:
        return Response({"resumed": resume})


class Shelf(ApiView):
    """A resource whose text is a group's name."""

    def get(self, request: Request) -> Response:
        return Response({"name": Group.objects.get().name})

    @transaction.atomic
    def patch(self, request: Request) -> Response:
        group = Group.objects.select_for_update().get()
        self.check_unchanged(request, {"name": group.name})
        group.name = cast(dict[str, Any], request.data)["name"]
        group.save()
        return Response({"name": group.name})


urlpatterns = [
    *product,
    path("test/refused/<str:kind>", Refusing.as_view()),
    path("test/raised/<str:kind>", Raising.as_view()),
    path("test/nested", Nested.as_view()),
    path("test/rare", Rare.as_view()),
    path("test/counted", Counted.as_view()),
    path("test/effect", Effect.as_view()),
    path("test/shelf", Shelf.as_view()),
]
