"""Conversations as they are kept, the facts in mind, and who the specialists are."""

from typing import Any

from focushub.api import serializers
from focushub.chat.engine.turns import AGENTS
from focushub.chat.models import MAX_FACT, MAX_TITLE, Conversation, Memory, Message
from focushub.chat.serializers.chat import ActionProposalSerializer


class ConversationSerializer(serializers.ModelSerializer):
    title = serializers.CharField(max_length=MAX_TITLE)
    message_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Conversation
        fields = (
            "id",
            "title",
            "message_count",
            "last_message_at",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("last_message_at", "created_at", "updated_at")


class MessageSerializer(serializers.ModelSerializer):
    agent_used = serializers.CharField(source="agent", read_only=True, allow_blank=True)
    metadata = serializers.DictField(child=serializers.JSONField(), read_only=True)
    proposals = ActionProposalSerializer(many=True, read_only=True)

    class Meta:
        model = Message
        fields = ("id", "role", "text", "agent_used", "metadata", "proposals", "created_at")
        read_only_fields = fields


class HistoryEntrySerializer(serializers.ModelSerializer):
    """A message with its answer, as older clients know them."""

    user_id = serializers.UUIDField(source="owner_id", read_only=True)
    message = serializers.CharField(source="text", read_only=True)
    response = serializers.CharField(source="reply.text", read_only=True)
    metadata = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = ("id", "user_id", "message", "response", "metadata", "created_at")
        read_only_fields = fields

    def get_metadata(self, message: Message) -> dict[str, Any]:
        reply = message.reply
        return {
            **reply.metadata,
            "agent_used": reply.agent,
            "conversation_id": str(message.conversation_id),
        }


class ExportQuerySerializer(serializers.Serializer):
    vars()["as"] = serializers.ChoiceField(choices=["json", "md"], default="json")


class MemorySerializer(serializers.ModelSerializer):
    text = serializers.CharField(max_length=MAX_FACT)

    class Meta:
        model = Memory
        fields = ("id", "text", "source", "created_at", "updated_at")
        read_only_fields = ("source", "created_at", "updated_at")


class AgentSerializer(serializers.Serializer):
    role = serializers.CharField()
    total_interactions = serializers.IntegerField(help_text="Answers of theirs to this person.")
    available = serializers.BooleanField()


class AgentsStatusSerializer(serializers.Serializer):
    total_agents = serializers.IntegerField()
    agents = serializers.DictField(child=AgentSerializer(), help_text=", ".join(AGENTS))
    total_conversations = serializers.IntegerField(help_text="Of this person.")
    system_uptime = serializers.IntegerField(
        help_text="Seconds since the process that answers was started."
    )
