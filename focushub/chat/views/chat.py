"""`POST /chat` and its kin."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.views import AnswerView
from focushub.api.schema import refusal
from focushub.api.views import ApiView
from focushub.chat.examples import chat as examples
from focushub.chat.serializers.chat import (
    ChatAnswerSerializer,
    ChatSerializer,
    ComprehensiveAnswerSerializer,
    question_of,
)
from focushub.chat.serializers.conversations import AgentsStatusSerializer
from focushub.chat.services import conversations
from focushub.chat.services.replying import COMPREHENSIVE
from focushub.chat.services.status import status_for

_UNKNOWN = refusal(
    404, "You have no conversation with this id; `answer_erased`: it was deleted meanwhile."
)


class ChatView(AnswerView):
    serializer_class = ChatSerializer
    mode = "chat"

    @extend_schema(
        summary="Say something to the coach",
        description=(
            "Answers within `Prefer: wait=N` seconds (default 20, at most 55): 200 with the "
            "answer, or 202 with the built-in one and the run to follow. What the coach would "
            "change stands in `proposals`; nothing changes before one is accepted. Words of "
            "self-harm or danger are answered by code, with the numbers of the person's country."
        ),
        tags=["chat"],
        request=ChatSerializer,
        responses={200: ChatAnswerSerializer, 202: ChatAnswerSerializer, **_UNKNOWN},
        examples=examples.CHAT,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().post(request, *args, **kwargs)

    def question(self, data: Mapping[str, Any], person: User) -> Question:
        """Raises UnknownConversation."""
        named = data.get("conversation_id")
        after = None
        if named is not None:
            after = conversations.place_of(data["message"], person=person, conversation_id=named)
        return question_of(data, person, mode=self.mode, after=after)


class FreshChatView(ChatView):
    @extend_schema(
        summary="Say something to the coach, past the cache",
        tags=["chat"],
        request=ChatSerializer,
        responses={200: ChatAnswerSerializer, 202: ChatAnswerSerializer, **_UNKNOWN},
        examples=examples.CHAT,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().post(request, *args, **kwargs)

    def is_always_fresh(self) -> bool:
        return True


class ComprehensiveChatView(ChatView):
    mode = COMPREHENSIVE

    @extend_schema(
        summary="Ask several specialists at once",
        description="At most three, each in a few sentences under `individual_insights`.",
        tags=["chat"],
        request=ChatSerializer,
        responses={
            200: ComprehensiveAnswerSerializer,
            202: ComprehensiveAnswerSerializer,
            **_UNKNOWN,
        },
        examples=examples.COMPREHENSIVE,
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().post(request, *args, **kwargs)


class AgentsStatusView(ApiView):
    @extend_schema(
        summary="Who answers, and how often they did",
        description="For older clients. Every figure is this person's own.",
        tags=["chat"],
        responses=AgentsStatusSerializer,
        examples=examples.AGENTS,
    )
    def get(self, request: Request) -> Response:
        return Response(AgentsStatusSerializer(status_for(person_of(request))).data)
