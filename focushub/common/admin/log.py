"""Who of the staff did what, and whose words they looked at."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest

from focushub.common.admin.base import ReadOnlyAdmin
from focushub.common.admin.disclosure import SHOWED
from focushub.common.admin.filters import ChoiceFilter, Choices


class TextFilter(admin.SimpleListFilter):
    title = "text"
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("shown", "A person's text was shown")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(change_message__startswith=SHOWED) if self.value() else queryset


class FlagFilter(ChoiceFilter):
    title = "action"
    parameter_name = "action_flag"
    column = "action_flag"


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    icon = "policy"
    list_display = ("action_time", "user", "object_repr", "what")
    list_select_related = ("user", "content_type")
    list_filter = (TextFilter, FlagFilter)
    fields = ("action_time", "user", "content_type", "object_id", "object_repr", "what")

    @admin.display(description="what was done")
    def what(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()
