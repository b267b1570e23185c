"""Sessions, check-ins and rooms: when and how long; not what for, and not how somebody feels."""

from django.contrib import admin

from focushub.common.admin import ChoiceFilter, OwnedAdmin
from focushub.focus.models import CheckIn, FocusSession, Room, RoomMember


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


@admin.register(CheckIn)
class CheckInAdmin(OwnedAdmin):
    icon = "mood"
    # How somebody feels is as private as their words, so that no list shows the numbers.
    list_display = ("created_at", "person")
    fields = ("id", "person", "created_at", "updated_at")
    text_fields = ("energy", "mood", "stress", "note", "triggers")
    text_fieldsets = [("How the person is, in their own words", {"fields": text_fields})]


@admin.register(Room)
class RoomAdmin(OwnedAdmin):
    """Without its code, which lets whoever knows it in."""

    icon = "groups"
    list_display = ("created_at", "person", "starts_at", "ends_at", "rounds")
    fields = (
        "id",
        "person",
        "starts_at",
        "ends_at",
        "focus_minutes",
        "break_minutes",
        "rounds",
        "created_at",
        "updated_at",
    )


@admin.register(RoomMember)
class RoomMemberAdmin(OwnedAdmin):
    icon = "person"
    list_display = ("created_at", "person", "room_id", "here_until")
    fields = ("id", "person", "room", "here_until", "created_at", "updated_at")
    text_fields = ("name", "intention")
    text_fieldsets = [("The person's own words", {"fields": text_fields})]
