"""Focus sessions, in and out."""

from typing import Any

from focushub.api import serializers
from focushub.focus.models import (
    MAX_DESCRIPTION,
    MAX_PLANNED_MINUTES,
    MAX_SAID_MINUTES,
    FocusSession,
    SessionState,
)

USUAL_MINUTES = 25


class FocusStartSerializer(serializers.Serializer):
    description = serializers.CharField(max_length=MAX_DESCRIPTION)
    subject_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="The task or study session that it is for."
    )
    planned_minutes = serializers.IntegerField(
        min_value=1, max_value=MAX_PLANNED_MINUTES, default=USUAL_MINUTES
    )
    replace = serializers.BooleanField(
        default=False, help_text="Finish the one that runs, with its minutes."
    )


class FocusResumeSerializer(serializers.Serializer):
    replace = serializers.BooleanField(
        default=False, help_text="Finish the one that runs, with its minutes."
    )


class FocusFinishSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(
        min_value=0,
        max_value=MAX_SAID_MINUTES,
        required=False,
        help_text="What it took, where you know better than the clock.",
    )


class FocusChangeSerializer(serializers.Serializer):
    description = serializers.CharField(max_length=MAX_DESCRIPTION, required=False)
    subject_id = serializers.UUIDField(required=False, allow_null=True)
    planned_minutes = serializers.IntegerField(
        min_value=1, max_value=MAX_PLANNED_MINUTES, required=False
    )


class FocusSessionSerializer(serializers.Serializer):
    """A session as it stands at `server_now`.

    A client measures how far its own clock is from `server_now` once; the time worked is then
    `elapsed_seconds` and, while it runs, what has passed since.
    """

    id = serializers.UUIDField()
    state = serializers.ChoiceField(SessionState.choices)
    description = serializers.CharField()
    subject_id = serializers.UUIDField(allow_null=True)
    planned_minutes = serializers.IntegerField()
    actual_minutes = serializers.IntegerField(
        help_text="What you said, else what the clock says; grows while it runs."
    )
    minutes_are_certain = serializers.BooleanField(
        help_text="False where it was paused by itself and you have not said how long it was."
    )
    started_at = serializers.DateTimeField()
    running_since = serializers.DateTimeField(
        allow_null=True, help_text="The beginning of the present run; null while it does not run."
    )
    planned_end_at = serializers.DateTimeField(
        allow_null=True, help_text="When the planned minutes are reached, while it runs."
    )
    lapses_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When it changes by itself: a run is paused, a pause becomes the end.",
    )
    ended_at = serializers.DateTimeField(allow_null=True)
    elapsed_seconds = serializers.FloatField(
        help_text="Worked until `server_now`, pauses left out, to the millisecond."
    )
    server_now = serializers.DateTimeField(help_text="The server's clock at this answer.")
    created_at = serializers.DateTimeField()

    def to_representation(self, session: FocusSession) -> dict[str, Any]:
        return super().to_representation(session.facts(now=self.context["now"]))
