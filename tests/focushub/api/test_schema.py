"""The OpenAPI document, over every operation that there is; a new one is found by itself."""

import json

import pytest
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft4Validator

PROBLEM = "application/problem+json"
ERROR = {"$ref": "#/components/schemas/ErrorResponse"}


@pytest.fixture(scope="module")
def document():
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        made = SchemaGenerator().get_schema(request=None, public=True)
        warnings = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    assert warnings == []
    return made


@pytest.fixture(scope="module")
def operations(document):
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def named(operations, is_wanting):
    """The operations that want something, by name, so that a failure says which."""
    return [name for name, operation in operations.items() if is_wanting(operation)]


def contents(operation):
    """What goes in and what comes out where all is well, as (where, content)."""
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        yield "request", body["application/json"]
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status.startswith("2") and "application/json" in content:
            yield status, content["application/json"]


def test_the_document_is_valid_and_of_the_version_that_clients_read(document):
    assert document["openapi"] == "3.0.3"
    validate_schema(json.loads(json.dumps(document, default=str)))


def test_every_operation_that_is_sent_something_says_what_it_cannot_read(operations):
    sent = {n: o for n, o in operations.items() if n.startswith(("POST", "PATCH", "PUT"))}

    assert named(sent, lambda o: not {"413", "415"} <= set(o["responses"])) == []
    assert {"413", "415"} <= set(operations["DELETE /api/v1/me"]["responses"])
    assert named(operations, lambda o: "406" not in o["responses"]) == []


def test_every_operation_has_a_summary_and_a_name_of_its_own(operations):
    names = [operation["operationId"] for operation in operations.values()]

    assert named(operations, lambda o: not o.get("summary")) == []
    assert len(names) == len(set(names))


def test_every_operation_has_an_example_of_what_it_takes_and_gives(operations):
    wanting = [
        f"{name}: {where}"
        for name, operation in operations.items()
        for where, content in contents(operation)
        if not content.get("examples") and not name.startswith("GET /health")
    ]

    assert wanting == []


def test_every_example_fits_its_schema(document, operations):
    misfits = []
    for name, operation in operations.items():
        for where, content in contents(operation):
            schema = {**strict(content["schema"]), "components": strict(document["components"])}
            checker = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
            for example in content.get("examples", {}).values():
                told = json.loads(json.dumps(example["value"], default=str))
                misfits += [f"{name} {where}: {e.message}" for e in checker.iter_errors(told)]

    assert misfits == []


def strict(schema):
    """OpenAPI 3.0's `nullable` in the words of JSON Schema."""
    match schema:
        case {"nullable": True, **rest}:
            return {"anyOf": [strict(rest), {"type": "null"}]}
        case dict():
            return {name: strict(inner) for name, inner in schema.items()}
        case list():
            return [strict(inner) for inner in schema]
    return schema


def test_every_error_of_every_operation_has_the_one_shape(operations):
    off = [
        f"{name} {status}"
        for name, operation in operations.items()
        for status, response in operation["responses"].items()
        if status[0] in "45" and "HealthView" not in name
        if response.get("content", {}).get(PROBLEM, {}).get("schema") != ERROR
        if not (name.startswith("GET /health") and status == "503")
    ]

    assert off == []


def test_every_operation_tells_the_errors_that_any_may_have(operations):
    assert named(operations, lambda o: not {"429", "500", "503"} <= set(o["responses"])) == []


def test_an_operation_needs_a_token_exactly_if_it_tells_401(operations):
    def is_off(operation):
        asks = {"bearer": []} in operation.get("security", [])
        return asks != ("401" in operation["responses"])

    public = {"POST /api/v1/auth/login", "POST /api/v1/auth/refresh"}
    assert set(named(operations, is_off)) == public


def test_every_operation_with_an_id_tells_404_and_every_body_400(operations):
    assert [n for n, o in operations.items() if "{" in n and "404" not in o["responses"]] == []
    assert named(operations, lambda o: "requestBody" in o and "400" not in o["responses"]) == []


@pytest.mark.parametrize(
    ("operation", "header"),
    [
        ("GET /api/v1/me", "If-None-Match"),
        ("PATCH /api/v1/me", "If-Match"),
        ("DELETE /api/v1/me/sessions/{id}", "If-Match"),
    ],
)
def test_an_operation_tells_the_headers_it_understands(operations, operation, header):
    headers = [p["name"] for p in operations[operation]["parameters"] if p["in"] == "header"]

    assert headers == [header]


# A token is told once and kept nowhere, so no answer with one is kept either.
TELLS_SECRETS = {"POST /api/v1/me/tokens"}


def test_no_route_under_auth_keeps_answers_under_a_key(operations):
    keyed = [
        name
        for name, operation in operations.items()
        if any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", []))
    ]

    assert keyed
    assert not [name for name in keyed if "/auth/" in name]
    posts = {name for name in operations if name.startswith("POST") and "/auth/" not in name}
    assert posts - TELLS_SECRETS == set(keyed)


def test_answers_promise_all_of_their_fields(document):
    schemas = document["components"]["schemas"]
    loose = [
        name
        for name, schema in schemas.items()
        if not name.endswith("Request") and "properties" in schema
        if set(schema.get("required", [])) != set(schema["properties"])
    ]

    assert loose == []


@pytest.mark.parametrize(
    ("query", "kind"), [("", "application/vnd.oai.openapi"), ("?format=json", "json")]
)
def test_anybody_can_read_the_document(anonymous, query, kind):
    response = anonymous.get(reverse("schema") + query)

    assert response.status_code == 200
    assert kind in response["Content-Type"]


def test_anybody_can_read_the_documentation(anonymous):
    response = anonymous.get(reverse("docs"))

    assert response.status_code == 200
    assert "text/html" in response["Content-Type"]
