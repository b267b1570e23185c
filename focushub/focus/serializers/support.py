"""The answers of `/mood/log` and `/focus/start`, in the names of older clients."""

from typing import Any, get_args

from focushub.api import serializers
from focushub.common.clock import in_words
from focushub.focus.engine.pacing import BreakKind, FocusPlan
from focushub.focus.engine.tips import Tip
from focushub.focus.models import LEAST, MAX_DESCRIPTION, MOST, FocusSession

LEAST_REQUESTED, MOST_REQUESTED, USUAL_REQUESTED = 5, 90, 25


class CopingStrategySerializer(serializers.Serializer):
    category = serializers.CharField()
    strategy = serializers.CharField()
    description = serializers.CharField()
    time_needed = serializers.CharField(help_text="In words, such as `5 min`.")


class HelplineSerializer(serializers.Serializer):
    """People who listen; `phone` and `text` are empty where there is no such way."""

    name = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    hours = serializers.CharField(allow_blank=True)


class MoodAnswerSerializer(serializers.Serializer):
    check_in_id = serializers.UUIDField()
    analysis = serializers.CharField(
        help_text="What the numbers say beside your own of the last weeks."
    )
    coping_strategies = CopingStrategySerializer(many=True)
    recommended_activities = serializers.ListField(child=serializers.CharField())
    escalation_needed = serializers.BooleanField(
        help_text=(
            "Somebody should not be alone with this: the words are those of a crisis, or the mood "
            "is very low, or has been low for days."
        )
    )
    helplines = HelplineSerializer(
        many=True, help_text="Where `escalation_needed`, for your country; else empty."
    )
    emergency_number = serializers.CharField(
        allow_blank=True, help_text="Where `escalation_needed` and the country is known."
    )
    follow_up_time = serializers.DateTimeField(help_text="When it is good to ask again.")

    def to_representation(self, answered: Any) -> dict[str, Any]:
        told = answered.support
        return super().to_representation(
            {
                "check_in_id": answered.check_in.pk,
                "analysis": told.analysis,
                "coping_strategies": [_strategy(tip) for tip in told.strategies],
                "recommended_activities": [tip.text for tip in told.activities],
                "escalation_needed": told.is_heavy,
                "helplines": answered.helplines,
                "emergency_number": answered.directory.emergency if answered.directory else "",
                "follow_up_time": told.follow_up_at,
            }
        )


class AdaptedStartSerializer(serializers.Serializer):
    task_id = serializers.UUIDField(required=False, allow_null=True)
    task_description = serializers.CharField(max_length=MAX_DESCRIPTION)
    requested_duration = serializers.IntegerField(
        min_value=LEAST_REQUESTED, max_value=MOST_REQUESTED, default=USUAL_REQUESTED
    )
    distraction_level = serializers.IntegerField(
        min_value=LEAST,
        max_value=MOST,
        required=False,
        allow_null=True,
        help_text="How much pulls at you; 10 is most.",
    )


class BreakSerializer(serializers.Serializer):
    after_minutes = serializers.IntegerField(help_text="Minutes of work in all before it.")
    type = serializers.ChoiceField(get_args(BreakKind), source="kind")
    duration = serializers.IntegerField(source="minutes")
    activities = serializers.ListField(child=serializers.CharField())


class AdaptedFocusSerializer(serializers.Serializer):
    session_id = serializers.UUIDField(help_text="A focus session, which runs.")
    adapted_duration = serializers.IntegerField(
        help_text="At most what was asked for; `reason` says why it is less."
    )
    reason = serializers.CharField()
    break_schedule = BreakSerializer(many=True)
    focus_techniques = serializers.ListField(child=serializers.CharField())
    environment_suggestions = serializers.ListField(child=serializers.CharField())

    def to_representation(self, started: tuple[FocusSession, FocusPlan]) -> dict[str, Any]:
        session, plan = started
        return super().to_representation(
            {
                "session_id": session.pk,
                "adapted_duration": plan.minutes,
                "reason": plan.reason,
                "break_schedule": plan.breaks,
                "focus_techniques": [tip.text for tip in plan.techniques],
                "environment_suggestions": [tip.text for tip in plan.surroundings],
            }
        )


def _strategy(tip: Tip) -> dict[str, str]:
    return {
        "category": tip.category,
        "strategy": tip.text,
        "description": tip.how or tip.text,
        "time_needed": in_words(tip.minutes),
    }
