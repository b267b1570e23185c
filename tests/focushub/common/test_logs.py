import io
import json
import logging
from contextvars import Context
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from focushub.common.logs import RequestIdFilter, WordlessJsonFormatter, request_id

WORDS = "my secret diary"
LOGGING: dict[str, Any] = settings.LOGGING


@pytest.fixture
def lines():
    """What the configured handler would write, one JSON object a line."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(WordlessJsonFormatter(LOGGING["formatters"]["json"]["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)


def test_the_settings_send_everything_through_this_formatter():
    assert LOGGING["root"]["handlers"] == ["stderr"]
    assert LOGGING["handlers"]["stderr"]["formatter"] == "json"
    assert LOGGING["formatters"]["json"]["()"] == ("focushub.common.logs.WordlessJsonFormatter")
    assert not any(logger.get("handlers") for logger in LOGGING["loggers"].values())


def test_a_line_tells_level_name_message_extras_and_request(lines):
    token = request_id.set("request-77")
    logging.getLogger("focushub.test").warning("model is slow", extra={"milliseconds": 12})
    request_id.reset(token)

    [line] = lines()
    assert line.pop("asctime")
    assert line == {
        "levelname": "WARNING",
        "name": "focushub.test",
        "message": "model is slow",
        "request_id": "request-77",
        "milliseconds": 12,
    }


def test_an_exception_is_told_by_type_and_place_without_its_words(lines):
    try:
        int(WORDS)
    except ValueError:
        logging.getLogger("focushub.test").exception("it broke")

    [line] = lines()
    assert line["exc_info"].startswith("ValueError at common/test_logs.py:")
    assert WORDS not in json.dumps(line)


def test_what_another_handler_made_of_the_exception_is_not_told(lines):
    """Handlers share a record, and the first to format it leaves the whole text on it."""
    wordy = logging.StreamHandler(io.StringIO())
    logging.getLogger("focushub.test").addHandler(wordy)
    try:
        raise KeyError(WORDS) from ValueError(WORDS)
    except KeyError:
        logging.getLogger("focushub.test").exception("it broke")
    finally:
        logging.getLogger("focushub.test").removeHandler(wordy)

    assert WORDS not in json.dumps(lines())


@pytest.mark.parametrize(
    "log",
    [
        lambda log: log.error(ValueError(WORDS)),
        lambda log: log.error("failed: %s", ValueError(WORDS)),
        lambda log: log.error("failed: %(why)s", {"why": ValueError(WORDS)}),
    ],
    ids=["as the message", "as an argument", "as a named argument"],
)
def test_an_exception_that_a_library_logs_is_told_by_its_type(lines, log):
    log(logging.getLogger("library"))

    [line] = lines()
    assert "ValueError" in line["message"]
    assert WORDS not in json.dumps(line)


@pytest.mark.urls("tests.focushub.api.urls")
def test_a_crash_on_a_route_tells_no_word_of_the_person(lines):
    client = APIClient(raise_request_exception=False)

    response = client.get("/test/raised/crash", {"search": WORDS})

    [line] = [line for line in lines() if line["levelname"] == "ERROR"]
    assert response.status_code == 500
    assert line["request_id"] == response["X-Request-ID"]
    assert "ValueError at" in line["exc_info"]
    assert "secret" not in json.dumps(lines())


@pytest.mark.urls("tests.focushub.api.urls")
def test_refused_input_is_logged_without_the_input(lines, anonymous):
    anonymous.post("/test/nested?q=secret", {"title": WORDS, "steps": WORDS, "labels": [WORDS]})

    assert [line["status_code"] for line in lines()] == [400]
    assert "secret" not in json.dumps(lines())


def test_outside_of_a_request_the_id_is_a_dash(lines):
    Context().run(logging.getLogger("focushub.test").warning, "a worker's line")

    assert [line["request_id"] for line in lines()] == ["-"]


def test_a_kept_token_in_a_path_is_not_told(lines):
    APIClient().get("/api/v1/calendar/fht_" + "s3cret-_" * 6 + ".ics")

    told = json.dumps(lines())
    assert "fht_" not in told.replace("fht_...", "")
    assert "s3cret" not in told
