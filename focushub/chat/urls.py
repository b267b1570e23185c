from django.urls import path
from rest_framework.routers import SimpleRouter

from focushub.chat.views.chat import (
    AgentsStatusView,
    ChatView,
    ComprehensiveChatView,
    FreshChatView,
)
from focushub.chat.views.conversations import ConversationViewSet, HistoryViewSet
from focushub.chat.views.memories import MemoryViewSet
from focushub.chat.views.proposals import ActionProposalViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("conversations", ConversationViewSet, basename="conversation")
router.register("me/memories", MemoryViewSet, basename="memory")
router.register("proposals", ActionProposalViewSet, basename="proposal")

urlpatterns = [
    path("chat", ChatView.as_view(), name="chat"),
    path("chat/fresh", FreshChatView.as_view(), name="chat-fresh"),
    path("chat/comprehensive", ComprehensiveChatView.as_view(), name="chat-comprehensive"),
    path("agents/status", AgentsStatusView.as_view(), name="agents-status"),
    path(
        "conversations/history",
        HistoryViewSet.as_view({"get": "list"}),
        name="conversation-history",
    ),
    *router.urls,
]
