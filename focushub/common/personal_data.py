"""What belongs to a person: what their export holds, and what leaves with them.

Every row that hangs on a person is exported whole and goes with the person's own row, without
anybody saying so: what a new feature stores cannot be forgotten. A part registers, in a
`personal_data.py` of its own, only what differs: columns that are secrets, rows that tell nothing
of the person, and what has to happen before the rows go.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, Model, QuerySet

Person = Any
Farewell = Callable[[Person], None]

_secrets: dict[type[Model], set[str]] = defaultdict(set)
_left_out: dict[type[Model], str] = {}
_farewells: list[Farewell] = []


def keep_back(model: type[Model], *columns: str) -> None:
    """These columns open doors; they stand in no export."""
    _secrets[model] |= set(columns)


def leave_out(model: type[Model], *, why: str) -> None:
    """No row of it stands in an export; `why` is told there. It is erased all the same."""
    _left_out[model] = why


def before_erasure(farewell: Farewell) -> Farewell:
    """For rows that hang on no foreign key; called in the transaction that erases."""
    _farewells.append(farewell)
    return farewell


def tables() -> Iterator[tuple[type[Model], str]]:
    """Each model with a path to a person, and the foreign key that is the path."""
    person = get_user_model()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is person:
                yield model, field.name
                break


def exported() -> Iterator[tuple[type[Model], str]]:
    return ((model, path) for model, path in tables() if model not in _left_out)


def left_out() -> dict[str, str]:
    return {model._meta.label: why for model, why in _left_out.items()}


def columns(model: type[Model]) -> list[str]:
    """What of a row is exported: all but secrets."""
    fields: Iterable[Field[Any, Any]] = model._meta.concrete_fields
    return [field.attname for field in fields if field.name not in _secrets[model]]


def rows_of(person: Person, model: type[Model], path: str) -> QuerySet:
    return model._base_manager.filter(**{path: person}).order_by("pk")


def say_farewell(person: Person) -> None:
    for farewell in _farewells:
        farewell(person)


def names_in_redis(person: Person) -> list[str]:
    """Every key that holds what is a person's has one of these in its name."""
    return [str(person.pk), person.pk.hex]
