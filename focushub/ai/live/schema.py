"""What the events of a run look like, for the OpenAPI document and so for the types of a client.

A feature says what its answer and the parts of it are, in its `feature.py`; the union is made when
the document is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field

from focushub.ai.stream import EventName
from focushub.api import serializers
from focushub.api.errors import ErrorResponseSerializer

_answers: dict[str, type[serializers.Serializer]] = {}
_parts: dict[EventName, type[serializers.Serializer]] = {}


def describe(
    *,
    feature: str,
    answer: type[serializers.Serializer],
    parts: Mapping[EventName, type[serializers.Serializer]] | None = None,
) -> None:
    """Told once by each feature whose runs can be watched."""
    _answers[feature] = answer
    _parts.update(parts or {})


class RunProgressSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=200, help_text="One sentence that a person can read.")


class RunTokenSerializer(serializers.Serializer):
    text = serializers.CharField(help_text="The next words; put them behind what came before.")


class RunRestartSerializer(serializers.Serializer):
    """What came behind the draft is void; it comes anew."""

    reason = serializers.ChoiceField(choices=["taken_over", "asked_again", "events_lost"])


def stream_event() -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(
        component_name="StreamEvent",
        serializers=_events,
        resource_type_field_name="event",
    )


def _events() -> dict[str, serializers.Serializer | type[serializers.Serializer]]:
    fields: dict[str, Callable[[], serializers.Field]] = {
        "draft": _any_answer,
        "progress": RunProgressSerializer,
        **{name.value: part for name, part in _parts.items()},
        "token": RunTokenSerializer,
        "restart": RunRestartSerializer,
        "answer": _any_answer,
        "error": ErrorResponseSerializer,
    }
    return {name: _event(name, data()) for name, data in fields.items()}


def _event(name: str, data: serializers.Field) -> type[serializers.Serializer]:
    members: dict[str, Any] = {
        "event": serializers.CharField(),
        "id": serializers.CharField(help_text="Send it as `Last-Event-ID` to go on behind it."),
        "data": data,
    }
    return type(f"Stream{name.capitalize()}EventSerializer", (serializers.Serializer,), members)


def _any_answer() -> serializers.Field:
    """The body that the feature's own route answers with."""
    union = PolymorphicProxySerializer(
        component_name="RunAnswer",
        serializers=list(_answers.values()),
        resource_type_field_name=None,
    )

    @extend_schema_field(union)
    class AnswerField(serializers.Field):
        pass

    return AnswerField()
