from drf_spectacular.utils import extend_schema_field

from focushub.ai.models import Run
from focushub.api import serializers


class DegradedSerializer(serializers.Serializer):
    """Why the built-in engine answered although a model was to be asked."""

    code = serializers.CharField()
    detail = serializers.CharField()


class RunSerializer(serializers.ModelSerializer):
    degraded = DegradedSerializer(allow_null=True, read_only=True)
    answer = serializers.SerializerMethodField(
        help_text="The body that the feature's own route answers with; null until it is there."
    )
    draft = serializers.SerializerMethodField(
        help_text="The built-in answer, which is there at once."
    )

    class Meta:
        model = Run
        fields: tuple[str, ...] = (
            "id",
            "feature",
            "state",
            "engine",
            "model",
            "prompt_version",
            "attempts",
            "tokens_in",
            "tokens_out",
            "duration_ms",
            "degraded",
            "created_at",
            "finished_at",
            "draft",
            "answer",
        )
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field({"type": "object", "additionalProperties": {}, "nullable": True})
    def get_answer(self, run: Run) -> dict[str, object] | None:
        return run.body if run.state == Run.State.DONE else None

    @extend_schema_field({"type": "object", "additionalProperties": {}, "nullable": True})
    def get_draft(self, run: Run) -> dict[str, object] | None:
        return run.drafted


class RunListItemSerializer(RunSerializer):
    """Without the bodies: a list stays small."""

    class Meta(RunSerializer.Meta):
        fields = tuple(f for f in RunSerializer.Meta.fields if f not in {"draft", "answer"})
        read_only_fields = fields


class AcceptSerializer(serializers.Serializer):
    item_ids = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=500,
        required=False,
        help_text="Parts of the plan, by the ids that stand in it. None named: all.",
    )
    revision = serializers.IntegerField(
        min_value=1, max_value=1000, required=False, help_text="The one that the person saw."
    )


class UndoSerializer(serializers.Serializer):
    force = serializers.BooleanField(default=False)
