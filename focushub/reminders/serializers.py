"""Reminders as they are told, and what may be said of them."""

import re
from collections.abc import Mapping
from datetime import UTC, time
from typing import Any, Final
from uuid import UUID

from drf_spectacular.utils import extend_schema_field

from focushub.accounts.services.profile import CLOCK_TIME
from focushub.api import serializers
from focushub.reminders import push
from focushub.reminders.models import (
    BREAK_AFTER_MINUTES,
    MAX_ENDPOINT,
    MINUTES_BEFORE,
    MOST_A_DAY,
    SNOOZE_MINUTES,
    WRAP_UP_MINUTES,
    PushSubscription,
    Reminder,
    ReminderKind,
    ReminderSettings,
)
from focushub.reminders.sources import Wording

# Base64 as browsers write it: a point of the curve, and 16 bytes.
_P256DH: Final = r"^[A-Za-z0-9_-]{87}=?$"
_AUTH: Final = r"^[A-Za-z0-9_-]{22}(==)?$"
_PAST: Final = Wording("This has moved on", "It was moved, done or put off; nothing is left to do.")


@extend_schema_field({"type": "string", "pattern": f"^{CLOCK_TIME}$"})
class ClockField(serializers.Field):
    """Local time, to the minute."""

    default_error_messages = {"invalid": 'A local time, such as "21:00".'}

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not re.fullmatch(CLOCK_TIME, data):
            self.fail("invalid")
        return time.fromisoformat(data)

    def to_representation(self, value: time) -> str:
        return value.strftime("%H:%M")


def _minutes(bounds: tuple[int, int], told: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=bounds[0], max_value=bounds[1], required=False, help_text=told
    )


class ReminderSettingsSerializer(serializers.ModelSerializer):
    kinds = serializers.ListField(
        child=serializers.ChoiceField(ReminderKind.choices),
        max_length=len(ReminderKind),
        required=False,
        help_text="Few are on by default; an empty list turns all of them off.",
    )
    minutes_before = _minutes(MINUTES_BEFORE, "How early `block_soon` comes.")
    wrap_up_minutes = _minutes(WRAP_UP_MINUTES, "How long before the end `wrap_up` comes.")
    break_after_minutes = _minutes(BREAK_AFTER_MINUTES, "How long a run may be before a break.")
    snooze_minutes = _minutes(SNOOZE_MINUTES, "Where a snooze names none.")
    most_a_day = _minutes(MOST_A_DAY, "In 24 hours; what comes after stays unsaid.")
    cards_at = ClockField(required=False, help_text="When `cards_due` comes, local time.")
    quiet_from = ClockField(required=False, help_text="Local time.")
    quiet_until = ClockField(
        required=False, help_text="Local time; the same as `quiet_from`: no quiet hours."
    )
    paused_until = serializers.DateTimeField(
        required=False, allow_null=True, default_timezone=UTC, help_text="No reminders until then."
    )
    in_calendar = serializers.BooleanField(
        required=False, help_text="As alarms in the calendar feed, too."
    )
    vapid_public_key = serializers.SerializerMethodField(
        help_text="For `PushManager.subscribe`; null where push is not set up here."
    )

    class Meta:
        model = ReminderSettings
        fields = (
            "kinds",
            "minutes_before",
            "wrap_up_minutes",
            "break_after_minutes",
            "snooze_minutes",
            "most_a_day",
            "cards_at",
            "quiet_from",
            "quiet_until",
            "paused_until",
            "in_calendar",
            "vapid_public_key",
        )

    def validate_kinds(self, kinds: list[str]) -> list[str]:
        return list(dict.fromkeys(kinds))

    def get_vapid_public_key(self, settings: ReminderSettings) -> str | None:
        return push.public_key()


class ReminderSerializer(serializers.ModelSerializer):
    """Its words are read from the thing that it is about, as that is now."""

    kind = serializers.ChoiceField(ReminderKind.choices, read_only=True)
    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    stands = serializers.SerializerMethodField(
        help_text="False once the thing was moved, done, put off, or is over."
    )

    class Meta:
        model = Reminder
        fields = (
            "id",
            "kind",
            "subject_id",
            "title",
            "body",
            "stands",
            "occurs_at",
            "sent_at",
            "next_at",
            "dismissed_at",
            "created_at",
        )
        read_only_fields = fields
        extra_kwargs = {
            "subject_id": {"help_text": "Of the block or focus session; of the person for cards."},
            "next_at": {"help_text": "When it comes again, where it was put off."},
        }

    def get_title(self, reminder: Reminder) -> str:
        return self._wordings.get(reminder.pk, _PAST).title

    def get_body(self, reminder: Reminder) -> str:
        return self._wordings.get(reminder.pk, _PAST).body

    def get_stands(self, reminder: Reminder) -> bool:
        return reminder.pk in self._wordings

    @property
    def _wordings(self) -> Mapping[UUID, Wording]:
        """What `sources.standing` gives: asked once for all of a list."""
        wordings: Mapping[UUID, Wording] = self.context["wordings"]
        return wordings


class ReminderSnoozeSerializer(serializers.Serializer):
    minutes = _minutes(SNOOZE_MINUTES, "Your own choice where left out.")


class PushKeysSerializer(serializers.Serializer):
    p256dh = serializers.RegexField(_P256DH, max_length=100)
    auth = serializers.RegexField(_AUTH, max_length=40)


class PushSubscriptionSerializer(serializers.ModelSerializer):
    """What a browser's `PushSubscription.toJSON()` gives; its address is never told again."""

    endpoint = serializers.CharField(max_length=MAX_ENDPOINT, write_only=True)
    keys = PushKeysSerializer(write_only=True)

    class Meta:
        model = PushSubscription
        fields = ("id", "endpoint", "keys", "user_agent", "last_sent_at", "created_at")
        read_only_fields = ("user_agent", "last_sent_at", "created_at")
