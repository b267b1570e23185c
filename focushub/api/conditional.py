"""ETags: a GET that has not changed costs no body, and a change does not overwrite another's.

The tag is a digest of the rendered body, so it is right for whatever a view shows, rows of other
tables included. A page of a list counts its `Link` too: a new row can give it a next page.
"""

import hashlib
from typing import Any, ClassVar

from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.common.errors import DomainError, Kind
from focushub.common.rendering import render


class Stale(DomainError):
    kind = Kind.STALE
    code = "stale"
    detail = "This has changed since you read it. Read it again, then decide."


def etag_of(data: Any, link: str = "") -> str:
    told = render(data) + link.encode()
    return f'"{hashlib.blake2b(told, digest_size=12).hexdigest()}"'


class ConditionalMixin:
    """For views: stamps 200 answers of GET and PATCH, answers 304, and guards PATCH and DELETE.

    Attributes:
        ticking: fields that change by themselves, such as a clock. The tag leaves them out, and a
            GET is always told in full: what the client has is old by now.
    """

    ticking: ClassVar[frozenset[str]] = frozenset()

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        if (
            isinstance(response, Response)
            and request.method in {"GET", "HEAD", "PATCH"}
            and response.status_code == 200
        ):
            tag = self._tag(response.data, response.get("Link", ""))
            response["ETag"] = tag
            response["Cache-Control"] = "private, no-cache"
            # Compared weakly, as RFC 9110 has it: a proxy that compresses marks the tag as weak.
            known = parse_etags(request.headers.get("If-None-Match", "").replace("W/", ""))
            is_known = not self.ticking and (tag in known or known == ["*"])
            if request.method != "PATCH" and is_known:
                kept = {name: response[name] for name in ("ETag", "Cache-Control")}
                response = Response(status=304, headers=kept)
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc] # DRF's view is the sibling

    def check_unchanged(self, request: Request, representation: Any) -> None:
        """Raises `Stale` where the caller named another version in `If-Match`."""
        named = request.headers.get("If-Match", "").strip()
        asked = parse_etags(named)
        if named and not asked:  # Without its quotes it is no tag, and would guard nothing.
            raise Stale("`If-Match` names no version. Send the ETag as it came, with its quotes.")
        if asked and asked != ["*"] and self._tag(representation) not in asked:
            raise Stale

    def _tag(self, data: Any, link: str = "") -> str:
        if self.ticking:
            rows = data if isinstance(data, list) else [data]
            data = [{k: v for k, v in row.items() if k not in self.ticking} for row in rows]
        return etag_of(data, link)
