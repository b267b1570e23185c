from collections.abc import Mapping

from rest_framework.request import Request

from focushub.api.throttling import HOUR, PersonThrottle, WindowThrottle
from focushub.caching import digest


class ResetThrottle(WindowThrottle):
    """Letters to one address, whoever asks for them; counted whether or not it is known here."""

    scope = "resets"
    seconds = HOUR

    def subject(self, request: Request) -> str | None:
        body = request.data
        email = body.get("email") if isinstance(body, Mapping) else None
        return digest(email.strip().lower()) if isinstance(email, str) else None


class ExportThrottle(PersonThrottle):
    """A long history is much work; nobody takes it along many times an hour."""

    scope = "exports"
    seconds = HOUR
