"""The OpenAPI document: what drf-spectacular cannot see by itself.

Every operation gets its error responses and the headers that it understands, from the same facts
the views use, so that no view repeats them.
"""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from focushub.api.conditional import ConditionalMixin
from focushub.api.errors import CONTENT_TYPE, ErrorResponseSerializer
from focushub.api.idempotency import IdempotentMixin

_MEANING: Mapping[int, str] = {
    400: "The input cannot be used; `errors` says what to mend.",
    401: "No token, or one that no longer counts.",
    404: "Nothing of yours has this id.",
    406: "There is no answer of the type that `Accept` asks for.",
    409: "It does not fit the present state; `code` says why.",
    412: "It changed since you read it.",
    413: "The body is larger than 1 MB, or than what this reads.",
    415: "The body is of another type than those named here.",
    422: "The Idempotency-Key was used with another request.",
    429: "Too many requests; `Retry-After` says when.",
    500: "Something broke on our side.",
    503: "A part that is needed does not answer; try again soon.",
}


def refusal(status: int, told: str) -> dict[tuple[int, str], OpenApiResponse]:
    """An error of one operation's own, for `responses={200: ..., **refusal(409, "...")}`."""
    return {(status, CONTENT_TYPE): OpenApiResponse(ErrorResponseSerializer, description=told)}


class Schema(AutoSchema):
    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        responses = operation["responses"]
        if self.method == "GET" and self._may_be_unchanged():
            responses.setdefault("304", {"description": "The version that you have still stands."})
        reference = self.resolve_serializer(ErrorResponseSerializer, "response").ref
        for status in self._error_statuses():
            responses.setdefault(
                str(status),
                {
                    "description": _MEANING[status],
                    "content": {CONTENT_TYPE: {"schema": reference}},
                },
            )
        operation["responses"] = dict(sorted(responses.items()))
        return operation

    def _get_request_body(self, direction: str = "request") -> Any:
        """A DELETE has a body where its view says so."""
        if self.method != "DELETE" or not getattr(self.view, "delete_takes_body", False):
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call] # has no types
        self.method = "POST"  # drf-spectacular looks at nothing else.
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call] # has no types
        finally:
            self.method = "DELETE"

    def get_override_parameters(self) -> list[Any]:
        own = list(super().get_override_parameters())
        match self.method:
            case "POST" if self._is_idempotent():
                name, told = "Idempotency-Key", "Send the same key again and nothing happens twice."
            case "PATCH" | "DELETE" if self._is_conditional():
                name, told = "If-Match", "The ETag that you read; another version answers 412."
            case "GET" if self._may_be_unchanged():
                name, told = (
                    "If-None-Match",
                    "The ETag that you have; the same version answers 304.",
                )
            case _:
                return own
        return [
            *own,
            OpenApiParameter(
                name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=False, description=told
            ),
        ]

    def _is_public(self) -> bool:
        return not self.view.get_authenticators() or not self.get_auth()

    def _is_idempotent(self) -> bool:
        keeps = isinstance(self.view, IdempotentMixin) and self.view.keeps_answers
        return keeps and not self._is_public()

    def _is_conditional(self) -> bool:
        return isinstance(self.view, ConditionalMixin)

    def _may_be_unchanged(self) -> bool:
        return isinstance(self.view, ConditionalMixin) and not self.view.ticking

    def _error_statuses(self) -> list[int]:
        statuses = [406, 429, 500, 503]
        if not self._is_public():
            statuses.append(401)
        takes_body = getattr(self.view, "delete_takes_body", False)
        if self.method in {"POST", "PATCH", "PUT"} or self._is_list_view() or takes_body:
            statuses.append(400)
        # Even an action that reads no fields parses what it is sent.
        if self.method in {"POST", "PATCH", "PUT"} or takes_body:
            statuses += [413, 415]
        if "{" in self.path:
            statuses.append(404)
        if self.method == "POST" and self._is_idempotent():
            statuses += [409, 422]
        if self.method in {"PATCH", "DELETE"} and self._is_conditional():
            statuses.append(412)
        return statuses


def mark_responses_required(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Answers always hold all of their fields, so clients need no `undefined` checks."""
    for name, schema in result.get("components", {}).get("schemas", {}).items():
        if not name.endswith("Request") and "properties" in schema:
            schema["required"] = sorted(schema["properties"])
    return result
