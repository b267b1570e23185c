"""Reminders: when and of what kind; what they say stands with the thing itself."""

from django.contrib import admin

from focushub.common.admin import ChoiceFilter, IsSetFilter, OwnedAdmin
from focushub.reminders.models import PushSubscription, Reminder, ReminderSettings


class KindFilter(ChoiceFilter):
    title = parameter_name = column = "kind"


class SentFilter(IsSetFilter):
    title = parameter_name = "sent"
    column = "sent_at"
    when_set = "Sent"
    when_not = "Not sent"


@admin.register(Reminder)
class ReminderAdmin(OwnedAdmin):
    icon = "notifications"
    list_display = ("created_at", "person", "kind", "occurs_at", "sent_at", "dismissed_at")
    list_filter = (*OwnedAdmin.list_filter, KindFilter, SentFilter)
    fields = (
        "id",
        "person",
        "kind",
        "source",
        "subject_id",
        "occurs_at",
        "next_at",
        "sent_at",
        "dismissed_at",
        "created_at",
        "updated_at",
    )


@admin.register(ReminderSettings)
class ReminderSettingsAdmin(OwnedAdmin):
    icon = "notifications_paused"
    list_display = ("created_at", "person", "kinds", "quiet_from", "quiet_until", "paused_until")
    fields = (
        "id",
        "person",
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
        "created_at",
        "updated_at",
    )


@admin.register(PushSubscription)
class PushSubscriptionAdmin(OwnedAdmin):
    """Without the address and its keys: whoever has them could write to the browser."""

    icon = "install_mobile"
    list_display = ("created_at", "person", "user_agent", "last_sent_at", "faults")
    fields = (
        "id",
        "person",
        "user_agent",
        "last_sent_at",
        "faults",
        "created_at",
        "updated_at",
    )
