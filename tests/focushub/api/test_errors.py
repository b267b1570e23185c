import json
from datetime import datetime

import pytest
from rest_framework.test import APIClient

from focushub.common.errors import Kind
from tests.focushub.api.urls import SECRET_WORDS

pytestmark = pytest.mark.urls("tests.focushub.api.urls")

MEMBERS = {"type", "title", "status", "detail", "code", "errors", "request_id", "timestamp"}
STATUS_BY_KIND = {
    "invalid": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "stale": 412,
    "too_large": 413,
    "mismatch": 422,
    "too_many": 429,
    "unavailable": 503,
}


@pytest.fixture
def quiet() -> APIClient:
    """A client that gets the answer of a crash, as the world does."""
    return APIClient(raise_request_exception=False)


def told(response, status):
    """The body of an error, whose shape is the same everywhere."""
    body = json.loads(response.content)
    assert response.status_code == body["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(body) == MEMBERS
    assert body["type"] == f"urn:focushub:problem:{body['code']}"
    assert body["request_id"] == response["X-Request-ID"]
    assert body["timestamp"].endswith("Z")
    assert datetime.fromisoformat(body["timestamp"])
    assert body["detail"].endswith((".", ".)"))
    return body


def test_every_kind_of_refusal_has_a_status():
    assert set(STATUS_BY_KIND) == set(Kind)


@pytest.mark.parametrize(("kind", "status"), STATUS_BY_KIND.items())
def test_a_refusal_of_the_domain_is_told_with_its_code_sentence_and_fields(anonymous, kind, status):
    response = anonymous.get(f"/test/refused/{kind}")

    body = told(response, status)
    assert body["code"] == "refused_for_a_test"
    assert body["detail"] == "This is a test's refusal."
    assert body["errors"] == [
        {"field": "tasks.0.title", "code": "too_plain", "detail": "A richer title."}
    ]
    assert response["Retry-After"] == "7"
    assert ("WWW-Authenticate" in response) == (status == 401)


def test_problems_deep_in_a_body_are_named_by_their_path(anonymous):
    response = anonymous.post(
        "/test/nested",
        {"title": "too long", "steps": [{"minutes": 1}, {"minutes": 0}], "labels": ["ok", "long"]},
    )

    body = told(response, 400)
    assert [(e["field"], e["code"]) for e in body["errors"]] == [
        ("title", "max_length"),
        ("steps.1.minutes", "min_value"),
        ("labels.1", "max_length"),
    ]
    assert body["code"] == "invalid"
    assert body["detail"] == (
        "title: Ensure this field has no more than 5 characters. (2 more in `errors`.)"
    )


def test_a_problem_of_the_whole_body_has_no_field(anonymous):
    response = anonymous.post("/test/nested", {"title": "whole", "steps": [], "labels": []})

    assert told(response, 400)["errors"] == [
        {"field": "", "code": "unfit", "detail": "The whole of it does not fit."}
    ]


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "true"])
def test_json_that_is_no_object_is_refused(anonymous, body):
    response = anonymous.generic("POST", "/test/nested", body, content_type="application/json")

    assert told(response, 400)["code"] == "invalid"


@pytest.mark.parametrize(
    "body", [b"{", b'{"a": NaN}', b'{"a": "\xff"}', b'{"a": "\\ud800"}', b"[" * 5000]
)
def test_text_that_is_no_json_is_refused_with_its_place(anonymous, body):
    response = anonymous.generic("POST", "/test/nested", body, content_type="application/json")

    assert told(response, 400)["code"] == "parse_error"
    assert "(line 1, column" in response.json()["detail"]


def test_another_kind_of_body_is_refused(anonymous):
    response = anonymous.generic("POST", "/test/nested", b"a=b", content_type="text/plain")

    assert told(response, 415)["code"] == "unsupported_media_type"


def test_an_answer_of_another_kind_cannot_be_had(anonymous):
    response = anonymous.get("/test/rare", headers={"Accept": "text/csv"})

    assert told(response, 406)["code"] == "not_acceptable"


def test_another_method_is_refused_and_the_right_ones_are_named(anonymous):
    response = anonymous.put("/test/nested", {})

    assert told(response, 405)["code"] == "method_not_allowed"
    assert response["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("length", [1_048_577, 3_000_000])
def test_a_body_over_one_megabyte_is_refused(anonymous, length):
    body = b'{"title": "' + b"x" * (length - 13) + b'"}'

    response = anonymous.generic("POST", "/test/nested", body, content_type="application/json")

    assert told(response, 413)["code"] == "too_large"


def test_a_body_of_just_one_megabyte_is_read(anonymous):
    body = b'{"title": "' + b"x" * (1_048_576 - 13) + b'"}'

    response = anonymous.generic("POST", "/test/nested", body, content_type="application/json")

    assert told(response, 400)["errors"][0]["code"] == "max_length"


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v1/me/", "/administrator"])
def test_an_unknown_route_is_told_in_the_same_shape(anonymous, path):
    body = told(anonymous.get(path), 404)

    assert body["code"] == "unknown_route"
    assert ("no slash" in body["detail"]) == path.endswith("/")


def test_an_unknown_page_of_the_admin_is_a_page(anonymous, db):
    response = anonymous.get("/admin/nothing/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_a_crash_tells_nothing_of_what_happened_inside(quiet):
    response = quiet.get("/test/raised/crash")

    body = told(response, 500)
    assert body["code"] == "internal_error"
    for inner in (SECRET_WORDS, "ValueError", "Traceback", ".py", "/urls"):
        assert inner not in response.content.decode()


def test_a_refused_permission_tells_nothing_of_why(anonymous):
    response = anonymous.get("/test/raised/permission")

    assert told(response, 403)["code"] == "forbidden"
    assert SECRET_WORDS not in response.content.decode()


def test_an_error_of_a_library_keeps_the_shape(anonymous):
    assert told(anonymous.get("/test/raised/library"), 500)["code"] == "invalid"


def test_what_was_deleted_by_another_call_is_told_so(anonymous):
    response = anonymous.get("/test/raised/foreign-key")

    assert told(response, 409)["code"] == "gone_meanwhile"
    assert SECRET_WORDS not in response.content.decode()


@pytest.mark.usefixtures("database_gone")
def test_with_the_database_down_the_answer_is_try_again_soon(anonymous):
    response = anonymous.post("/api/v1/auth/login", {"username": "robin", "password": "x"})

    body = told(response, 503)
    assert body["code"] == "database_unavailable"
    assert response["Retry-After"] == "5"
    assert "127.0.0.1" not in response.content.decode()


@pytest.mark.django_db
def test_a_missing_token_and_a_bad_one_are_401_with_the_scheme(anonymous):
    missing = anonymous.get("/api/v1/me")
    bad = anonymous.get("/api/v1/me", headers={"Authorization": "Bearer abc"})

    assert told(missing, 401)["code"] == "not_authenticated"
    assert told(bad, 401)["code"] == "bad_token"
    assert missing["WWW-Authenticate"] == bad["WWW-Authenticate"] == 'Bearer realm="focushub"'


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/me", 401),
        ("get", "/nothing", 404),
        ("put", "/test/nested", 405),
        ("get", "/test/refused/conflict", 409),
        ("get", "/test/refused/too_many", 429),
        ("get", "/test/raised/crash", 500),
    ],
)
def test_a_frontend_elsewhere_can_read_errors_too(quiet, settings, method, path, status):
    settings.CORS_ALLOWED_ORIGINS = ["https://focus.example"]

    response = getattr(quiet, method)(path, headers={"Origin": "https://focus.example"})

    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "https://focus.example"
    assert "Retry-After" in response["Access-Control-Expose-Headers"]


def test_a_stranger_origin_is_told_nothing(quiet, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://focus.example"]

    response = quiet.get("/nothing", headers={"Origin": "https://evil.example"})

    assert "Access-Control-Allow-Origin" not in response


def test_a_preflight_allows_the_headers_of_the_contract(anonymous, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://focus.example"]

    response = anonymous.options(
        "/api/v1/me",
        headers={
            "Origin": "https://focus.example",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization,if-match",
        },
    )

    allowed = response["Access-Control-Allow-Headers"]
    assert response.status_code == 200
    for header in ("authorization", "idempotency-key", "if-match", "if-none-match", "prefer"):
        assert header in allowed


def test_the_callers_request_id_is_kept_where_it_is_a_sane_one(anonymous):
    kept = anonymous.get("/nothing", headers={"X-Request-ID": "front-end_12.3"})

    assert kept["X-Request-ID"] == "front-end_12.3"
    assert told(kept, 404)["request_id"] == "front-end_12.3"


@pytest.mark.parametrize(
    "asked", ["short", "x" * 65, "with words in it", "<script>alert(1)</script>"]
)
def test_a_request_id_that_could_carry_something_is_replaced(anonymous, asked):
    first = anonymous.get("/nothing", headers={"X-Request-ID": asked})
    second = anonymous.get("/nothing")

    assert len(first["X-Request-ID"]) == 36
    assert first["X-Request-ID"] != asked
    assert first["X-Request-ID"] != second["X-Request-ID"]
