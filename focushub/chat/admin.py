"""Conversations by their dates and counts; what was said in them only for whoever asks."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from focushub.chat.models import ActionProposal, Conversation, Memory
from focushub.common.admin import ChoiceFilter, OwnedAdmin
from focushub.common.admin.filters import ExactFilter

_SHOWN = 200


@admin.register(Conversation)
class ConversationAdmin(OwnedAdmin):
    icon = "forum"
    list_display = ("created_at", "person", "last_message_at")
    fields = ("id", "person", "message_count", "last_message_at", "created_at", "updated_at")
    text_fields = ("title", "summary")
    text_fieldsets = [("The person's own words", {"fields": ("title", "summary", "said")})]

    @admin.display(description="messages")
    def message_count(self, conversation: Conversation) -> int:
        """On its own page alone: a list would count the messages of all."""
        return conversation.messages.count()

    @admin.display(description="what was said")
    def said(self, conversation: Conversation) -> SafeString:
        rows = conversation.messages.order_by("-id").values_list("role", "text")[:_SHOWN]
        return format_html_join(
            "",
            '<p><b>{}</b></p><p class="whitespace-pre-wrap break-words">{}</p>',
            reversed(rows),
        )


class SourceFilter(ChoiceFilter):
    title = parameter_name = column = "source"


@admin.register(Memory)
class MemoryAdmin(OwnedAdmin):
    icon = "psychology"
    list_display = ("created_at", "person", "source")
    list_filter = (*OwnedAdmin.list_filter, SourceFilter)
    fields = ("id", "person", "source", "created_at", "updated_at")
    text_fields = ("text",)
    text_fieldsets = [("The person's own words", {"fields": ("text",)})]


class StateFilter(ChoiceFilter):
    title = parameter_name = column = "state"


class KindFilter(ExactFilter):
    title = parameter_name = column = "kind"


@admin.register(ActionProposal)
class ActionProposalAdmin(OwnedAdmin):
    icon = "task"
    list_display = ("created_at", "person", "kind", "state", "expires_at")
    list_filter = (*OwnedAdmin.list_filter, StateFilter, KindFilter)
    fields = (
        "id",
        "person",
        "kind",
        "state",
        "expires_at",
        "accepted_at",
        "undone_at",
        "created_at",
        "updated_at",
    )
    text_fields = ("title", "details", "params", "result", "undo")
    text_fieldsets = [("The person's own words", {"fields": ("title", "details", "params")})]
