"""Short ways to write the examples that stand in the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiExample


def asked(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)


def answered(name: str, value: Any, *statuses: str) -> OpenApiExample:
    return OpenApiExample(
        name, value=value, response_only=True, status_codes=statuses or ("200", "201")
    )
