"""The socket's messages in the OpenAPI document."""

from typing import Literal

from focushub.realtime import schema
from focushub.realtime.events import known
from focushub.realtime.messages import ServerMessage, handlers


class Odd(ServerMessage):
    type: Literal["odd"] = "odd"
    title: str
    size: int | None
    other: "Odd | None" = None


ServerMessage.known.pop("odd")  # No part of the API.


def test_every_event_and_message_is_in_one_of_the_two_unions():
    result = schema.add_messages({"components": {"schemas": {}}}, None, None, True)

    components = result["components"]["schemas"]
    told = components["RealtimeServerMessage"]["discriminator"]["mapping"]
    asked = components["RealtimeClientMessage"]["discriminator"]["mapping"]
    assert {"task", "plan", "block", "card", "focus_session", "run", "person", "hello"} <= set(told)
    assert set(told) == {k.model_fields["type"].default for k in known()} | set(ServerMessage.known)
    assert set(asked) == set(handlers) >= {"since", "ping", "time"}
    assert {reference.split("/")[-1] for reference in (*told.values(), *asked.values())} <= set(
        components
    )
    assert components["TaskEvent"]["properties"]["seq"]["type"] == "integer"
    assert "seq" not in components["Pong"]["properties"]


def test_what_pydantic_writes_is_told_in_the_words_of_openapi_3_0():
    told = schema._components(Odd)["Odd"]["properties"]

    assert told["type"] == {"type": "string", "enum": ["odd"]}
    assert told["title"] == {"type": "string"}
    assert told["size"] == {"type": "integer", "nullable": True}
    assert told["other"] == {"$ref": "#/components/schemas/Odd", "nullable": True}
