"""Filters of the admin's lists. Each is a range of an index, or narrows one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from focushub.common.ids import first_id_at

SPANS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
SPAN_NAMES = [("hour", "Last hour"), ("day", "Last day"), ("week", "Last 7 days")]

Choices = list[tuple[str, str]]


class WhenFilter(admin.SimpleListFilter):
    """When a row was made, read from its id."""

    title = "when"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return SPAN_NAMES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        span = SPANS.get(self.value() or "")
        return queryset if span is None else queryset.filter(pk__gte=first_id_at(_ago(span)))


class ExactFilter(admin.SimpleListFilter):
    """One value of a column, which a link brings along: shown only while it is set.

    Offering all values would mean to read the whole table for them.
    """

    column: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        value = self.value()
        return [(value, value)] if value else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.column: value}) if value else queryset


class PersonFilter(ExactFilter):
    """The rows of one person; the page of a person links here."""

    title = "person"
    parameter_name = "owner"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        try:
            return queryset.filter(owner_id=UUID(value))
        except ValueError:
            return queryset.none()


class ChoiceFilter(admin.SimpleListFilter):
    """The values that a column's `choices` name."""

    column: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        choices = model_admin.model._meta.get_field(self.column).choices or []
        return [(str(value), str(label)) for value, label in choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.column: value}) if value else queryset


class IsSetFilter(admin.SimpleListFilter):
    """Whether a moment has been set: accepted or not, done or not."""

    column: str
    when_set: str
    when_not: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", self.when_set), ("no", self.when_not)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.filter(**{f"{self.column}__isnull": False})
            case "no":
                return queryset.filter(**{f"{self.column}__isnull": True})
        return queryset


def parameters(list_filter: Any) -> Iterator[str]:
    """What may stand in the address of a list with these filters."""
    for spec in list_filter:
        yield spec.parameter_name


def _ago(span: timedelta) -> Any:
    return timezone.now() - span
