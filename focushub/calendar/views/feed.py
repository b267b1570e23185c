"""`/calendar/{token}.ics`: for calendars, which can show no more than an address."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.http import parse_etags
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from focushub.accounts.models import Scope
from focushub.accounts.services.tokens import person_of_token
from focushub.api.conditional import ConditionalMixin
from focushub.api.views import PublicView
from focushub.calendar.services.feed import calendar_file
from focushub.common.errors import DomainError, Kind

MEDIA_TYPE = "text/calendar"


class NoSuchCalendar(DomainError):
    kind = Kind.NOT_FOUND
    code = "not_found"
    detail = "There is no calendar at this address, or no longer."


class WhateverIsAccepted(BaseContentNegotiation):
    """Calendars ask for `text/calendar`, or for anything; they get it, and errors as JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class FeedView(ConditionalMixin, PublicView):
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        operation_id="calendar_feed",
        summary="A person's days, for a calendar that subscribes",
        description=(
            "Public by its token, one of `/me/tokens` with `calendar:read`: blocks, dates and what "
            "repeats, of the last 30 and the next 180 days. It ends when the token is revoked."
        ),
        tags=["schedule"],
        parameters=[
            OpenApiParameter(
                "token", OpenApiTypes.STR, OpenApiParameter.PATH, description="Secret."
            )
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        person = person_of_token(token, Scope.CALENDAR_READ)
        if person is None:
            raise NoSuchCalendar
        file = calendar_file(person=person)
        tag = f'"{hashlib.blake2b(file, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        known = parse_etags(request.headers.get("If-None-Match", "").replace("W/", ""))
        if tag in known or known == ["*"]:
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(
            file,
            content_type=f"{MEDIA_TYPE}; charset=utf-8",
            headers={
                **headers,
                "Content-Disposition": 'inline; filename="focushub.ics"',
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
            },
        )
