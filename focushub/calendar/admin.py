"""Blocks of time: when and what for, not what they are called."""

from django.contrib import admin

from focushub.calendar.models import TimeBlock
from focushub.common.admin import ChoiceFilter, OwnedAdmin


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
