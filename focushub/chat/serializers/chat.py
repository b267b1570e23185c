"""The question of `POST /chat` and its answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field

from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.models import Run
from focushub.ai.serializers import DegradedSerializer
from focushub.api import serializers
from focushub.chat.engine.answering import REQUEST_TYPES
from focushub.chat.engine.turns import AGENTS, ASKED_AGENTS, SPECIALISTS
from focushub.chat.models import MAX_MESSAGE, ActionProposal
from focushub.common.clock import local_day

_LEVELS = ("low", "medium", "high")
_MOST = 10


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 1, "maximum": _MOST},
            {"type": "string", "enum": list(_LEVELS)},
        ],
        "nullable": True,
    }
)
class EnergyLevelField(serializers.Field):
    """1 to 10, or low, medium, high."""

    default_error_messages = {"invalid": "A whole number from 1 to 10, or low, medium or high."}

    def to_internal_value(self, data: Any) -> int | str:
        is_number = isinstance(data, int) and not isinstance(data, bool)
        if (is_number and 1 <= data <= _MOST) or data in _LEVELS:
            return data
        raise serializers.ValidationError(self.error_messages["invalid"], "invalid")


class ContextSerializer(serializers.Serializer):
    """What else the coach may go by; what it does not know is passed over."""

    agent_preference = serializers.ChoiceField(
        choices=ASKED_AGENTS,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="The specialist whom the person wants to hear.",
    )
    energy_level = EnergyLevelField(required=False, allow_null=True)
    mood_score = serializers.IntegerField(
        min_value=1, max_value=_MOST, required=False, allow_null=True
    )
    request_type = serializers.ChoiceField(
        choices=REQUEST_TYPES,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="`focus_session` is answered as JSON text, the others as prose.",
    )


class ChatSerializer(serializers.Serializer):
    message = serializers.CharField(max_length=MAX_MESSAGE)
    conversation_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="None begins a new conversation."
    )
    context = ContextSerializer(required=False, allow_null=True)  # type: ignore[assignment] # DRF takes fields off the class
    force_refresh = serializers.BooleanField(default=False)


def question_of(
    data: Mapping[str, Any], person: User, *, mode: str, after: UUID | None
) -> Question:
    """The canonical question.

    Args:
        after: the message that stands last in the conversation: the same words are another
            question once it has gone on.
    """
    conversation_id = data.get("conversation_id")
    context = data.get("context") or {}
    preference = context.get("agent_preference") or ""
    asked_at = timezone.now()
    return Question(
        feature="chat",
        payload={
            "message": data["message"],
            "conversation_id": str(conversation_id or ""),
            "after": str(after or ""),
            "mode": mode,
            "context": {
                "agent_preference": preference if preference in SPECIALISTS else "",
                "energy_level": context.get("energy_level"),
                "mood_score": context.get("mood_score"),
                "request_type": context.get("request_type") or "",
            },
        },
        asked_at=asked_at,
        local_day=local_day(asked_at, person.timezone),
    )


class PreviewSerializer(serializers.Serializer):
    title = serializers.CharField()
    details = serializers.ListField(child=serializers.CharField())


class ActionProposalSerializer(serializers.Serializer):
    """Something that happens only if the person accepts it."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="What it does, such as `schedule_task`.")
    params = serializers.DictField(child=serializers.JSONField())
    preview = PreviewSerializer(help_text="What would happen, to be read before.")
    state = serializers.ChoiceField(ActionProposal.State.choices)
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    result = serializers.DictField(
        child=serializers.JSONField(), help_text="Ids of what accepting made; empty before."
    )

    def to_representation(self, instance: Any) -> Any:
        facts = instance.facts() if isinstance(instance, ActionProposal) else instance
        return super().to_representation(facts)


class ChatAnswerSerializer(serializers.Serializer):
    response = serializers.CharField()
    agent_used = serializers.ChoiceField(choices=AGENTS)
    confidence = serializers.FloatField(
        help_text="0.9 rests on the person's own things, 0.75 on what was clearly asked, 0.5 on a "
        "guess, 0.3 on nothing but the words."
    )
    suggestions = serializers.ListField(child=serializers.CharField())
    proposals = ActionProposalSerializer(many=True)
    conversation_id = serializers.UUIDField()
    message_id = serializers.UUIDField(help_text="Of the coach's answer.")
    timestamp = serializers.DateTimeField()
    metadata = serializers.DictField(
        child=serializers.JSONField(),
        help_text="`intent`, `turn`; `crisis` with the numbers of the country where it is one.",
    )
    run_id = serializers.UUIDField()
    engine = serializers.ChoiceField(Run.Engine.choices)
    degraded = DegradedSerializer(allow_null=True)
    cached = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ComprehensiveAnswerSerializer(ChatAnswerSerializer):
    individual_insights = serializers.DictField(
        child=serializers.CharField(), help_text="What each specialist sees, by name."
    )
    specialists_involved = serializers.ListField(child=serializers.CharField())
    consultation_quality = serializers.FloatField(help_text="As `confidence`, of all together.")
