from typing import Any

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


class AnswerFactsSerializer(serializers.Serializer):
    """What the run adds to a feature's answer."""

    run_id = serializers.UUIDField()
    engine = serializers.ChoiceField(choices=Run.Engine.choices)
    degraded = DegradedSerializer(allow_null=True)
    cached = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class ProposalStateSerializer(serializers.Serializer):
    """A proposal as it stands: what the accepted revision, or the newest, holds.

    A subclass names the fields of the content, and `accepted_ids`.
    """

    run_id = serializers.UUIDField(allow_null=True)
    engine = serializers.ChoiceField(choices=Run.Engine.choices)
    newest_revision = serializers.IntegerField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, proposal: Any) -> dict[str, Any]:
        shown = proposal.shown_revision()
        return super().to_representation(
            {
                **shown.content,
                "run_id": proposal.run_id,
                "engine": shown.engine,
                "newest_revision": proposal.newest_revision(),
                "accepted_at": proposal.accepted_at,
                "accepted_ids": sorted(proposal.accepted_items),
                "created_at": proposal.created_at,
            }
        )


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
