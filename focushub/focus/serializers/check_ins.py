"""Check-ins in their own names and in those of older clients, and the energy that follows."""

from typing import Any

from focushub.accounts.models import Energy
from focushub.api import serializers
from focushub.focus.models import LEAST, MAX_NOTE, MAX_TRIGGER, MAX_TRIGGERS, MOST, CheckIn


def _triggers() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=MAX_TRIGGER),
        max_length=MAX_TRIGGERS,
        required=False,
        help_text="What it may have come from, in your own words.",
    )


class CheckInSerializer(serializers.ModelSerializer):
    """Leave out what you do not want to say; one of the three numbers is enough."""

    energy = serializers.IntegerField(
        min_value=LEAST, max_value=MOST, required=False, allow_null=True
    )
    mood = serializers.IntegerField(
        min_value=LEAST, max_value=MOST, required=False, allow_null=True
    )
    stress = serializers.IntegerField(
        min_value=LEAST, max_value=MOST, required=False, allow_null=True
    )
    note = serializers.CharField(max_length=MAX_NOTE, required=False, allow_blank=True)
    triggers = _triggers()

    class Meta:
        model = CheckIn
        fields = ("id", "energy", "mood", "stress", "note", "triggers", "created_at")
        read_only_fields = ("created_at",)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if all(attrs.get(scale) is None for scale in ("energy", "mood", "stress")):
            raise serializers.ValidationError(
                "Say one of energy, mood and stress, from 1 to 10.", "says_nothing"
            )
        return attrs


class MoodSerializer(serializers.Serializer):
    """A check-in in the names of older clients."""

    mood_score = serializers.IntegerField(source="mood", min_value=LEAST, max_value=MOST)
    energy_level = serializers.IntegerField(source="energy", min_value=LEAST, max_value=MOST)
    stress_level = serializers.IntegerField(source="stress", min_value=LEAST, max_value=MOST)
    notes = serializers.CharField(
        source="note", max_length=MAX_NOTE, required=False, allow_blank=True
    )
    triggers = _triggers()


class MoodEntrySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    mood_score = serializers.IntegerField(source="mood")
    energy_level = serializers.IntegerField(source="energy", allow_null=True)
    stress_level = serializers.IntegerField(source="stress", allow_null=True)
    notes = serializers.CharField(source="note", allow_blank=True)
    triggers = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()


class EnergySerializer(serializers.Serializer):
    """What plans assume of your energy where you name none."""

    level = serializers.ChoiceField(Energy.choices, help_text="Now.")
    is_recent = serializers.BooleanField(
        help_text="It rests on a check-in of the last four hours; else on the hour of the day."
    )
    by_hour = serializers.ListField(
        child=serializers.ChoiceField(Energy.choices),
        min_length=24,
        max_length=24,
        help_text="For each hour of your local day: the profile's, moved by your check-ins.",
    )
    reason = serializers.CharField(help_text="Why, in one sentence.")
    until = serializers.DateTimeField(
        allow_null=True, help_text="When the level may change, where it rests on a check-in."
    )
