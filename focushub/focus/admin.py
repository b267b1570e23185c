"""Focus sessions: when and how long, not what for."""

from django.contrib import admin

from focushub.common.admin import ChoiceFilter, OwnedAdmin
from focushub.focus.models import FocusSession


class StateFilter(ChoiceFilter):
    title = parameter_name = column = "state"


@admin.register(FocusSession)
class FocusSessionAdmin(OwnedAdmin):
    icon = "timer"
    list_display = ("created_at", "person", "state", "planned_minutes", "actual", "ended_at")
    list_filter = (*OwnedAdmin.list_filter, StateFilter)
    fields = (
        "id",
        "person",
        "state",
        "planned_minutes",
        "actual",
        "is_certain",
        "started_at",
        "running_since",
        "lapses_at",
        "ended_at",
        "subject_id",
        "created_at",
        "updated_at",
    )
    text_fields = ("description",)
    text_fieldsets = [("The person's own words", {"fields": ("description",)})]

    @admin.display(description="actual minutes")
    def actual(self, session: FocusSession) -> int:
        return session.actual_minutes
