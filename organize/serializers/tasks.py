"""Tasks, and the questions about them."""

import re
from datetime import UTC
from typing import Any

from dateutil.rrule import rrulestr

from focushub.accounts.models import Energy
from focushub.api import serializers
from organize.engine.recurrences import LONGEST_RULE, refusal
from organize.models import (
    MAX_LABEL,
    MAX_LABELS,
    MAX_NOTES,
    MAX_STEP_MINUTES,
    MAX_STEPS,
    MAX_TASK_MINUTES,
    MAX_TITLE,
    Priority,
    Step,
    Task,
)

# One rule and nothing else: dateutil would take whole calendars of several lines as well.
_PART = (
    r"(?:FREQ|COUNT|INTERVAL|WKST|BY(?:SECOND|MINUTE|HOUR|DAY|MONTHDAY|YEARDAY|WEEKNO|MONTH|SETPOS))"
    r"=[A-Z0-9,+-]+|UNTIL=[0-9TZ]+"
)
_RULE = re.compile(rf"(?:{_PART})(?:;(?:{_PART}))*")


class StepSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(required=False, help_text="Name it to keep a step when you replace.")
    minutes = serializers.IntegerField(min_value=1, max_value=MAX_STEP_MINUTES)
    tools = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=20, required=False
    )

    class Meta:
        model = Step
        fields = ("id", "title", "description", "minutes", "tools", "completed_at")


class RecurrenceField(serializers.CharField):
    """An RFC 5545 RRULE value such as `FREQ=WEEKLY;BYDAY=TU,TH`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_RULE, required=False, allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        rule = super().to_internal_value(data).upper().removeprefix("RRULE:")
        if rule:
            if not _RULE.fullmatch(rule):
                raise serializers.ValidationError(
                    "This is not a recurrence rule (RFC 5545).", "invalid_recurrence"
                )
            try:
                rrulestr(rule, ignoretz=True)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError) as problem:
                raise serializers.ValidationError(
                    "This is not a recurrence rule (RFC 5545).", "invalid_recurrence"
                ) from problem
            if (reason := refusal(rule)) is not None:
                raise serializers.ValidationError(reason, "invalid_recurrence")
        return rule


class TaskSerializer(serializers.ModelSerializer):
    title = serializers.CharField(max_length=MAX_TITLE)
    notes = serializers.CharField(max_length=MAX_NOTES, required=False, allow_blank=True)
    estimate_minutes = serializers.IntegerField(
        min_value=1, max_value=MAX_TASK_MINUTES, required=False, allow_null=True
    )
    due_at = serializers.DateTimeField(required=False, allow_null=True, default_timezone=UTC)
    starts_at = serializers.DateTimeField(required=False, allow_null=True, default_timezone=UTC)
    recurrence = RecurrenceField()
    priority = serializers.ChoiceField(Priority.choices, required=False, allow_null=True)
    energy = serializers.ChoiceField(Energy.choices, required=False, allow_null=True)
    labels = serializers.ListField(
        child=serializers.CharField(max_length=MAX_LABEL), max_length=MAX_LABELS, required=False
    )
    steps: serializers.ListSerializer = serializers.ListSerializer(
        child=StepSerializer(), required=False, max_length=MAX_STEPS
    )
    plan_id = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta:
        model = Task
        fields = (
            "id",
            "title",
            "notes",
            "steps",
            "estimate_minutes",
            "due_at",
            "due_is_date_only",
            "due_is_hard",
            "starts_at",
            "recurrence",
            "priority",
            "energy",
            "labels",
            "project",
            "completed_at",
            "snoozed_until",
            "plan_id",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("completed_at", "snoozed_until", "created_at", "updated_at")


class CompleteSerializer(serializers.Serializer):
    actual_minutes = serializers.IntegerField(
        min_value=1,
        max_value=1440,
        required=False,
        allow_null=True,
        default=None,
        help_text="That it really took; by default its focus sessions tell. Estimates learn of it.",
    )


class EstimateSerializer(serializers.Serializer):
    """How long it is likely to take this person: 8 of 10 such tasks end between low and high."""

    guess = serializers.IntegerField(help_text="Minutes before the person's pace was counted in.")
    is_own = serializers.BooleanField(help_text="The person named them; nothing overrules that.")
    low = serializers.IntegerField()
    likely = serializers.IntegerField()
    high = serializers.IntegerField()
    reason = serializers.CharField(help_text="One sentence.")


class SnoozeSerializer(serializers.Serializer):
    """Either a moment or minutes from now."""

    until = serializers.DateTimeField(required=False, default_timezone=UTC)
    minutes = serializers.IntegerField(min_value=1, max_value=525_600, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Name `until` or `minutes`, one of them.")
        return attrs


class TaskBreakdownSerializer(serializers.Serializer):
    granularity = serializers.IntegerField(min_value=1, max_value=5, default=3)
    step_id = serializers.UUIDField(required=False, help_text="Cut this step further.")
    replace = serializers.BooleanField(default=False, help_text="Replace the open steps.")


class SpanSerializer(serializers.Serializer):
    """A piece of the text, in code points; `end` is not included."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=0)
    means = serializers.CharField()


class RejectedSpanSerializer(serializers.Serializer):
    start = serializers.IntegerField(min_value=0, max_value=20_000)
    end = serializers.IntegerField(min_value=0, max_value=20_000)


class ParseSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=1000)
    starts_at = serializers.DateTimeField(
        required=False, default_timezone=UTC, help_text="Relative dates refer to it; default now."
    )
    reject: serializers.ListSerializer = serializers.ListSerializer(
        child=RejectedSpanSerializer(),
        required=False,
        max_length=50,
        help_text="Pieces that mean nothing special.",
    )


class ParsedTaskSerializer(serializers.Serializer):
    title = serializers.CharField()
    estimate_minutes = serializers.IntegerField(
        allow_null=True, help_text="As the line names them."
    )
    estimate = EstimateSerializer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    due_is_date_only = serializers.BooleanField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    recurrence = serializers.CharField(allow_blank=True)
    priority = serializers.ChoiceField(Priority.choices, allow_null=True)
    energy = serializers.ChoiceField(Energy.choices, allow_null=True)
    labels = serializers.ListField(child=serializers.CharField())
    project = serializers.CharField(allow_blank=True)
    people = serializers.ListField(child=serializers.CharField())
    places = serializers.ListField(child=serializers.CharField())
    is_hard = serializers.BooleanField(help_text="By or due: the date is a limit, not a wish.")
    spans = SpanSerializer(many=True)


class TitleBreakdownSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=MAX_TITLE)
    description = serializers.CharField(max_length=MAX_NOTES, required=False, allow_blank=True)
    priority = serializers.ChoiceField(Priority.choices, required=False, allow_null=True)
    estimated_duration = serializers.IntegerField(
        min_value=1, max_value=MAX_TASK_MINUTES, required=False, allow_null=True
    )
    granularity = serializers.IntegerField(min_value=1, max_value=5, default=3)


class SubtaskSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    estimated_minutes = serializers.IntegerField()
    difficulty = serializers.ChoiceField(choices=["easy", "medium", "hard"])
    energy_required = serializers.IntegerField(min_value=1, max_value=10)
    order = serializers.IntegerField()


class BreakdownSerializer(serializers.Serializer):
    subtasks = SubtaskSerializer(many=True)
    total_estimated_minutes = serializers.IntegerField()
    difficulty_assessment = serializers.ChoiceField(choices=["easy", "medium", "hard"])
    adhd_tips = serializers.ListField(child=serializers.CharField())
    recommended_focus_sessions = serializers.IntegerField()
