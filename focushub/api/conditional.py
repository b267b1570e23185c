"""ETags: a GET that has not changed costs no body, and a change does not overwrite another's.

The tag is a digest of the rendered body, so it is right for whatever a view shows, rows of other
tables included.
"""

import hashlib
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.common.rendering import render
from focushub.common.errors import DomainError, Kind


class Stale(DomainError):
    kind = Kind.STALE
    code = "stale"
    detail = "This has changed since you read it. Read it again, then decide."


def etag_of(data: Any) -> str:
    return f'"{hashlib.blake2b(render(data), digest_size=12).hexdigest()}"'


class ConditionalMixin:
    """For views: stamps 200 answers of GET and PATCH, answers 304, and guards PATCH and DELETE."""

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if (
            isinstance(response, Response)
            and request.method in {"GET", "HEAD", "PATCH"}
            and response.status_code == 200
        ):
            tag = etag_of(response.data)
            response["ETag"] = tag
            response["Cache-Control"] = "private, no-cache"
            asked = parse_etags(request.headers.get("If-None-Match", ""))
            if request.method != "PATCH" and (tag in asked or asked == ["*"]):
                kept = {name: response[name] for name in ("ETag", "Cache-Control")}
                response = Response(status=304, headers=kept)
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc] # DRF's view is the sibling

    def check_unchanged(self, request: Request, representation: Any) -> None:
        """Raises `Stale` where the caller named another version in `If-Match`."""
        asked = parse_etags(request.headers.get("If-Match", ""))
        if asked and asked != ["*"] and etag_of(representation) not in asked:
            raise Stale
