"""`/conversations`: read, renamed, taken out, deleted; and the history of older clients."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.api.schema import refusal
from focushub.api.views import DestroyMixin, OwnedViewSet, UpdateMixin
from focushub.chat.examples import conversations as examples
from focushub.chat.models import Conversation, Message
from focushub.chat.serializers.conversations import (
    ConversationSerializer,
    ExportQuerySerializer,
    HistoryEntrySerializer,
    MessageSerializer,
)
from focushub.chat.services import conversations
from focushub.chat.services.exporting import export


@extend_schema(tags=["conversations"])
@extend_schema_view(
    list=extend_schema(
        summary="List conversations, the newest first", examples=examples.CONVERSATION
    ),
    retrieve=extend_schema(
        summary="Read a conversation's title and dates", examples=examples.CONVERSATION
    ),
    partial_update=extend_schema(
        summary="Rename a conversation", examples=examples.CONVERSATION_CHANGE
    ),
    destroy=extend_schema(
        summary="Delete a conversation", description="All that was said in it goes with it."
    ),
)
class ConversationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, UpdateMixin, DestroyMixin, OwnedViewSet
):
    model = Conversation
    serializer_class = ConversationSerializer

    def get_queryset(self) -> QuerySet[Conversation]:
        return super().get_queryset().annotate(message_count=Count("messages"))

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = conversations.rename(
            conversation=self.get_object(), changes=serializer.validated_data
        )

    def perform_destroy(self, conversation: Conversation) -> None:
        conversations.delete(conversation=conversation)

    @extend_schema(
        summary="Read what was said, the newest first",
        responses=MessageSerializer(many=True),
        examples=examples.MESSAGE,
    )
    @action(detail=True, methods=["get"])
    def messages(self, request: Request, pk: str) -> Response:
        rows = self.get_object().messages.prefetch_related("proposals")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(MessageSerializer(page, many=True).data)

    @extend_schema(
        summary="Take a conversation out as a file",
        parameters=[ExportQuerySerializer],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "text/markdown"): OpenApiTypes.STR,
            **refusal(400, "There is no such kind of file."),
        },
        examples=examples.EXPORT,
    )
    @action(detail=True, methods=["get"], pagination_class=None, url_path="export")
    def taken_out(self, request: Request, pk: str) -> HttpResponse:
        asked = ExportQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        file = export(conversation=self.get_object(), kind=asked.validated_data["as"])
        shown = content_disposition_header(as_attachment=True, filename=file.name)
        return HttpResponse(
            file.content,
            content_type=file.media_type,
            headers={
                "Content-Disposition": shown or "attachment",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-cache",
            },
        )


class HistoryViewSet(mixins.ListModelMixin, OwnedViewSet):
    """Older clients ask before anybody has logged in: nobody has said nothing."""

    model = Message
    serializer_class = HistoryEntrySerializer
    permission_classes = [AllowAny]

    def get_queryset(self) -> QuerySet[Message]:
        if not self.request.user:
            return Message.objects.none()
        mine = Message.objects.filter(owner_id=self.request.user.pk).said()
        return mine.filter(reply__isnull=False).select_related("reply")

    @extend_schema(
        operation_id="conversations_history",
        summary="List messages with their answers, the newest first",
        description="For older clients. Without a token the list is empty.",
        tags=["conversations"],
        examples=examples.HISTORY,
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)
