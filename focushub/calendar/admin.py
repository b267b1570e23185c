"""Blocks of time and re-plans: when and what for, not what they are called."""

from django.contrib import admin
from django.utils.safestring import SafeString

from focushub.calendar.models import Replan, SetAside, TimeBlock
from focushub.common.admin import ChoiceFilter, IsSetFilter, OwnedAdmin
from focushub.common.admin.base import as_json


class KindFilter(ChoiceFilter):
    title = parameter_name = column = "kind"


@admin.register(TimeBlock)
class TimeBlockAdmin(OwnedAdmin):
    icon = "calendar_month"
    list_display = ("created_at", "person", "kind", "starts_at", "ends_at", "is_locked")
    list_filter = (*OwnedAdmin.list_filter, KindFilter)
    fields = (
        "id",
        "person",
        "kind",
        "starts_at",
        "ends_at",
        "is_locked",
        "subject_id",
        "part_ids",
        "created_at",
        "updated_at",
    )
    text_fields = ("title",)
    text_fieldsets = [("The person's own words", {"fields": ("title",)})]


@admin.register(SetAside)
class SetAsideAdmin(OwnedAdmin):
    icon = "do_not_disturb_on"
    list_display = ("created_at", "person", "subject_id", "day")
    fields = ("id", "person", "subject_id", "day", "created_at")


class AppliedFilter(IsSetFilter):
    title = parameter_name = "applied"
    column = "applied_at"
    when_set = "Applied"
    when_not = "Not applied"


@admin.register(Replan)
class ReplanAdmin(OwnedAdmin):
    icon = "event_repeat"
    list_display = ("created_at", "person", "reason", "until", "applied_at")
    list_filter = (*OwnedAdmin.list_filter, AppliedFilter)
    fields = ("id", "person", "reason", "until", "applied_at", "created_at", "updated_at")
    text_fields = ("content", "before")
    text_fieldsets = [("The person's own words", {"fields": ("contents",)})]

    @admin.display(description="what was shown")
    def contents(self, row: Replan) -> SafeString:
        return as_json(row.content)
