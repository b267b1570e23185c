"""Decks, cards, reviews of them, and what the log adds up to."""

from datetime import UTC
from typing import Any

from focushub.api import serializers
from learning.engine.memory import DEFAULT_RETENTION, Phase, Rating
from learning.engine.queue import MAX_MINUTES
from learning.models import (
    MAX_ACCEPTED,
    MAX_ACCEPTED_ANSWER,
    MAX_BACK,
    MAX_FRONT,
    MAX_NAME,
    MAX_STATS_DAYS,
    MAX_TAG,
    MAX_TAGS,
    RETENTION_RANGE,
    Card,
    Deck,
)

PHASES = [phase.name.lower() for phase in Phase]


class DeckSerializer(serializers.ModelSerializer):
    name = serializers.CharField(
        max_length=MAX_NAME, help_text="A path: `Biology::Cells` is a deck below `Biology`."
    )
    desired_retention = serializers.FloatField(
        min_value=RETENTION_RANGE[0],
        max_value=RETENTION_RANGE[1],
        default=DEFAULT_RETENTION,
        help_text="How likely a card shall be recalled when it comes back.",
    )
    new_cards_per_day = serializers.IntegerField(min_value=0, max_value=1000, default=10)
    exam_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Retention and new cards bend towards this day.",
    )
    study_plan_id = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta:
        model = Deck
        fields = (
            "id",
            "name",
            "desired_retention",
            "new_cards_per_day",
            "exam_on",
            "study_plan_id",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("created_at", "updated_at")


class PhaseField(serializers.ChoiceField):
    """By its name; the row has FSRS's number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=PHASES, **kwargs)

    def to_representation(self, value: Any) -> str:
        return Phase(value).name.lower()


class CardSerializer(serializers.ModelSerializer):
    deck_id = serializers.UUIDField()
    front = serializers.CharField(max_length=MAX_FRONT)
    back = serializers.CharField(max_length=MAX_BACK)
    accepted = serializers.ListField(
        child=serializers.CharField(max_length=MAX_ACCEPTED_ANSWER),
        max_length=MAX_ACCEPTED,
        required=False,
        help_text="Other answers that are right.",
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=MAX_TAG), max_length=MAX_TAGS, required=False
    )
    phase = PhaseField(read_only=True)
    stability = serializers.FloatField(
        read_only=True, allow_null=True, help_text="Days after which recall falls to 90 %."
    )
    difficulty = serializers.FloatField(read_only=True, allow_null=True, help_text="1 to 10.")

    class Meta:
        model = Card
        fields = (
            "id",
            "deck_id",
            "kind",
            "front",
            "back",
            "accepted",
            "tags",
            "source_quote",
            "source_start",
            "source_end",
            "stability",
            "difficulty",
            "due_at",
            "phase",
            "last_review_at",
            "reps",
            "lapses",
            "suspended_at",
            "buried_until",
            "created_at",
            "updated_at",
        )
        read_only_fields = (
            "source_quote",
            "source_start",
            "source_end",
            "due_at",
            "last_review_at",
            "reps",
            "lapses",
            "suspended_at",
            "buried_until",
            "created_at",
            "updated_at",
        )


class ReviewSerializer(serializers.Serializer):
    rating = serializers.IntegerField(
        min_value=int(Rating.AGAIN),
        max_value=int(Rating.EASY),
        help_text="1 again, 2 hard, 3 good, 4 easy.",
    )
    seconds = serializers.FloatField(
        min_value=0, max_value=3600, default=0, help_text="How long it took."
    )
    reviewed_at = serializers.DateTimeField(
        required=False,
        default_timezone=UTC,
        help_text="When it was made, for a device that was offline; default now.",
    )


class ReviewedCardSerializer(CardSerializer):
    notice = serializers.CharField(
        read_only=True, allow_null=True, help_text="A word on a card that keeps coming back."
    )

    class Meta(CardSerializer.Meta):
        fields = (*CardSerializer.Meta.fields, "notice")  # type: ignore[assignment] # one longer


class BurySerializer(serializers.Serializer):
    until = serializers.DateTimeField(
        required=False, default_timezone=UTC, help_text="Default: the person's next midnight."
    )


class DueSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(
        min_value=1,
        max_value=MAX_MINUTES,
        required=False,
        help_text="What the queue has to fit. Default: the profile's session length.",
    )
    deck = serializers.UUIDField(
        required=False, help_text="Only this deck and those below it; default all."
    )


class StatsQuerySerializer(serializers.Serializer):
    days = serializers.IntegerField(
        min_value=1, max_value=MAX_STATS_DAYS, default=30, help_text="How far to look back."
    )


class RetentionSerializer(serializers.Serializer):
    """Of the cards that were not new when they were asked."""

    reviews = serializers.IntegerField()
    recalled = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True, help_text="0 to 1; null without a review.")
    expected_rate = serializers.FloatField(
        allow_null=True, help_text="What FSRS expected of the same reviews."
    )


class StudyDaySerializer(serializers.Serializer):
    on = serializers.DateField(help_text="In the person's time zone.")
    reviews = serializers.IntegerField()
    new_cards = serializers.IntegerField()
    studied_minutes = serializers.IntegerField()
    planned_minutes = serializers.IntegerField()


class ForecastDaySerializer(serializers.Serializer):
    on = serializers.DateField()
    cards = serializers.IntegerField(help_text="Today's hold those from before.")


class LearningStatsSerializer(serializers.Serializer):
    retention = RetentionSerializer()
    days = StudyDaySerializer(many=True)
    forecast = ForecastDaySerializer(many=True)
    studied_minutes = serializers.IntegerField()
    planned_minutes = serializers.IntegerField()
