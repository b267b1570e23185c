"""Lists are JSON arrays, cut by a cursor; the way on stands in the `Link` header."""

from typing import Any

from django.core.exceptions import ValidationError as NotAValue
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class CursorPages(CursorPagination):
    """Newest first: ids are UUIDv7, so the primary key's own index serves every page."""

    page_size = DEFAULT_LIMIT
    max_page_size = MAX_LIMIT
    page_size_query_param = "limit"
    page_size_query_description = f"Rows a page, 1 to {MAX_LIMIT}."
    cursor_query_description = "From the `Link` header of the page before."
    ordering = "-id"

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return DEFAULT_LIMIT
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_LIMIT):
            raise ValidationError({"limit": f"A whole number from 1 to {MAX_LIMIT}."})
        return int(text)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, NotAValue, ValueError) as fault:
            # DRF takes a cursor apart by itself; what stands in it the database field refuses.
            if self.cursor_query_param not in request.query_params:
                raise
            raise ValidationError({"cursor": "Take the cursor from the `Link` header."}) from fault

    def get_paginated_response(self, data: Any) -> Response:
        links = [
            f'<{url}>; rel="{rel}"'
            for rel, url in (("next", self.get_next_link()), ("prev", self.get_previous_link()))
            if url
        ]
        return Response(data, headers={"Link": ", ".join(links)} if links else None)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return schema
