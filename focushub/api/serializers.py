"""DRF's serializers, strict about types: what the contract calls a string is no number.

DRF reads 0 as "0", 1 as true and any number as an id, which hides a client's mistake until
something else breaks. Import this in place of `rest_framework.serializers`.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from rest_framework import serializers as drf
from rest_framework.serializers import (
    ChoiceField,
    DictField,
    Field,
    FileField,
    FloatField,
    IntegerField,
    JSONField,
    ListField,
    ListSerializer,
    Serializer,
    SerializerMethodField,
    ValidationError,
)

from focushub.common.clock import FIRST_YEAR, LAST_YEAR

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateField",
    "DateTimeField",
    "DictField",
    "EmailField",
    "Field",
    "FileField",
    "FloatField",
    "IntegerField",
    "JSONField",
    "ListField",
    "ListSerializer",
    "ModelSerializer",
    "RegexField",
    "Serializer",
    "SerializerMethodField",
    "URLField",
    "UUIDField",
    "ValidationError",
]

_BOOLEANS = {True: True, False: False, "true": True, "false": False}


class _TextMixin:
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")  # type: ignore[attr-defined] # DRF's field is the sibling
        return super().to_internal_value(data)  # type: ignore[misc] # as above


class CharField(_TextMixin, drf.CharField):
    pass


class EmailField(_TextMixin, drf.EmailField):
    pass


class RegexField(_TextMixin, drf.RegexField):
    pass


class URLField(_TextMixin, drf.URLField):
    pass


class UUIDField(drf.UUIDField):
    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str | UUID):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class _DayMixin:
    def to_internal_value(self, value: Any) -> Any:
        read: date | datetime = super().to_internal_value(value)  # type: ignore[misc] # as above
        if not FIRST_YEAR <= read.year <= LAST_YEAR:
            raise ValidationError(
                f"Name a day of the years {FIRST_YEAR} to {LAST_YEAR}.", "out_of_range"
            )
        return read


class DateField(_DayMixin, drf.DateField):
    pass


class DateTimeField(_DayMixin, drf.DateTimeField):
    pass


class BooleanField(drf.BooleanField):
    """Of a query or a form, "true" and "false" count too."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool | str) or data not in _BOOLEANS:
            self.fail("invalid", input=data)
        return _BOOLEANS[data]


class ModelSerializer(drf.ModelSerializer):
    serializer_field_mapping = {
        **drf.ModelSerializer.serializer_field_mapping,
        models.BooleanField: BooleanField,
        models.CharField: CharField,
        models.DateField: DateField,
        models.DateTimeField: DateTimeField,
        models.EmailField: EmailField,
        models.TextField: CharField,
        models.URLField: URLField,
        models.UUIDField: UUIDField,
    }
