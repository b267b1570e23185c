"""One thing for now."""

from typing import Any

from focushub.accounts.models import Energy
from focushub.api import serializers
from focushub.calendar.models import TimeBlock
from focushub.calendar.services.now import OneThing


class NowQuerySerializer(serializers.Serializer):
    minutes = serializers.IntegerField(
        min_value=1, max_value=1440, required=False, help_text="That you have now."
    )
    energy = serializers.ChoiceField(
        choices=Energy.choices,
        required=False,
        help_text="That you have now; by default what this hour usually brings you.",
    )


class NotThisSerializer(NowQuerySerializer):
    task_id = serializers.UUIDField(help_text="The `task_id` that was offered, whatever its kind.")


class FirstStepNowSerializer(serializers.Serializer):
    text = serializers.CharField()
    minutes = serializers.IntegerField(help_text="At most 2.")
    step_id = serializers.UUIDField(allow_null=True, help_text="Where it is a step of the task.")


class BlockNowSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class NowSerializer(serializers.Serializer):
    """All but `reason` is null where nothing is waiting."""

    task_id = serializers.UUIDField(
        allow_null=True, help_text="Of the task, or of the study session where `kind` says so."
    )
    kind = serializers.ChoiceField(choices=TimeBlock.Kind.choices, allow_null=True)
    title = serializers.CharField(allow_null=True)
    first_step = FirstStepNowSerializer(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True, help_text="What is left of it.")
    due_at = serializers.DateTimeField(allow_null=True)
    block = BlockNowSerializer(allow_null=True, help_text="The time that was kept for it.")
    reason = serializers.CharField(help_text="One sentence.")

    def to_representation(self, thing: OneThing) -> dict[str, Any]:
        offer = thing.offer
        told = {
            "task_id": offer and offer.subject_id,
            "kind": offer and offer.kind,
            "title": offer and offer.title,
            "first_step": thing.first_step,
            "minutes": offer and offer.minutes,
            "due_at": offer and offer.due_at,
            "block": thing.block,
            "reason": thing.reason,
        }
        return super().to_representation(told)
