"""Re-plans: asked for, shown, applied and taken back."""

from datetime import timedelta, tzinfo
from typing import Any

from django.utils import timezone

from focushub.accounts.authentication import person_of
from focushub.api import serializers
from focushub.calendar.models import Replan, TimeBlock
from focushub.calendar.scheduler import Reason, Why
from focushub.calendar.services.replan_answer import OUTCOMES

_LONGEST_AWAY = timedelta(days=366)


class OwnTimeField(serializers.DateTimeField):
    """An instant; one without a zone, or a date alone, is on the person's own wall."""

    def default_timezone(self) -> tzinfo:
        return person_of(self.context["request"]).zone


class ReplanAskedSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    until = OwnTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="When you begin again; a date alone is its morning. Default: now, or tomorrow "
        "after an illness or a holiday.",
    )
    preview = serializers.BooleanField(
        default=False, help_text="Show it and write nothing; apply it later by its id."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["until"] and attrs["until"] - timezone.now() > _LONGEST_AWAY:
            raise serializers.ValidationError({"until": "A year ahead is as far as it goes."})
        return attrs


class ForceSerializer(serializers.Serializer):
    force = serializers.BooleanField(
        default=False, help_text="Leave what was changed since, and go on with the rest."
    )


class DangerSerializer(serializers.Serializer):
    subject_id = serializers.UUIDField()
    title = serializers.CharField()
    due_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True, help_text="The end of its last block.")
    remaining_minutes = serializers.IntegerField(help_text="With no place before the date.")
    told = serializers.CharField(help_text="One sentence that a person can read.")


class ReplannedThingSerializer(serializers.Serializer):
    subject_id = serializers.UUIDField(help_text="The id of the task or study session.")
    kind = serializers.ChoiceField(choices=TimeBlock.Kind.choices)
    title = serializers.CharField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    minutes = serializers.IntegerField(help_text="What was to be placed of it.")
    starts_at = serializers.DateTimeField(allow_null=True, help_text="Of its first new block.")
    was_due_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="Its date from now on.")
    next_at = serializers.DateTimeField(
        allow_null=True, help_text="Let go for this time: when it comes again by itself."
    )


class ReplannedBlockSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="The block's id, once it is applied.")
    kind = serializers.ChoiceField(choices=TimeBlock.Kind.choices)
    title = serializers.CharField()
    subject_id = serializers.UUIDField()
    part_ids = serializers.ListField(child=serializers.UUIDField())
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class FreedBlockSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    subject_id = serializers.UUIDField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class WaitingThingSerializer(serializers.Serializer):
    subject_id = serializers.UUIDField()
    title = serializers.CharField()
    remaining_minutes = serializers.IntegerField()
    why = serializers.CharField()
    code = serializers.ChoiceField(choices=[why.value for why in Why])


class ReplanContentSerializer(serializers.Serializer):
    summary = serializers.CharField()
    begins_at = serializers.DateTimeField(help_text="No new block begins before it.")
    dangers = DangerSerializer(many=True, help_text="Dates that need a look, first of all.")
    things = ReplannedThingSerializer(many=True, help_text="All that moves, or is let go.")
    schedule = ReplannedBlockSerializer(many=True)
    freed = FreedBlockSerializer(many=True, help_text="Blocks that are given back.")
    unscheduled = WaitingThingSerializer(many=True)


class ReplanSerializer(ReplanContentSerializer):
    id = serializers.UUIDField()
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    until = serializers.DateTimeField(allow_null=True)
    applied_at = serializers.DateTimeField(
        allow_null=True, help_text="Null while it is only shown, and once it was taken back."
    )
    created_at = serializers.DateTimeField()

    def to_representation(self, row: Any) -> dict[str, Any]:
        return super().to_representation({**row.content, **_facts(row)})


class ReplanListItemSerializer(serializers.Serializer):
    """Enough for a list; read the re-plan for the rest."""

    id = serializers.UUIDField()
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    until = serializers.DateTimeField(allow_null=True)
    summary = serializers.CharField()
    applied_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, row: Any) -> dict[str, Any]:
        return super().to_representation({**_facts(row), "summary": row.content["summary"]})


def _facts(row: Replan) -> dict[str, Any]:
    names = ("id", "reason", "until", "applied_at", "created_at")
    return {name: getattr(row, name) for name in names}
