"""The bases of all views: idempotent POSTs, ETags, and rows of the person who asks."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from rest_framework import mixins
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from focushub.api.conditional import ConditionalMixin
from focushub.api.idempotency import IdempotentMixin
from focushub.common.models import OwnedModel
from focushub.common.turns import one_at_a_time


class ReadsBody:
    """A body that cannot be read is refused also where nothing in it is needed."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc] # DRF's view is the sibling
        _ = request.data


class AuthView(ReadsBody, APIView):
    """A route below /auth: no `Idempotency-Key`, since an answer that is kept may hold tokens."""


class PublicView(AuthView):
    """Open to everybody, a token or none: the few routes that section 4 of the contract names.

    No `Idempotency-Key` here: there is no person to keep an answer for, and it may hold tokens.
    """

    authentication_classes = []
    permission_classes = [AllowAny]


class ApiMixin(ReadsBody, IdempotentMixin, ConditionalMixin):
    """What every view of a person's own things does."""


class ApiView(ApiMixin, APIView):
    """A route that is no resource."""


class OwnedViewSet(ApiMixin, GenericViewSet):
    """Rows of one person: another's row is not found, and nobody learns that it exists.

    A subclass names `model` and may narrow or prefetch in `get_queryset`.
    """

    model: type[OwnedModel]
    # No PUT: one that forgets a field would lose it.
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    lookup_value_converter = "uuid"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "model"):
            # Tells the schema what the ids are; rows come from `get_queryset`.
            cls.queryset = cls.model._default_manager.none()

    def get_queryset(self) -> QuerySet:
        return self.model._default_manager.filter(owner_id=self.request.user.pk)

    def get_object(self) -> Any:
        """The row; locked and compared with `If-Match` where it is about to change."""
        row = super().get_object()
        if self.request.method in {"PATCH", "DELETE"} and "If-Match" in self.request.headers:
            type(row)._base_manager.select_for_update().get(pk=row.pk)
            row = super().get_object()
            self.check_unchanged(self.request, self.get_serializer(row).data)
        return row

    def handle_exception(self, exc: Exception) -> Response:
        """A service locks the row that was read here; if it went meanwhile, it is not there."""
        if isinstance(exc, self.model.DoesNotExist):
            exc = Http404()
        return super().handle_exception(exc)


def take_turn(request: Request) -> None:
    """Before any row is touched, so that all of a person's changes lock in one order."""
    assert request.user.pk is not None
    one_at_a_time(request.user.pk)


class UpdateMixin(mixins.UpdateModelMixin):
    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        take_turn(request)
        return super().partial_update(request, *args, **kwargs)


class DestroyMixin(mixins.DestroyModelMixin):
    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        take_turn(request)
        return super().destroy(request, *args, **kwargs)


class CreateMixin(mixins.CreateModelMixin):
    """The new row is the asking person's."""

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.save(owner=self.request.user)  # type: ignore[attr-defined] # a view's attribute
