"""Rooms, in and out."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from django.core.validators import RegexValidator
from django.utils import timezone

from focushub.api import serializers
from focushub.focus.engine.rounds import (
    MAX_BREAK,
    MAX_FOCUS,
    MAX_ROUNDS,
    MIN_FOCUS,
    PhaseKind,
)
from focushub.focus.models import MAX_WORD

MAX_AHEAD = timedelta(days=1)
MAX_BACK = timedelta(minutes=1)
_ONE_WORD = RegexValidator(r"^\w[\w'\u2019-]*\Z", "One word, please.", code="not_one_word")


def _word(told: str, **options: Any) -> serializers.CharField:
    return serializers.CharField(
        max_length=MAX_WORD, required=False, help_text=told, validators=[_ONE_WORD], **options
    )


class RoomWordsSerializer(serializers.Serializer):
    name = _word("What the others call you here, in one word; an animal where you say nothing.")
    intention = _word("What you are here for, in one word, if you like.", allow_blank=True)


class RoomCreateSerializer(RoomWordsSerializer):
    focus_minutes = serializers.IntegerField(min_value=MIN_FOCUS, max_value=MAX_FOCUS, default=25)
    break_minutes = serializers.IntegerField(min_value=1, max_value=MAX_BREAK, default=5)
    rounds = serializers.IntegerField(min_value=1, max_value=MAX_ROUNDS, default=4)
    starts_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default_timezone=UTC,
        help_text="When the first round begins, within a day. Default: now.",
    )

    def validate_starts_at(self, moment: datetime | None) -> datetime | None:
        now = timezone.now()
        if moment is not None and not now - MAX_BACK <= moment <= now + MAX_AHEAD:
            raise serializers.ValidationError(
                "Rounds begin now, or within the next 24 hours.", "out_of_reach"
            )
        return moment


class RoomJoinSerializer(RoomWordsSerializer):
    code = serializers.CharField(
        max_length=20, help_text="Eight letters and digits, in any case, with dashes or without."
    )


class RoomPhaseSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(get_args(PhaseKind))
    round = serializers.IntegerField(help_text="1 is the first; 0 before it.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)


class RoomMemberSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    intention = serializers.CharField(allow_blank=True)
    is_here = serializers.BooleanField(help_text="Gave a sign of life a short while ago.")


class RoomSerializer(serializers.Serializer):
    """A room as it stands at `server_now`. Rounds follow from `starts_at`, so a client that knows
    the server's clock needs no word to turn with them.
    """

    id = serializers.UUIDField()
    code = serializers.CharField(help_text="What others need to join.")
    is_mine = serializers.BooleanField(help_text="You made it, and may close it.")
    member_id = serializers.UUIDField(
        allow_null=True, help_text="Who of `members` you are; null where you have left."
    )
    focus_minutes = serializers.IntegerField()
    break_minutes = serializers.IntegerField()
    rounds = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    phase = RoomPhaseSerializer()
    members = RoomMemberSerializer(many=True)
    server_now = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
