"""Every error on every path, in one shape: RFC 9457 members and ours.

Domain errors, DRF's own, unknown routes and crashes all pass through `problem`. Nothing internal is
told: no exception's text, no SQL, no path, no output of a model.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import defaults
from psycopg.errors import ForeignKeyViolation
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response

from focushub.api import serializers
from focushub.common.database import drop_broken_connections
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.logs import request_id
from focushub.common.rendering import render

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="focushub"'
RETRY_SECONDS = 5

STATUS_BY_KIND: Mapping[Kind, int] = {
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.MISMATCH: 422,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}


# Each said by views of DRF's and outside of them.
_FORBIDDEN = ("forbidden", "This account may not do that.")
_TOO_LARGE = ("too_large", "The body is larger than 1 MB.")


class FieldErrorSerializer(serializers.Serializer):
    field = serializers.CharField(
        help_text="Dotted path into the body, such as `challenges.0`; empty for the whole of it."
    )
    code = serializers.CharField()
    detail = serializers.CharField()


class ErrorResponseSerializer(serializers.Serializer):
    """What every error looks like (RFC 9457, `application/problem+json`)."""

    type = serializers.CharField(help_text="`urn:focushub:problem:` and the code.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One sentence that a person can read.")
    code = serializers.CharField(help_text="Stable, for programs.")
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment] # DRF takes fields off the class
    request_id = serializers.CharField()
    timestamp = serializers.DateTimeField()


def problem(
    status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()
) -> dict[str, Any]:
    return {
        "type": f"urn:focushub:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": e.field, "code": e.code, "detail": e.detail} for e in errors],
        "request_id": request_id.get(),
        "timestamp": timezone.now(),
    }


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for what nobody expected: Django then asks `server_error`."""
    headers: dict[str, str] = {}
    match exc:
        case DomainError():
            status = STATUS_BY_KIND[exc.kind]
            body = problem(status, exc.code, exc.detail, exc.problems)
            if exc.retry_after is not None:
                headers["Retry-After"] = str(exc.retry_after)
        case exceptions.ValidationError():
            problems = list(_flatten(exc.get_full_details()))
            body = problem(400, "invalid", _summary(problems), problems)
        case exceptions.Throttled():
            wait = max(1, ceil(getattr(exc, "wait", None) or 1))
            headers["Retry-After"] = str(wait)
            body = problem(
                429, "throttled", f"That was a lot at once. Please try again in {wait} seconds."
            )
        case exceptions.APIException():
            code = exc.get_codes()
            if isinstance(code, str):
                body = problem(exc.status_code, code, str(exc.detail))
            else:
                body = problem(exc.status_code, DomainError.code, DomainError.detail)
        case Http404():
            body = problem(404, "not_found", "There is nothing here with this id.")
        case PermissionDenied():
            body = problem(403, *_FORBIDDEN)
        case RequestDataTooBig():
            body = problem(413, *_TOO_LARGE)
        case IntegrityError() if isinstance(exc.__cause__, ForeignKeyViolation):
            # Foreign keys are looked at in the end: another call deleted the row since it was read.
            body = problem(
                409, "gone_meanwhile", "What this belongs to was deleted in the meantime."
            )
        case OperationalError() | InterfaceError() | PoolTimeout():
            if not isinstance(exc, PoolTimeout):
                # One request finds out that the database was away; the others need not.
                drop_broken_connections()
            log.error("the database does not answer", extra={"fault": type(exc).__name__})
            headers["Retry-After"] = str(RETRY_SECONDS)
            body = problem(
                503, "database_unavailable", "The database does not answer. Please try again soon."
            )
        case _:
            return None
    if body["status"] == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def _flatten(details: Any, path: str = "") -> Iterator[FieldProblem]:
    """DRF's nested details as one list; `non_field_errors` belong to the object itself."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield FieldProblem(path, str(details["code"]), str(details["message"]))
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            own = name == "non_field_errors"
            yield from _flatten(inner, path if own else f"{path}.{name}".lstrip("."))
    else:
        for position, inner in enumerate(details):
            leaf = isinstance(inner, Mapping) and set(inner) == {"message", "code"}
            yield from _flatten(inner, path if leaf else f"{path}.{position}".lstrip("."))


def _summary(problems: Sequence[FieldProblem]) -> str:
    first = problems[0]
    told = f"{first.field}: {first.detail}" if first.field else first.detail
    told = told if told.endswith((".", "!", "?")) else f"{told}."
    more = len(problems) - 1
    return told if not more else f"{told} ({more} more in `errors`.)"


def _is_for_people(request: HttpRequest) -> bool:
    return request.path.startswith("/admin/")


def _page(status: int, code: str, detail: str, errors: Sequence[FieldProblem] = ()) -> HttpResponse:
    return HttpResponse(
        render(problem(status, code, detail, errors)), status=status, content_type=CONTENT_TYPE
    )


def refused(error: DomainError, *, status: int | None = None) -> HttpResponse:
    """For code that answers outside of DRF's views; with the status of its kind, or `status`."""
    status = status or STATUS_BY_KIND[error.kind]
    response = _page(status, error.code, error.detail, error.problems)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(413, *_TOO_LARGE)
    return _page(400, "bad_request", "This request cannot be read.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_people(request):
        return defaults.permission_denied(request, exception)
    return _page(403, *_FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_for_people(request):
        return defaults.page_not_found(request, exception)
    hint = " Paths have no slash at the end." if request.path.endswith("/") else ""
    return _page(404, "unknown_route", f"There is no such address.{hint}")


def server_error(request: HttpRequest) -> HttpResponse:
    if _is_for_people(request):
        return defaults.server_error(request)
    return _page(
        500, "internal_error", "Something broke on our side. The request id helps us look."
    )
