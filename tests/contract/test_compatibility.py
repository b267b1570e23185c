"""Whoever built on the last release can build on this one."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.compatibility import breaking_changes
from tests.contract.release import RELEASED, document, essence

ROOT = Path(__file__).resolve().parents[2]

Document = dict[str, Any]


def test_no_client_of_the_last_release_is_broken_unless_the_roadmap_says_so() -> None:
    released = json.loads(RELEASED.read_text())
    roadmap = (ROOT / "ROADMAP.md").read_text()

    found = breaking_changes(released, document())

    assert [one for one in found if f"`{one}`" not in roadmap] == []
    assert len(released["paths"]) > 40


def test_what_is_kept_of_a_release_is_what_clients_rely_on() -> None:
    kept = essence({"title": "x", "properties": {"title": {"type": "string", "title": "y"}}})

    assert kept == {"properties": {"title": {"type": "string"}}}


OLD: Document = {
    "paths": {
        "/tasks": {
            "get": {
                "security": [],
                "parameters": [
                    {"in": "query", "name": "state", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Task"},
                                }
                            }
                        }
                    }
                },
            },
            "post": {
                "security": [{"bearer": []}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/TaskRequest"}}
                    }
                },
                "responses": {"201": {}},
            },
        }
    },
    "components": {
        "schemas": {
            "Task": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "after": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}},
                },
            },
            "TaskRequest": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": {"type": "string", "maxLength": 200},
                    "energy": {"type": "string", "enum": ["low", "high"], "nullable": True},
                    "notes": {"allOf": [{"$ref": "#/components/schemas/Notes"}], "minLength": 0},
                },
            },
            "Notes": {"type": "string"},
        }
    },
}


def _schema(document: Document, name: str) -> Document:
    schema: Document = document["components"]["schemas"][name]
    return schema


def _operation(document: Document, method: str) -> Document:
    operation: Document = document["paths"]["/tasks"][method]
    return operation


BREAKS: dict[str, Callable[[Document], object]] = {
    "GET /tasks: is gone": lambda d: d["paths"]["/tasks"].pop("get"),
    "GET /tasks: asks for a token now": lambda d: _operation(d, "get").update(security=[{}]),
    "GET /tasks: query.state: is gone": lambda d: _operation(d, "get").pop("parameters"),
    "GET /tasks: query.state: is needed now": lambda d: _operation(d, "get")["parameters"][
        0
    ].update(required=True),
    "GET /tasks: query.state: was string and is integer": lambda d: _operation(d, "get")[
        "parameters"
    ][0].update(schema={"type": "integer"}),
    "GET /tasks: 200[].title: is gone": lambda d: _schema(d, "Task")["properties"].pop("title"),
    "GET /tasks: 200[].title: may be null now": lambda d: _schema(d, "Task")["properties"][
        "title"
    ].update(nullable=True),
    "GET /tasks: 200[].title: was string and is object": lambda d: _schema(d, "Task")["properties"][
        "title"
    ].update(type="object"),
    "POST /tasks: 201: is not given any more": lambda d: _operation(d, "post")["responses"].pop(
        "201"
    ),
    "POST /tasks: request.notes: is needed now": lambda d: _schema(d, "TaskRequest")[
        "required"
    ].append("notes"),
    "POST /tasks: request.notes: minLength is 1 now": lambda d: _schema(d, "TaskRequest")[
        "properties"
    ]["notes"].update(minLength=1),
    "POST /tasks: request.notes: was string and is array": lambda d: _schema(d, "Notes").update(
        type="array"
    ),
    "POST /tasks: request.title: maxLength is 100 now": lambda d: _schema(d, "TaskRequest")[
        "properties"
    ]["title"].update(maxLength=100),
    "POST /tasks: request.energy: takes high no more": lambda d: _schema(d, "TaskRequest")[
        "properties"
    ]["energy"].update(enum=["low"]),
    "POST /tasks: request.energy: takes no null any more": lambda d: _schema(d, "TaskRequest")[
        "properties"
    ]["energy"].pop("nullable"),
}


@pytest.mark.parametrize("finding", BREAKS)
def test_what_breaks_a_client_is_found(finding: str) -> None:
    new = copy.deepcopy(OLD)
    BREAKS[finding](new)

    assert breaking_changes(OLD, new) == [finding]


def test_a_body_that_is_suddenly_needed_is_found() -> None:
    new = copy.deepcopy(OLD)
    body = _operation(new, "post")["requestBody"]
    _operation(new, "get")["requestBody"] = {**body, "required": True}

    assert breaking_changes(OLD, new) == ["GET /tasks: request: is needed now"]


def test_what_is_added_or_eased_breaks_nobody() -> None:
    new = copy.deepcopy(OLD)
    _schema(new, "Task")["properties"]["notes"] = {"type": "string"}
    _schema(new, "TaskRequest")["required"].clear()
    _schema(new, "TaskRequest")["properties"]["title"]["maxLength"] = 300
    _schema(new, "TaskRequest")["properties"]["energy"]["enum"].append("medium")
    new["paths"]["/plans"] = {"get": {"responses": {}}}

    assert breaking_changes(OLD, new) == []
