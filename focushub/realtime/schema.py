"""The messages of the socket in the OpenAPI document's components, so that types cover them.

OpenAPI 3.0 knows no sockets; a client takes the two unions by their names.
"""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel

from focushub.realtime import events, messages

_REFERENCE: Final = "#/components/schemas/{model}"
_SEQ: Final = {"type": "integer", "description": "One more than the event before."}


def add_messages(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular; before the one that marks fields as required."""
    components = result["components"]["schemas"]
    told, said = list(events.known()), list(_by_type(messages.ServerMessage.known.values()))
    asked = list(_by_type(kind for kind, _ in messages.handlers.values()))
    for kind in (*told, *said, *asked):
        components |= _components(kind)
    for kind in told:
        components[kind.__name__]["properties"] |= {"seq": _SEQ}
    components["RealtimeServerMessage"] = _union((*told, *said))
    components["RealtimeClientMessage"] = _union(asked)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def _by_type(kinds: Iterable[type[BaseModel]]) -> Iterable[type[BaseModel]]:
    return sorted(kinds, key=lambda kind: str(kind.model_fields["type"].default))


def _components(kind: type[BaseModel]) -> dict[str, Any]:
    schema = kind.model_json_schema(ref_template=_REFERENCE, mode="serialization")
    inner = schema.pop("$defs", {})
    return {name: _plain(one) for name, one in ({kind.__name__: schema} | inner).items()}


def _union(kinds: Iterable[type[BaseModel]]) -> dict[str, Any]:
    references = {
        str(kind.model_fields["type"].default): _REFERENCE.format(model=kind.__name__)
        for kind in kinds
    }
    return {
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }


def _plain(schema: Any) -> Any:
    """JSON Schema as pydantic writes it in the words of OpenAPI 3.0."""
    match schema:
        case {"anyOf": [inner, {"type": "null"}], **rest}:
            return _plain({**rest, **inner, "nullable": True})
        case {"const": only, **rest}:
            return _plain({**rest, "enum": [only]})
        case {"properties": properties, **rest}:
            # A property may be called `title`; a schema's own title says nothing.
            told = {name: _plain(one) for name, one in properties.items()}
            return {"properties": told, **_plain(rest)}
        case dict():
            left_out = {"title", "default", "additionalProperties"}
            return {name: _plain(one) for name, one in schema.items() if name not in left_out}
        case list():
            return [_plain(one) for one in schema]
    return schema
