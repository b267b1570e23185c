from datetime import UTC, timedelta
from typing import Any

from focushub.api import serializers
from focushub.calendar.models import TimeBlock

MAX_BLOCK = timedelta(days=7)


class TimeBlockSerializer(serializers.ModelSerializer):
    kind = serializers.ChoiceField(
        TimeBlock.Kind.choices,
        read_only=True,
        help_text="What you add yourself is `busy`; the others come from plans.",
    )
    starts_at = serializers.DateTimeField(default_timezone=UTC)
    ends_at = serializers.DateTimeField(default_timezone=UTC)
    part_ids = serializers.ListField(child=serializers.UUIDField(), read_only=True)

    class Meta:
        model = TimeBlock
        fields = (
            "id",
            "kind",
            "title",
            "starts_at",
            "ends_at",
            "subject_id",
            "part_ids",
            "is_locked",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("subject_id", "created_at", "updated_at")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        old = self.instance
        starts_at = attrs["starts_at"] if "starts_at" in attrs or old is None else old.starts_at
        ends_at = attrs["ends_at"] if "ends_at" in attrs or old is None else old.ends_at
        if starts_at >= ends_at:
            raise serializers.ValidationError({"ends_at": "A block ends after it starts."})
        if ends_at - starts_at > MAX_BLOCK:
            raise serializers.ValidationError({"ends_at": "A block is at most 7 days long."})
        return attrs
