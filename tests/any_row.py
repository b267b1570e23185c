"""A row of every model with a path to a person, with a mark in each text that it has.

For tests that walk all models: a new one is found by itself. One whose constraints ask for more
than a plain value in each column says so in `SPECIAL`.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common import personal_data

Values = Mapping[str, Any]
NOW = timezone.now

_ROOM_CODE = str.maketrans("01abcdef", "XYABCDEF")

SPECIAL: Mapping[str, Callable[[], Values]] = {
    "accounts.ScopedToken": lambda: {"scopes": ["calendar:read"]},
    "calendar.TimeBlock": lambda: {"ends_at": NOW() + timedelta(hours=1)},
    "focus.FocusSession": lambda: {"state": "finished", "ended_at": NOW()},
    "focus.Room": lambda: {"code": secrets.token_hex(4).translate(_ROOM_CODE), "focus_minutes": 25},
    "focus.CheckIn": lambda: {"mood": 5},
    "ai.Run": lambda: {"state": "done"},
    "admin.LogEntry": lambda: {"action_flag": 2},
}


def a_row_of_each(person: User, mark: str) -> None:
    """So that no table has nothing of this person's."""
    for model, path in personal_data.tables():
        _first(model, path, person, mark)


def _first(model: type[models.Model], path: str, person: User, mark: str) -> models.Model:
    there = model._base_manager.filter(**{path: person}).first()
    if there is not None:
        return there
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.generated or isinstance(field, models.AutoField):
            continue
        values[field.name] = (
            _target(field, person, mark)
            if isinstance(field, models.ForeignKey)
            else _value(field, mark)
        )
    values |= SPECIAL.get(model._meta.label, dict)()
    # Past `save`: a model that is for reading only is filled all the same.
    [row] = model._base_manager.bulk_create([model(**values)])
    return row


def _target(field: "models.ForeignKey[Any, Any]", person: User, mark: str) -> models.Model | None:
    target = field.related_model
    if target is User:
        return person
    if field.null:
        return None
    return _first(target, dict(personal_data.tables())[target], person, mark)


def _value(field: "models.Field[Any, Any]", mark: str) -> Any:
    match field:
        case models.TextField() | models.CharField() if not field.choices:
            return mark[: field.max_length]
        case models.JSONField():
            return {mark: [mark]}
        case models.BinaryField():
            return mark.encode()
        case _ if field.null:
            return None
        case _ if field.choices:
            return next(str(value) for value, _ in field.flatchoices)
        case models.UUIDField():
            return uuid4()
        case models.BooleanField():
            return True
        case models.DateTimeField():
            return NOW()
        case models.DateField():
            return NOW().date()
        case ArrayField():
            of_text = isinstance(field.base_field, models.CharField)
            return [mark[: field.base_field.max_length]] if of_text else []
        case models.GenericIPAddressField():
            return "127.0.0.1"
    return field.get_default() if field.has_default() else 1
