"""Reminders, how a person wants them, and the browsers that are told."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.schema import refusal
from focushub.api.views import ApiView, DestroyMixin, OwnedViewSet, take_turn
from focushub.reminders import examples
from focushub.reminders.filters import ReminderFilter
from focushub.reminders.models import PushSubscription, Reminder
from focushub.reminders.serializers import (
    PushSubscriptionSerializer,
    ReminderSerializer,
    ReminderSettingsSerializer,
    ReminderSnoozeSerializer,
)
from focushub.reminders.services import answering, pushing
from focushub.reminders.sources import standing


class ReminderSettingsView(ApiView):
    @extend_schema(
        operation_id="reminder_settings",
        summary="Read how one is reminded",
        tags=["reminders"],
        responses=ReminderSettingsSerializer,
        examples=examples.SETTINGS,
    )
    def get(self, request: Request) -> Response:
        settings = answering.settings_of(person=person_of(request))
        return Response(ReminderSettingsSerializer(settings).data)

    @extend_schema(
        operation_id="reminder_settings_change",
        summary="Change how one is reminded",
        tags=["reminders"],
        request=ReminderSettingsSerializer,
        responses=ReminderSettingsSerializer,
        examples=examples.SETTINGS_CHANGE,
    )
    @transaction.atomic
    def patch(self, request: Request) -> Response:
        """What is left out stays."""
        take_turn(request)
        person = person_of(request)
        settings = answering.settings_of(person=person)
        self.check_unchanged(request, ReminderSettingsSerializer(settings).data)
        body = ReminderSettingsSerializer(settings, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        settings = answering.change_settings(person=person, **body.validated_data)
        return Response(ReminderSettingsSerializer(settings).data)


@extend_schema(tags=["reminders"])
@extend_schema_view(
    list=extend_schema(summary="List reminders", examples=examples.REMINDER),
    retrieve=extend_schema(summary="Read a reminder", examples=examples.REMINDER),
)
class ReminderViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, OwnedViewSet):
    model = Reminder
    serializer_class = ReminderSerializer
    filterset_class = ReminderFilter
    shown: Sequence[Reminder] | None = None

    def get_queryset(self) -> QuerySet[Reminder]:
        return Reminder.objects.owned_by(person_of(self.request)).told()

    def paginate_queryset(self, queryset: Any) -> Any:
        self.shown = super().paginate_queryset(queryset)
        return self.shown

    def get_object(self) -> Any:
        reminder = super().get_object()
        self.shown = [reminder]
        return reminder

    def get_serializer_context(self) -> dict[str, Any]:
        """With what those that are shown say, asked once for all of them."""
        wordings = standing(self.shown or (), now=timezone.now())
        return {**super().get_serializer_context(), "wordings": wordings}

    @extend_schema(
        summary="Put a reminder off",
        request=ReminderSnoozeSerializer,
        responses={
            200: ReminderSerializer,
            **refusal(409, "`reminder_put_away`: it was put away already."),
        },
        examples=examples.SNOOZE,
    )
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> Response:
        """It comes again then, if what it is about still stands."""
        reminder = self.get_object()
        options = ReminderSnoozeSerializer(data=request.data)
        options.is_valid(raise_exception=True)
        return self._told(answering.snooze(reminder=reminder, **options.validated_data))

    @extend_schema(
        summary="Put a reminder away",
        request=None,
        responses=ReminderSerializer,
        examples=examples.DISMISS,
    )
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        return self._told(answering.dismiss(reminder=self.get_object()))

    def _told(self, reminder: Reminder) -> Response:
        return Response(self.get_serializer(reminder).data)


@extend_schema(tags=["reminders"])
@extend_schema_view(
    list=extend_schema(summary="List the browsers that are told", examples=examples.SUBSCRIPTIONS),
    destroy=extend_schema(summary="Tell a browser no more"),
)
class PushSubscriptionViewSet(mixins.ListModelMixin, DestroyMixin, OwnedViewSet):
    model = PushSubscription
    serializer_class = PushSubscriptionSerializer

    @extend_schema(
        summary="Let a browser be told by Web Push",
        description=(
            "Takes what `PushSubscription.toJSON()` gives. Only the push services of browsers are "
            "accepted as addresses. 409 where push is not set up on this server."
        ),
        responses={201: PushSubscriptionSerializer, **refusal(409, "`push_not_set_up`.")},
        examples=examples.SUBSCRIBE,
    )
    def create(self, request: Request) -> Response:
        body = PushSubscriptionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = pushing.subscribe(
            person=person_of(request),
            endpoint=body.validated_data["endpoint"],
            user_agent=request.headers.get("User-Agent", ""),
            **body.validated_data["keys"],
        )
        return Response(PushSubscriptionSerializer(made).data, status=201)
